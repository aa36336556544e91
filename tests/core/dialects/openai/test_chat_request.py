# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a chat completions request asks, in every form in which clients write it."""

from __future__ import annotations

from typing import Any, TypeAlias

import pytest

from viewer.core.dialects.openai.chat import OpenAIChat
from viewer.core.messages import Blob, File, Other, Part, Reasoning, Text, ToolCall, ToolCallResponse, Uri
from viewer.core.text.json_values import Json

CHAT = OpenAIChat()
Payload: TypeAlias = Any
"""JSON as a test writes it."""


def _prompt_parts(message: Payload) -> tuple[Part, ...]:
    return CHAT.request({"model": "m-1", "messages": [message]}).messages[0].parts


def test_a_request() -> None:
    prompt = CHAT.request(
        {
            "model": "m-1",
            "stream": True,
            "temperature": 0.5,
            "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": "Hi", "name": "Ann"},
                {"role": "developer", "content": [{"type": "text", "text": "Be kind."}]},
            ],
            "tools": [{"type": "function", "function": {"name": "add", "description": "Adds", "parameters": {"a": 1}}}],
            "functions": [{"name": "subtract"}],
        }
    )
    assert (prompt.model, prompt.stream, prompt.settings) == ("m-1", True, {"temperature": 0.5})
    assert [(m.parts, m.path) for m in prompt.system] == [
        ((Text("Be brief."),), ("messages", 0)),
        ((Text("Be kind."),), ("messages", 2)),
    ]
    (user,) = prompt.messages
    assert (user.role, user.parts, user.name, user.path) == ("user", (Text("Hi"),), "Ann", ("messages", 1))
    assert [(t.name, t.description, t.parameters, t.path) for t in prompt.tools] == [
        ("add", "Adds", {"a": 1}, ("tools", 0)),
        ("subtract", None, None, ("functions", 0)),
    ]


def test_tools_of_other_types() -> None:
    tools: list[Json] = [
        {"type": "web_search"},
        {"type": "custom", "custom": {"name": "run"}},
        {"name": "flat", "parameters": {}},
        5,
    ]
    found = CHAT.request({"messages": [], "tools": tools}).tools
    assert [(tool.name, tool.type) for tool in found] == [
        ("web_search", "web_search"),
        ("run", "custom"),
        ("flat", "function"),
        ("5", "function"),
    ]


def test_an_assistant_turn_in_a_request() -> None:
    message = {
        "role": "assistant",
        "reasoning_content": "Hm",
        "content": None,
        "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "add", "arguments": "{}"}}],
    }
    assert _prompt_parts(message) == (Reasoning("Hm"), ToolCall("call_1", "add", "{}"))
    legacy = {"role": "assistant", "content": "Ok", "function_call": {"name": "add", "arguments": "{}"}}
    assert _prompt_parts(legacy) == (Text("Ok"), ToolCall(None, "add", "{}"))


def test_tool_results() -> None:
    result = {"role": "tool", "tool_call_id": "call_1", "content": "5"}
    assert _prompt_parts(result) == (ToolCallResponse("call_1", "5"),)
    assert _prompt_parts({"role": "function", "name": "add", "content": "5"}) == (ToolCallResponse(None, "5", "add"),)
    image = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    seen = _prompt_parts({**result, "content": [{"type": "text", "text": "See"}, image]})
    assert seen == (ToolCallResponse("call_1", "See"), Uri("image", None, "https://example.com/a.png"))


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"type": "text", "text": "a"}, Text("a")),
        ({"text": "a"}, Text("a")),
        ("a", Text("a")),
        ({"type": "thinking", "thinking": [{"type": "text", "text": "a"}], "signature": "s"}, Reasoning("a", "s")),
        ({"type": "refusal", "refusal": "no"}, Text("no", refusal=True)),
        ({"type": "image_url", "image_url": {"url": "https://e.com/a"}}, Uri("image", None, "https://e.com/a")),
        ({"type": "image_url", "image_url": "https://e.com/a"}, Uri("image", None, "https://e.com/a")),
        ({"type": "image_url", "image_url": {"url": "data:image/gif;base64,R0lG"}}, Blob("image", "image/gif", "R0lG")),
        ({"type": "image_url", "image_url": {"url": "data:text/plain,a%20b"}}, Blob("image", "text/plain", "YSBi")),
        ({"type": "video_url", "video_url": {"url": "https://e.com/v"}}, Uri("video", None, "https://e.com/v")),
        ({"type": "document_url", "document_url": "https://e.com/d"}, Uri("document", None, "https://e.com/d")),
        ({"type": "file_url", "file_url": {"url": "https://e.com/d"}}, Uri("document", None, "https://e.com/d")),
        (
            {"type": "input_audio", "input_audio": {"data": "UklG", "format": "mp3"}},
            Blob("audio", "audio/mpeg", "UklG"),
        ),
        ({"type": "input_audio", "input_audio": {"data": "UklG", "format": "wav"}}, Blob("audio", "audio/wav", "UklG")),
        ({"type": "input_audio", "input_audio": "https://e.com/a"}, Uri("audio", None, "https://e.com/a")),
        ({"type": "file", "file": {"file_id": "f"}}, File({"file_id": "f"})),
        (
            {"type": "file", "file": {"filename": "a.pdf", "file_data": "data:application/pdf;base64,JVBE"}},
            Blob("document", "application/pdf", "JVBE"),
        ),
        ({"type": "hologram", "x": 1}, Other("hologram", {"type": "hologram", "x": 1})),
        ({"type": "image_url"}, Other("image_url", {"type": "image_url"})),
        (5, Other("part", 5)),
    ],
)
def test_content_parts(part: Json, expected: Part) -> None:
    assert _prompt_parts({"role": "user", "content": [part]}) == (expected,)


def test_unknown_keys_of_a_message_are_shown() -> None:
    message = {"role": "user", "content": "Hi", "mood": "good", "cache_control": {"type": "ephemeral"}}
    assert _prompt_parts(message) == (Text("Hi"), Other("mood", "good"))


@pytest.mark.parametrize("body", [None, [], "text", 5, {}, {"messages": "Hi"}, {"messages": [5, None]}, {"tools": 5}])
def test_a_request_that_is_none(body: Json) -> None:
    prompt = CHAT.request(body)
    shown = repr(prompt.messages)
    assert body is None or not isinstance(body, str) or body in shown
