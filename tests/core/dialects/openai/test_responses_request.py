# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""openai.responses, requests: input of every kind, instructions and tools."""

from __future__ import annotations

import pytest

from viewer.core.dialects.openai.responses import OpenAIResponses
from viewer.core.messages import (
    Blob,
    File,
    Message,
    Other,
    Part,
    Prompt,
    Reasoning,
    Text,
    ToolCall,
    ToolCallResponse,
    ToolDefinition,
    Uri,
)
from viewer.core.text.json_values import Json


def _prompt(**body: Json) -> Prompt:
    return OpenAIResponses().request({"model": "m-1", **body})


def test_input_text_and_instructions() -> None:
    prompt = _prompt(input="Hi", instructions="Be brief", stream=True, previous_response_id="resp_0", store=False)
    assert prompt.messages == (Message("user", (Text("Hi"),), path=("input",)),)
    assert prompt.system == (Message("system", (Text("Be brief"),), path=("instructions",)),)
    assert (prompt.stream, prompt.previous_response_id) == (True, "resp_0")
    assert prompt.settings == {"store": False}


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ({"type": "input_text", "text": "Hi"}, Text("Hi")),
        ({"type": "output_text", "text": "Hi"}, Text("Hi")),
        ({"type": "refusal", "refusal": "No"}, Text("No", refusal=True)),
        ({"type": "input_image", "image_url": "https://x/1.png"}, Uri("image", None, "https://x/1.png")),
        ({"type": "input_image", "image_url": "data:image/png;base64,QQ=="}, Blob("image", "image/png", "QQ==")),
        ({"type": "input_image", "file_id": "f"}, File({"type": "input_image", "file_id": "f"})),
        ({"type": "input_file", "file_url": "https://x/1.pdf"}, Uri("document", None, "https://x/1.pdf")),
        (
            {"type": "input_file", "file_data": "data:application/pdf;base64,QQ=="},
            Blob("document", "application/pdf", "QQ=="),
        ),
        ({"type": "input_file", "file_id": "f"}, File({"type": "input_file", "file_id": "f"})),
        ({"type": "input_audio", "input_audio": {"data": "QQ==", "format": "wav"}}, Blob("audio", "audio/wav", "QQ==")),
        ({"type": "novelty", "x": 1}, Other("novelty", {"type": "novelty", "x": 1})),
    ],
)
def test_content(content: Json, part: Part) -> None:
    (message,) = _prompt(input=[{"role": "user", "content": [content]}]).messages
    assert message == Message("user", (part,), path=("input", 0))


def test_what_the_model_made_in_one_turn_is_one_message() -> None:
    prompt = _prompt(
        input=[
            {"role": "developer", "content": "Rules"},
            {"role": "user", "content": "Add"},
            {"type": "reasoning", "id": "rs", "summary": [{"type": "summary_text", "text": "Hm"}]},
            {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "I add"}]},
            {"type": "function_call", "call_id": "c1", "name": "add", "arguments": "{}"},
            {"type": "function_call", "call_id": "c2", "name": "add", "arguments": "{}"},
            {"type": "function_call_output", "call_id": "c1", "output": "1"},
            {"type": "function_call_output", "call_id": "c2", "output": "2"},
            {"type": "item_reference", "id": "msg_1"},
        ]
    )
    assert [message.role for message in prompt.messages] == ["user", "assistant", "tool", "tool", "user"]
    assert prompt.system == (Message("developer", (Text("Rules"),), path=("input", 0)),)
    assert prompt.messages[1].path == ("input", 2)
    assert prompt.messages[1].parts == (
        Reasoning("Hm"),
        Text("I add"),
        ToolCall("c1", "add", "{}"),
        ToolCall("c2", "add", "{}"),
    )


@pytest.mark.parametrize(
    ("item", "parts"),
    [
        ({"type": "function_call_output", "call_id": "c", "output": "42"}, (ToolCallResponse("c", "42"),)),
        ({"type": "custom_tool_call_output", "call_id": "c", "output": "42"}, (ToolCallResponse("c", "42"),)),
        (
            {
                "type": "function_call_output",
                "call_id": "c",
                "output": [
                    {"type": "input_text", "text": "See"},
                    {"type": "input_image", "image_url": "https://x/1.png"},
                ],
            },
            (ToolCallResponse("c", "See"), Uri("image", None, "https://x/1.png")),
        ),
        (
            {
                "type": "computer_call_output",
                "call_id": "c",
                "output": {"type": "computer_screenshot", "image_url": "data:image/png;base64,QQ=="},
            },
            (ToolCallResponse("c", ""), Blob("image", "image/png", "QQ==")),
        ),
        ({"type": "shell_call_output", "call_id": "c", "output": [{"x": 1}]}, (ToolCallResponse("c", [{"x": 1}]),)),
        ({"type": "local_shell_call_output", "id": "c", "output": "{}"}, (ToolCallResponse("c", "{}"),)),
        (
            {"type": "apply_patch_call_output", "call_id": "c", "status": "completed"},
            (ToolCallResponse("c", {"type": "apply_patch_call_output", "call_id": "c", "status": "completed"}),),
        ),
    ],
)
def test_results(item: Json, parts: tuple[Part, ...]) -> None:
    (message,) = _prompt(input=[item]).messages
    assert message == Message("tool", parts, path=("input", 0))


def test_tools_of_every_kind() -> None:
    function: Json = {"type": "function", "name": "add", "description": "Adds", "parameters": {"type": "object"}}
    prompt = _prompt(
        input=[{"type": "additional_tools", "tools": [{"type": "function", "name": "late"}]}],
        tools=[
            function,
            {"type": "web_search"},
            {"type": "mcp", "server_label": "dice", "server_url": "https://x"},
            {"type": "custom", "name": "sql", "description": "Runs"},
            {"type": "namespace", "name": "crm", "tools": [{"type": "function", "name": "find"}]},
        ],
    )
    assert prompt.tools == (
        ToolDefinition("add", "Adds", {"type": "object"}, path=("tools", 0)),
        ToolDefinition("web_search", type="web_search", path=("tools", 1)),
        ToolDefinition("dice", type="mcp", path=("tools", 2)),
        ToolDefinition("sql", "Runs", type="custom", path=("tools", 3)),
        ToolDefinition("find", path=("tools", 4, "tools", 0)),
        ToolDefinition("late", path=("input", 0, "tools", 0)),
    )


def test_a_stored_prompt_is_what_is_asked() -> None:
    stored: Json = {"id": "pmpt_1", "variables": {"city": "Oslo"}}
    assert _prompt(prompt=stored).messages == (Message("user", (Other("prompt", stored),), path=("prompt",)),)


@pytest.mark.parametrize("body", [None, "", "text", [1], 7])
def test_bodies_that_are_no_object(body: Json) -> None:
    prompt = OpenAIResponses().request(body)
    assert [part for message in prompt.messages for part in message.parts] == ([Other("body", body)] if body else [])
