# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""ai-sdk: the older lines with codes, the newer parts, what a page sends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from viewer.core.analysis import Exchange, analyse
from viewer.core.messages import FinishReason, Text, ToolCall, ToolCallResponse, Usage
from viewer.core.model import Body, Headers, Interaction, Request, Response
from viewer.core.text.json_values import Json

_LINES = Path(__file__).parents[2] / "data" / "streams" / "ai-data-stream" / "talk.txt"


def _read(body: bytes, content_type: str, asked: Json = None) -> Exchange:
    headers = Headers((("Content-Type", content_type),))
    request = Request("POST", "https://page.example/api/chat", body=Body(json.dumps(asked or {}).encode()))
    found = analyse(Interaction(0, request, Response(200, headers=headers, body=Body(body))))
    assert found.dialect is not None
    assert found.dialect.name == "ai-sdk"
    assert found.answer.unknown == ()
    return found


def test_lines_with_codes() -> None:
    found = _read(_LINES.read_bytes(), "text/plain; charset=utf-8")
    assert found.framing == "ai-data-stream"
    (message,) = found.answer.messages
    assert message.parts == (
        Text("56 metres"),
        ToolCall("c1", "depth", '{"lake": "Thun"}'),
        ToolCallResponse("c1", 217, server=True),
    )
    assert (message.finish_reason, found.answer.usage, found.answer.id) == (FinishReason.TOOL_CALL, Usage(4, 9), "m-1")
    assert found.problems == ()


def _sse(*parts: Json) -> bytes:
    return "".join(f"data: {json.dumps(part)}\n\n" for part in parts).encode() + b"data: [DONE]\n\n"


def test_parts_with_a_tool_that_failed_and_an_error() -> None:
    found = _read(
        _sse(
            {"type": "start", "messageId": "m"},
            {"type": "tool-input-available", "toolCallId": "c", "toolName": "f", "input": {}},
            {"type": "tool-output-error", "toolCallId": "c", "errorText": "No lake."},
            {"type": "error", "errorText": "Broken."},
        ),
        "text/event-stream",
    )
    (message,) = found.answer.messages
    assert message.parts == (
        ToolCall("c", "f", "{}"),
        ToolCallResponse("c", "No lake.", server=True, is_error=True),
    )
    assert found.answer.error is not None
    assert found.answer.error.message == "Broken."


@pytest.mark.parametrize(
    "spoken",
    [
        {"role": "user", "parts": [{"type": "text", "text": "How deep?"}]},
        {"role": "user", "content": "How deep?"},
    ],
)
def test_what_a_page_asks(spoken: Json) -> None:
    tool: Json = {"type": "tool-depth", "toolCallId": "c", "state": "output-available", "input": {"a": 1}, "output": 2}
    asked: Json = {"id": "chat", "messages": [spoken, {"role": "assistant", "parts": [tool]}]}
    found = _read(_sse({"type": "start"}, {"type": "text-delta", "id": "t", "delta": "x"}), "text/event-stream", asked)
    assert found.prompt is not None
    user, assistant = found.prompt.messages
    assert user.parts == (Text("How deep?"),)
    assert assistant.parts == (ToolCall("c", "depth", '{"a": 1}'), ToolCallResponse("c", 2, "depth"))
    assert found.prompt.settings == {"id": "chat"}
