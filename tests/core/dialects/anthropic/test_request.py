# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Requests to Anthropic Messages: instructions, messages, results of tools, media, tools, batches."""

from __future__ import annotations

import pytest

from viewer.core.dialects.anthropic.messages import Anthropic
from viewer.core.messages import Blob, File, Message, Other, Part, Text, ToolCall, ToolCallResponse, Uri
from viewer.core.text.json_values import Json

ANTHROPIC = Anthropic()


def _sent(content: Json, role: str = "user") -> Message:
    return ANTHROPIC.request({"messages": [{"role": role, "content": content}]}).messages[0]


def test_a_request() -> None:
    prompt = ANTHROPIC.request(
        {
            "model": "m",
            "stream": True,
            "max_tokens": 9,
            "system": [{"type": "text", "text": "Be brief", "cache_control": {"type": "ephemeral"}}],
            "messages": [
                {"role": "user", "content": "Hi"},
                {"role": "system", "content": [{"type": "text", "text": "New"}, {"type": "tool_addition", "x": 1}]},
            ],
            "tools": [
                {"name": "f", "description": "F", "input_schema": {"type": "object"}},
                {"type": "custom", "name": "g", "input_schema": {}},
                {"type": "web_search_20250305", "name": "web_search", "max_uses": 5},
                {"type": "mcp_toolset", "mcp_server_name": "wiki"},
            ],
        }
    )
    assert (prompt.model, prompt.stream, prompt.settings) == ("m", True, {"max_tokens": 9})
    assert prompt.system == (Message("system", (Text("Be brief"),), path=("system",)),)
    assert prompt.messages == (
        Message("user", (Text("Hi"),), path=("messages", 0)),
        Message(
            "system", (Text("New"), Other("tool_addition", {"type": "tool_addition", "x": 1})), path=("messages", 1)
        ),
    )
    kinds = [("function", "f"), ("function", "g"), ("web_search_20250305", "web_search"), ("mcp_toolset", "wiki")]
    assert [(tool.type, tool.name) for tool in prompt.tools] == kinds
    assert prompt.tools[0].parameters == {"type": "object"}


def test_a_system_text() -> None:
    assert ANTHROPIC.request({"system": "Be brief"}).system == (
        Message("system", (Text("Be brief"),), path=("system",)),
    )


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("5", (ToolCallResponse("t", "5"),)),
        (None, (ToolCallResponse("t", None),)),
        ([], (ToolCallResponse("t", []),)),
        ([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}], (ToolCallResponse("t", "ab"),)),
        (
            [{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBO"}}],
            (ToolCallResponse("t", ""), Blob("image", "image/png", "iVBO")),
        ),
        (
            [{"type": "tool_reference", "tool_name": "f"}],
            (ToolCallResponse("t", ""), Other("tool_reference", {"type": "tool_reference", "tool_name": "f"})),
        ),
    ],
)
def test_results_of_the_clients_tools(content: Json, parts: tuple[Part, ...]) -> None:
    result: Json = {"type": "tool_result", "tool_use_id": "t", "content": content}
    assert _sent([result]) == Message("tool", parts, path=("messages", 0))
    assert _sent([result, {"type": "text", "text": "So?"}]).role == "user"
    failed: Json = {"type": "tool_result", "tool_use_id": "t", "is_error": True}
    assert _sent([failed]).parts == (ToolCallResponse("t", None, is_error=True),)


@pytest.mark.parametrize(
    ("block", "part"),
    [
        (
            {"type": "document", "source": {"type": "base64", "media_type": "application/pdf", "data": "JVBE"}},
            Blob("document", "application/pdf", "JVBE"),
        ),
        ({"type": "image", "source": {"type": "url", "url": "https://e.com/a"}}, Uri("image", None, "https://e.com/a")),
        (
            {"type": "document", "source": {"type": "file", "file_id": "f"}},
            File({"type": "document", "source": {"type": "file", "file_id": "f"}}),
        ),
        ({"type": "container_upload", "file_id": "f"}, File({"type": "container_upload", "file_id": "f"})),
        ({"type": "search_result", "title": "T"}, Other("search_result", {"type": "search_result", "title": "T"})),
        ({"type": "tool_use", "name": "f"}, ToolCall(None, "f", "")),
        ("Hi", Text("Hi")),
        (5, Other("block", 5)),
    ],
)
def test_blocks_of_requests(block: Json, part: Part) -> None:
    assert _sent([block]).parts == (part,)


def test_a_batch_is_one_prompt() -> None:
    params: dict[str, Json] = {"model": "m", "system": "S", "messages": [{"role": "user", "content": "Hi"}]}
    prompt = ANTHROPIC.request({"requests": [{"custom_id": "a", "params": {**params, "tools": [{"name": "f"}]}}]})
    inside = ("requests", 0, "params")
    assert prompt.model == "m"
    assert prompt.system == (Message("system", (Text("S"),), name="a", path=(*inside, "system")),)
    assert prompt.messages == (Message("user", (Text("Hi"),), name="a", path=(*inside, "messages", 0)),)
    assert prompt.tools[0].path == (*inside, "tools", 0)


@pytest.mark.parametrize("body", [None, [], "text", 5, {}, {"messages": "Hi"}, {"messages": [5]}, {"tools": 5}])
def test_a_request_that_is_none(body: Json) -> None:
    shown = repr(ANTHROPIC.request(body).messages)
    assert not isinstance(body, str) or body in shown
