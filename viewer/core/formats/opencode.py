# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassettes of opencode's recorder (github.com/anomalyco/opencode, packages/http-recorder): JSON, format version 1.

Each interaction names its `transport`. A websocket session keeps what was sent apart from what came, so that the order
between the two is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.errors import Severity
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats._websocket import WebSocketMessage, websocket_body
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_ROOT = frozenset({"version", "metadata", "interactions"})
_KNOWN_HTTP = frozenset({"transport", "request", "response"})
_KNOWN_SOCKET = frozenset({"transport", "open", "client", "server", "close"})
_KNOWN_MESSAGE = frozenset({"method", "url", "headers", "body", "status", "bodyEncoding"})
_TRANSPORTS = ("http", "websocket")
_SWITCHING_PROTOCOLS = 101
_BINARY = 2  # the opcode (RFC 6455, 5.2)


class OpencodeReader:
    """Reads what opencode's recorder writes."""

    name = "opencode"
    title = "opencode http-recorder cassette"
    suffixes: tuple[str, ...] = (".json",)
    outlined: tuple[tuple[str, ...], ...] = (("interactions",),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first interaction names its transport."""
        first = first_mapping(mapping(probe.document.value).get("interactions"))
        return Match.SURE if first.get("transport") in _TRANSPORTS else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        root.expect(_KNOWN_ROOT)
        elements = root["interactions"].elements()
        interactions = [_interaction(index, entry.apart()) for index, entry in enumerate(elements)]
        return probe.cassette(self.name, interactions, problems, version=root["version"].integer())


def _interaction(index: int, entry: Entry) -> Interaction:
    is_socket = entry["transport"].value == "websocket"
    request, response = _session(entry) if is_socket else _exchange(entry)
    return Interaction(index, request, response, place=entry.place, problems=tuple(entry.problems))


def _exchange(entry: Entry) -> tuple[Request, Response]:
    entry.expect(_KNOWN_HTTP, "request", "response")
    asked, answered = entry["request"], entry["response"]
    asked.expect(_KNOWN_MESSAGE, "method", "url")
    answered.expect(_KNOWN_MESSAGE, "status")
    request = Request(
        asked["method"].text().upper(), asked["url"].text(), header_fields(asked["headers"]), _body(asked)
    )
    return request, Response(
        answered["status"].integer(), headers=header_fields(answered["headers"]), body=_body(answered)
    )


def _body(message: Entry) -> Body:
    return message["body"].base64_body() if message["bodyEncoding"].value == "base64" else message["body"].body()


def _session(entry: Entry) -> tuple[Request, Response]:
    entry.expect(_KNOWN_SOCKET, "open")
    opened = entry["open"]
    messages = [*_messages(entry["client"], is_sent=True), *_messages(entry["server"], is_sent=False)]
    if any(message.is_sent for message in messages) and not all(message.is_sent for message in messages):
        entry.say(
            "the recorder kept no order between what was sent and what came; all that was sent is shown first",
            Severity.INFO,
        )
    body = websocket_body(messages, entry.place)
    request = Request("GET", opened["url"].text(), header_fields(opened["headers"]))
    return request, Response(_SWITCHING_PROTOCOLS, "Switching Protocols", body=body)


def _messages(entry: Entry, *, is_sent: bool) -> Iterator[WebSocketMessage]:
    for frame in entry.mappings():
        opcode = _BINARY if frame["kind"].value == "binary" else None
        yield WebSocketMessage(is_sent, frame["body"].text(), opcode=opcode, line=frame.line)
