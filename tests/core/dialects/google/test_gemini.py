# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Gemini: every part in both spellings, candidates in all their states, and what its APIs answer besides."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from viewer.core.answer import Answer
from viewer.core.dialects import choose
from viewer.core.dialects.google._fields import snake
from viewer.core.dialects.google._request import json_schema
from viewer.core.dialects.google.gemini import Gemini
from viewer.core.fold import fold
from viewer.core.messages import (
    ApiError,
    Blob,
    FinishReason,
    Message,
    Other,
    Part,
    Reasoning,
    Text,
    ToolCall,
    ToolCallResponse,
    Uri,
    Usage,
)
from viewer.core.model import Interaction, Request, Response
from viewer.core.streams import EventList, StreamEvent
from viewer.core.text.json_values import Json

GEMINI = Gemini()


def _events(payloads: Iterable[Json]) -> list[StreamEvent]:
    return [StreamEvent(n, (n, n + 1), json.dumps(p), p, is_json=True) for n, p in enumerate(payloads)]


def _whole(body: Json) -> Answer:
    return fold([GEMINI.response(body)]).answer()


def _streamed(*payloads: Json) -> Answer:
    return fold(GEMINI.deltas(event) for event in _events(payloads)).answer()


def _said(*parts: Json, **candidate: Json) -> Json:
    return {"candidates": [{"content": {"parts": list(parts), "role": "model"}, **candidate}]}


