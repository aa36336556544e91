# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Ollama: request body -> Prompt, of a chat, a completion, or what is to be embedded."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.dialects._content_parts import parts
from viewer.core.dialects._shape import as_text, is_blank, mapping, optional_string, sequence, string
from viewer.core.messages import (
    Blob,
    Message,
    Other,
    Part,
    Prompt,
    Reasoning,
    Text,
    ToolCall,
    ToolCallResponse,
    ToolDefinition,
)
from viewer.core.text.json_values import Json

_NOT_SETTINGS = ("model", "messages", "prompt", "input", "system", "stream", "tools", "images")


def prompt(body: Json) -> Prompt:
    """What the request asks; a body that is no object is shown as it is."""
    if not isinstance(body, dict):
        shown = () if is_blank(body) else (Message("user", (Other("body", body),)),)
        return Prompt(messages=shown)
    system = optional_string(body.get("system"))
    return Prompt(
        model=optional_string(body.get("model")) or optional_string(body.get("name")),
        stream=body.get("stream") is True or ("messages" in body and "stream" not in body),
        system=(Message("system", (Text(system),), path=("system",)),) if system else (),
        messages=tuple(_messages(body)),
        tools=tuple(_tool(item, index) for index, item in enumerate(sequence(body.get("tools")))),
        settings={key: value for key, value in body.items() if key not in _NOT_SETTINGS},
    )


def _messages(body: dict[str, Json]) -> Iterator[Message]:
    for index, item in enumerate(sequence(body.get("messages"))):
        told = mapping(item)
        said = tuple(_said(told)) if told else (Other("message", item),)
        yield Message(string(told.get("role")) or "user", said, path=("messages", index))
    for key in ("prompt", "input"):
        if said := tuple(parts(body.get(key))):
            yield Message("user", (*said, *_images(body)), path=(key,))


def _said(told: dict[str, Json]) -> Iterator[Part]:
    """The parts of a message; what a tool answered is its content."""
    if told.get("role") == "tool":
        name = optional_string(told.get("tool_name")) or optional_string(told.get("name"))
        yield ToolCallResponse(optional_string(told.get("tool_call_id")), told.get("content"), name)
    else:
        if thought := optional_string(told.get("thinking")):
            yield Reasoning(thought)
        yield from parts(told.get("content"))
    yield from _images(told)
    for item in sequence(told.get("tool_calls")):
        called = mapping(mapping(item).get("function"))
        id_ = optional_string(mapping(item).get("id"))
        yield ToolCall(id_, optional_string(called.get("name")), as_text(called.get("arguments")))


def _images(told: dict[str, Json]) -> Iterator[Part]:
    for item in sequence(told.get("images")):
        yield Blob("image", None, item) if isinstance(item, str) else Other("image", item)


def _tool(item: Json, index: int) -> ToolDefinition:
    told = mapping(mapping(item).get("function"))
    return ToolDefinition(
        name=string(told.get("name")) or as_text(item),
        description=optional_string(told.get("description")),
        parameters=told.get("parameters"),
        type=string(mapping(item).get("type")) or "function",
        path=("tools", index),
    )
