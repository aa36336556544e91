# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Bedrock's Converse: request body -> Prompt. The model stands in the URL, and so does whether it streams."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.dialects._shape import as_text, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.bedrock._converse_blocks import parts
from viewer.core.messages import Message, Other, Prompt, ToolDefinition
from viewer.core.text.json_values import Json

_NOT_SETTINGS = ("messages", "system", "toolConfig", "modelId")


def prompt(body: Json) -> Prompt:
    """What the request asks; a body that is no object is shown as it is. A token count holds the request inside."""
    if not isinstance(body, dict):
        shown = () if body is None else (Message("user", (Other("body", body),)),)
        return Prompt(messages=shown)
    tools = mapping(body.get("toolConfig"))
    settings = {key: value for key, value in body.items() if key not in _NOT_SETTINGS}
    if not is_blank(tools.get("toolChoice")):
        settings["toolChoice"] = tools["toolChoice"]
    system = tuple(parts(body.get("system")))
    return Prompt(
        model=optional_string(body.get("modelId")),
        system=(Message("system", system, path=("system",)),) if system else (),
        messages=tuple(_messages(body.get("messages"))),
        tools=tuple(_tools(tools)),
        settings=settings,
    )


def _messages(value: Json) -> Iterator[Message]:
    items = value if isinstance(value, list) else [] if is_blank(value) else [value]
    for index, item in enumerate(items):
        told = mapping(item)
        yield Message(_role(told), tuple(parts(told.get("content") if told else item)), path=("messages", index))


def _role(told: dict[str, Json]) -> str:
    """A user's message that holds nothing but tool results is a tool speaking."""
    role, blocks = string(told.get("role")) or "user", [mapping(block) for block in sequence(told.get("content"))]
    spoken = [block for block in blocks if "cachePoint" not in block]
    return "tool" if role == "user" and spoken and all("toolResult" in block for block in spoken) else role


def _tools(config: dict[str, Json]) -> Iterator[ToolDefinition]:
    for index, item in enumerate(sequence(config.get("tools"))):
        told = mapping(item)
        kind = next(iter(told), "")
        if kind != "cachePoint":
            yield _tool(kind, mapping(told.get(kind)), item, index)


def _tool(kind: str, spec: dict[str, Json], item: Json, index: int) -> ToolDefinition:
    """A tool of the client, or one that Bedrock runs, which has only a name."""
    return ToolDefinition(
        name=optional_string(spec.get("name")) or kind or as_text(item),
        description=optional_string(spec.get("description")),
        parameters=mapping(spec.get("inputSchema")).get("json"),
        type="function" if kind == "toolSpec" else kind or "function",
        path=("toolConfig", "tools", index),
    )
