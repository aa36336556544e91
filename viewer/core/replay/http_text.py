# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A request as HTTP sends it, or as an object of its parts -> the request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from viewer.core.model import Headers
from viewer.core.replay.asked import AskedRequest
from viewer.core.text.json_values import Json
from viewer.core.transcript import json_output

_REQUEST_LINE = re.compile(r"(?P<method>[A-Z]{3,10}) (?P<target>\S+)(?: HTTP/[\d.]+)?")
_URL_KEYS = ("url", "uri", "path")


def parse_http(text: str) -> AskedRequest | None:
    """A request as it is sent (RFC 9112), or its first line alone; None where the text is none."""
    head, _, body = text.strip("\r\n").replace("\r\n", "\n").partition("\n\n")
    first, *lines = head.strip().split("\n")
    told = _REQUEST_LINE.fullmatch(first.strip())
    if told is None:
        return None
    fields = Headers(tuple(_fields(lines)))
    target = told["target"]
    host = fields.get("host")
    if target.startswith("/") and host:
        target = f"https://{host}{target}"
    return AskedRequest("an HTTP request", told["method"], target, fields if lines else None, body or None)


def _fields(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, is_field, value = line.partition(":")
        if is_field:
            yield name.strip(), value.strip()


def of_object(value: dict[str, Json]) -> AskedRequest | None:
    """The request that an object describes, as HAR, nock and Polly.JS do; None where it is something else."""
    url = next((value[key] for key in _URL_KEYS if isinstance(value.get(key), str)), None)
    method = value.get("method")
    if not isinstance(url, str) or not isinstance(method, str):
        return None
    body = value.get("body", value.get("postData"))
    if isinstance(body, dict) and isinstance(body.get("text"), str):
        body = body["text"]
    told = body if isinstance(body, str) or body is None else json_output.dump(body)
    headers = Headers(tuple(_header_items(value.get("headers"))))
    return AskedRequest("a request object", method.upper(), url, headers, told or None)


def _header_items(value: Json) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        yield from ((name, str(one)) for name, one in value.items())
    elif isinstance(value, list):
        yield from ((str(one.get("name")), str(one.get("value"))) for one in value if isinstance(one, dict))
