# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Gemini: request body -> Prompt, of an answer, a token count, embeddings, a cache, or a batch of requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from viewer.core.dialects._shape import as_text, integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.google._fields import field, key, model_name, snake
from viewer.core.dialects.google._parts import parts
from viewer.core.messages import (
    JsonPath,
    Message,
    Other,
    Part,
    Prompt,
    Reasoning,
    Text,
    ToolCallResponse,
    ToolDefinition,
)
from viewer.core.text.json_values import Json

_NOT_SETTINGS = ("model", "contents", "content", "systemInstruction", "tools", "requests", "instances", "prompt")
_SPELLED = {*_NOT_SETTINGS, *map(snake, _NOT_SETTINGS)}
_SCHEMAS = ("parameters", "parametersJsonSchema")
_ROLES = {"model": "assistant", "function": "tool"}


def prompt(body: Json) -> Prompt:
    """What the request asks; a body that is no object is shown as it is."""
    if not isinstance(body, dict):
        shown = () if is_blank(body) else (Message("user", (Other("body", body),)),)
        return Prompt(messages=shown)
    inner, path = _carried(body)
    if isinstance(inner.get("requests"), list):
        return _several(body, inner, path)
    return _moved(_prompt(inner), path)


def _carried(body: dict[str, Json]) -> tuple[dict[str, Json], JsonPath]:
    """The request that another one carries, for a token count or a batch, with its path; else the body itself."""
    inner = body
    path: JsonPath = ()
    for name in ("generateContentRequest", "batch", "inputConfig", "requests"):
        spelled = key(inner, name)
        if isinstance(inner.get(spelled), dict):
            inner, path = mapping(inner[spelled]), (*path, spelled)
    return inner, path


def _prompt(body: dict[str, Json]) -> Prompt:
    system = tuple(parts(field(body, "systemInstruction")))
    return Prompt(
        model=model_name(body.get("model")),
        system=(Message("system", system, path=(key(body, "systemInstruction"),)),) if system else (),
        messages=tuple(_messages(body)),
        tools=tuple(_tools(body.get("tools"))),
        settings={name: value for name, value in body.items() if name not in _SPELLED},
    )


def _several(body: dict[str, Json], holder: dict[str, Json], path: JsonPath) -> Prompt:
    """A batch as one prompt: all messages one after the other."""
    asked = []
    for index, item in enumerate(sequence(holder["requests"])):
        inner = mapping(mapping(item).get("request"))
        place: JsonPath = (*path, "requests", index, *(("request",) if inner else ()))
        asked.append(_moved(_prompt(inner or mapping(item)), place))
    return Prompt(
        model=next((one.model for one in asked if one.model), model_name(body.get("model"))),
        system=tuple(message for one in asked for message in one.system),
        messages=tuple(message for one in asked for message in one.messages),
        tools=tuple(tool for one in asked for tool in one.tools),
        settings={name: value for name, value in body.items() if name not in _SPELLED | {"batch"}},
    )


def _moved(asked: Prompt, path: JsonPath) -> Prompt:
    """A prompt whose paths begin at the root of the body that carries it."""
    return replace(
        asked,
        system=tuple(replace(message, path=(*path, *message.path)) for message in asked.system),
        messages=tuple(replace(message, path=(*path, *message.path)) for message in asked.messages),
        tools=tuple(replace(tool, path=(*path, *tool.path)) for tool in asked.tools),
    )


def _messages(body: dict[str, Json]) -> Iterator[Message]:
    contents = body.get("contents")
    if isinstance(contents, list):
        for index, item in enumerate(contents):
            yield _message(item, ("contents", index))
    elif not is_blank(contents):
        yield _message(contents, ("contents",))
    if not is_blank(body.get("content")):
        yield _message(body["content"], ("content",))
    for index, item in enumerate(sequence(body.get("instances"))):
        if sequence(mapping(item).get("messages")):
            yield from _palm_messages(mapping(item), ("instances", index))
        else:
            yield _instance(item, ("instances", index))
    if isinstance(body.get("prompt"), dict):
        yield from _palm_messages(mapping(body["prompt"]), ("prompt",))


