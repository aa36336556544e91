# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recorded websocket messages -> one Body, as `viewer.core.media_types` says, for the framing `websocket`."""

from __future__ import annotations

from collections.abc import Iterable

from viewer.core.formats._composed import Line, composed_body
from viewer.core.formats._document import Value
from viewer.core.media_types import WEBSOCKET
from viewer.core.model import Body
from viewer.core.place import Place
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class WebSocketMessage:
    """One message; `time_ms` counts from the request, `line` is that of the file, `opcode` None for a text message."""

    is_sent: bool
    data: Value
    time_ms: float | None = None
    opcode: int | None = None
    line: int | None = None


def websocket_body(messages: Iterable[WebSocketMessage], place: Place | None) -> Body:
    """The body that holds the messages in order."""
    return composed_body((Line(_fields(message), message.line) for message in messages), place, WEBSOCKET)


def _fields(message: WebSocketMessage) -> dict[str, Value]:
    direction = "sent" if message.is_sent else "received"
    fields = {"direction": direction, "time_ms": message.time_ms, "data": message.data}
    return fields if message.opcode is None else {**fields, "opcode": message.opcode}
