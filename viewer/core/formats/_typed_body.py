# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Bodies that name their type, as cassetter writes them: `{type, content}` in YAML, `body_type` and more in TOML."""

from __future__ import annotations

from dataclasses import replace

from viewer.core.formats._document import Value
from viewer.core.formats._entry import Entry
from viewer.core.model import Body

_TYPED = frozenset({"type", "content"})
_TYPES = frozenset({"none", "text", "json", "binary"})


def has_typed_body(message: Value) -> bool:
    """Whether a request or a response says of which type its body is."""
    if not isinstance(message, dict):
        return False
    body = message.get("body")
    is_typed = isinstance(body, dict) and body.keys() <= _TYPED and body.get("type") in _TYPES
    return is_typed or message.get("body_type") in _TYPES


def typed_body(message: Entry) -> Body:
    """The body of a message, or of a websocket frame. JSON is a value in YAML and text in TOML, parsed in both."""
    is_flat = message["body_type"].value is not None
    if not is_flat:
        message["body"].expect(_TYPED)
    kind = message["body_type"] if is_flat else message["body"]["type"]
    content = message["body_content"] if is_flat else message["body"]["content"]
    if kind.value == "none" and content.value is None:
        return Body(place=message["body"].place)
    if kind.value == "json":
        return replace(content.body(), was_parsed=True, was_text=False) if is_flat else content.parsed_body()
    if kind.value == "binary":
        return content.hex_body(content.text())
    if kind.value != "text":
        kind.say(f"body type {kind.text()[:40]!r} is not known; the body is shown as it stands")
    return content.body()
