# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""AWS's `PayloadPart`: an event whose real payload is base64 inside JSON, `{"bytes": "...", "p": "padding"}`.

Bedrock sends the chunks of every vendor so. The wrapping is taken off here and nowhere else, so that those who read
events and those who show them meet the vendor's own words; `span` still leads to what was recorded.
"""

from __future__ import annotations

import base64
import binascii

from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import parse_json

_WRAPPING = {"bytes", "p"}


def unwrapped(event: StreamEvent) -> StreamEvent:
    """An event with what is inside its wrapping as its payload; one that is not wrapped, or holds more, as it is."""
    told = event.json
    if not isinstance(told, dict) or not told.keys() <= _WRAPPING:
        return event
    text = inside(told.get("bytes"))
    if text is None:
        return event
    json, is_json = parse_json(text)
    return event._replace(data=text, json=json, is_json=is_json)


def inside(value: object) -> str | None:
    """The text that base64 holds; None for what is no base64 of text."""
    if not isinstance(value, str):
        return None
    try:
        return base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
