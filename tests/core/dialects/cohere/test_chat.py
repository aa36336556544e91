# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cohere: both versions of chat, streamed and whole, requests, and what else the API answers."""

from __future__ import annotations

import json

import pytest

from viewer.core.answer import Answer
from viewer.core.dialects import choose
from viewer.core.dialects.cohere.chat import Cohere
from viewer.core.fold import fold
from viewer.core.messages import (
    ApiError,
    File,
    FinishReason,
    Message,
    Other,
    Part,
    Reasoning,
    Text,
    ToolCall,
    ToolCallResponse,
    Usage,
)
from viewer.core.model import Interaction, Request, Response
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json

COHERE = Cohere()


def _events(*payloads: Json) -> list[StreamEvent]:
    return [StreamEvent(n, (n, n + 1), json.dumps(p), p, is_json=True) for n, p in enumerate(payloads)]


def _whole(body: Json) -> Answer:
    return fold([COHERE.response(body)]).answer()


def _streamed(*payloads: Json) -> Answer:
    return fold(COHERE.deltas(event) for event in _events(*payloads)).answer()


_CALL: Json = {"id": "f_1", "type": "function", "function": {"name": "f", "arguments": "{}"}}


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ({"content": [{"type": "text", "text": "Hi"}]}, (Text("Hi"),)),
        (
            {"content": [{"type": "thinking", "thinking": "Hm"}, {"type": "text", "text": "Hi"}]},
            (Reasoning("Hm"), Text("Hi")),
        ),
        ({"tool_plan": "I call.", "tool_calls": [_CALL]}, (Reasoning("I call."), ToolCall("f_1", "f", "{}"))),
        ({"content": [{"type": "text", "text": "Hi"}], "citations": [{"start": 0}]}, (Text("Hi", ({"start": 0},)),)),
        ({"content": [{"type": "hologram", "x": 1}]}, (Other("hologram", {"type": "hologram", "x": 1}),)),
    ],
)
def test_whole_answers(message: Json, parts: tuple[Part, ...]) -> None:
    answer = _whole({"id": "c", "finish_reason": "COMPLETE", "message": {"role": "assistant", **message}})  # type: ignore[dict-item]
    assert answer.messages == (Message("assistant", parts, FinishReason.STOP, "COMPLETE"),)
    assert (answer.id, answer.unknown) == ("c", ())


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ({"billed_units": {"input_tokens": 1, "output_tokens": 2}}, Usage(1, 2)),
        ({"billed_units": {"input_tokens": 1}, "tokens": {"input_tokens": 9.0, "output_tokens": 7}}, Usage(9, 7)),
        ({"tokens": {"input_tokens": 9, "reasoning_tokens": 3}, "cached_tokens": 4}, Usage(9, None, 4, None, 3)),
    ],
)
def test_usage(usage: Json, expected: Usage) -> None:
    assert _streamed({"type": "message-end", "delta": {"finish_reason": "COMPLETE", "usage": usage}}).usage == expected


_OLD_RESPONSE: Json = {
    "generation_id": "g",
    "text": "Hi",
    "tool_calls": [{"name": "f", "parameters": {"a": 1}}],
    "finish_reason": "COMPLETE",
    "meta": {"tokens": {"input_tokens": 9, "output_tokens": 7}},
}


def test_the_first_version_tells_the_answer_again() -> None:
    lines: list[Json] = [
        {"is_finished": False, "event_type": "stream-start", "generation_id": "g"},
        {"is_finished": False, "event_type": "search-queries-generation", "search_queries": [{"text": "q"}]},
        {"is_finished": False, "event_type": "text-generation", "text": "H"},
        {"is_finished": False, "event_type": "text-generation", "text": "i"},
        {"is_finished": False, "event_type": "citation-generation", "citations": [{"start": 0}]},
        {"is_finished": False, "event_type": "tool-calls-chunk", "tool_call_delta": {"index": 0, "name": "f"}},
        {
            "is_finished": False,
            "event_type": "tool-calls-chunk",
            "tool_call_delta": {"index": 0, "parameters": '{"a": '},
        },
        {"is_finished": False, "event_type": "tool-calls-chunk", "tool_call_delta": {"index": 0, "parameters": "1}"}},
        {
            "is_finished": False,
            "event_type": "tool-calls-generation",
            "tool_calls": [{"name": "f", "parameters": {"a": 1}}],
        },
        {"is_finished": True, "event_type": "stream-end", "finish_reason": "COMPLETE", "response": _OLD_RESPONSE},
    ]
    answer = _streamed(*lines)
    assert answer.messages[0].parts == (
        Other("search_queries", [{"text": "q"}]),
        Text("Hi", ({"start": 0},)),
        ToolCall(None, "f", '{"a": 1}'),
    )
    assert (answer.messages[0].native_finish_reason, answer.id, answer.unknown) == ("COMPLETE", "g", ())
    assert answer.usage == Usage(9, 7)
    assert _whole(COHERE.assemble(answer, _events(*lines))).messages[0].parts == (
        Text("Hi"),
        answer.messages[0].parts[2],
    )


