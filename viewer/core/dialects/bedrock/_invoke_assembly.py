# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Bedrock's InvokeModel: a folded stream -> the JSON that the same model answers without streaming."""

from __future__ import annotations

from collections.abc import Sequence

from viewer.core.answer import Answer
from viewer.core.dialects._shape import is_blank, mapping, string
from viewer.core.dialects.anthropic import assembly as anthropic_assembly
from viewer.core.dialects.bedrock import _converse_assembly
from viewer.core.dialects.bedrock._envelope import without_extras
from viewer.core.dialects.openai import chat_assembly
from viewer.core.messages import Message, Text
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

# Vendor's key of a chunk's text -> in a whole answer: the list of choices, key of the text, key of the finish reason.
_LISTED = {
    "outputText": ("results", "outputText", "completionReason"),
    "outputs": ("outputs", "text", "stop_reason"),
    "text": ("generations", "text", "finish_reason"),
}
# Where one text stands for itself: Llama, Claude 2.
_PLAIN = ("generation", "completion")


def answered(answer: Answer, events: Sequence[StreamEvent]) -> Json:
    """What InvokeModel would have answered, in the shape of the vendor whose chunks these are."""
    chunks = [without_extras(mapping(event.json)) for event in events]
    if any(string(chunk.get("type")).startswith("message_") for chunk in chunks):
        return anthropic_assembly.message(answer, chunks)
    if any("choices" in chunk for chunk in chunks):
        return chat_assembly.completion(answer, events)
    key = next((key for key in (*_LISTED, *_PLAIN) if any(key in chunk for chunk in chunks)), None)
    if key in _LISTED:
        return _listed(answer, chunks, *_LISTED[key])
    if key in _PLAIN:
        return {**_last(chunks), key: _text(answer.messages), "stop_reason": _finish(answer.messages)}
    return _converse_assembly.conversation(answer, events)


def _listed(answer: Answer, chunks: Sequence[dict[str, Json]], choices: str, text: str, finish: str) -> Json:
    listed: list[Json] = [{text: _text([message]), finish: message.native_finish_reason} for message in answer.messages]
    counted = next((chunk["inputTextTokenCount"] for chunk in chunks if chunk.get("inputTextTokenCount")), None)
    usage: dict[str, Json] = {} if counted is None else {"inputTextTokenCount": counted}
    return {**usage, choices: listed}


def _last(chunks: Sequence[dict[str, Json]]) -> dict[str, Json]:
    """The last that was said under each key."""
    return {key: value for chunk in chunks for key, value in chunk.items() if not is_blank(value)}


def _text(messages: Sequence[Message]) -> str:
    return "".join(part.content for message in messages[:1] for part in message.parts if isinstance(part, Text))


def _finish(messages: Sequence[Message]) -> str | None:
    return messages[0].native_finish_reason if messages else None
