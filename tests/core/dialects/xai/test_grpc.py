# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""xAI's gRPC chat: requests, answers at once and streamed, server-side tools as steps of one message."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from viewer.core.analysis import Exchange, analyse
from viewer.core.formats._composed import Line, composed_body
from viewer.core.media_types import GRPC
from viewer.core.messages import (
    Blob,
    FinishReason,
    Other,
    Reasoning,
    Text,
    ToolCall,
    ToolCallResponse,
    Uri,
)
from viewer.core.model import Body, Interaction, Request, Response

_URL = "https://api.x.ai/xai_api.Chat/GetCompletion"
_EVENTS = json.loads((Path(__file__).parents[1] / "streams" / "xai.json").read_text("utf-8"))["events"]


def _call(request: object, answer: object) -> Exchange:
    body = Body(None if answer is None else json.dumps(answer).encode())
    asked = Request("POST", _URL, body=Body(json.dumps(request).encode()))
    return analyse(Interaction(0, asked, Response(200, body=body)))


def _streamed(*messages: object) -> Exchange:
    body = composed_body((Line({"grpc": message}, None) for message in messages), None, GRPC)
    return analyse(Interaction(0, Request("POST", f"{_URL}Chunk"), Response(200, body=body)))


def test_a_stream_with_a_tool_of_xais_own_is_one_message() -> None:
    found = _streamed(*_EVENTS)
    assert found.dialect is not None
    assert (found.dialect.name, found.framing) == ("xai", "grpc")
    (message,) = found.answer.messages
    assert message.parts == (
        Reasoning("Better look.", "c2ln"),
        ToolCall("c-1", "web_search", '{"query":"wind"}', server=True),
        ToolCallResponse("c-1", "7 m/s", "web_search", server=True),
        Text("Fresh.", ("https://example.org/wind",)),
        ToolCall("c-2", "tell", "{}"),
    )
    assert (message.native_finish_reason, message.finish_reason) == ("REASON_STOP", "stop")
    usage = found.answer.usage
    assert usage is not None
    assert (usage.input_tokens, usage.output_tokens, usage.reasoning_output_tokens, usage.cost) == (30, 8, 5, 0.0025)
    assert found.problems == ()


def test_a_stream_that_is_cut_off_after_a_step_says_so() -> None:
    found = _streamed(*_EVENTS[:7])
    assert [problem.text for problem in found.problems] == ["more was added after the finish reason"]


def test_what_is_asked() -> None:
    found = _call(
        {
            "model": "gale-1",
            "messages": [
                {"role": "ROLE_SYSTEM", "content": [{"text": "Be short."}]},
                {
                    "role": "ROLE_USER",
                    "content": [
                        {"text": "See?"},
                        {"image_url": {"image_url": "data:image/png;base64,AAAA"}},
                        {"image_url": {"image_url": "https://example.org/a.png"}},
                        {"sketch": 1},
                    ],
                },
                {
                    "role": "ROLE_ASSISTANT",
                    "reasoning_content": "Hm.",
                    "content": [{"text": "Let me look."}],
                    "tool_calls": [{"id": "c-1", "function": {"name": "look", "arguments": "{}"}}],
                },
                {"role": "ROLE_TOOL", "tool_call_id": "c-1", "content": [{"text": "A gull."}]},
            ],
            "tools": [
                {"function": {"name": "look", "description": "See", "parameters": '{"type": "object"}'}},
                {"web_search": {}},
            ],
            "temperature": 0,
            "previous_response_id": "g-0",
        },
        None,
    )
    prompt = found.prompt
    assert prompt is not None
    assert (prompt.model, prompt.previous_response_id, prompt.settings) == ("gale-1", "g-0", {"temperature": 0})
    assert prompt.system[0].parts == (Text("Be short."),)
    user, model, tool = prompt.messages
    assert user.parts == (
        Text("See?"),
        Blob("image", "image/png", "AAAA"),
        Uri("image", None, "https://example.org/a.png"),
        Other("sketch", {"sketch": 1}),
    )
    assert model.parts == (Reasoning("Hm."), Text("Let me look."), ToolCall("c-1", "look", "{}"))
    assert (tool.role, tool.parts) == ("tool", (ToolCallResponse("c-1", "A gull."),))
    assert [(tool.name, tool.type, tool.parameters) for tool in prompt.tools] == [
        ("look", "function", {"type": "object"}),
        ("web_search", "web_search", None),
    ]


@pytest.mark.parametrize(
    ("native", "reason"),
    [
        ("REASON_STOP", FinishReason.STOP),
        ("REASON_MAX_LEN", FinishReason.LENGTH),
        ("REASON_TOOL_CALLS", FinishReason.TOOL_CALL),
        ("REASON_NEW", None),
    ],
)
def test_finish_reasons(native: str, reason: FinishReason | None) -> None:
    found = _call({}, {"id": "g", "outputs": [{"finish_reason": native, "message": {"content": "x"}}]})
    (message,) = found.answer.messages
    assert (message.native_finish_reason, message.finish_reason) == (native, reason)


def test_a_tool_that_failed_says_why() -> None:
    call = {"id": "c", "type": "TOOL_CALL_TYPE_MCP_TOOL", "status": "TOOL_CALL_STATUS_FAILED", "error_message": "Down."}
    found = _call({}, {"outputs": [{"index": 1, "message": {"role": "ROLE_TOOL", "tool_calls": [call]}}]})
    assert found.answer.messages[0].parts == (ToolCallResponse("c", "Down.", None, server=True, is_error=True),)


def test_errors_and_what_is_not_known() -> None:
    failed = _call({}, {"error": {"code": "unavailable", "message": "Down."}})
    assert failed.answer.error is not None
    assert failed.answer.error.message == "Down."
    strange = _call({}, {"outputs": [{"message": {"content": "x", "mood": "grim"}, "rank": 1}], "novelty": 1})
    assert [unknown.what for unknown in strange.answer.unknown] == ["mood", "rank", "novelty"]


_CHOICES = [
    {"id": "g", "model": "m", "outputs": [{"index": 0, "delta": {"role": "ROLE_ASSISTANT", "content": "56"}}]},
    {"id": "g", "model": "m", "outputs": [{"index": 1, "delta": {"role": "ROLE_ASSISTANT", "content": "Deep"}}]},
    {"id": "g", "model": "m", "outputs": [{"index": 0, "delta": {"content": " m"}, "finish_reason": "REASON_STOP"}]},
    {"id": "g", "model": "m", "outputs": [{"index": 1, "delta": {}, "finish_reason": "REASON_MAX_LEN"}]},
]


def test_several_answers_are_a_choice_each() -> None:
    found = _streamed(*_CHOICES)
    assert [message.parts for message in found.answer.messages] == [(Text("56 m"),), (Text("Deep"),)]
    assert [message.finish_reason for message in found.answer.messages] == ["stop", "length"]
    assert found.dialect is not None
    whole = found.dialect.assemble(found.answer, found.events)
    assert _call({"n": 2}, whole).answer.messages == found.answer.messages