def test_an_answer_of_the_first_version() -> None:
    answer = _whole(_OLD_RESPONSE)
    assert answer.messages[0].parts == (Text("Hi"), ToolCall(None, "f", '{"a": 1}'))
    only_at_the_end = _streamed({"is_finished": True, "event_type": "stream-end", "response": _OLD_RESPONSE})
    assert only_at_the_end.messages[0].parts == answer.messages[0].parts
    generations: list[Json] = [{"id": "1", "text": "One", "finish_reason": "MAX_TOKENS"}, {"id": "2", "text": "Two"}]
    assert [m.parts for m in _whole({"id": "g", "generations": generations}).messages] == [
        (Text("One"),),
        (Text("Two"),),
    ]


@pytest.mark.parametrize(
    ("body", "kind", "title"),
    [
        ({"embeddings": {"float": [[0.1, 0.2]], "int8": [[1, 2]]}}, "embeddings", "2 embeddings of 2 numbers"),
        ({"embeddings": [[0.1]]}, "embeddings", "1 embedding of 1 number"),
        ({"id": "r", "results": [{"index": 1, "relevance_score": 0.5}]}, "results", "1 result"),
        ({"tokens": [1, 2], "token_strings": ["a", "b"]}, "tokens", "2 tokens"),
        ({"novelty": 1}, "answer", None),
    ],
)
def test_what_is_no_chat_is_shown_plainly(body: Json, kind: str, title: str | None) -> None:
    (part,) = _whole(body).messages[0].parts
    assert isinstance(part, Other)
    assert (part.type, part.title) == (kind, title)


def test_errors_and_what_is_not_known() -> None:
    assert _whole({"id": "x", "message": "invalid api token"}).error == ApiError(None, None, "invalid api token")
    assert _streamed({"message": "too long"}).error == ApiError(None, None, "too long")
    assert [unknown.what for unknown in _streamed({"type": "message-hologram"}).unknown] == ["message-hologram"]
    assert [unknown.what for unknown in _streamed({"event_type": "hologram"}).unknown] == ["hologram"]


def test_requests_of_the_second_version() -> None:
    asked = COHERE.request(
        {
            "model": "m",
            "messages": [
                {"role": "system", "content": "Be kind."},
                {"role": "user", "content": [{"type": "text", "text": "Hi"}]},
                {
                    "role": "assistant",
                    "tool_plan": "I call.",
                    "tool_calls": [_CALL],
                    "content": [{"type": "text", "text": ""}],
                },
                {"role": "tool", "tool_call_id": "f_1", "content": [{"type": "text", "text": "3"}]},
                {"role": "user", "content": [{"type": "document", "document": {"id": "d"}}]},
            ],
            "documents": [{"id": "doc:0"}],
            "stream": True,
        }
    )
    assert [(message.role, message.parts) for message in asked.messages] == [
        ("system", (Text("Be kind."),)),
        ("user", (Text("Hi"),)),
        ("assistant", (Reasoning("I call."), ToolCall("f_1", "f", "{}"))),
        ("tool", (ToolCallResponse("f_1", "3"),)),
        ("user", (File({"type": "document", "document": {"id": "d"}}),)),
    ]
    assert (asked.model, asked.stream, asked.settings) == ("m", True, {"documents": [{"id": "doc:0"}]})


def test_requests_of_the_first_version() -> None:
    asked = COHERE.request(
        {
            "message": "And now?",
            "preamble": "Be kind.",
            "chat_history": [
                {"role": "USER", "message": "Hi"},
                {"role": "CHATBOT", "message": "Yes?", "tool_calls": [{"name": "f", "parameters": {}}]},
            ],
            "tool_results": [{"call": {"name": "f", "parameters": {}}, "outputs": [{"n": 3}]}],
            "tools": [{"name": "f", "parameter_definitions": {"a": {"type": "List[int]", "required": True}}}],
        }
    )
    assert asked.system[0].parts == (Text("Be kind."),)
    assert [(message.role, message.parts) for message in asked.messages] == [
        ("user", (Text("Hi"),)),
        ("assistant", (Text("Yes?"), ToolCall(None, "f", "{}"))),
        ("tool", (ToolCallResponse(None, [{"n": 3}], "f"),)),
        ("user", (Text("And now?"),)),
    ]
    schema = {"type": "object", "properties": {"a": {"type": "array"}}, "required": ["a"]}
    assert asked.tools[0].parameters == schema
    assert COHERE.request({"texts": ["a", "b"], "model": "e"}).messages[0].parts == (Text("a"), Text("b"))


@pytest.mark.parametrize(
    ("url", "first", "expected"),
    [
        ("https://api.cohere.com/v2/chat", None, "cohere"),
        ("https://api.cohere.ai/v1/rerank", None, "cohere"),
        ("https://<PROXY>/", {"type": "message-start", "delta": {"message": {}}}, "cohere"),
        ("https://<PROXY>/", {"event_type": "text-generation", "text": "a"}, "cohere"),
        ("https://api.cohere.com/compatibility/v1/chat/completions", None, "openai.chat"),
        ("https://openrouter.ai/api/v1/rerank", {"results": []}, None),
    ],
)
def test_what_is_cohere(url: str, first: Json, expected: str | None) -> None:
    event = None if first is None else _events(first)[0]
    dialect = choose(Interaction(0, Request("POST", url), Response(200)), None, event)
    assert (dialect.name if dialect else None) == expected
