# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Bedrock's InvokeModel: request bodies in each vendor's own shape -> Prompt. The model stands in the URL."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.dialects._shape import is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.anthropic import request as anthropic_request
from viewer.core.dialects.bedrock import _converse_request
from viewer.core.dialects.openai import chat_request
from viewer.core.messages import JsonPath, Message, Other, Part, Prompt, Text
from viewer.core.streams.payload_part import inside
from viewer.core.text.json_values import Json, parse_json

_CONVERSE = ("inferenceConfig", "schemaVersion", "toolConfig")
# Where the vendors put the one text that they are asked: Llama, Mistral, Claude 2 and others; Titan; Cohere.
_TEXTS = ("prompt", "inputText", "message", "query")
_LISTS = {"texts": None, "text_prompts": "text", "images": None}


def prompt(body: Json) -> Prompt:
    """What the request asks; a body of unknown shape is shown as it is."""
    told = mapping(body)
    if not told:
        return Prompt(messages=() if is_blank(body) else (Message("user", (Other("body", body),)),))
    if isinstance(told.get("messages"), list):
        return _chat(told)
    if isinstance(told.get("input"), dict):
        return _counted(mapping(told["input"]))
    system = optional_string(told.get("preamble")) or optional_string(told.get("system"))
    asked = tuple(_asked(told))
    return Prompt(
        model=optional_string(told.get("model")),
        system=(Message("system", (Text(system),), path=("preamble",)),) if system else (),
        messages=asked or (Message("user", (Other("body", body),)),),
        settings={key: value for key, value in told.items() if key not in (*_TEXTS, *_LISTS, "chat_history")},
    )


def _chat(told: dict[str, Json]) -> Prompt:
    """Messages: Nova's are Converse's, those with a version are Anthropic's, all others are OpenAI's."""
    if "anthropic_version" in told:
        return anthropic_request.prompt(told)
    contents = (mapping(message).get("content") for message in sequence(told["messages"]))
    blocks = [mapping(block) for content in contents for block in sequence(content)]
    if any(key in told for key in _CONVERSE) or (blocks and not any("type" in block for block in blocks)):
        return _converse_request.prompt(told)
    if "system" in told or any(block.get("type") in ("tool_use", "tool_result") for block in blocks):
        return anthropic_request.prompt(told)
    return chat_request.prompt(told)


def _counted(source: dict[str, Json]) -> Prompt:
    """The request whose tokens are to be counted: one of Converse, or of InvokeModel in base64."""
    if isinstance(source.get("converse"), dict):
        return _converse_request.prompt(source["converse"])
    body, _ = parse_json(inside(mapping(source.get("invokeModel")).get("body")) or "")
    return prompt(body) if isinstance(body, dict) else Prompt(messages=(Message("user", (Other("input", source),)),))


def _asked(told: dict[str, Json]) -> Iterator[Message]:
    for index, item in enumerate(sequence(told.get("chat_history"))):
        turn, role = mapping(item), {"CHATBOT": "assistant", "SYSTEM": "system"}
        said = (Text(string(turn.get("message"))),)
        yield Message(role.get(string(turn.get("role")), "user"), said, path=("chat_history", index))
    for key in _TEXTS:
        if text := optional_string(told.get(key)):
            yield Message("user", (Text(text),), path=(key,))
    for key, inner in _LISTS.items():
        if found := tuple(_listed(told.get(key), inner)):
            yield Message("user", found, path=(key,))
    if params := next((key for key in told if key.endswith("Params") and isinstance(told[key], dict)), None):
        yield _task(mapping(told[params]), (params,))


def _listed(value: Json, inner: str | None) -> Iterator[Part]:
    for item in sequence(value):
        text = mapping(item).get(inner) if inner else item
        yield Text(text) if isinstance(text, str) and not text.startswith("data:") else Other("input", item)


def _task(params: dict[str, Json], path: JsonPath) -> Message:
    """What Titan Image or Nova Canvas is to draw."""
    text = optional_string(params.get("text")) or optional_string(params.get("prompt"))
    return Message("user", (Text(text) if text else Other("params", params),), path=path)
