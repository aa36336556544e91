# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Model Context Protocol: calls of tools, what they answer, lists and notifications."""

from __future__ import annotations

import json

import pytest

from viewer.core.answer import Answer
from viewer.core.dialects import choose
from viewer.core.dialects.json_rpc.mcp import Mcp
from viewer.core.fold import fold
from viewer.core.messages import ApiError, Blob, Message, Other, Part, ToolCall, ToolCallResponse, Uri
from viewer.core.model import Headers, Interaction, Request, Response
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json

API = Mcp()


def _result(result: Json) -> Json:
    return {"jsonrpc": "2.0", "id": 1, "result": result}


def _whole(body: Json) -> Answer:
    return fold([API.response(body)]).answer()


@pytest.mark.parametrize(
    ("result", "parts"),
    [
        ({"content": [{"type": "text", "text": "3"}]}, (ToolCallResponse("1", "3", server=True),)),
        (
            {"content": [{"type": "text", "text": "No."}], "isError": True},
            (ToolCallResponse("1", "No.", server=True, is_error=True),),
        ),
        ({"content": [], "structuredContent": {"n": 3}}, (ToolCallResponse("1", {"n": 3}, server=True),)),
        (
            {"content": [{"type": "text", "text": "3"}], "structuredContent": {"n": 3}},
            (ToolCallResponse("1", "3", server=True),),
        ),
        (
            {
                "content": [
                    {"type": "image", "data": "QQ==", "mimeType": "image/png"},
                    {"type": "resource_link", "uri": "a:b"},
                ]
            },
            (ToolCallResponse("1", "", server=True), Blob("image", "image/png", "QQ=="), Uri("document", None, "a:b")),
        ),
    ],
)
def test_what_tools_answer(result: Json, parts: tuple[Part, ...]) -> None:
    (message,) = _whole(_result(result)).messages
    assert (message.role, message.parts) == ("tool", parts)


@pytest.mark.parametrize(
    ("told", "title"),
    [
        (_result({"tools": [{"name": "add"}, {"name": "now"}]}), "2 tools: add, now"),
        (_result({"resources": []}), "0 resources"),
        (_result({"serverInfo": {"name": "sums", "version": "1.2"}, "protocolVersion": "x"}), "sums 1.2"),
        ({"jsonrpc": "2.0", "method": "notifications/progress", "params": {"progress": 1, "total": 4}}, "1 of 4"),
        ({"jsonrpc": "2.0", "method": "notifications/message", "params": {"data": {"msg": "busy"}}}, "busy"),
        ({"jsonrpc": "2.0", "method": "notifications/initialized"}, "notifications/initialized"),
    ],
)
def test_lists_and_notifications(told: Json, title: str) -> None:
    event = StreamEvent(0, (0, 1), json.dumps(told), told, is_json=True, name="message")
    (part,) = fold([API.deltas(event)]).answer().messages[0].parts
    assert isinstance(part, Other)
    assert part.title == title


def test_errors_and_batches() -> None:
    failed: Json = {"jsonrpc": "2.0", "id": 1, "error": {"code": -32601, "message": "no such tool"}}
    assert _whole(failed).error == ApiError(None, -32601, "no such tool")
    assert _whole([failed, _result({"content": []})]).messages[0].parts == (ToolCallResponse("1", "", server=True),)


def test_requests() -> None:
    call: Json = {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": "add", "arguments": {"a": 1}}}
    called = Message("assistant", (ToolCall("7", "add", '{"a": 1}', server=True),))
    assert API.request(call).messages == (called,)
    told: Json = {"jsonrpc": "2.0", "id": 0, "method": "tools/list"}
    assert API.request(told).messages == (Message("user", (Other("tools/list", None, title="tools/list"),)),)
    assert API.request(None).messages == ()


@pytest.mark.parametrize(
    ("method", "headers", "expected"),
    [
        ("tools/list", Headers(), "mcp"),
        ("notifications/initialized", Headers(), "mcp"),
        (None, Headers((("Mcp-Session-Id", "x"),)), "mcp"),
        ("message/send", Headers(), "a2a"),
        ("eth_blockNumber", Headers(), None),
        (None, Headers(), None),
    ],
)
def test_what_is_mcp(method: str | None, headers: Headers, expected: str | None) -> None:
    body: Json = {"jsonrpc": "2.0", "id": 1, "method": method} if method else None
    dialect = choose(Interaction(0, Request("POST", "https://example.com/rpc", headers), Response(200)), body, None)
    assert (dialect.name if dialect else None) == expected
