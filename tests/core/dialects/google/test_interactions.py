# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Gemini's interactions: steps whole, begun and sent back; the names of before May 2026; requests."""

from __future__ import annotations

import json

import pytest

from viewer.core.analysis import analyse
from viewer.core.answer import Answer
from viewer.core.dialects import choose
from viewer.core.dialects.google.interactions import GeminiInteractions
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
from viewer.core.model import Body, Headers, Interaction, Request, Response
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json

API = GeminiInteractions()


def _streamed(*payloads: Json) -> Answer:
    events = [StreamEvent(n, (n, n + 1), json.dumps(p), p, is_json=True) for n, p in enumerate(payloads)]
    return fold(API.deltas(event) for event in events).answer()


def _whole(body: Json) -> Answer:
    return fold([API.response(body)]).answer()


_FOUND: Json = [{"search_suggestions": "x"}]
_STEPS: list[tuple[Json, Part]] = [
    ({"type": "model_output", "content": [{"type": "text", "text": "Hi"}]}, Text("Hi")),
    (
        {"type": "model_output", "content": [{"type": "text", "text": "Hi", "annotations": [{"n": 1}]}]},
        Text("Hi", ({"n": 1},)),
    ),
    (
        {"type": "model_output", "content": [{"type": "image", "mime_type": "image/png", "data": "QQ=="}]},
        Blob("image", "image/png", "QQ=="),
    ),
    ({"type": "video", "uri": "https://example.com/v"}, Uri("video", None, "https://example.com/v")),
    ({"type": "thought", "signature": "c2ln", "summary": [{"type": "text", "text": "Hm"}]}, Reasoning("Hm", "c2ln")),
    ({"type": "thought", "signature": "c2ln"}, Reasoning("", "c2ln")),
    ({"type": "function_call", "id": "f", "name": "add", "arguments": {"a": 1}}, ToolCall("f", "add", '{"a": 1}')),
    (
        {"type": "google_search_call", "id": "g", "arguments": {"queries": ["x"]}},
        ToolCall("g", "google_search", '{"queries": ["x"]}', server=True),
    ),
    (
        {"type": "google_search_result", "call_id": "g", "result": _FOUND, "signature": "s"},
        ToolCallResponse("g", _FOUND, "google_search", server=True),
    ),
    (
        {"type": "mcp_server_tool_call", "id": "m", "name": "ask", "arguments": {"q": 1}},
        ToolCall("m", "ask", '{"q": 1}', server=True),
    ),
    ({"type": "function_result", "call_id": "f", "name": "add", "result": 3}, ToolCallResponse("f", 3, "add")),
    ({"type": "hologram", "x": 1}, Other("hologram", {"type": "hologram", "x": 1})),
]


@pytest.mark.parametrize(("step", "part"), _STEPS)
def test_steps_are_the_same_whole_begun_sent_back_and_as_outputs(step: Json, part: Part) -> None:
    assert _whole({"id": "i", "steps": [step]}).messages[0].parts == (part,)
    assert _whole({"id": "i", "outputs": [step]}).messages[0].parts == (part,)
    begun = _streamed({"event_type": "step.start", "index": 0, "step": step}, {"event_type": "step.stop", "index": 0})
    assert begun.messages[0].parts == (part,)
    told = _streamed({"event_type": "interaction.completed", "interaction": {"id": "i", "steps": [step]}})
    assert told.messages[0].parts == (part,)
    assert API.request({"input": [{"role": "model", "content": [step]}]}).messages[0].parts == (part,)


def test_what_was_streamed_and_is_told_again_counts_once() -> None:
    step: Json = {"type": "model_output", "content": [{"type": "text", "text": "Hi"}]}
    answer = _streamed(
        {"event_type": "step.start", "index": 0, "step": {"type": "model_output"}},
        {"event_type": "step.delta", "index": 0, "delta": {"type": "text", "text": "Hi"}},
        {"event_type": "interaction.completed", "interaction": {"id": "i", "status": "completed", "steps": [step]}},
    )
    assert answer.messages[0].parts == (Text("Hi"),)
    assert answer.messages[0].finish_reason is FinishReason.STOP


def test_events_as_they_were_named_before() -> None:
    answer = _streamed(
        {"event_type": "interaction.start", "interaction": {"id": "i", "status": "in_progress"}},
        {"event_type": "content.start", "index": 0, "content": {"type": "text"}},
        {"event_type": "content.delta", "index": 0, "delta": {"type": "text", "text": "Hi"}},
        {
            "event_type": "content.delta",
            "index": 1,
            "delta": {"type": "function_call", "id": "f", "name": "add", "arguments": {}},
        },
        {
            "event_type": "interaction.complete",
            "interaction": {"id": "i", "status": "completed", "usage": {"total_input_tokens": 2}},
        },
    )
    assert answer.messages[0].parts == (Text("Hi"), ToolCall("f", "add", ""))
    assert (answer.id, answer.usage, answer.unknown) == ("i", Usage(2), ())


