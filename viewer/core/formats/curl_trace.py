# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What `curl --trace` and `--trace-ascii` write: every block that was sent and that came, request bodies among them.

The first writes bytes, the second text: a line of it ends where CRLF was, and whatever is not printable ASCII is a dot.
Where a dot cannot have been one, it was a line end. `--trace-time` gives each block its time of the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from itertools import pairwise

from viewer.core.errors import Problem, Severity
from viewer.core.formats._raw_http import is_interim, raw_body, raw_message, raw_request, raw_response, responses_in
from viewer.core.formats._timed_chunks import timed_body
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Headers, Interaction, Request, Response
from viewer.core.place import Place
from viewer.core.registry import Match
from viewer.dataclass import dataclass

_HEAD = 16384
_BLOCK = re.compile(
    rb"(?:(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d\.\d{1,6}) )?(?:\[(?P<id>[^\]\r\n]{1,40})\] )?"
    rb"(?:=> Send|<= Recv) (?P<what>header|data|SSL data), (?P<size>\d{1,12}) bytes \(0x[0-9a-f]+\)\r?"
)
_SENDS = b"=> Send"
_END_OF_HEAD = b"\r\n\r\n"
_LINE = re.compile(rb"(?P<offset>[0-9a-f]{4,12}): (?P<text>.*)", re.DOTALL)
_BYTES = re.compile(rb"(?:[0-9a-f]{2} ){1,16}")
_SECURE = re.compile(
    rb"^[^\r\n]{0,60}(?:== Info: .*(?:SSL connection|TLSv|ALPN|port 443)|(?:Send|Recv) SSL data)", re.MULTILINE
)
_A_DAY_MS = 86_400_000.0
_MOST_FIELDS = 4
"""Fields that one event has before its data."""
_IS_ASCII = (
    "curl --trace-ascii writes line ends and what is not ASCII as dots; those that cannot be dots are read as line ends"
)
# A text that does not end is taken to its end, so that no quote is tried twice.
_IN_JSON = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?|(?<![0-9])\.|\.(?![0-9])', re.DOTALL)
_AFTER_EVENT = re.compile(rb"\.\.(?=\r\n|\Z|(?:data|event|id|retry):)")
_AFTER_FIELD = re.compile(rb"((?:\A|\n)(?:event|id|retry):[^\n]{0,200}?)\.(?=(?:data|event|id|retry):)")


