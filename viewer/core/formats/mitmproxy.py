# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Flow files of mitmproxy (docs.mitmproxy.org): one flow after another, each a tnetstring (tnetstrings.info).

Bodies stand as they came, with the coding that their header fields name. Times are seconds since 1970.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from viewer.core.errors import Problem, Severity
from viewer.core.formats._dates import since_1970
from viewer.core.formats._raw_http import raw_body
from viewer.core.formats._tnetstring import Damaged, Field, Fields, fields_at
from viewer.core.formats._websocket import WebSocketMessage, websocket_body
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Headers, Interaction, Request, Response
from viewer.core.place import Place
from viewer.core.registry import Match

_FLOW = re.compile(rb"[0-9]{1,12}:[0-9]{1,3}:[a-z_]{2,40}[;,]")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_TEXT = 1  # the opcode (RFC 6455, 5.2)
_NAMES = ("request", "response", "type", "version")


class MitmproxyReader:
    """Reads flow files."""

    name = "mitmproxy"
    title = "mitmproxy flow file"
    suffixes: tuple[str, ...] = (".mitm", ".flows")

    def match(self, probe: Probe) -> Match:
        """Sure when the first tnetstring is a mapping with what a flow has; likely where it is cut off."""
        if not _FLOW.match(probe.content):
            return Match.NO
        try:
            flow, _ = fields_at(probe.content, 0)
        except Damaged:
            return Match.LIKELY
        return Match.SURE if any(name in flow for name in _NAMES) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette: an interaction for each flow that is HTTP."""
        problems = list(probe.coding_problems)
        interactions: list[Interaction] = []
        for flow, lines in _flows(probe.content, problems):
            kind = flow.text("type") or "http"
            if kind == "http" and "request" in flow:
                interactions.append(_interaction(len(interactions), flow, lines))
            else:
                problems.append(Problem(Severity.INFO, f"a flow of type {kind[:20]} is not shown", lines.first))
        return probe.cassette(self.name, interactions, problems)


class _Lines(NamedTuple):
    """Where a flow begins: its line, and the byte from which the lines of what is in it are counted."""

    data: bytes
    start: int
    first: int

    def at(self, byte: int) -> int:
        """The line of a byte of the flow."""
        return self.first + self.data.count(b"\n", self.start, byte)


def _flows(data: bytes, problems: list[Problem]) -> Iterator[tuple[Fields, _Lines]]:
    """Each flow with its place; what follows damage is not found again."""
    at, line = 0, 1
    while at < len(data):
        try:
            flow, end = fields_at(data, at)
        except Damaged as damage:
            problems.append(Problem(Severity.ERROR, f"the flow file is damaged: {damage}", line))
            return
        yield flow, _Lines(data, at, line)
        line += data.count(b"\n", at, end)
        at = end


def _interaction(index: int, flow: Fields, lines: _Lines) -> Interaction:
    asked, answered = flow.fields("request"), flow.fields("response")
    problems: list[Problem] = []
    if failure := flow.fields("error").text("msg"):
        problems.append(Problem(Severity.WARNING, f"the exchange failed: {failure[:200]}", lines.first))
    sent, began, ended = (
        asked.number("timestamp_start"),
        answered.number("timestamp_start"),
        answered.number("timestamp_end"),
    )
    socket = flow.fields("websocket")
    response = Response(
        answered.integer("status_code"),
        answered.text("reason"),
        _headers(answered),
        _messages(socket, sent, lines) if socket else _body(answered, lines),
        answered.text("http_version") or None,
    )
    return Interaction(
        index=index,
        request=_request(asked, lines),
        response=response,
        id=flow.text("id") or None,
        duration_ms=_between(sent, ended),
        recorded_at=since_1970(sent),
        place=Place(lines.first),
        problems=tuple(problems),
        first_byte_ms=_between(sent, began),
    )


def _between(start: float | None, end: float | None) -> float | None:
    """Milliseconds between two seconds; None where one of them is not told."""
    return round((end - start) * 1000, 3) if start is not None and end is not None and end > start else None


def _request(asked: Fields, lines: _Lines) -> Request:
    headers = _headers(asked)
    scheme, path, port = asked.text("scheme"), asked.text("path"), asked.integer("port")
    told = "" if port in (None, _DEFAULT_PORTS.get(scheme)) else f":{port}"
    place = asked.text("authority") or headers.get("host") or f"{asked.text('host')}{told}"
    url = f"{scheme or 'http'}://{place}{path}" if path.startswith("/") else path or place
    return Request(asked.text("method").upper(), url, headers, _body(asked, lines), asked.text("http_version") or None)


def _headers(message: Fields) -> Headers:
    pairs = (pair.items() for pair in message.elements("headers"))
    return Headers(tuple((pair[0].text(), pair[1].text()) for pair in pairs if len(pair) == 2))


def _body(message: Fields, lines: _Lines) -> Body:
    content = message.get("content")
    if content is None or not isinstance(content.value, bytes):
        return Body()
    return raw_body(content.value, lines.at(content.start))


def _messages(socket: Fields, began: float | None, lines: _Lines) -> Body:
    """The messages: opcode, whether the client sent it, data, and the second at which it came."""
    messages = []
    for item in socket.elements("messages"):
        parts: list[Field] = item.items()
        if len(parts) < 4:
            continue
        opcode, data, time = parts[0].value, parts[2].value, parts[3].value
        is_text = opcode == _TEXT
        told = data.decode("utf-8", "replace") if isinstance(data, bytes) and is_text else parts[2].base64()
        moment = time if isinstance(time, int | float) else None
        messages.append(
            WebSocketMessage(
                is_sent=parts[1].value is True,
                data=told,
                time_ms=_between(began, moment),
                opcode=None if is_text or not isinstance(opcode, int) else opcode,
                line=lines.at(item.start),
            )
        )
    return websocket_body(messages, Place(lines.first))