@pytest.mark.parametrize(
    ("event", "what"),
    [
        ({"event_type": "step.delta", "index": 0, "delta": {"type": "hologram"}}, "hologram"),
        ({"event_type": "something.new"}, "something.new"),
        ({"event_type": "step.stop", "index": 0, "novelty": 1}, "novelty"),
    ],
)
def test_what_is_not_known_is_shown(event: Json, what: str) -> None:
    assert [unknown.what for unknown in _streamed(event).unknown] == [what]


def test_errors() -> None:
    told: Json = {"error": {"code": "not_found", "message": "No."}}
    assert _whole(told).error == ApiError(None, "not_found", "No.")
    assert _streamed({"event_type": "error", **told}).error == ApiError(None, "not_found", "No.")  # type: ignore[dict-item]
    assert _whole("bad gateway").error == ApiError(None, None, "bad gateway")


@pytest.mark.parametrize(
    ("told", "roles"),
    [
        ("Hi", ["user"]),
        ([{"type": "text", "text": "Hi"}, {"type": "image", "data": "QQ=="}], ["user"]),
        (
            [{"role": "user", "content": "Hi"}, {"role": "model", "content": [{"type": "text", "text": "Yes?"}]}],
            ["user", "assistant"],
        ),
        (
            [
                {"type": "user_input", "content": [{"type": "text", "text": "Hi"}]},
                {"type": "thought", "signature": "s"},
                {"type": "function_call", "id": "f", "name": "add", "arguments": {}},
                {"type": "function_result", "call_id": "f", "result": 3},
            ],
            ["user", "assistant", "assistant", "tool"],
        ),
    ],
)
def test_inputs(told: Json, roles: list[str]) -> None:
    messages = API.request({"input": told}).messages
    assert [message.role for message in messages] == roles
    assert all(message.parts for message in messages)


def test_a_request() -> None:
    asked = API.request(
        {
            "model": "m-1",
            "input": "Hi",
            "system_instruction": "Be kind.",
            "stream": True,
            "previous_interaction_id": "v1_0",
            "tools": [{"type": "function", "name": "add", "parameters": {}}, {"type": "google_search"}],
        }
    )
    assert (asked.model, asked.stream, asked.previous_response_id) == ("m-1", True, "v1_0")
    assert asked.system == (Message("system", (Text("Be kind."),), path=("system_instruction",)),)
    assert [(tool.name, tool.type) for tool in asked.tools] == [("add", "function"), ("google_search", "google_search")]


@pytest.mark.parametrize(
    ("url", "first", "expected"),
    [
        ("https://generativelanguage.googleapis.com/v1beta/interactions", None, "gemini.interactions"),
        ("https://generativelanguage.googleapis.com/v1beta/interactions/v1_1", None, "gemini.interactions"),
        ("", {"event_type": "interaction.created", "interaction": {}}, "gemini.interactions"),
        ("", {"object": "interaction", "id": "i"}, "gemini.interactions"),
        ("https://example.com/interactions", {"event_type": "novelty"}, None),
    ],
)
def test_what_is_an_interaction(url: str, first: Json, expected: str | None) -> None:
    event = StreamEvent(0, (0, 1), json.dumps(first), first, is_json=True)
    dialect = choose(Interaction(0, Request("POST", url), Response(200)), None, event)
    assert (dialect.name if dialect else None) == expected


@pytest.mark.parametrize(
    "answer",
    [
        {
            "steps": [{"type": "model_output", "content": [{"type": "text", "text": "56 metres"}]}],
            "status": "completed",
        },
        {"outputs": [{"type": "text", "text": "56 metres"}], "usage": {"total_output_tokens": 3}},
    ],
)
def test_an_answer_without_envelope_is_known_by_its_steps(answer: Json) -> None:
    interaction = Interaction(0, Request("", ""), Response(200, body=Body(json.dumps(answer).encode())))
    found = analyse(interaction)
    assert found.dialect is not None
    assert found.dialect.name == "gemini.interactions"
    assert found.answer.messages[0].parts == (Text("56 metres"),)


def test_events_without_envelope_are_known_by_their_names() -> None:
    stream = b'event: content.delta\ndata: {"index": 0, "delta": {"type": "text", "text": "56 metres"}}\n\n'
    response = Response(200, headers=Headers((("content-type", "text/event-stream"),)), body=Body(stream))
    found = analyse(Interaction(0, Request("", ""), response))
    assert found.dialect is not None
    assert found.dialect.name == "gemini.interactions"
    assert found.answer.messages[0].parts == (Text("56 metres"),)
