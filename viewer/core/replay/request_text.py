# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Text in whatever form people have a request -> the requests in it.

Forms: what a library prints when it finds no recording, a curl command, HTTP as it is sent, an entry of a HAR file or
an object with method, URL and body, and a JSON body alone.
"""

from __future__ import annotations

from viewer.core.replay.asked import AskedRequest
from viewer.core.replay.curl_text import parse_curl
from viewer.core.replay.error_texts import requests_of_errors
from viewer.core.replay.http_text import of_object, parse_http
from viewer.core.text.json_values import parse_json

_LONGEST = 50_000_000


def requests_in(text: str) -> list[AskedRequest]:
    """Every request that a text tells, of errors each once; none where it tells none."""
    text = text[:_LONGEST]
    found = list(dict.fromkeys(requests_of_errors(text)))
    if found:
        return found
    one = parse_curl(text) or _of_json(text) or parse_http(text)
    return [one] if one is not None and not one.is_empty else []


def _of_json(text: str) -> AskedRequest | None:
    value, is_json = parse_json(text.strip())
    if not is_json or not isinstance(value, dict):
        return None
    entry = value.get("request")
    return of_object(entry if isinstance(entry, dict) else value) or AskedRequest("a JSON body", body=text.strip())