def _in_snake_case(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    if isinstance(value, dict):
        return {snake(name): _in_snake_case(inner) for name, inner in value.items()}
    return [_in_snake_case(inner) for inner in value] if isinstance(value, list) else value


_CODE: Json = {"language": "PYTHON", "code": "1 + 2"}
_OUTPUT: Json = {"outcome": "OUTCOME_OK", "output": "3\n"}
_PARTS: list[tuple[Json, tuple[Part, ...]]] = [
    ({"text": "Hi"}, (Text("Hi"),)),
    ({"text": "Hm", "thought": True}, (Reasoning("Hm"),)),
    ({"text": "Hm", "thought": True, "thoughtSignature": "c2ln"}, (Reasoning("Hm", "c2ln"),)),
    ({"text": "Hi", "thoughtSignature": "c2ln"}, (Text("Hi"), Reasoning("", "c2ln"))),
    ({"text": "", "thoughtSignature": "c2ln"}, (Reasoning("", "c2ln"),)),
    ({"thought": True, "thoughtSignature": "c2ln"}, (Reasoning("", "c2ln"),)),
    ({"functionCall": {"name": "f", "args": {"a": 1}}}, (ToolCall(None, "f", '{"a": 1}'),)),
    ({"functionCall": {"name": "f", "id": "1"}}, (ToolCall("1", "f", ""),)),
    (
        {"functionCall": {"name": "f", "args": {}}, "thoughtSignature": "c2ln"},
        (Reasoning("", "c2ln"), ToolCall(None, "f", "{}")),
    ),
    ({"inlineData": {"mimeType": "image/png", "data": "QQ=="}}, (Blob("image", "image/png", "QQ=="),)),
    ({"inlineData": {"mimeType": "application/pdf", "data": "QQ=="}}, (Blob("document", "application/pdf", "QQ=="),)),
    (
        {"fileData": {"mimeType": "video/mp4", "fileUri": "gs://a"}, "videoMetadata": {"fps": 1}},
        (Uri("video", "video/mp4", "gs://a"),),
    ),
    ({"executableCode": _CODE}, (ToolCall(None, "code_execution", json.dumps(_CODE), server=True),)),
    ({"codeExecutionResult": _OUTPUT}, (ToolCallResponse(None, _OUTPUT, "code_execution", server=True),)),
    (
        {"codeExecutionResult": {"outcome": "OUTCOME_FAILED", "id": "c"}},
        (ToolCallResponse("c", {"outcome": "OUTCOME_FAILED"}, "code_execution", server=True, is_error=True),),
    ),
    (
        {"toolCall": {"toolType": "GOOGLE_SEARCH_WEB", "id": "t", "args": {"queries": ["x"]}}},
        (ToolCall("t", "GOOGLE_SEARCH_WEB", '{"queries": ["x"]}', server=True),),
    ),
    (
        {"toolResponse": {"toolType": "GOOGLE_SEARCH_WEB", "id": "t", "response": {"n": 1}}},
        (ToolCallResponse("t", {"n": 1}, "GOOGLE_SEARCH_WEB", server=True),),
    ),
    ({"functionResponse": {"name": "f", "response": {"result": 1}}}, (ToolCallResponse(None, {"result": 1}, "f"),)),
    ({"hologram": {"x": 1}}, (Other("part", {"hologram": {"x": 1}}),)),
]


@pytest.mark.parametrize("spelled", [lambda value: value, _in_snake_case], ids=["camelCase", "snake_case"])
@pytest.mark.parametrize(("told", "parts"), _PARTS)
def test_parts_are_the_same_in_answers_and_requests(told: Json, parts: tuple[Part, ...], spelled: Any) -> None:  # noqa: ANN401
    whole = _whole(_said(spelled(told)))
    assert whole.messages[0].parts == parts
    assert whole.unknown == ()
    assert _streamed(_said(spelled(told))).messages[0].parts == parts
    (message,) = GEMINI.request({"contents": [{"role": "model", "parts": [spelled(told)]}]}).messages
    assert message == Message("assistant", parts, path=("contents", 0))


def test_what_was_assembled_says_the_same_again() -> None:
    events = _events(_said(told) for told, _ in _PARTS)
    streamed = fold(GEMINI.deltas(event) for event in events).answer()
    whole = _whole(GEMINI.assemble(streamed, events))
    assert [part for part in whole.messages[0].parts if part != Reasoning("", "c2ln")] == [
        part for part in streamed.messages[0].parts if part != Reasoning("", "c2ln")
    ]


def test_parallel_calls_are_calls_of_their_own_and_text_goes_on() -> None:
    call: Json = {"functionCall": {"name": "f", "args": {}}}
    answer = _streamed(_said({"text": "On"}), _said({"text": "e"}, call, call), _said(call), _said({"text": "Two"}))
    calls = (ToolCall(None, "f", "{}"),) * 3
    assert answer.messages[0].parts == (Text("One"), *calls, Text("Two"))


@pytest.mark.parametrize(
    ("native", "reason", "word", "code"),
    [
        ("STOP", FinishReason.STOP, "STOP", None),
        ("MAX_TOKENS", FinishReason.LENGTH, "MAX_TOKENS", None),
        ("SAFETY", FinishReason.CONTENT_FILTER, "SAFETY", None),
        ("MODEL_ARMOR", FinishReason.CONTENT_FILTER, "MODEL_ARMOR", None),
        ("UNEXPECTED_TOOL_CALL", FinishReason.ERROR, "UNEXPECTED_TOOL_CALL", None),
        ("SOMETHING_NEW", None, "SOMETHING_NEW", None),
        (1, FinishReason.STOP, "1", 1),
        (2, FinishReason.LENGTH, "2", 2),
        (99, None, "99", 99),
        (0, None, None, None),
        ("FINISH_REASON_UNSPECIFIED", None, None, None),
    ],
)
def test_finish_reasons(native: Json, reason: FinishReason | None, word: str | None, code: int | None) -> None:
    (message,) = _whole(_said({"text": "Hi"}, finishReason=native)).messages
    assert (message.finish_reason, message.native_finish_reason, message.native_finish_code) == (reason, word, code)


@pytest.mark.parametrize("content", [None, {}, {"role": "model"}, {"parts": []}])
def test_a_candidate_without_parts_says_why(content: Json) -> None:
    told: Json = {"candidates": [{"content": content, "finishReason": "SAFETY", "finishMessage": "Blocked."}]}
    answer = _whole(told)
    assert answer.messages[0].parts == (Other("finish_message", "Blocked.", title="Blocked."),)
    assert answer.unknown == ()


def test_a_prompt_that_was_blocked() -> None:
    feedback: Json = {"blockReason": "OTHER", "blockReasonMessage": "No."}
    (message,) = _whole({"promptFeedback": feedback, "usageMetadata": {"promptTokenCount": 3}}).messages
    assert message.parts == (Other("prompt_feedback", feedback, title="No."),)
    assert (message.finish_reason, message.native_finish_reason) == (FinishReason.CONTENT_FILTER, "OTHER")
    assert _whole({**_said({"text": "Hi"}), "promptFeedback": {"safetyRatings": []}}).messages[0].parts == (Text("Hi"),)  # type: ignore[dict-item]


def test_sources_are_annotations_of_the_text() -> None:
    chunk: Json = {"web": {"uri": "https://example.com/", "title": "x"}}
    support: Json = {"segment": {"text": "Hi"}}
    grounding: Json = {"groundingChunks": [chunk], "groundingSupports": [support], "webSearchQueries": ["q"]}
    answer = _streamed(
        _said({"text": "Hi"}, groundingMetadata={}), _said(groundingMetadata=grounding, finishReason="STOP")
    )
    assert answer.messages[0].parts == (Text("Hi", (chunk, support, {"webSearchQueries": ["q"]})),)


def test_usage_counts_thoughts_apart() -> None:
    told: Json = {"promptTokenCount": 9, "candidatesTokenCount": 4, "thoughtsTokenCount": 5, "totalTokenCount": 18}
    more: Json = {"promptTokenCount": 9, "candidatesTokenCount": 6, "cachedContentTokenCount": 2}
    answer = _streamed({"usageMetadata": told}, {"usageMetadata": more})
    assert answer.usage == Usage(9, 6, cache_read_input_tokens=2, reasoning_output_tokens=5)


@pytest.mark.parametrize("wrapped", [False, True])
def test_errors(wrapped: bool) -> None:
    body: Json = {"error": {"code": 400, "message": "No.", "status": "INVALID_ARGUMENT"}}
    assert _whole([body] if wrapped else body).error == ApiError("INVALID_ARGUMENT", 400, "No.")
    assert _whole("upstream timeout").error == ApiError(None, None, "upstream timeout")


@pytest.mark.parametrize(
    ("body", "kind", "title"),
    [
        ({"embedding": {"values": [0.1, 0.2]}}, "embeddings", "1 embedding of 2 numbers"),
        ({"embeddings": [{"values": [1]}, {"values": [2]}]}, "embeddings", "2 embeddings of 1 number"),
        ({"predictions": [{"embeddings": {"values": [1, 2, 3]}}]}, "embeddings", "1 embedding of 3 numbers"),
        ({"models": [{"name": "models/a"}]}, "models", "1 model"),
        ({"name": "batches/b", "metadata": {"state": "PENDING"}}, "batches", "batches/b: PENDING"),
        ({"name": "cachedContents/c", "model": "models/m"}, "cachedContents", "cachedContents/c"),
    ],
)
def test_what_is_no_content_is_shown_plainly(body: Json, kind: str, title: str) -> None:
    (part,) = _whole(body).messages[0].parts
    assert isinstance(part, Other)
    assert (part.type, part.title) == (kind, title)


def test_counts_pictures_and_batches() -> None:
    assert _whole({"totalTokens": 7, "cachedContentTokenCount": 2}).usage == Usage(7, cache_read_input_tokens=2)
    picture: Json = {"bytesBase64Encoded": "QQ==", "mimeType": "image/png"}
    assert _whole({"predictions": [picture]}).messages[0].parts == (Blob("image", "image/png", "QQ=="),)
    answers: list[Json] = [{"response": _said({"text": word})} for word in ("One", "Two")]
    batch: Json = {"done": True, "response": {"inlinedResponses": {"inlinedResponses": answers}}}
    assert [message.parts for message in _whole(batch).messages] == [(Text("One"),), (Text("Two"),)]
    assert _whole({}).messages == ()


def test_a_request() -> None:
    body: Json = {
        "model": "models/m-1",
        "system_instruction": {"parts": {"text": "Be kind."}},
        "contents": [
            {"parts": [{"text": "Hi"}]},
            {"role": "model", "parts": [{"function_call": {"name": "f", "args": {}}}]},
            {"role": "user", "parts": [{"function_response": {"name": "f", "response": {"result": 1}}}]},
        ],
        "tools": [{"functionDeclarations": [{"name": "f", "parameters": {"type": "OBJECT"}}]}, {"googleSearch": {}}],
        "generationConfig": {"temperature": 0},
    }
    asked = GEMINI.request(body)
    assert asked.model == "m-1"
    assert asked.system == (Message("system", (Text("Be kind."),), path=("system_instruction",)),)
    assert [(message.role, message.parts) for message in asked.messages] == [
        ("user", (Text("Hi"),)),
        ("assistant", (ToolCall(None, "f", "{}"),)),
        ("tool", (ToolCallResponse(None, {"result": 1}, "f"),)),
    ]
    assert [(tool.name, tool.type, tool.parameters) for tool in asked.tools] == [
        ("f", "function", {"type": "object"}),
        ("googleSearch", "google_search", None),
    ]
    assert asked.settings == {"generationConfig": {"temperature": 0}}


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (
            {"generateContentRequest": {"contents": [{"parts": [{"text": "Hi"}]}]}},
            ("generateContentRequest", "contents", 0),
        ),
        ({"requests": [{"content": {"parts": [{"text": "Hi"}]}}]}, ("requests", 0, "content")),
        ({"content": {"parts": [{"text": "Hi"}]}}, ("content",)),
        ({"contents": "Hi"}, ("contents",)),
        ({"instances": [{"content": "Hi"}]}, ("instances", 0)),
        (
            {
                "batch": {
                    "inputConfig": {
                        "requests": {"requests": [{"request": {"contents": [{"parts": [{"text": "Hi"}]}]}}]}
                    }
                }
            },
            ("batch", "inputConfig", "requests", "requests", 0, "request", "contents", 0),
        ),
    ],
)
def test_requests_that_carry_others(body: Json, path: tuple[str | int, ...]) -> None:
    assert GEMINI.request(body).messages == (Message("user", (Text("Hi"),), path=path),)


