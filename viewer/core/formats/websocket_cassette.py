# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassettes of one websocket session, as Pydantic AI's tests record them (github.com/pydantic/pydantic-ai).

YAML with one item a message, sent or received, whose data the recorder parsed; a close is an item of its own. Later
versions tell `at`, the seconds since the session began. The opening handshake is not recorded: a GET that was answered
by 101 stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._websocket import WebSocketMessage, websocket_body
from viewer.core.formats.api import Probe
from viewer.core.media_types import CLOSE
from viewer.core.model import Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_ROOT = frozenset({"version", "interactions", "url"})
_KNOWN_ITEM = frozenset({"kind", "direction", "at", "data", "code", "reason", "ok"})
_DIRECTIONS = ("sent", "received")
_SWITCHING_PROTOCOLS = 101


class WebSocketCassetteReader:
    """Reads the messages of one session."""

    name = "websocket"
    title = "WebSocket cassette"
    suffixes: tuple[str, ...] = (".yaml", ".yml")

    def match(self, probe: Probe) -> Match:
        """Sure when the first item has a direction, or is a close."""
        first = first_mapping(mapping(probe.document.value).get("interactions"))
        if first.get("direction") in _DIRECTIONS and not first.keys() & {"request", "response"}:
            return Match.SURE
        return Match.SURE if first.get("kind") in ("message", "close") else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette with the session as its one interaction."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        root.expect(_KNOWN_ROOT)
        session = root["interactions"].apart()
        body = websocket_body(_messages(session), session.place)
        only = Interaction(
            index=0,
            request=Request("GET", root["url"].text()),
            response=Response(_SWITCHING_PROTOCOLS, "Switching Protocols", body=body),
            place=session.place,
            problems=tuple(session.problems),
        )
        return probe.cassette(self.name, [only], problems, version=root["version"].integer())


def _messages(session: Entry) -> Iterator[WebSocketMessage]:
    for item in session.elements():
        item.expect(_KNOWN_ITEM)
        if not isinstance(item.value, dict):
            continue
        if item["kind"].text() == "close":
            yield _close(item)
            continue
        if item["direction"].value not in _DIRECTIONS:
            item.say("a message with no direction; it is shown as received")
        is_sent = item["direction"].value == "sent"
        yield WebSocketMessage(is_sent, item["data"].value, _time(item), line=item.line)


def _close(item: Entry) -> WebSocketMessage:
    """What ended the session; the client did where the recorder says so."""
    told = {key: item[key].value for key in ("code", "reason", "ok") if key in mapping(item.value)}
    return WebSocketMessage(item["direction"].value == "sent", told, _time(item), opcode=CLOSE, line=item.line)


def _time(item: Entry) -> float | None:
    seconds = item["at"].number()
    return None if seconds is None else round(seconds * 1000, 3)
