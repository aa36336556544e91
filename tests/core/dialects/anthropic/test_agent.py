# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Sessions of the Claude Agent SDK: turns of several messages, tool results, streamed turns, the result."""

from __future__ import annotations

from tests.core.dialects.sessions import Message, exchange
from viewer.core.analysis import Exchange
from viewer.core.conversations import converse
from viewer.core.messages import Reasoning, Text, ToolCall, ToolCallResponse
from viewer.core.summary import summarise

_INIT: Message = (
    "received",
    {
        "type": "system",
        "subtype": "init",
        "session_id": "s-1",
        "model": "gale-1",
        "tools": ["Bash", "Read"],
        "permissionMode": "default",
    },
)
_CALL = {"type": "tool_use", "id": "t-1", "name": "Bash", "input": {"command": "ls"}}


def _user(content: object) -> Message:
    return "sent", {"type": "user", "message": {"role": "user", "content": content}, "session_id": "s-1"}


def _assistant(id_: str, *blocks: object, **more: object) -> Message:
    message = {"id": id_, "role": "assistant", "model": "gale-1", "content": list(blocks), "stop_reason": None}
    return "received", {"type": "assistant", "message": message, "session_id": "s-1", **more}


def _result(**told: object) -> Message:
    return "received", {"type": "result", "subtype": "success", "is_error": False, "session_id": "s-1", **told}


def _event(**event: object) -> Message:
    return "received", {"type": "stream_event", "event": event, "session_id": "s-1", "parent_tool_use_id": None}


def _said(found: Exchange) -> list[tuple[str, str]]:
    return [
        (message.role, "".join(part.content for part in message.parts if isinstance(part, Text)))
        for message in found.answer.messages
    ]


def test_a_session_with_a_tool() -> None:
    answered = [{"type": "tool_result", "tool_use_id": "t-1", "content": "a.txt"}]
    found = exchange(
        ("sent", {"type": "control_request", "request": {"subtype": "initialize", "systemPrompt": "Be short."}}),
        ("received", {"type": "control_response", "response": {"subtype": "success"}}),
        _user("Which files?"),
        _INIT,
        _assistant("m-1", {"type": "thinking", "thinking": "I list them.", "signature": "c2ln"}),
        _assistant("m-1", _CALL),
        ("received", {"type": "user", "message": {"role": "user", "content": answered}, "session_id": "s-1"}),
        _assistant("m-2", {"type": "text", "text": "Only a.txt."}),
        _result(result="Only a.txt.", total_cost_usd=0.02, usage={"input_tokens": 4, "output_tokens": 9}),
    )
    assert found.dialect is not None
    assert found.dialect.name == "claude.agent"
    user, called, tool, answer = found.answer.messages
    assert user.parts == (Text("Which files?"),)
    assert called.parts == (Reasoning("I list them.", "c2ln"), ToolCall("t-1", "Bash", '{"command": "ls"}'))
    assert (tool.role, tool.parts) == ("tool", (ToolCallResponse("t-1", "a.txt"),))
    assert answer.parts == (Text("Only a.txt."),)
    assert (answer.native_finish_reason, answer.finish_reason) == ("success", "stop")
    assert found.by_client == {0, 2}
    usage = found.answer.usage
    assert usage is not None
    assert (usage.input_tokens, usage.output_tokens, usage.cost) == (4, 9, 0.02)
    assert [result.part_in(found).response for result in converse([summarise(found)]).results.values()] == ["a.txt"]
    assert (found.problems, found.answer.unknown) == ((), ())
    prompt = found.prompt
    assert prompt is not None
    assert [tool.name for tool in prompt.tools] == ["Bash", "Read"]
    assert prompt.system[0].parts == (Text("Be short."),)
    assert prompt.settings == {"permissionMode": "default"}
    assert (found.answer.id, found.model) == ("s-1", "gale-1")


def test_a_turn_that_streams_is_not_told_twice() -> None:
    found = exchange(
        _user("Hi"),
        _event(type="message_start", message={"id": "m-1", "role": "assistant", "content": [], "model": "gale-1"}),
        _event(type="content_block_start", index=0, content_block={"type": "text", "text": ""}),
        _event(type="content_block_delta", index=0, delta={"type": "text_delta", "text": "Hel"}),
        _event(type="content_block_delta", index=0, delta={"type": "text_delta", "text": "lo."}),
        _assistant("m-1", {"type": "text", "text": "Hello."}),
        _event(type="content_block_stop", index=0),
        _event(type="message_delta", delta={"stop_reason": "end_turn"}, usage={"output_tokens": 2}),
        _event(type="message_stop"),
    )
    assert _said(found) == [("user", "Hi"), ("assistant", "Hello.")]
    assert found.answered[0].native_finish_reason == "end_turn"
    assert found.answer.unknown == ()


def test_a_result_alone_is_the_answer() -> None:
    found = exchange(_INIT, _result(result="Done."))
    assert _said(found) == [("assistant", "Done.")]


def test_a_session_that_failed() -> None:
    found = exchange(
        _INIT,
        _assistant("m-1", {"type": "text", "text": "Let me"}, error="rate_limit"),
        _result(subtype="error_during_execution", is_error=True, errors=["Overloaded."]),
    )
    assert found.answer.error is not None
    assert (found.answer.error.type, found.answer.error.message) == ("error_during_execution", "Overloaded.")
    assert found.answered[0].finish_reason == "error"


def test_unknown_messages_are_shown() -> None:
    found = exchange(_INIT, ("received", {"type": "weather", "wind": 7}), ("received", [1]))
    assert [unknown.what for unknown in found.answer.unknown] == ["weather", "message"]


def test_other_sessions_are_not_taken() -> None:
    found = exchange(("received", {"type": "user", "text": "Hi"}))
    assert found.dialect is None
