# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Raw HTTP/1 messages as they were sent (RFC 9112) -> Request and Response.

Rule: nothing is undone. Chunked framing and content codings stay in the body, where `viewer.core.bodies` finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from viewer.core.model import Body, Headers, Request, Response
from viewer.core.place import Place, Scalar
from viewer.dataclass import dataclass

STATUS_IS_ASSUMED = "the file holds no status of the response; 200 is assumed"
"""What to say of a response of which only the body is there."""

_START_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|$)")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(r"\r?\n[ \t]+")
_STATUS_LINE = re.compile(r"(HTTP/[0-9.]+) +([0-9]{3})(?: +(.*))?")
_ESTABLISHED = re.compile(r"connection established", re.IGNORECASE)
_REQUEST_LINE = re.compile(r"([^ ]+) +(.*?)(?: +(HTTP/[0-9.]+))?")


@dataclass(frozen=True, slots=True)
class RawMessage:
    """A message in its three parts; `is_whole` tells whether the empty line after its header fields is there."""

    start_line: str
    headers: Headers
    body: Body
    is_whole: bool


def is_response(data: bytes) -> bool:
    """Whether a message begins with a status line."""
    start = _START_LINE.match(data)
    return start is not None and _STATUS_LINE.fullmatch(start[0].decode("latin-1").strip()) is not None


def raw_message(data: bytes, line: int) -> RawMessage:
    """The parts of a message that begins on a line of the file; whatever is there of one that is cut off."""
    end = _END_OF_HEAD.search(data)
    head = data[: end.start()] if end else data
    start_line, _, fields = head.decode("utf-8", "replace").partition("\n")
    body = data[end.end() :] if end else b""
    below = line + data.count(b"\n", 0, end.end() if end else len(data))
    return RawMessage(start_line.strip(), _headers(fields), raw_body(body, below), end is not None)


def _headers(fields: str) -> Headers:
    """Header fields, one a line; a line that begins with a blank continues the one before."""
    lines = _FOLD.sub(" ", fields).splitlines()
    named = (line.partition(":") for line in lines if line.strip())
    return Headers(tuple((name.strip(), value.strip()) for name, _, value in named))


def raw_body(data: bytes, line: int) -> Body:
    """A body that stands in the file as it was sent, from a line of the file on."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return Body(data, Place(line), was_text=False)
    return Body(data, Place(line, Scalar(text, 0, len(text), "text")))


def raw_request(message: RawMessage) -> Request | None:
    """The request that a message is; None when its first line is none of a request."""
    parts = _REQUEST_LINE.fullmatch(message.start_line)
    if parts is None:
        return None
    host = message.headers.get("host")
    url = f"http://{host}{parts[2]}" if host and parts[2].startswith("/") else parts[2]
    return Request(parts[1].upper(), url, message.headers, message.body, parts[3])


def raw_response(message: RawMessage) -> Response | None:
    """The response that a message is; None when its first line is none of a response."""
    parts = _STATUS_LINE.fullmatch(message.start_line)
    if parts is None:
        return None
    return Response(int(parts[2]), parts[3] or "", message.headers, message.body, parts[1])


def responses_in(heads: bytes) -> Iterator[Response]:
    """The heads that came for one request: that of the answer, and interim ones before it."""
    while heads:
        message = raw_message(heads, 1)
        response = raw_response(message)
        if response is None:
            return
        yield response
        heads = message.body.stored or b""


def is_interim(response: Response) -> bool:
    """Whether an answer is only told on the way: of the 100s, or a proxy's word that it connected."""
    is_tunnel = response.status == 200 and _ESTABLISHED.search(response.reason) is not None
    return is_tunnel or (response.status or 0) // 100 == 1
