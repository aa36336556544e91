# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Chat completions: request body -> Prompt (platform.openai.com/docs/api-reference/chat/create).

Rule: system and developer messages are instructions wherever they stand; `Message.path` keeps their place.
"""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.dialects._content_parts import part, parts, tool_call
from viewer.core.dialects._keys import words
from viewer.core.dialects._shape import as_text, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.openai._chat_keys import REQUEST_MESSAGE_KEYS
from viewer.core.messages import (
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

_THOUGHTS = words("reasoning reasoning_content reasoning_details")
_INSTRUCTING = ("system", "developer")
_NOT_SETTINGS = ("model", "messages", "stream", "tools", "functions")


def prompt(body: Json) -> Prompt:
    """What the request asks; a body that is no object is shown as it is."""
    if not isinstance(body, dict):
        shown = () if body is None else (Message("user", (Other("body", body),)),)
        return Prompt(messages=shown)
    messages = [_message(item, index) for index, item in enumerate(_listed(body.get("messages")))]
    return Prompt(
        model=optional_string(body.get("model")),
        stream=body.get("stream") is True,
        system=tuple(message for message in messages if message.role in _INSTRUCTING),
        messages=tuple(message for message in messages if message.role not in _INSTRUCTING),
        tools=tuple(_tools(body)),
        settings={key: value for key, value in body.items() if key not in _NOT_SETTINGS},
    )


def _listed(value: Json) -> list[Json]:
    """The messages; what stands in place of a list is shown as one message."""
    if isinstance(value, list):
        return value
    return [] if is_blank(value) else [value]


def _message(item: Json, index: int) -> Message:
    path = ("messages", index)
    if not isinstance(item, dict):
        return Message("user", (part(item),), path=path)
    role = string(item.get("role")) or "user"
    answers = role in ("tool", "function")
    return Message(
        role="tool" if answers else role,
        parts=tuple(_tool_result(item) if answers else _said(item)),
        name=optional_string(item.get("name")),
        path=path,
    )


def _tool_result(item: dict[str, Json]) -> Iterator[Part]:
    """A tool's answer; images beside its text follow it as parts of their own."""
    content = item.get("content")
    told = list(parts(content)) if isinstance(content, list) else []
    texts = [known.content for known in told if isinstance(known, Text)]
    yield ToolCallResponse(
        id=optional_string(item.get("tool_call_id")),
        response="".join(texts) if texts or told else content,
        name=optional_string(item.get("name")),
    )
    yield from (other for other in told if not isinstance(other, Text))


def _said(item: dict[str, Json]) -> Iterator[Part]:
    """The parts of a message in the order in which a model makes them: thought, text, calls."""
    if not _THOUGHTS.isdisjoint(item):
        yield from _reasoning(item)
    yield from parts(item.get("content"))
    if refusal := string(item.get("refusal")):
        yield Text(refusal, refusal=True)
    yield from (tool_call(call) for call in sequence(item.get("tool_calls")))
    if not is_blank(called := mapping(item.get("function_call"))):
        yield ToolCall(None, optional_string(called.get("name")), as_text(called.get("arguments")))
    for unknown in REQUEST_MESSAGE_KEYS.unknown(item, ()):
        yield Other(unknown.what, unknown.data)


def _reasoning(item: dict[str, Json]) -> Iterator[Reasoning]:
    """What the client sends back of the model's thoughts: one text, though it may stand in three places."""
    details = [mapping(detail) for detail in sequence(item.get("reasoning_details"))]
    text = string(item.get("reasoning_content")) or string(item.get("reasoning"))
    text = text or "".join(string(detail.get("text")) or string(detail.get("summary")) for detail in details)
    signatures = (optional_string(detail.get(key)) for detail in details for key in ("signature", "data"))
    signature = next((found for found in signatures if found), None)
    if text or signature:
        yield Reasoning(text, signature)


def _tools(body: dict[str, Json]) -> Iterator[ToolDefinition]:
    """Declared tools, today's `tools` before the legacy `functions`."""
    for key in ("tools", "functions"):
        for index, item in enumerate(sequence(body.get(key))):
            yield _tool(item, key, index)


def _tool(item: Json, key: str, index: int) -> ToolDefinition:
    told = mapping(item)
    kind = optional_string(told.get("type")) or "function"
    inner = mapping(told.get(kind)) or mapping(told.get("function")) or told
    return ToolDefinition(
        name=optional_string(inner.get("name")) or (kind if told else as_text(item)),
        description=optional_string(inner.get("description")),
        parameters=inner.get("parameters", inner.get("input_schema")),
        type=kind,
        path=(key, index),
    )
