# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recorded transports of the Claude Agent SDK: the JSON messages between the SDK and the program that it drives.

There is no HTTP in them. All messages of a session are one interaction, shown as those of a websocket are; a file that
tells no direction has only those that were received.
"""

from __future__ import annotations

from viewer.core.errors import Severity
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._websocket import WebSocketMessage, websocket_body
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_ROOT = frozenset({"metadata", "messages"})
_KNOWN_MESSAGE = frozenset({"direction", "message"})
_DIRECTIONS = {"send": True, "recv": False}
_TYPES = frozenset({"control_request", "control_response", "system", "assistant", "user", "result", "stream_event"})


class AgentTransportReader:
    """Reads what tests of the Claude Agent SDK record in place of its subprocess."""

    name = "claude-agent-sdk"
    title = "Claude Agent SDK transport"
    suffixes: tuple[str, ...] = (".json", ".yaml", ".yml")

    def match(self, probe: Probe) -> Match:
        """Sure when the first message has a direction, or is of a type of the SDK's protocol and not a chat's."""
        root = mapping(probe.document.value)
        first = first_mapping(root.get("messages"))
        if not root.keys() <= _KNOWN_ROOT or not first:
            return Match.NO
        has_direction = first.get("direction") in tuple(_DIRECTIONS) and isinstance(first.get("message"), dict)
        is_of_protocol = first.get("type") in _TYPES and bool({"session_id", "response", "request"} & first.keys())
        return Match.SURE if has_direction or is_of_protocol else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette with one interaction, which holds every message."""
        entry = Entry(probe.document, (), probe.document.value, [])
        entry.expect(_KNOWN_ROOT)
        body = websocket_body(map(_message, entry["messages"].mappings()), entry["messages"].place)
        entry.say("these are messages between programs, not HTTP; 200 stands for a status", Severity.INFO)
        response = Response(200, body=body)
        only = Interaction(0, Request("", ""), response, place=entry.place, problems=tuple(entry.problems))
        return probe.cassette(self.name, [only], probe.problems)


def _message(entry: Entry) -> WebSocketMessage:
    direction = entry["direction"].value
    if not isinstance(direction, str):
        return WebSocketMessage(is_sent=False, data=entry.value, line=entry.line)
    entry.expect(_KNOWN_MESSAGE, "message")
    if direction not in _DIRECTIONS:
        entry["direction"].say(f"direction {direction[:40]!r} is not known; shown as received")
    return WebSocketMessage(_DIRECTIONS.get(direction, False), entry["message"].value, line=entry.line)
