# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Realtime API: a folded session -> the `response` objects that it consisted of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viewer.core.answer import Answer
from viewer.core.dialects._shape import mapping, optional_string
from viewer.core.messages import Blob, Message, Other, Part, Text, ToolCall
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json


def responses(answer: Answer, events: Sequence[StreamEvent]) -> Json:
    """Responses that ended as the server told them; of others what came, and that they are in progress."""
    done: list[Json] = []
    begun: dict[str, dict[str, Json]] = {}
    for event in events:
        told = mapping(event.json)
        response = mapping(told.get("response"))
        if told.get("type") == "response.done":
            done.append(response if response.get("usage") else {**response, "usage": told.get("usage")})
            begun.pop(optional_string(response.get("id")) or "", None)
        elif told.get("type") == "response.created":
            begun[optional_string(response.get("id")) or ""] = response
    spoken = [message for message in answer.messages if message.role == "assistant"]
    open_ones = [message for message in spoken if message.native_finish_reason is None][-len(begun) :] if begun else []
    unfinished = [{**form, "output": list(_items(m))} for form, m in zip(begun.values(), open_ones, strict=False)]
    if not done and not begun and spoken:
        unfinished = [{"object": "realtime.response", "output": list(_items(message))} for message in spoken]
    return {"object": "realtime.session", "id": answer.id, "model": answer.model, "responses": [*done, *unfinished]}


def _items(message: Message) -> Iterator[Json]:
    for part in message.parts:
        if (told := _item(part)) is not None:
            yield told


def _item(part: Part) -> Json:
    match part:
        case Text(content):
            return _said({"type": "output_text", "text": content})
        case ToolCall(id_, name, arguments):
            return {"type": "function_call", "call_id": id_, "name": name, "arguments": arguments}
        case Blob("audio", _, data):
            return _said({"type": "output_audio", "audio": data})
        case Other(kind, data):
            return {**data, "type": kind} if isinstance(data, dict) else {"type": kind, "data": data}
        case _:
            return None


def _said(content: Json) -> Json:
    return {"type": "message", "role": "assistant", "content": [content]}
