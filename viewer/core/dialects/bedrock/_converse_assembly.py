# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Bedrock's Converse: a folded stream -> the JSON that the API answers without streaming."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viewer.core.answer import Answer
from viewer.core.dialects._shape import is_blank, mapping
from viewer.core.messages import Other, Part, Reasoning, Text, ToolCall, ToolCallResponse
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json, parse_json

_ENVELOPE = ("metrics", "usage", "trace", "performanceConfig", "serviceTier")


def conversation(answer: Answer, events: Sequence[StreamEvent]) -> Json:
    """The answer of `Converse`: message as folded, the rest from the last events."""
    said = answer.messages[0] if answer.messages else None
    content: list[Json] = [block for part in (said.parts if said else ()) for block in _blocks(part)]
    shown: dict[str, Json] = {
        "output": {"message": {"role": said.role if said else "assistant", "content": content}},
        "stopReason": said.native_finish_reason if said else None,
    }
    for event in events:
        told = mapping(event.json)
        metadata = mapping(told.get("metadata")) or (told if event.name == "metadata" else {})
        shown |= {key: metadata[key] for key in _ENVELOPE if not is_blank(metadata.get(key))}
    return shown


def _blocks(part: Part) -> Iterator[Json]:
    match part:
        case Text(content, annotations) if annotations:
            yield {"citationsContent": {"content": [{"text": content}], "citations": list(annotations)}}
        case Text(content):
            yield {"text": content}
        case Reasoning("", signature):
            yield {"reasoningContent": {"redactedContent": signature}}
        case Reasoning(content, signature):
            signed: dict[str, Json] = {"signature": signature} if signature else {}
            yield {"reasoningContent": {"reasoningText": {"text": content, **signed}}}
        case ToolCall(id_, name, arguments, server):
            value, is_json = parse_json(arguments)
            kind: dict[str, Json] = {"type": "server_tool_use"} if server else {}
            call: dict[str, Json] = {"toolUseId": id_, "name": name, "input": value if is_json else arguments or {}}
            yield {"toolUse": {**call, **kind}}
        case ToolCallResponse(id_, response):
            told: Json = {"text": response} if isinstance(response, str) else {"json": response}
            result: dict[str, Json] = {"toolUseId": id_, "content": [told]}
            yield {"toolResult": {**result, "status": "error"} if part.is_error else result}
        case Other("trace"):
            return
        case Other(_, data):
            yield data
