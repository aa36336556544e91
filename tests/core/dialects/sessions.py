# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Sessions for tests: messages as `("sent" or "received", payload)` -> Exchange, through the whole pipeline."""

from __future__ import annotations

from viewer.core.analysis import Exchange, analyse
from viewer.core.formats._websocket import WebSocketMessage, websocket_body
from viewer.core.model import Interaction, Request, Response

Message = tuple[str, object]


def exchange(*messages: Message, url: str = "") -> Exchange:
    """A session understood."""
    body = websocket_body((WebSocketMessage(way == "sent", data) for way, data in messages), None)
    return analyse(Interaction(0, Request("GET", url), Response(101, body=body)))


def sent(kind: str, **fields: object) -> Message:
    """An event that the client sends."""
    return "sent", {"type": kind, **fields}


def received(kind: str, **fields: object) -> Message:
    """An event that the server sends."""
    return "received", {"type": kind, "event_id": "e", **fields}
