# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Messages of a websocket session (RFC 6455), sent and received, one a line as `viewer.core.media_types` says.

A binary message that holds JSON is that JSON, as Gemini Live sends it; of any other the payload is its base64. A
message is named after its `type`, which is how the protocols over websockets tell their events apart.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator

from viewer.core.media_types import BINARY, CLOSE, PING, PONG, WEBSOCKET
from viewer.core.registry import Match
from viewer.core.streams._composed_lines import ComposedLine, composed_lines, first_fields, no_message
from viewer.core.streams.api import Direction, StreamEvent
from viewer.core.text.json_values import Json, parse_json

_NAMES = {BINARY: "binary", CLOSE: "close", PING: "ping", PONG: "pong"}
_DIRECTIONS = {direction.value: direction for direction in Direction}


class WebSocketDecoder:
    """Reads the body that readers compose of a session's messages."""

    name = "websocket"
    title = "WebSocket messages"
    content_types: tuple[str, ...] = (WEBSOCKET,)

    def match(self, body: bytes, content_type: str) -> Match:  # noqa: ARG002
        """Sure when the first line is a message with its direction."""
        if not body.startswith(b'{"direction":'):
            return Match.NO
        first = first_fields(body)
        return Match.SURE if "data" in first and _direction(first) else Match.NO

    def events(self, body: bytes) -> Iterator[StreamEvent]:
        """Each message in order; what is no text message is named after its opcode."""
        for index, line in enumerate(composed_lines(body)):
            yield _event(index, line)


def _event(index: int, line: ComposedLine) -> StreamEvent:
    fields = line.fields
    direction = _direction(fields) if fields else None
    if fields is None or direction is None:
        return StreamEvent(index, line.span, line.text, problems=no_message(index), direction=Direction.RECEIVED)
    opcode, time = fields.get("opcode"), fields.get("time_ms")
    data = fields.get("data")
    text, payload, is_json = _payload(_unwrapped(data) if opcode == BINARY else data)
    return StreamEvent(
        index=index,
        span=line.span,
        data=text,
        json=payload,
        is_json=is_json,
        name=_name(opcode, payload, is_json=is_json),
        time_ms=float(time) if isinstance(time, int | float) and not isinstance(time, bool) else None,
        direction=direction,
    )


def _name(opcode: Json, payload: Json, *, is_json: bool) -> str | None:
    if isinstance(opcode, int) and opcode in _NAMES and not (opcode == BINARY and is_json):
        return _NAMES[opcode]
    kind = payload.get("type") if isinstance(payload, dict) else None
    return kind if isinstance(kind, str) else None


def _direction(fields: dict[str, Json]) -> Direction | None:
    told = fields.get("direction")
    return _DIRECTIONS.get(told) if isinstance(told, str) else None


def _payload(data: Json) -> tuple[str, Json, bool]:
    """Text, value and whether it is JSON: of a text as recorded, or of a value that the recorder parsed."""
    if isinstance(data, str):
        return data, *parse_json(data)
    return json.dumps(data, ensure_ascii=False), data, True


def _unwrapped(data: Json) -> Json:
    """The JSON text inside base64; where that holds none, the base64."""
    try:
        text = base64.b64decode(data, validate=True).decode("utf-8") if isinstance(data, str) else ""
    except (binascii.Error, ValueError):
        return data
    return text if text[:1] in ("{", "[") and parse_json(text)[1] else data