class CurlTraceReader:
    """Reads traces."""

    name = "curl-trace"
    title = "Trace of curl --trace or --trace-ascii"
    suffixes: tuple[str, ...] = (".trace",)

    def match(self, probe: Probe) -> Match:
        """Sure when a block stands among the first lines, with what it holds below it."""
        lines = probe.content[:_HEAD].splitlines()
        is_own = any(_BLOCK.fullmatch(line) and _LINE.fullmatch(below) for line, below in pairwise(lines))
        return Match.SURE if is_own else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette: an interaction for each request that was sent."""
        is_secure = _SECURE.search(probe.content) is not None
        transfers = enumerate(_transfers(_blocks(probe.content)))
        interactions = [one.interaction(index, is_secure=is_secure) for index, one in transfers]
        return probe.cassette(self.name, interactions, probe.coding_problems)


@dataclass(frozen=True, slots=True)
class _Block:
    """Bytes that were sent or that came, where they stand, and when; `is_exact` tells that each dot is one."""

    id: bytes
    is_sent: bool
    is_header: bool
    data: bytes
    line: int
    at_ms: float | None
    is_exact: bool


def _blocks(data: bytes) -> Iterator[_Block]:
    """The blocks that belong to HTTP."""
    lines = data.split(b"\n")
    number, is_exact = 0, None
    while number < len(lines):
        found = _BLOCK.fullmatch(lines[number])
        number += 1
        if found is None:
            continue
        rows, first = list[tuple[int, bytes]](), number
        while number < len(lines) and (row := _LINE.fullmatch(lines[number])) is not None:
            rows.append((int(row["offset"], 16), row["text"]))
            number += 1
        if is_exact is None and rows:
            is_exact = _BYTES.match(rows[0][1]) is not None
        if found["what"] != b"SSL data":
            size = int(found["size"])
            held = _exact(rows, size) if is_exact else _ascii(rows, size)
            is_sent, is_header = _SENDS in found[0], found["what"] == b"header"
            yield _Block(found["id"] or b"", is_sent, is_header, held, first + 1, _time(found), is_exact is True)


def _exact(rows: list[tuple[int, bytes]], size: int) -> bytes:
    """The bytes that lines of hexadecimal digits tell."""
    found = (_BYTES.match(text) for _, text in rows)
    return b"".join(bytes.fromhex(one[0].decode()) for one in found if one is not None)[:size]


def _ascii(rows: list[tuple[int, bytes]], size: int) -> bytes:
    """The text of lines; where the next one begins two bytes later than its end, CRLF stood between them."""
    made = bytearray()
    ends = [offset for offset, _ in rows[1:]] + [size]
    for (offset, text), end in zip(rows, ends, strict=False):
        held = text.removesuffix(b"\r")
        made += held + b"\r\n" if end - offset == len(held) + 2 else held
    return bytes(made)


def _time(found: re.Match[bytes]) -> float | None:
    if found["hour"] is None:
        return None
    return ((int(found["hour"]) * 60 + int(found["minute"])) * 60 + float(found["second"])) * 1000


# --- Blocks -> interactions -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Transfer:
    """The blocks of one request and of what came for it."""

    sent: list[_Block] = field(default_factory=list)
    came: list[_Block] = field(default_factory=list)

    @property
    def has_head(self) -> bool:
        """Whether the whole head of its request was sent."""
        return bool(self.came) or any(one.data.endswith(_END_OF_HEAD) for one in self.sent if one.is_header)

    def interaction(self, index: int, *, is_secure: bool) -> Interaction:
        """What they say together."""
        begun = next((block.at_ms for block in self.sent), None)
        line = min(block.line for block in (*self.sent, *self.came)) - 1
        request, response = self._request(is_secure=is_secure), self._response(begun)
        is_exact = all(block.is_exact for block in (*self.sent, *self.came))
        return Interaction(
            index,
            request,
            response,
            duration_ms=_since(begun, self.came[-1].at_ms) if self.came else None,
            place=Place(line),
            problems=() if is_exact else (Problem(Severity.INFO, _IS_ASCII, line),),
            first_byte_ms=_since(begun, self.came[0].at_ms) if self.came else None,
        )

    def _request(self, *, is_secure: bool) -> Request:
        head = b"".join(block.data for block in self.sent if block.is_header)
        asked = raw_request(raw_message(head, self.sent[0].line if self.sent else 1)) or Request("", "")
        is_https = asked.url.startswith("http://") and (is_secure or (asked.http_version or "") >= "HTTP/2")
        url = f"https{asked.url[4:]}" if is_https else asked.url
        parts = [block for block in self.sent if not block.is_header]
        data = _restored(b"".join(block.data for block in parts), parts, asked.headers)
        body = raw_body(data, parts[0].line) if parts else Body()
        return Request(asked.method, url, asked.headers, body, asked.http_version)

    def _response(self, begun: float | None) -> Response:
        head = b"".join(block.data for block in self.came if block.is_header)
        heads = [one for one in responses_in(head) if not is_interim(one)]
        last = heads[-1] if heads else raw_response(raw_message(b"", 1)) or Response(None)
        parts = [block for block in self.came if not block.is_header]
        data = _restored(b"".join(block.data for block in parts), parts, last.headers)
        return Response(last.status, last.reason, last.headers, _timed(data, parts, begun), last.http_version)


def _transfers(blocks: Iterator[_Block]) -> list[_Transfer]:
    """A head that is sent after a whole one begins the next request, of those with the same id."""
    made: list[_Transfer] = []
    open_by_id: dict[bytes, _Transfer] = {}
    for block in blocks:
        now = open_by_id.get(block.id)
        if now is None or (block.is_sent and block.is_header and now.has_head):
            now = open_by_id[block.id] = _Transfer()
            made.append(now)
        (now.sent if block.is_sent else now.came).append(block)
    return made


def _timed(data: bytes, parts: list[_Block], begun: float | None) -> Body:
    """A body, with the times of its events where every block has one."""
    if not parts:
        return Body()
    times = [time for block in parts if (time := _since(begun, block.at_ms)) is not None]
    if len(times) != len(parts) or b"data:" not in data:
        return raw_body(data, parts[0].line)
    chunks, at = list[bytes](), 0
    for block in parts:
        chunks.append(data[at : at + len(block.data)])
        at += len(block.data)
    delays = [now - before for before, now in zip([0.0, *times], times, strict=False)]
    return timed_body(chunks, delays, Place(parts[0].line))


def _since(begun: float | None, at_ms: float | None) -> float | None:
    """From the begin to a time of the day, which may be the next one's."""
    return None if begun is None or at_ms is None else round((at_ms - begun) % _A_DAY_MS, 3)


def _restored(data: bytes, parts: list[_Block], headers: Headers) -> bytes:
    """Text with its line ends, as far as dots can only have been such; as many bytes as before."""
    if all(block.is_exact for block in parts):
        return data
    if "event-stream" in (headers.get("content-type") or ""):
        data = _AFTER_EVENT.sub(b"\n\n", data)
        for _ in range(_MOST_FIELDS):
            data = _AFTER_FIELD.sub(rb"\1\n", data)
        return data
    if data.lstrip(b". \r\n")[:1] not in (b"{", b"[") and "json" not in (headers.get("content-type") or ""):
        return data
    return _IN_JSON.sub(lambda found: found[0] if found[0] != b"." else b"\n", data)
