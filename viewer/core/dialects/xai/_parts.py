# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""xAI's gRPC API in its protobuf JSON form: what requests and answers have in common.

Reference: github.com/xai-org/xai-proto, xai/api/v1/chat.proto. Numbers of 64 bits are strings in that form, and what
has its default value is left out.
"""

from __future__ import annotations

from viewer.core.dialects._content_parts import located
from viewer.core.dialects._shape import as_text, mapping, optional_string, string
from viewer.core.messages import File, Other, Part, Text, ToolCall
from viewer.core.text.json_values import Json

_CLIENT_SIDE = ("", "TOOL_CALL_TYPE_INVALID", "TOOL_CALL_TYPE_CLIENT_SIDE_TOOL")
_ROLES = {
    "ROLE_USER": "user",
    "ROLE_ASSISTANT": "assistant",
    "ROLE_SYSTEM": "system",
    "ROLE_DEVELOPER": "system",
    "ROLE_FUNCTION": "tool",
    "ROLE_TOOL": "tool",
}


def role(value: Json) -> str | None:
    """A role in our vocabulary; None where none is told."""
    told = optional_string(value)
    return _ROLES.get(told, told.removeprefix("ROLE_").lower()) if told else None


def tool_call(value: Json) -> ToolCall:
    """A call; what is not the client's to run, xAI runs itself."""
    told = mapping(value)
    function = mapping(told.get("function"))
    return ToolCall(
        optional_string(told.get("id")),
        optional_string(function.get("name")),
        as_text(function.get("arguments")),
        server=string(told.get("type")) not in _CLIENT_SIDE,
    )


def content_part(value: Json) -> Part:
    """One part of a message's content; a kind that is not known is shown as it is."""
    told = mapping(value)
    if isinstance(told.get("text"), str):
        return Text(string(told["text"]))
    if url := optional_string(mapping(told.get("image_url")).get("image_url")):
        return located("image", url)
    if "file" in told:
        return File(told["file"])
    return Other(next(iter(told), "part"), value)


def count(value: Json) -> int | None:
    """A whole number, also one written as text."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else string(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else None
