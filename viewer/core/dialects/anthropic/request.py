# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Anthropic Messages: request body -> Prompt, of one message, a token count, or a batch of requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from viewer.core.dialects._shape import as_text, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.anthropic._blocks import parts
from viewer.core.messages import JsonPath, Message, Other, Prompt, ToolDefinition
from viewer.core.text.json_values import Json

_NOT_SETTINGS = ("model", "messages", "system", "stream", "tools", "previous_response_id")
"""The last is what readers of session logs write, which keep every message once."""


def prompt(body: Json) -> Prompt:
    """What the request asks; a body that is no object is shown as it is."""
    if not isinstance(body, dict):
        shown = () if body is None else (Message("user", (Other("body", body),)),)
        return Prompt(messages=shown)
    if isinstance(body.get("requests"), list):
        return _batch(body)
    return Prompt(
        model=optional_string(body.get("model")),
        stream=body.get("stream") is True,
        system=tuple(_system(body.get("system"))),
        messages=tuple(_messages(body.get("messages"))),
        tools=tuple(_tool(item, index) for index, item in enumerate(sequence(body.get("tools")))),
        settings={key: value for key, value in body.items() if key not in _NOT_SETTINGS},
        previous_response_id=optional_string(body.get("previous_response_id")),
    )


def _batch(body: dict[str, Json]) -> Prompt:
    """A batch as one prompt: all messages one after the other, each named by its request's `custom_id`."""
    items = [mapping(item) for item in sequence(body["requests"])]
    asked = [prompt(mapping(item.get("params"))) for item in items]
    names = [optional_string(item.get("custom_id")) for item in items]
    return Prompt(
        model=next((one.model for one in asked if one.model), None),
        system=tuple(_named(m, names[at], at) for at, one in enumerate(asked) for m in one.system),
        messages=tuple(_named(m, names[at], at) for at, one in enumerate(asked) for m in one.messages),
        tools=tuple(replace(tool, path=_inside(at, tool.path)) for at, one in enumerate(asked) for tool in one.tools),
        settings={key: value for key, value in body.items() if key != "requests"},
    )


def _named(message: Message, name: str | None, index: int) -> Message:
    return replace(message, name=name, path=_inside(index, message.path))


def _inside(index: int, path: JsonPath) -> JsonPath:
    return ("requests", index, "params", *path)


def _system(value: Json) -> Iterator[Message]:
    """Instructions: a text or a list of blocks."""
    if found := tuple(parts(value)):
        yield Message("system", found, path=("system",))


def _messages(value: Json) -> Iterator[Message]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield _message(item, index)
    elif not is_blank(value):
        yield Message("user", tuple(parts(value)), path=("messages",))


def _message(item: Json, index: int) -> Message:
    told = mapping(item)
    content = told.get("content") if told else item
    return Message(_role(told), tuple(parts(content)), path=("messages", index))


def _role(told: dict[str, Json]) -> str:
    """A user's message that holds nothing but tool results is a tool speaking."""
    role, blocks = string(told.get("role")) or "user", sequence(told.get("content"))
    if role == "user" and blocks and all(mapping(block).get("type") == "tool_result" for block in blocks):
        return "tool"
    return role


def _tool(item: Json, index: int) -> ToolDefinition:
    """A tool of the client, or one of the provider, which has a dated type and no schema."""
    told = mapping(item)
    kind = optional_string(told.get("type"))
    named = (optional_string(told.get(key)) for key in ("name", "mcp_server_name"))
    return ToolDefinition(
        name=next((name for name in named if name), kind or as_text(item)),
        description=optional_string(told.get("description")),
        parameters=told.get("input_schema"),
        type="function" if kind in (None, "custom") else kind,
        path=("tools", index),
    )