def test_schemas_are_told_as_json_schema() -> None:
    told: Json = {
        "type": "OBJECT",
        "properties": {"a": {"type": 1, "nullable": True}, "type": {"type": "ARRAY", "items": {"type": "NUMBER"}}},
        "required": ["a"],
    }
    assert json_schema(told) == {
        "type": "object",
        "properties": {
            "a": {"type": ["string", "null"], "nullable": True},
            "type": {"type": "array", "items": {"type": "number"}},
        },
        "required": ["a"],
    }
    kept: Json = {"type": "object", "properties": {"a": {"type": ["string", "null"]}}}
    assert json_schema(kept) == kept


_GOOGLE = "https://generativelanguage.googleapis.com/v1beta"
_VERTEX = "https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/google/models"


@pytest.mark.parametrize(
    ("url", "first", "expected"),
    [
        (f"{_GOOGLE}/models/m:generateContent", None, "gemini"),
        (f"{_GOOGLE}/models/m:streamGenerateContent?alt=sse", None, "gemini"),
        (f"{_VERTEX}/m%2D1:countTokens", None, "gemini"),
        (f"{_VERTEX}/m:predict", None, "gemini"),
        (f"{_GOOGLE}/models", {"models": []}, "gemini"),
        (f"{_GOOGLE}/cachedContents/x", None, "gemini"),
        ("https://proxy.example/m:generateContent", None, "gemini"),
        ("", _said({"text": "Hi"}), "gemini"),
        ("", {"candidates": [{"name": "Ada"}]}, None),
        (f"{_GOOGLE}/openai/chat/completions", None, "openai.chat"),
        ("https://us-aiplatform.googleapis.com/v1/p/publishers/anthropic/models/c:rawPredict", None, "anthropic"),
    ],
)
def test_what_is_gemini(url: str, first: Json, expected: str | None) -> None:
    event = None if first is None else _events([first])[0]
    dialect = choose(Interaction(0, Request("POST", url), Response(200)), None, event)
    assert (dialect.name if dialect else None) == expected


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (
            {"prompt": {"messages": [{"author": "0", "content": "How deep?"}]}},
            {"candidates": [{"author": "1", "content": "56 metres"}], "messages": []},
        ),
        ({"prompt": {"text": "How deep?"}}, {"candidates": [{"output": "56 metres"}]}),
        (
            {"instances": [{"messages": [{"author": "user", "content": "How deep?"}]}]},
            {"predictions": [{"candidates": [{"author": "1", "content": "56 metres"}]}]},
        ),
    ],
)
def test_palm_asked_and_answered_in_texts(asked: Json, answer: Json) -> None:
    assert [message.parts for message in Gemini().request(asked).messages] == [(Text("How deep?"),)]
    assert _whole(answer).messages[0].parts == (Text("56 metres"),)


