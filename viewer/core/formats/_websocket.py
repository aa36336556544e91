# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recorded websocket messages -> one Body, JSON lines that the framing `websocket` takes apart again.

A line is `{"direction": "sent" or "received", "time_ms": from the request or null, "data": ...}`; data is the message
as recorded, text or the JSON that it was parsed to. A binary message is base64 and its line says `"opcode": 2`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from viewer.core.formats._document import Value
from viewer.core.model import Body
from viewer.core.place import Place

MEDIA_TYPE = "application/vnd.cassette-viewer.websocket+jsonl"
"""What such a body calls itself."""

BINARY = 2
"""The opcode of a binary message (RFC 6455, 5.2)."""


@dataclass(frozen=True, slots=True)
class WebSocketMessage:
    """One message; `time_ms` counts from the request."""

    is_sent: bool
    data: Value
    time_ms: float | None = None
    is_binary: bool = False


def websocket_body(messages: Iterable[WebSocketMessage], place: Place | None) -> Body:
    """The body that holds the messages in order."""
    lines = "".join(_line(message) + "\n" for message in messages)
    return Body(lines.encode("utf-8", "surrogatepass"), place, was_text=False, media_type=MEDIA_TYPE)


def _line(message: WebSocketMessage) -> str:
    fields = {"direction": "sent" if message.is_sent else "received", "time_ms": message.time_ms, "data": message.data}
    if message.is_binary:
        fields["opcode"] = BINARY
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), default=str)
