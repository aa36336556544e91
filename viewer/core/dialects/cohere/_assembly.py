# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cohere: a folded stream -> the answer that the API gives without streaming."""

from __future__ import annotations

from collections.abc import Sequence

from viewer.core.answer import Answer
from viewer.core.dialects._shape import mapping
from viewer.core.messages import Message, Part, Reasoning, Text, ToolCall
from viewer.core.text.json_values import Json, parse_json


def whole_answer(answer: Answer, events: Sequence[Json]) -> Json:
    """The answer of the version that the events are of. Version 1 tells it itself at the end."""
    told = [mapping(event) for event in events]
    if any("event_type" in one or "is_finished" in one for one in told):
        return _first_version(answer, told)
    said = answer.messages[0] if answer.messages else Message("assistant")
    ended = next((mapping(one.get("delta")) for one in reversed(told) if one.get("type") == "message-end"), {})
    finish: dict[str, Json] = {"finish_reason": said.native_finish_reason} if said.native_finish_reason else {}
    return {"id": answer.id, "message": _message(said, told), **ended, **finish}


def _message(said: Message, told: Sequence[dict[str, Json]]) -> Json:
    """The message; a plan of tools was streamed under its own name, thoughts as contents."""
    message: dict[str, Json] = {"role": said.role}
    planned = any("tool_plan" in mapping(mapping(one.get("delta")).get("message")) for one in told)
    thoughts = [part for part in said.parts if isinstance(part, Reasoning)]
    streamed = any(_content_type(one) == "thinking" for one in told)
    plan = thoughts[-1] if planned and thoughts and (len(thoughts) > 1 or not streamed) else None
    if plan:
        message["tool_plan"] = plan.content
    contents: list[Json] = [one for one in (_content(part) for part in said.parts if part is not plan) if one]
    calls: list[Json] = [_call(part) for part in said.parts if isinstance(part, ToolCall)]
    cited: list[Json] = [one for part in said.parts if isinstance(part, Text) for one in part.annotations]
    listed: dict[str, list[Json]] = {"content": contents, "tool_calls": calls, "citations": cited}
    return message | {name: items for name, items in listed.items() if items}


def _content_type(event: dict[str, Json]) -> Json:
    return mapping(mapping(mapping(event.get("delta")).get("message")).get("content")).get("type")


def _content(part: Part) -> dict[str, Json]:
    match part:
        case Text():
            return {"type": "text", "text": part.content}
        case Reasoning():
            return {"type": "thinking", "thinking": part.content}
        case _:
            return {}


def _call(part: ToolCall) -> Json:
    return {"id": part.id, "type": "function", "function": {"name": part.name, "arguments": part.arguments}}


def _first_version(answer: Answer, told: Sequence[dict[str, Json]]) -> Json:
    """The answer as the last line tells it, with what was folded."""
    whole: dict[str, Json] = {}
    for line in told:
        whole |= {name: line[name] for name in ("generation_id", "finish_reason") if name in line}
        whole |= mapping(line.get("response"))
    said = answer.messages[0].parts if answer.messages else ()
    if "generations" in whole or not said:
        return whole
    calls: list[Json] = [_old_call(part) for part in said if isinstance(part, ToolCall)]
    text = "".join(part.content for part in said if isinstance(part, Text))
    called: dict[str, Json] = {"tool_calls": calls} if calls else {}
    return {**whole, "text": text, **called}


def _old_call(part: ToolCall) -> Json:
    value, is_json = parse_json(part.arguments)
    return {"name": part.name, "parameters": value if is_json else part.arguments}
