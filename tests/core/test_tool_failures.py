# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Results of tools that are errors: what marks them, and where they are told for the first time."""

from __future__ import annotations

import json

import pytest

from viewer.core.messages import Message, Prompt, Text, ToolCall, ToolCallResponse
from viewer.core.text.json_values import Json
from viewer.core.tool_failures import failure, new_results, told_failures


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        ("two failed\nExit code: 2", "exit code 2"),
        ("Exit code 1\nls: cannot access 'x'", "exit code 1"),
        ("Chunk 1\nProcess exited with code 127\nOutput:\n", "exit code 127"),
        ("Output: (empty)\nError: (none)\nExit Code: 1\nSignal: 0\nProcess group: 7", "exit code 1"),
        ("<returncode>1</returncode>\n<output>no</output>", "exit code 1"),
        ("[exit code: 3]", "exit code 3"),
        ("a\n" * 5000 + "exit status 4", "exit code 4"),
        ("Error: no such file", "Error: no such file"),
        ("error executing tool read: gone", "error executing tool read: gone"),
        ("Traceback (most recent call last):\n  File", "Traceback (most recent call last): File"),
        ('{"error": "no such city"}', "no such city"),
        ({"error": {"message": "busy", "code": 3}}, "busy"),
        ({"output": "x", "metadata": {"exit_code": 1}}, "exit code 1"),
        ({"type": "code_execution_result", "return_code": 1, "stdout": ""}, "exit code 1"),
        ([{"stdout": "", "outcome": {"type": "exit", "exit_code": 2}}], "exit code 2"),
        ({"type": "web_search_tool_result_error", "error_code": "max_uses_exceeded"}, "max_uses_exceeded"),
        ({"isError": True, "message": "no access"}, "no access"),
        ({"success": False}, "said to be an error"),
        ([{"type": "text", "text": "Error: nothing there"}], "Error: nothing there"),
    ],
)
def test_what_marks_an_error(response: Json, reason: str) -> None:
    assert failure(ToolCallResponse("c", response)) == reason
    if not isinstance(response, str):
        assert failure(ToolCallResponse("c", json.dumps(response))) == reason


@pytest.mark.parametrize(
    "response",
    [
        "5 passed\nExit code: 0",
        "Status: 200",
        "code: 7",
        "Returns an error: nothing.",
        "There were 3 errors in the log.",
        "one\n" * 50 + "Exit code: 1\n" + "two\n" * 50,
        "The program ends with exit code 1 where a file is missing.",
        '{"error": null, "result": 4}',
        '{"error": "", "stdout": "4"}',
        {"status": "failed", "build": 7},
        {"exit_code": 0, "success": True},
        {"exit_code": True},
        [],
        None,
        7,
    ],
)
def test_what_does_not(response: Json) -> None:
    assert failure(ToolCallResponse("c", response)) is None


def test_what_the_api_marks_is_told_in_the_tool_s_words() -> None:
    assert failure(ToolCallResponse("c", "not found", is_error=True)) == "not found"
    assert failure(ToolCallResponse("c", [{"type": "text", "text": "gone"}], is_error=True)) == "gone"
    assert failure(ToolCallResponse("c", None, is_error=True)) == "said to be an error"


def test_a_reason_is_short_and_on_one_line() -> None:
    reason = failure(ToolCallResponse("c", "Error: " + "long\n" * 1000))
    assert reason is not None
    assert len(reason) == 120
    assert "\n" not in reason


def _asked(*parts: Text | ToolCall | ToolCallResponse, role: str = "user") -> Message:
    return Message(role, parts)


CALL = _asked(ToolCall("c1", "read", "{}"), role="assistant")
FAILED = ToolCallResponse("c1", "gone", is_error=True)


def test_only_what_follows_the_last_turn_of_the_model_is_new() -> None:
    later = ToolCallResponse("c2", "there")
    asked = [_asked(Text("go")), CALL, _asked(FAILED, role="tool"), CALL, _asked(later), _asked(Text("and?"))]
    assert list(new_results(asked)) == [later]
    assert list(new_results([*asked, _asked(Text("Well,"), role="assistant")])) == [later]
    assert list(new_results([*asked, CALL, _asked(Text("thanks"))])) == []


def test_an_error_is_told_with_the_name_of_its_tool_once() -> None:
    prompt = Prompt(messages=(CALL, _asked(FAILED)))
    assert [(one.tool, one.reason) for one in told_failures(prompt, ())] == [("read", "gone")]
    later = Prompt(messages=(CALL, _asked(FAILED), CALL, _asked(ToolCallResponse("c1", "there"))))
    assert told_failures(later, ()) == ()


def test_errors_of_the_provider_s_own_tools_stand_in_the_answer() -> None:
    answered = _asked(ToolCall("s", "search", "{}", server=True), ToolCallResponse("s", {"error": "busy"}, server=True))
    assert [(one.tool, one.reason) for one in told_failures(None, (answered,))] == [("search", "busy")]
