# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""xAI's gRPC API: request -> Prompt."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.dialects._shape import is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.xai._parts import content_part, role, tool_call
from viewer.core.messages import Message, Other, Part, Prompt, Reasoning, Text, ToolCallResponse, ToolDefinition
from viewer.core.text.json_values import Json, parse_json

_NOT_SETTINGS = ("model", "messages", "tools", "previous_response_id")


def prompt(body: Json) -> Prompt:
    """What the request asks; a body that is no object is shown as it is."""
    if not isinstance(body, dict):
        return Prompt(messages=() if is_blank(body) else (Message("user", (Other("body", body),)),))
    messages = [_message(mapping(item), index) for index, item in enumerate(sequence(body.get("messages")))]
    return Prompt(
        model=optional_string(body.get("model")),
        system=tuple(message for message in messages if message.role == "system"),
        messages=tuple(message for message in messages if message.role != "system"),
        tools=tuple(tool for index, item in enumerate(sequence(body.get("tools"))) for tool in _tool(item, index)),
        settings={key: value for key, value in body.items() if key not in _NOT_SETTINGS},
        previous_response_id=optional_string(body.get("previous_response_id")),
    )


def _message(told: dict[str, Json], index: int) -> Message:
    who = role(told.get("role")) or "user"
    parts = tuple(_answered(told) if who == "tool" else _said(told))
    return Message(who, parts, name=optional_string(told.get("name")), path=("messages", index))


def _answered(told: dict[str, Json]) -> Iterator[Part]:
    """A tool's answer; what is no text in it follows as parts of their own."""
    parts = [content_part(item) for item in _contents(told)]
    text = "".join(part.content for part in parts if isinstance(part, Text))
    yield ToolCallResponse(optional_string(told.get("tool_call_id")), text, optional_string(told.get("name")))
    yield from (part for part in parts if not isinstance(part, Text))


def _said(told: dict[str, Json]) -> Iterator[Part]:
    """Thought, text and calls, in the order in which a model makes them."""
    thought, signature = string(told.get("reasoning_content")), optional_string(told.get("encrypted_content"))
    if thought or signature:
        yield Reasoning(thought, signature)
    yield from (content_part(item) for item in _contents(told))
    yield from (tool_call(item) for item in sequence(told.get("tool_calls")))


def _contents(told: dict[str, Json]) -> list[Json]:
    content = told.get("content")
    return content if isinstance(content, list) else [] if is_blank(content) else [{"text": content}]


def _tool(item: Json, index: int) -> Iterator[ToolDefinition]:
    """A declared function, whose schema is JSON text, or a tool of xAI's own by its name."""
    for kind, settings in mapping(item).items():
        told = mapping(settings)
        if kind != "function":
            yield ToolDefinition(kind, parameters=settings or None, type=kind, path=("tools", index, kind))
            continue
        schema = told.get("parameters")
        parsed, is_json = parse_json(schema) if isinstance(schema, str) else (schema, True)
        yield ToolDefinition(
            name=string(told.get("name")),
            description=optional_string(told.get("description")),
            parameters=parsed if is_json else schema,
            path=("tools", index, kind),
        )
