# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Anthropic Messages: a folded stream -> the message that the API answers without streaming."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viewer.core.answer import Answer
from viewer.core.dialects._shape import is_blank, mapping, sequence, string
from viewer.core.dialects.anthropic._blocks import CALLS, is_server_result
from viewer.core.messages import Other, Part, Reasoning, Text, ToolCall, ToolCallResponse
from viewer.core.text.json_values import Json, parse_json


def message(answer: Answer, events: Sequence[Json]) -> Json:
    """A `message` object: envelope as last seen in the events, content as folded. Batch results are as they came."""
    told = [mapping(event) for event in events]
    if any("custom_id" in event for event in told):
        return list(events)
    started = next((mapping(event.get("message")) for event in told if event.get("type") == "message_start"), {})
    usage: dict[str, Json] = {}
    envelope: dict[str, Json] = {"id": answer.id, "type": "message", "role": "assistant", "model": answer.model}
    envelope |= {"content": [], "stop_reason": None, "stop_sequence": None, **started}
    for event in told:
        for source in (event, mapping(event.get("message"))):
            usage |= {k: v for k, v in mapping(source.get("usage")).items() if v is not None}
        if event.get("type") == "message_delta":
            envelope |= {k: v for k, v in mapping(event.get("delta")).items() if not is_blank(v)}
    blocks = [*sequence(started.get("content")), *(event.get("content_block") for event in told)]
    said = answer.messages[0].parts if answer.messages else ()
    envelope["content"] = list(_content(said, [mapping(block) for block in blocks if isinstance(block, dict)]))
    return {**envelope, "usage": usage} if usage else envelope


def _content(parts: Sequence[Part], blocks: Sequence[dict[str, Json]]) -> Iterator[Json]:
    """Each part in the block that began it; a block between them that never said anything is left out."""
    waiting = iter(blocks)
    for part in parts:
        if isinstance(part, Other) and part.type == "stop_details":
            continue
        begun = next((block for block in waiting if _fits(part, string(block.get("type")))), {})
        yield _filled(part, begun)


def _fits(part: Part, kind: str) -> bool:
    match part:
        case Text():
            return kind == "text"
        case Reasoning():
            return kind in ("thinking", "redacted_thinking")
        case ToolCall():
            return kind in CALLS
        case ToolCallResponse():
            return is_server_result(kind)
        case _:
            return True


def _filled(part: Part, begun: dict[str, Json]) -> Json:
    match part:
        case Text():
            cited: dict[str, Json] = {"citations": list(part.annotations)} if part.annotations else {}
            return {"type": "text", **begun, "text": part.content, **cited}
        case Reasoning() if begun.get("type") == "redacted_thinking":
            return begun
        case Reasoning():
            return {"type": "thinking", **begun, "thinking": part.content, "signature": part.signature or ""}
        case ToolCall():
            named: dict[str, Json] = {"type": "tool_use", "id": part.id, "name": part.name}
            value, is_json = parse_json(part.arguments)
            return {**named, **begun, "input": value if is_json else part.arguments or {}}
        case Other():
            return {**begun, **mapping(part.data)}
        case _:
            return begun
