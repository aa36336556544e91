# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""openai.responses, items: what a whole answer makes of each, and that a stream makes the same."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.dialects.openai.responses import PNG, parts_of, response_with, streamed_answer, text_item, whole_answer
from viewer.core.messages import (
    Blob,
    Other,
    Part,
    Reasoning,
    Text,
    ToolCall,
    ToolCallResponse,
    Uri,
)

_ITEMS: list[tuple[dict[str, Any], list[Part]]] = [
    (
        text_item("Hi", annotations=[{"type": "url_citation", "url": "u"}]),
        [Text("Hi", ({"type": "url_citation", "url": "u"},))],
    ),
    ({"type": "message", "content": [{"type": "refusal", "refusal": "No"}]}, [Text("No", refusal=True)]),
    ({"type": "message", "content": "plain"}, [Text("plain")]),
    (
        {"type": "message", "role": "user", "content": "x"},
        [Other("message", {"type": "message", "role": "user", "content": "x"})],
    ),
    (
        {
            "type": "reasoning",
            "summary": [{"type": "summary_text", "text": "A"}, {"type": "summary_text", "text": "B"}],
            "encrypted_content": "s",
        },
        [Reasoning("A", "s"), Reasoning("B")],
    ),
    ({"type": "reasoning", "summary": [], "content": [{"type": "reasoning_text", "text": "Hm"}]}, [Reasoning("Hm")]),
    ({"type": "reasoning", "summary": [], "encrypted_content": "s"}, [Reasoning("", "s")]),
    ({"type": "reasoning", "summary": []}, []),
    (
        {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "add", "arguments": '{"a":1}'},
        [ToolCall("call_1", "add", '{"a":1}')],
    ),
    (
        {"type": "custom_tool_call", "call_id": "c", "name": "sql", "input": "SELECT 1"},
        [ToolCall("c", "sql", "SELECT 1")],
    ),
    (
        {"type": "web_search_call", "id": "ws_1", "action": {"type": "search", "query": "q"}},
        [ToolCall("ws_1", "web_search", '{"type": "search", "query": "q"}', server=True)],
    ),
    (
        {"type": "web_search_call", "id": "ws_1", "name": "browse_page", "arguments": '{"url":"u"}'},
        [ToolCall("ws_1", "browse_page", '{"url":"u"}', server=True)],
    ),
    (
        {"type": "file_search_call", "id": "fs_1", "queries": ["q"], "results": [{"text": "t"}]},
        [
            ToolCall("fs_1", "file_search", '{"queries": ["q"]}', server=True),
            ToolCallResponse("fs_1", [{"text": "t"}], "file_search", server=True),
        ],
    ),
    (
        {
            "type": "code_interpreter_call",
            "id": "ci",
            "code": "1",
            "container_id": "k",
            "outputs": [{"type": "image", "url": "https://x/1.png"}],
        },
        [
            ToolCall("ci", "code_interpreter", '{"code": "1", "container_id": "k"}', server=True),
            ToolCallResponse("ci", [{"type": "image", "url": "https://x/1.png"}], "code_interpreter", server=True),
            Uri("image", None, "https://x/1.png"),
        ],
    ),
    (
        {
            "type": "image_generation_call",
            "id": "ig",
            "revised_prompt": "A cat",
            "output_format": "webp",
            "result": PNG,
        },
        [
            ToolCall("ig", "image_generation", '{"revised_prompt": "A cat", "output_format": "webp"}', server=True),
            Blob("image", "image/webp", PNG),
        ],
    ),
    (
        {"type": "image_generation_call", "id": "ig", "result": "https://x/1.jpg"},
        [ToolCall("ig", "image_generation", "", server=True), Uri("image", None, "https://x/1.jpg")],
    ),
    (
        {"type": "mcp_call", "id": "mcp_1", "name": "roll", "arguments": "{}", "output": "4", "error": None},
        [ToolCall("mcp_1", "roll", "{}", server=True), ToolCallResponse("mcp_1", "4", "roll", server=True)],
    ),
    (
        {"type": "mcp_call", "id": "mcp_1", "name": "roll", "arguments": "{}", "output": None, "error": "refused"},
        [
            ToolCall("mcp_1", "roll", "{}", server=True),
            ToolCallResponse("mcp_1", "refused", "roll", server=True, is_error=True),
        ],
    ),
    (
        {"type": "tool_search_call", "call_id": "ts", "execution": "server", "arguments": {"query": "q"}},
        [ToolCall("ts", "tool_search", '{"query": "q"}', server=True)],
    ),
    (
        {"type": "tool_search_output", "call_id": "ts", "tools": [{"name": "f"}]},
        [ToolCallResponse("ts", [{"name": "f"}], server=True)],
    ),
    (
        {"type": "shell_call", "call_id": "sh", "action": {"timeout_ms": 1, "commands": ["ls"]}},
        [ToolCall("sh", "shell", '{"commands": ["ls"], "timeout_ms": 1}')],
    ),
    (
        {
            "type": "shell_call",
            "call_id": "sh",
            "action": {"commands": ["ls"]},
            "environment": {"type": "container_reference"},
        },
        [ToolCall("sh", "shell", '{"commands": ["ls"]}', server=True)],
    ),
    (
        {"type": "shell_call_output", "call_id": "sh", "output": [{"stdout": "a"}]},
        [ToolCallResponse("sh", [{"stdout": "a"}], server=True)],
    ),
    (
        {"type": "apply_patch_call", "call_id": "ap", "operation": {"diff": "+1", "path": "a", "type": "create_file"}},
        [ToolCall("ap", "apply_patch", '{"type": "create_file", "path": "a", "diff": "+1"}')],
    ),
    (
        {"type": "local_shell_call", "call_id": "ls", "action": {"command": ["ls"]}},
        [ToolCall("ls", "local_shell", '{"command": ["ls"]}')],
    ),
    (
        {"type": "computer_call", "call_id": "cu", "action": {"type": "click"}},
        [ToolCall("cu", "computer", '{"action": {"type": "click"}}')],
    ),
    ({"type": "program", "call_id": "p", "code": "x"}, [ToolCall("p", "program", '{"code": "x"}', server=True)]),
    ({"type": "program_output", "call_id": "p", "result": "y"}, [ToolCallResponse("p", "y", server=True)]),
    (
        {"type": "compaction", "encrypted_content": "s"},
        [Other("compaction", {"type": "compaction", "encrypted_content": "s"})],
    ),
    ({"type": "mcp_list_tools", "tools": []}, [Other("mcp_list_tools", {"type": "mcp_list_tools", "tools": []})]),
    ({"type": "some_novelty", "content": "x"}, [Other("some_novelty", {"type": "some_novelty", "content": "x"})]),
]
items = pytest.mark.parametrize(
    ("item", "parts"), _ITEMS, ids=lambda value: value.get("type") if isinstance(value, dict) else ""
)


@items
def test_items_of_a_whole_answer(item: dict[str, Any], parts: list[Part]) -> None:
    assert parts_of(whole_answer(response_with(item))) == parts


@items
def test_items_told_only_as_done(item: dict[str, Any], parts: list[Part]) -> None:
    done = {"type": "response.output_item.done", "output_index": 0, "item": item}
    assert parts_of(streamed_answer(done)) == parts
    assert parts_of(streamed_answer(done, {"type": "response.completed", "response": response_with(item)})) == parts


@items
def test_items_told_only_at_the_end(item: dict[str, Any], parts: list[Part]) -> None:
    assert parts_of(streamed_answer({"type": "response.completed", "response": response_with(item)})) == parts