def test_tokens_that_are_counted_beside_predictions() -> None:
    counts: Json = {"inputTokenCount": {"totalTokens": 3}, "outputTokenCount": {"totalTokens": 4}}
    told: Json = {"predictions": [{"content": "Hi"}], "metadata": {"tokenMetadata": counts}}
    assert _whole(told).usage == Usage(3, 4)


def _in_pieces(*calls: Json) -> EventList:
    chunks: list[Json] = [
        {"candidates": [{"content": {"role": "model", "parts": [{"functionCall": call}]}}]} for call in calls
    ]
    return EventList(StreamEvent(n, (n, n), json.dumps(chunk), chunk, is_json=True) for n, chunk in enumerate(chunks))


def test_arguments_in_pieces_grow_event_by_event() -> None:
    def piece(path: str, **value: Json) -> Json:
        return {"partialArgs": [{"jsonPath": path, **value}], "willContinue": True}

    events = _in_pieces(
        {"name": "chart", "willContinue": True},
        piece("$.depth", numberValue=56),
        piece("$.title", stringValue="La", willContinue=True),
        piece("$.title", stringValue="ke"),
        piece("$.marks[0]['a b']", boolValue=True),
        piece("$.marks[1]", nullValue="NULL_VALUE"),
        {},
    )
    dialect = Gemini().fitted(events)
    assembly = fold(dialect.deltas(event) for event in events)
    grown = [assembly.answer(shown).messages[0].parts[0] for shown in range(1, len(events) + 1)]
    assert grown == [
        ToolCall(None, "chart", arguments)
        for arguments in (
            "",
            '{"depth": 56',
            '{"depth": 56, "title": "La',
            '{"depth": 56, "title": "Lake"',
            '{"depth": 56, "title": "Lake", "marks": [{"a b": true',
            '{"depth": 56, "title": "Lake", "marks": [{"a b": true}, null',
            '{"depth": 56, "title": "Lake", "marks": [{"a b": true}, null]}',
        )
    ]
    assert assembly.answer().unknown == ()


def test_pieces_that_nothing_opened_and_paths_that_lead_nowhere_are_no_harm() -> None:
    events = _in_pieces(
        {"partialArgs": [{"jsonPath": "$.a", "stringValue": "x"}]},
        {"name": "f", "partialArgs": [{"jsonPath": "$[99999999]", "numberValue": 1}, {"jsonPath": 7}]},
        {"name": "g", "args": {"b": 2}},
    )
    dialect = Gemini().fitted(events)
    parts = fold(dialect.deltas(event) for event in events).answer().messages[0].parts
    assert [part.name for part in parts if isinstance(part, ToolCall)][-2:] == ["f", "g"]
    assert parts[-1] == ToolCall(None, "g", '{"b": 2}')
