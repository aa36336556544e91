# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What curl prints: the head of an answer before its body (`-i`), or all that it does (`-v`, both streams in one file).

curl prints no request's body. Lines that tell what it does begin with `*`, those of a request with `>`, those of an
answer with `<`; the body has no mark, and what curl says of itself may stand right behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from viewer.core.formats._raw_http import (
    is_interim,
    is_response,
    raw_body,
    raw_message,
    raw_request,
    raw_response,
    responses_in,
)
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette, Interaction, Request, Response
from viewer.core.place import Place
from viewer.core.registry import Match
from viewer.dataclass import dataclass

_HEAD = 16384
_SENT = re.compile(rb"^> [A-Z]{2,20} \S+ HTTP/[0-9.]+\r?$", re.MULTILINE)
_CAME = re.compile(rb"^< HTTP/[0-9.]+ [0-9]{3}\b", re.MULTILINE)
_STATUS = rb"HTTP/[0-9.]+ [0-9]{3}[^\r\n]*\r?\n"
_FIELDS = re.compile(rb"(?:%s\r?\n)*%s(?:[!-9;-~]+:[^\r\n]*\r?\n)+\r?\n" % (_STATUS, _STATUS))
_LINE = re.compile(rb"[^\n]*\n|[^\n]+\Z")
_MARKED = re.compile(rb"[<>](?: |\r?\n|\Z)")
# The rows of the progress meter, which are overwritten in place and end without a line end.
_METER = re.compile(rb"\r?[ 0-9.kMGTP:-]{70,}")
_NOISE = re.compile(rb"[{}] \[[0-9]+ bytes data\]\s*| *% Total +% Received.*| +Dload +Upload.*|\s+", re.DOTALL)
_SAID = re.compile(
    rb"\* +(?:Connect|Closing|Trying|Host |ALPN|TLS|SSL|Issue|Re-using|Found bundle|Mark bundle|Leftover|Curl_"
    rb"|shutting|Ignoring|Excess|We are|HTTP/|using HTTP|old SSL|schannel|Request comp|upload comp|transfer closed"
    rb"|OpenSSL|Recv fail|Maximum|Clear auth|Switched|\[)[^\n]*\n?\Z"
)
_SECURE = re.compile(rb"^\* .*(?:SSL connection|TLSv|ALPN|port 443)", re.MULTILINE)


class CurlReader:
    """Reads what curl printed."""

    name = "curl"
    title = "Output of curl -i or -v"
    suffixes: tuple[str, ...] = (".curl",)

    def match(self, probe: Probe) -> Match:
        """Sure when a request and an answer stand behind curl's marks, or the file begins with the head of one."""
        head = probe.content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
        is_told = _SENT.search(head) is not None and _CAME.search(head) is not None
        return Match.SURE if is_told or _FIELDS.match(head) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette: an interaction for each answer, redirections among them."""
        data = probe.content
        is_told = _CAME.search(data) is not None and _SENT.search(data) is not None
        exchanges = _told(data) if is_told else _plain(data)
        interactions = [
            Interaction(index, one.request, one.response, place=Place(one.line)) for index, one in enumerate(exchanges)
        ]
        return probe.cassette(self.name, interactions, probe.coding_problems)


@dataclass(slots=True)
class _Exchange:
    """A request and its answer, and the line on which they begin."""

    request: Request
    response: Response
    line: int


def _plain(data: bytes) -> Iterator[_Exchange]:
    """The answers of `-i`: heads follow one another until one has a body."""
    at = len(data) - len(data.lstrip(b"\xef\xbb\xbf \t\r\n"))
    while at < len(data):
        line = data.count(b"\n", 0, at) + 1
        message = raw_message(data[at:], line)
        response = raw_response(message)
        if response is None:
            return
        body = message.body.stored or b""
        goes_on = is_response(body)
        if not is_interim(response):
            kept = Response(
                response.status,
                response.reason,
                response.headers,
                raw_body(b"", line) if goes_on else response.body,
                response.http_version,
            )
            yield _Exchange(Request("", ""), kept, line)
        if not goes_on:
            return
        at = len(data) - len(body)


def _told(data: bytes) -> Iterator[_Exchange]:
    """The exchanges of `-v`."""
    is_secure = _SECURE.search(data) is not None
    trace = _Trace(1)
    for number, found in enumerate(_LINE.finditer(data), 1):
        text = _METER.sub(b"", found[0])
        if text.startswith(b">") and trace.came:
            yield trace.exchange(is_secure=is_secure)
            trace = _Trace(number)
        trace.add(text, number)
    if trace.sent or trace.came:
        yield trace.exchange(is_secure=is_secure)


class _Trace:
    """What was told of one exchange so far."""

    def __init__(self, line: int) -> None:
        self.sent, self.came, self._body = bytearray(), bytearray(), bytearray()
        self._line, self._body_line = line, line

    def add(self, text: bytes, number: int) -> None:
        """Take a line of the file, without the progress meter."""
        if _MARKED.match(text):
            side = self.sent if text.startswith(b">") else self.came
            self._line = self._line if side is self.came or side else number
            side += text[2:] or b"\n"
        elif self.came and (kept := _said_by_the_server(text, is_first=not self._body)):
            self._body_line = self._body_line if self._body else number
            self._body += kept

    def exchange(self, *, is_secure: bool) -> _Exchange:
        """The request, of which the body is not told, and the last answer to it."""
        asked = raw_request(raw_message(bytes(self.sent), self._line)) or Request("", "")
        is_https = asked.url.startswith("http://") and (is_secure or (asked.http_version or "") >= "HTTP/2")
        url = f"https{asked.url[4:]}" if is_https else asked.url
        request = Request(asked.method, url, asked.headers, http_version=asked.http_version)
        heads = [head for head in responses_in(bytes(self.came)) if not is_interim(head)]
        last, body = heads[-1] if heads else Response(None), bytes(self._body)
        if is_response(body):  # `-v -i`: the head once more
            body = raw_message(body, self._body_line).body.stored or b""
        told = raw_body(body, self._body_line)
        return _Exchange(request, Response(last.status, last.reason, last.headers, told, last.http_version), self._line)


def _said_by_the_server(text: bytes, *, is_first: bool) -> bytes:
    """What of a line is the body's: curl may speak before it, between its pieces, and right behind its last."""
    if _NOISE.fullmatch(text) and (is_first or text.strip()):
        return b""
    said = _SAID.search(text)
    return text[: said.start()] if said else text
