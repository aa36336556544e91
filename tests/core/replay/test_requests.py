# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Requests as people have them: errors of libraries, commands, HTTP, JSON."""

from __future__ import annotations

import json

import pytest

from viewer.core.replay.asked import AskedRequest
from viewer.core.replay.request_text import requests_in

URL = "https://llm.example/v1/chat"
BODY = '{"a": [1, 2]}'


def _one(text: str) -> AskedRequest:
    (found,) = requests_in(text)
    return found


@pytest.mark.parametrize(
    ("text", "source", "method", "body"),
    [
        (f'Post "{URL}": requested interaction not found', "go-vcr", "POST", None),
        (f'agent_test.go:31: Get "{URL}": cassette: interaction not found', "go-vcr", "GET", None),
        (
            f"No match for the request (<Request (POST) {URL}>) was found.\nFound 1 similar requests",
            "VCR.py",
            "POST",
            None,
        ),
        (
            "Error: Nock: No match for request "
            + json.dumps({"method": "POST", "url": URL, "headers": {}, "body": BODY}, indent=2)
            + "\n    at f (x.js:1)",
            "nock",
            "POST",
            BODY,
        ),
        (
            "PollyError: [Polly] [adapter:fetch] Recording for the following request is not found and "
            "`recordIfMissing` is `false`.\n" + json.dumps({"url": URL, "method": "POST", "headers": {}, "body": BODY}),
            "Polly.JS",
            "POST",
            BODY,
        ),
        (
            f"cached HTTP response not found for:\nPOST {URL} HTTP/1.1\r\nHost: llm.example\r\n\r\n{BODY}",
            "httprr",
            "POST",
            BODY,
        ),
        (
            (
                "An HTTP request has been made that VCR does not know how to handle:\n"
                f"  POST {URL}\n  Body: {BODY}\n\nVCR is currently using the following cassette:\n  - /t/a.yml\n"
                "    - :record => :none\n    - :match_requests_on => [:method, :body]\n"
            ),
            "Ruby VCR",
            "POST",
            BODY,
        ),
        (
            (
                f"A request was made to {URL} that could not be found in a.\n\nThe settings on the cassette are:\n\n"
                "    - record_mode: none\n    - match_options {'method', 'uri'}.\n"
            ),
            "Betamax",
            None,
            None,
        ),
    ],
)
def test_errors(text: str, source: str, method: str | None, body: str | None) -> None:
    asked = _one(f"some output of a runner\n{text}\n")
    told = asked.body.strip() if asked.body else None
    assert (asked.source, asked.method, asked.url, told) == (source, method, URL, body)


def test_rules_and_cassette_that_an_error_names() -> None:
    asked = _one(
        "An HTTP request has been made that VCR does not know how to handle:\n"
        f"  POST {URL}\n\n  - /t/a.yml\n    - :match_requests_on => [:method, :body]\n"
    )
    assert (asked.match_on, asked.cassette) == (("method", "body"), "/t/a.yml")


@pytest.mark.parametrize(
    ("text", "method", "url", "body"),
    [
        (f"curl {URL}", "GET", URL, None),
        (f"$ curl -sS -X PUT '{URL}' \\\n  -H 'A: b' \\\n  -d '{BODY}'", "PUT", URL, BODY),
        (f"curl --url={URL} --json '{BODY}' -o out.txt", "POST", URL, BODY),
        (f"POST /v1/chat HTTP/1.1\r\nHost: llm.example\r\n\r\n{BODY}", "POST", URL, BODY),
        (f"GET {URL}", "GET", URL, None),
        (json.dumps({"request": {"method": "POST", "url": URL, "postData": {"text": BODY}}}), "POST", URL, BODY),
        (BODY, None, None, BODY),
    ],
)
def test_forms(text: str, method: str | None, url: str | None, body: str | None) -> None:
    asked = _one(text)
    assert (asked.method, asked.url, asked.body) == (method, url, body)


@pytest.mark.parametrize("text", ["", "nothing of the kind", "curl 'unclosed", "[1, 2]", "3 passed in 0.1s"])
def test_what_tells_no_request(text: str) -> None:
    assert requests_in(text) == []
