# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Steps and contents of Gemini's interactions -> Parts, in requests and answers alike.

Reference: ai.google.dev/api/interactions-api. What a tool of the provider is called tells the type of its step:
`google_search_call` and `google_search_result`. Before May 2026 contents stood where steps stand now.
"""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.dialects._shape import as_text, is_blank, mapping, optional_string, sequence, string
from viewer.core.messages import Blob, File, Other, Part, Reasoning, Text, ToolCall, ToolCallResponse, Uri
from viewer.core.text.json_values import Json

SPOKEN = ("model_output", "user_input")
"""Types of steps that hold contents."""

CALL, RESULT = "_call", "_result"
"""How the types end of steps in which a tool is called and answers."""

_MEDIA = ("image", "audio", "video", "document")
_CLIENT = "function"


def parts(item: Json) -> Iterator[Part]:
    """The parts of a step or a content; a type that is not known becomes `Other`."""
    told = mapping(item)
    if isinstance(item, list):
        for one in item:
            yield from parts(one)
    elif string(told.get("type")) in SPOKEN:
        yield from parts(told.get("content"))
    elif not is_blank(item):
        yield part(item)


def part(item: Json) -> Part:
    """A step that holds no contents, or one content."""
    told = mapping(item)
    kind = string(told.get("type"))
    if isinstance(item, str):
        return Text(item)
    if kind in ("", "text") and isinstance(told.get("text"), str):
        return Text(string(told["text"]), tuple(sequence(told.get("annotations"))))
    if kind == "thought":
        return Reasoning(_summary(told), optional_string(told.get("signature")))
    if kind in _MEDIA:
        return _media(kind, told)
    return _tool(kind, told) or Other(kind or "content", item)


def _tool(kind: str, told: dict[str, Json]) -> Part | None:
    if kind.endswith(CALL):
        return call(kind, told)
    return result(kind, told) if kind.endswith(RESULT) else None


def call(kind: str, told: dict[str, Json]) -> ToolCall:
    """A call of the client's function, or of a tool that the provider runs."""
    tool = kind.removesuffix(CALL)
    arguments = as_text(told.get("arguments"))
    return ToolCall(optional_string(told.get("id")), _name(tool, told), arguments, server=tool != _CLIENT)


def result(kind: str, told: dict[str, Json]) -> ToolCallResponse:
    """What a function or a tool answered."""
    tool = kind.removesuffix(RESULT)
    return ToolCallResponse(
        id=optional_string(told.get("call_id")),
        response=told.get("result"),
        name=_name(tool, told),
        server=tool != _CLIENT,
        is_error=told.get("is_error") is True,
    )


def _name(tool: str, told: dict[str, Json]) -> str | None:
    return optional_string(told.get("name")) or (None if tool == _CLIENT else tool)


def _summary(told: dict[str, Json]) -> str:
    """What is told of a thought."""
    return "".join(string(mapping(one).get("text")) for one in sequence(told.get("summary")))


def _media(kind: str, told: dict[str, Json]) -> Part:
    mime_type = optional_string(told.get("mime_type"))
    if isinstance(told.get("data"), str):
        return Blob(kind, mime_type, string(told["data"]))
    uri = optional_string(told.get("uri"))
    return Uri(kind, mime_type, uri) if uri else File(told)