def _palm_messages(told: dict[str, Json], path: JsonPath) -> Iterator[Message]:
    """A prompt of PaLM: a text, or what stands around a talk and the messages of that."""
    for name in ("context", "text"):
        if given := string(told.get(name)):
            yield Message("user", (Text(given),), path=(*path, name))
    if examples := sequence(told.get("examples")):
        yield Message("user", (Other("examples", examples),), path=(*path, "examples"))
    for index, item in enumerate(sequence(told.get("messages"))):
        author, text = string(mapping(item).get("author")), mapping(item).get("content")
        said = Text(text) if isinstance(text, str) else Other("message", item)
        role = "assistant" if author in ("bot", "1", "model", "assistant") else "user"
        yield Message(role, (said,), path=(*path, "messages", index))


def _message(item: Json, path: JsonPath) -> Message:
    said = tuple(parts(item))
    role = string(mapping(item).get("role")) or "user"
    return Message(_role(role, said), said, path=path)


def _role(role: str, said: tuple[Part, ...]) -> str:
    """A user's message that holds nothing but what functions answered is a tool speaking."""
    answered = [isinstance(part, ToolCallResponse) for part in said if not isinstance(part, Reasoning)]
    if role == "user" and answered and answered[0] and not any(isinstance(part, Text) for part in said):
        return "tool"
    return _ROLES.get(role, role)


def _instance(item: Json, path: JsonPath) -> Message:
    """One thing to predict from: the text that it holds, or the whole of it."""
    told = mapping(item)
    text = next((told[name] for name in ("content", "prompt") if isinstance(told.get(name), str)), None)
    return Message("user", (Other("instance", item) if text is None else Text(string(text)),), path=path)


def _tools(value: Json) -> Iterator[ToolDefinition]:
    """Declared functions one by one; a tool of the provider by the name under which its settings stand."""
    for index, item in enumerate(value if isinstance(value, list) else [value] if isinstance(value, dict) else []):
        for name, settings in mapping(item).items():
            if name in ("functionDeclarations", "function_declarations"):
                for number, told in enumerate(settings if isinstance(settings, list) else [settings]):
                    yield _function(told, ("tools", index, name, number))
            else:
                yield ToolDefinition(name, parameters=settings or None, type=snake(name), path=("tools", index, name))


def _function(item: Json, path: JsonPath) -> ToolDefinition:
    told = mapping(item)
    schema = next((found for found in (field(told, name) for name in _SCHEMAS) if found is not None), None)
    return ToolDefinition(
        name=string(told.get("name")) or as_text(item),
        description=optional_string(told.get("description")),
        parameters=json_schema(schema),
        path=path,
    )


# Google's schemas are OpenAPI's, and spell types as the names or the numbers of an enumeration.
_TYPES = dict(enumerate(("STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL"), start=1))
_INSIDE = ("items", "additionalProperties", "not")
_LISTED = ("anyOf", "any_of", "prefixItems", "oneOf", "allOf")
_NAMED = ("properties", "$defs", "defs", "definitions")


def json_schema(schema: Json) -> Json:
    """One of Google's schemas as JSON Schema says it; what is the same in both stays as it is."""
    if not isinstance(schema, dict):
        return schema
    said: dict[str, Json] = dict(schema)
    kind = _TYPES.get(integer(schema.get("type")) or 0) or string(schema.get("type"))
    if kind.upper() in _TYPES.values():
        said["type"] = [kind.lower(), "null"] if schema.get("nullable") is True else kind.lower()
    for name in _INSIDE:
        if name in schema:
            said[name] = json_schema(schema[name])
    for name in _LISTED:
        if isinstance(schema.get(name), list):
            said[name] = [json_schema(one) for one in sequence(schema[name])]
    for name in _NAMED:
        if isinstance(schema.get(name), dict):
            said[name] = {inner: json_schema(one) for inner, one in mapping(schema[name]).items()}
    return said
