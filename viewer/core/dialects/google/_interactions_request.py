# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Gemini's interactions: request body -> Prompt."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.dialects._shape import as_text, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.google._interactions_parts import CALL, SPOKEN, parts
from viewer.core.messages import JsonPath, Message, Other, Prompt, ToolDefinition
from viewer.core.text.json_values import Json

_NOT_SETTINGS = ("model", "agent", "input", "system_instruction", "stream", "tools", "previous_interaction_id")
_ROLES = {"model": "assistant", "model_output": "assistant", "thought": "assistant", "function_result": "tool"}


def prompt(body: Json) -> Prompt:
    """What the request asks; a body that is no object is shown as it is."""
    if not isinstance(body, dict):
        shown = () if is_blank(body) else (Message("user", (Other("body", body),)),)
        return Prompt(messages=shown)
    system = tuple(parts(body.get("system_instruction")))
    return Prompt(
        model=optional_string(body.get("model")) or optional_string(body.get("agent")),
        stream=body.get("stream") is True,
        system=(Message("system", system, path=("system_instruction",)),) if system else (),
        messages=tuple(_messages(body.get("input"))),
        tools=tuple(_tool(item, index) for index, item in enumerate(sequence(body.get("tools")))),
        settings={key: value for key, value in body.items() if key not in _NOT_SETTINGS},
        previous_response_id=optional_string(body.get("previous_interaction_id")),
    )


def _messages(value: Json) -> Iterator[Message]:
    """Turns and steps are messages of their own; contents alone make one message of the user."""
    items = value if isinstance(value, list) else [value]
    if not any(_role(mapping(item)) for item in items):
        if said := tuple(parts(value)):
            yield Message("user", said, path=("input",))
        return
    for index, item in enumerate(items):
        yield _message(item, ("input", index) if isinstance(value, list) else ("input",))


def _message(item: Json, path: JsonPath) -> Message:
    told = mapping(item)
    said = parts(told.get("content")) if "role" in told else parts(item)
    return Message(_role(told) or "user", tuple(said), path=path)


def _role(told: dict[str, Json]) -> str | None:
    """Who speaks in a turn or a step; None for a content."""
    if role := optional_string(told.get("role")):
        return _ROLES.get(role, role)
    kind = string(told.get("type"))
    if kind in SPOKEN or kind in _ROLES:
        return _ROLES.get(kind, "user")
    return "assistant" if kind.endswith((CALL, "_result")) else None


def _tool(item: Json, index: int) -> ToolDefinition:
    told = mapping(item)
    kind = string(told.get("type"))
    return ToolDefinition(
        name=optional_string(told.get("name")) or kind or as_text(item),
        description=optional_string(told.get("description")),
        parameters=told.get("parameters"),
        type=kind or "function",
        path=("tools", index),
    )
