# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Responses API: request body -> Prompt.

Rule: what the model made in one turn (thoughts, text, calls) is one message, as it is in its answer; the API lists the
items one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from viewer.core.dialects._shape import as_text, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.openai._responses_items import is_result, kind_of, pieces
from viewer.core.messages import JsonPath, Message, Other, Part, Prompt, Text, ToolDefinition
from viewer.core.text.json_values import Json

_INSTRUCTING = ("system", "developer")
_FROM_CLIENT = ("mcp_approval_response", "item_reference")
_NOT_SETTINGS = ("model", "input", "instructions", "prompt", "stream", "tools", "previous_response_id")


def prompt(body: Json) -> Prompt:
    """What the request asks; a body that is no object is shown as it is."""
    if not isinstance(body, dict):
        shown = () if is_blank(body) else (Message("user", (Other("body", body),)),)
        return Prompt(messages=shown)
    messages = [*_stored_prompt(body), *_turns(body)]
    return Prompt(
        model=optional_string(body.get("model")),
        stream=body.get("stream") is True,
        system=(*_instructions(body), *(message for message in messages if message.role in _INSTRUCTING)),
        messages=tuple(message for message in messages if message.role not in _INSTRUCTING),
        tools=tuple(_all_tools(body)),
        settings={key: value for key, value in body.items() if key not in _NOT_SETTINGS},
        previous_response_id=optional_string(body.get("previous_response_id")),
    )


def _stored_prompt(body: dict[str, Json]) -> Iterator[Message]:
    """A prompt that the provider holds, with the variables that fill it."""
    if not is_blank(body.get("prompt")):
        yield Message("user", (Other("prompt", body["prompt"]),), path=("prompt",))


def _instructions(body: dict[str, Json]) -> Iterator[Message]:
    told = body.get("instructions")
    if isinstance(told, str) and told:
        yield Message("system", (Text(told),), path=("instructions",))
    elif not is_blank(told):
        parts = tuple(piece.part for item in sequence(told) for piece in pieces(item)) or (Other("instructions", told),)
        yield Message("system", parts, path=("instructions",))


def _turns(body: dict[str, Json]) -> list[Message]:
    """The input's items as messages, those of the model joined where they follow one another."""
    given = body.get("input")
    if not isinstance(given, list):
        return [] if is_blank(given) else [_message(given, ("input",))]
    turns: list[Message] = []
    for index, item in enumerate(given):
        message = _message(item, ("input", index))
        if turns and message.role == turns[-1].role == "assistant":
            turns[-1] = replace(turns[-1], parts=(*turns[-1].parts, *message.parts))
        elif message.parts or message.role != "assistant":
            turns.append(message)
    return turns


def _message(item: Json, path: JsonPath) -> Message:
    parts: tuple[Part, ...] = tuple(piece.part for piece in pieces(item))
    return Message(_role(item), parts, path=path)


def _role(item: Json) -> str:
    kind, told = kind_of(item), optional_string(mapping(item).get("role"))
    if told:
        return told
    if is_result(kind) and mapping(item).get("execution") != "server" and kind != "program_output":
        return "tool"
    if kind == "additional_tools":
        return "developer"
    return "user" if kind in ("", "message", *_FROM_CLIENT) or kind.startswith("input_") else "assistant"


def _all_tools(body: dict[str, Json]) -> Iterator[ToolDefinition]:
    """What is declared at once, and what later items of the input add to it."""
    yield from _tools(body.get("tools"), ("tools",))
    for index, item in enumerate(sequence(body.get("input"))):
        if kind_of(item) in ("additional_tools", "tool_search_output"):
            yield from _tools(mapping(item).get("tools"), ("input", index, "tools"))


def _tools(value: Json, path: JsonPath) -> Iterator[ToolDefinition]:
    for index, item in enumerate(sequence(value)):
        told, place = mapping(item), (*path, index)
        if told.get("type") == "namespace":  # a group of functions, each called by its own name
            yield from _tools(told.get("tools"), (*place, "tools"))
        else:
            yield _tool(item, told, place)


def _tool(item: Json, told: dict[str, Json], path: JsonPath) -> ToolDefinition:
    kind = string(told.get("type")) or "function"
    name = optional_string(told.get("name")) or optional_string(told.get("server_label"))
    return ToolDefinition(
        name=name or (kind if told else as_text(item)),
        description=optional_string(told.get("description")) or optional_string(told.get("server_description")),
        parameters=told.get("parameters"),
        type=kind,
        path=path,
    )
