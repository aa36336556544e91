# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a request instructs and declares otherwise than the one before."""

from __future__ import annotations

from viewer.core.messages import Message, Prompt, Text, ToolDefinition
from viewer.core.prompt_changes import instruction_change, tool_change


def _system(*texts: str) -> Prompt:
    return Prompt(system=tuple(Message("system", (Text(text),), path=("messages", n)) for n, text in enumerate(texts)))


def _tools(*tools: ToolDefinition) -> Prompt:
    return Prompt(tools=tools)


def test_the_same_instructions_elsewhere_are_no_change() -> None:
    assert instruction_change(_system("a", "b"), _system("b", "a")) is None


def test_only_the_messages_that_changed_are_compared() -> None:
    change = instruction_change(_system("Be kind.", "It is May."), _system("Be kind.", "It is June."))
    assert change is not None
    assert [message.path for message in change.changed] == [("messages", 1)]
    assert [(run.kind, run.text) for run in change.difference] == [("removed", "It is May."), ("added", "It is June.")]


def test_instructions_that_are_left_out() -> None:
    change = instruction_change(_system("Be kind."), _system())
    assert change is not None
    assert change.changed == ()
    assert [(run.kind, run.text) for run in change.difference] == [("removed", "Be kind.")]


def test_tools_by_name() -> None:
    read, find = ToolDefinition("read", "Read", {"type": "object"}), ToolDefinition("find")
    change = tool_change(_tools(read, find), _tools(ToolDefinition("edit"), ToolDefinition("read", "Read it", {})))
    assert change is not None
    assert (change.added, change.removed, change.changed) == (("edit",), ("find",), ("read",))
    assert {run.kind for run in change.difference} >= {"removed", "added"}


def test_order_of_tools_and_keys_is_no_change() -> None:
    one = ToolDefinition("a", None, {"type": "object", "required": []}), ToolDefinition("b")
    other = ToolDefinition("b"), ToolDefinition("a", None, {"required": [], "type": "object"})
    assert tool_change(_tools(*one), _tools(*other)) is None


def test_two_tools_of_one_name_are_both_compared() -> None:
    one, other = ToolDefinition("a", "first"), ToolDefinition("a", "second")
    assert tool_change(_tools(one, other), _tools(one)) is not None
