# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Mistral's conversations and OCR."""

from __future__ import annotations

import json

import pytest

from viewer.core.answer import Answer
from viewer.core.dialects import choose
from viewer.core.dialects.mistral import Mistral
from viewer.core.fold import fold
from viewer.core.messages import ApiError, Blob, Other, Part, Reasoning, Text, ToolCall, ToolCallResponse, Uri, Usage
from viewer.core.model import Interaction, Request, Response
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json

API = Mistral()


def _whole(body: Json) -> Answer:
    return fold([API.response(body)]).answer()


@pytest.mark.parametrize(
    ("entry", "parts"),
    [
        ({"type": "message.output", "content": "Hi"}, (Text("Hi"),)),
        (
            {"type": "message.output", "content": [{"type": "text", "text": "Hi"}, {"type": "tool_reference", "n": 1}]},
            (Text("Hi", ({"type": "tool_reference", "n": 1},)),),
        ),
        (
            {"type": "message.output", "content": [{"type": "thinking", "thinking": [{"type": "text", "text": "Hm"}]}]},
            (Reasoning("Hm"),),
        ),
        (
            {"type": "function.call", "tool_call_id": "f", "name": "add", "arguments": "{}"},
            (ToolCall("f", "add", "{}"),),
        ),
        (
            {"type": "tool.execution", "id": "t", "name": "web_search", "arguments": "{}", "info": {"n": 1}},
            (
                ToolCall("t", "web_search", "{}", server=True),
                ToolCallResponse("t", {"n": 1}, "web_search", server=True),
            ),
        ),
        ({"type": "hologram", "x": 1}, (Other("hologram", {"type": "hologram", "x": 1}),)),
    ],
)
def test_entries(entry: Json, parts: tuple[Part, ...]) -> None:
    usage: Json = {"prompt_tokens": 2, "completion_tokens": 3}
    answer = _whole({"object": "conversation.response", "conversation_id": "c", "outputs": [entry], "usage": usage})
    assert answer.messages[0].parts == parts
    assert (answer.id, answer.usage) == ("c", Usage(2, 3))


def test_pages_of_a_document() -> None:
    pages: Json = [
        {"index": 0, "markdown": "# One", "images": [{"id": "i", "image_base64": "data:image/png;base64,QQ=="}]},
        {"index": 1, "markdown": "Two", "images": []},
    ]
    answer = _whole({"pages": pages, "model": "ocr", "usage_info": {"pages_processed": 2}})
    assert answer.messages[0].parts == (
        Text("# One"),
        Blob("image", "image/png", "QQ=="),
        Text("Two"),
        Other("usage_info", {"pages_processed": 2}, title="2 pages"),
    )


def test_errors_and_what_is_not_known() -> None:
    def streamed(told: Json) -> Answer:
        return fold([API.deltas(StreamEvent(0, (0, 1), json.dumps(told), told, is_json=True))]).answer()

    failed: Json = {"type": "conversation.response.error", "message": "No.", "code": 500}
    assert streamed(failed).error == ApiError("conversation.response.error", 500, "No.")
    assert [unknown.what for unknown in streamed({"type": "novelty"}).unknown] == ["novelty"]
    assert _whole({"detail": "No."}).error == ApiError(None, None, "No.")


def test_requests() -> None:
    asked = API.request(
        {
            "agent_id": "ag",
            "instructions": "Be kind.",
            "inputs": [
                {"role": "user", "content": "Hi"},
                {"type": "function.call", "tool_call_id": "f", "name": "add", "arguments": "{}"},
                {"type": "function.result", "tool_call_id": "f", "result": "3"},
            ],
            "tools": [{"type": "web_search"}, {"type": "function", "function": {"name": "add", "parameters": {}}}],
        }
    )
    assert [(message.role, message.parts) for message in asked.messages] == [
        ("user", (Text("Hi"),)),
        ("assistant", (ToolCall("f", "add", "{}"),)),
        ("tool", (ToolCallResponse("f", "3"),)),
    ]
    assert (asked.model, [(tool.name, tool.type) for tool in asked.tools]) == (
        "ag",
        [("web_search", "web_search"), ("add", "function")],
    )
    read = API.request(
        {"model": "ocr", "document": {"type": "document_url", "document_url": "https://example.com/a.pdf"}}
    )
    assert read.messages[0].parts == (Uri("document", None, "https://example.com/a.pdf"),)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://api.mistral.ai/v1/conversations", "mistral"),
        ("https://api.mistral.ai/v1/ocr", "mistral"),
        ("https://api.mistral.ai/v1/chat/completions", "openai.chat"),
        ("https://api.openai.com/v1/conversations", "openai.conversations"),
    ],
)
def test_what_is_mistral(url: str, expected: str) -> None:
    dialect = choose(Interaction(0, Request("POST", url), Response(200)), None, None)
    assert dialect is not None
    assert dialect.name == expected
