# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Gemini Live: a folded session -> the model's messages, one for each of its turns.

The API has no answer without streaming; this is how it would look had each turn come in one message.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from viewer.core.answer import Answer
from viewer.core.dialects._shape import mapping, sequence
from viewer.core.dialects.google._assembly import whole_answer
from viewer.core.messages import Message, ToolCall, Usage
from viewer.core.text.json_values import Json, parse_json


def turns(answer: Answer) -> Json:
    """The messages; the last one tells the tokens of all."""
    told: list[Json] = [dict(_turn(message)) for message in answer.messages if message.role == "assistant"]
    counts = _counts(answer.usage or Usage())
    return [*told, {"usageMetadata": counts}] if counts else told


def _turn(message: Message) -> Iterator[tuple[str, Json]]:
    calls = [part for part in message.parts if isinstance(part, ToolCall) and not part.server]
    rest = tuple(part for part in message.parts if part not in calls)
    content: dict[str, Json] = {}
    if rest:
        content["modelTurn"] = _content(replace(message, parts=rest, native_finish_reason=None))
    native = message.native_finish_reason
    if native == "interrupted":
        content["interrupted"] = True
    elif native not in (None, "toolCall"):
        content["turnComplete"] = True
        content |= {} if native == "turnComplete" else {"turnCompleteReason": native}
    if content:
        yield "serverContent", content
    if calls:
        yield "toolCall", {"functionCalls": [_call(call) for call in calls]}


def _content(message: Message) -> Json:
    told = mapping(whole_answer(Answer((message,)), []))
    return mapping(next(iter(sequence(told.get("candidates"))), None)).get("content")


def _call(call: ToolCall) -> Json:
    args, is_json = parse_json(call.arguments)
    named: dict[str, Json] = {"id": call.id} if call.id else {}
    return {**named, "name": call.name, "args": args if is_json else call.arguments}


def _counts(usage: Usage) -> dict[str, Json]:
    told = {
        "promptTokenCount": usage.input_tokens,
        "responseTokenCount": usage.output_tokens,
        "cachedContentTokenCount": usage.cache_read_input_tokens,
        "thoughtsTokenCount": usage.reasoning_output_tokens,
    }
    return {name: count for name, count in told.items() if count is not None}


def listed(body: Json) -> Sequence[Json]:
    """The messages of a body: a list of them, or one alone."""
    return body if isinstance(body, list) else [body]
