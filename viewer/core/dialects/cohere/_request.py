# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cohere: request body -> Prompt, of a chat in both versions, a generation, embeddings or a ranking."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.dialects._content_parts import part, parts, tool_call
from viewer.core.dialects._shape import as_text, is_blank, mapping, optional_string, sequence, string
from viewer.core.messages import (
    File,
    JsonPath,
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

_NOT_SETTINGS = ("model", "messages", "message", "chat_history", "preamble", "stream", "tools", "tool_results")
_ASKED = ("prompt", "texts", "text", "inputs", "query")
_ROLES = {"USER": "user", "CHATBOT": "assistant", "SYSTEM": "system", "TOOL": "tool"}


def prompt(body: Json) -> Prompt:
    """What the request asks; a body that is no object is shown as it is."""
    if not isinstance(body, dict):
        shown = () if is_blank(body) else (Message("user", (Other("body", body),)),)
        return Prompt(messages=shown)
    preamble = optional_string(body.get("preamble"))
    return Prompt(
        model=optional_string(body.get("model")),
        stream=body.get("stream") is True,
        system=(Message("system", (Text(preamble),), path=("preamble",)),) if preamble else (),
        messages=tuple(_messages(body)),
        tools=tuple(_tool(item, index) for index, item in enumerate(sequence(body.get("tools")))),
        settings={key: value for key, value in body.items() if key not in (*_NOT_SETTINGS, *_ASKED)},
    )


def _messages(body: dict[str, Json]) -> Iterator[Message]:
    for index, item in enumerate(sequence(body.get("messages"))):
        yield _message(mapping(item), item, ("messages", index))
    for index, item in enumerate(sequence(body.get("chat_history"))):
        yield _turn(mapping(item), ("chat_history", index))
    if said := tuple(_results(body)):
        yield Message("tool", said, path=("tool_results",))
    if text := optional_string(body.get("message")):
        yield Message("user", (Text(text),), path=("message",))
    for key in _ASKED:
        if said := tuple(parts(body.get(key))):
            yield Message("user", said, path=(key,))


def _message(told: dict[str, Json], item: Json, path: JsonPath) -> Message:
    """A message of version 2."""
    role = string(told.get("role")) or "user"
    if role == "tool":
        answered = ToolCallResponse(optional_string(told.get("tool_call_id")), _answered(told.get("content")))
        return Message(role, (answered,), path=path)
    said: list[Part] = [] if told else [Other("message", item)]
    if plan := optional_string(told.get("tool_plan")):
        said.append(Reasoning(plan))
    said += _content(told.get("content"))
    said += [tool_call(one) for one in sequence(told.get("tool_calls"))]
    return Message(role, tuple(said), path=path)


def _content(content: Json) -> Iterator[Part]:
    for item in content if isinstance(content, list) else [content]:
        told = mapping(item)
        if told.get("type") == "document":
            yield File(told)
        elif not is_blank(item) and not (told.get("type") == "text" and told.get("text") == ""):
            yield part(item)


def _answered(content: Json) -> Json:
    """What a tool answered: the text of its contents, or all of them where one is no text."""
    texts = [mapping(item).get("text") for item in sequence(content)]
    if texts and all(isinstance(text, str) for text in texts):
        return "".join(map(string, texts))
    return content


def _turn(told: dict[str, Json], path: JsonPath) -> Message:
    """A turn of version 1's history."""
    said: list[Part] = [Text(text)] if (text := optional_string(told.get("message"))) else []
    said += [_call(mapping(one)) for one in sequence(told.get("tool_calls"))]
    said += _results(told)
    role = string(told.get("role")) or "user"
    return Message(_ROLES.get(role.upper(), role), tuple(said), path=path)


def _call(told: dict[str, Json]) -> ToolCall:
    return ToolCall(None, optional_string(told.get("name")), as_text(told.get("parameters")))


def _results(told: dict[str, Json]) -> Iterator[Part]:
    """What tools answered, in version 1; the call stands with its result."""
    for item in sequence(told.get("tool_results")):
        result = mapping(item)
        yield ToolCallResponse(None, result.get("outputs"), optional_string(mapping(result.get("call")).get("name")))


def _tool(item: Json, index: int) -> ToolDefinition:
    """A tool; version 1 tells its parameters one by one, in Python's words for types."""
    told = mapping(item)
    function = mapping(told.get("function")) or told
    parameters = function.get("parameters", function.get("parameter_definitions"))
    return ToolDefinition(
        name=string(function.get("name")) or as_text(item),
        description=optional_string(function.get("description")),
        parameters=parameters if "parameters" in function else _schema(parameters),
        type=string(told.get("type")) or "function",
        path=("tools", index),
    )


_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "list": "array", "dict": "object"}


def _schema(definitions: Json) -> Json:
    """Version 1's definitions of parameters as JSON Schema; a type that is not known says nothing."""
    if not isinstance(definitions, dict):
        return None
    properties: dict[str, Json] = {}
    for name, told in definitions.items():
        words = optional_string(mapping(told).get("description"))
        described: dict[str, Json] = {"description": words} if words else {}
        kind = _TYPES.get(string(mapping(told).get("type")).lower().partition("[")[0])
        properties[name] = {**described, "type": kind} if kind else described
    required: list[Json] = [name for name, told in definitions.items() if mapping(told).get("required") is True]
    return {"type": "object", "properties": properties, "required": required}
