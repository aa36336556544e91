# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Responses API: a folded stream -> the `response` object that would have come without streaming."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viewer.core.answer import Answer
from viewer.core.dialects._shape import mapping, sequence, string
from viewer.core.messages import Blob, File, Other, Part, Reasoning, Text, ToolCall, ToolCallResponse, Uri
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_ENDS = ("response.completed", "response.incomplete", "response.failed", "response.cancelled")


def response(answer: Answer, events: Sequence[StreamEvent]) -> Json:
    """The last form of the response that the stream tells; what it leaves out comes from the events before it."""
    told = [mapping(event.json) for event in events]
    forms = [mapping(one["response"]) for one in told if isinstance(one.get("response"), dict)]
    last = forms[-1] if forms else {}
    ended = any(string(one.get("type")) in _ENDS for one in told)
    if ended and sequence(last.get("output")):
        return last
    done = [one["item"] for one in told if one.get("type") == "response.output_item.done" and "item" in one]
    output = done if ended and done else list(_items(answer))
    return {**_envelope(answer), **last, "output": output}


def _envelope(answer: Answer) -> dict[str, Json]:
    return {"id": answer.id, "object": "response", "model": answer.model}


def _items(answer: Answer) -> Iterator[Json]:
    """The items as far as they came."""
    for message in answer.messages:
        for part in message.parts:
            yield _item(part)


def _item(part: Part) -> Json:  # noqa: PLR0911 - one for each kind of part
    match part:
        case Text(content, annotations, refusal):
            told: Json = {"type": "refusal", "refusal": content}
            if not refusal:
                told = {"type": "output_text", "text": content, "annotations": list(annotations)}
            return {"type": "message", "role": "assistant", "content": [told]}
        case Reasoning(content, signature):
            summary: Json = [{"type": "summary_text", "text": content}] if content else []
            return {"type": "reasoning", "summary": summary, "encrypted_content": signature}
        case ToolCall(id_, name, arguments):
            return {"type": "function_call", "call_id": id_, "name": name, "arguments": arguments}
        case ToolCallResponse(id_, answered):
            return {"type": "function_call_output", "call_id": id_, "output": answered}
        case Blob(_, _, data) | Uri(_, _, data):
            return {"type": "image_generation_call", "result": data}
        case Other(kind, data):
            return data if isinstance(data, dict) else {"type": kind, "data": data}
        case File(data):
            return {"type": "file", "file": data}
