# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is wrong with the order of a stream, and what only looks so."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

import pytest

from viewer.core.analysis import analyse
from viewer.core.model import Body, Headers, Interaction, Request, Response

Payload: TypeAlias = Any
_CHAT, _ANTHROPIC = "https://llm.example/v1/chat/completions", "https://llm.example/v1/messages"


def _found(answer: Payload, url: str = _CHAT, asked: Payload = None, status: int = 200) -> list[str]:
    """The problems of an answer: a list of payloads is a stream, of which a pair is an event with a name."""
    if isinstance(answer, list):
        text = ""
        for one in answer:
            name, payload = one if isinstance(one, tuple) else (None, one)
            text += f"event: {name}\n" if name else ""
            text += f"data: {payload if isinstance(payload, str) else json.dumps(payload)}\n\n"
        kind = "text/event-stream"
    else:
        text, kind = answer if isinstance(answer, str) else json.dumps(answer), "application/json"
        kind = "text/plain" if isinstance(answer, str) else kind
    response = Response(status, headers=Headers((("Content-Type", kind),)), body=Body(text.encode()))
    request = Request("POST", url, body=Body(json.dumps(asked or {"messages": []}).encode()))
    return [problem.text for problem in analyse(Interaction(0, request, response)).problems]


def _chunk(delta: Payload, finish: str | None = None, **more: Payload) -> Payload:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "c", "model": "m-1", "choices": [choice], **more}


_HI, _STOP, _DONE = _chunk({"content": "Hi"}), _chunk({}, "stop"), "[DONE]"


def _piece(arguments: str, **head: Payload) -> Payload:
    return _chunk({"tool_calls": [{**head, "function": {"name": head.pop("name", None), "arguments": arguments}}]})


def _block(*, closed: bool, stopped: bool) -> list[Payload]:
    message = {"type": "message", "role": "assistant", "content": [], "model": "m", "usage": {"input_tokens": 1}}
    events: list[Payload] = [
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Hi"}},
    ]
    events += [{"type": "content_block_stop", "index": 0}] * closed
    events += [{"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 2}}]
    return [(one["type"], one) for one in events + [{"type": "message_stop"}] * stopped]


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        ([_HI, _STOP, _DONE], []),
        ([_HI, _STOP, _DONE, _DONE], ["[DONE] is told 2 times"]),
        (
            [_HI, _chunk({"content": "!"}, model="m-2"), _chunk({}, "stop", model="m-2"), _DONE],
            ["the model changes within the stream, from “m-1” to “m-2”"],
        ),
    ],
)
def test_chat(stream: list[Payload], said: list[str]) -> None:
    assert _found(stream) == said


def test_a_piece_of_arguments_that_does_not_say_whose_it_is() -> None:
    found = _found([_piece("", index=0, id="a", name="f"), _piece("{}"), _chunk({}, "tool_calls"), _DONE])
    assert "a piece of arguments has no index" in found


@pytest.mark.parametrize(
    ("closed", "stopped", "said"),
    [
        (True, True, []),
        (False, True, ["block 0 is opened and has no content_block_stop"]),
        (True, False, ["the stream ends without message_stop"]),
    ],
)
def test_blocks_and_the_last_event(closed: bool, stopped: bool, said: list[str]) -> None:
    assert _found(_block(closed=closed, stopped=stopped), _ANTHROPIC) == said


def test_an_event_whose_name_is_not_its_type() -> None:
    stream = _block(closed=True, stopped=True)
    stream[2] = ("ping", stream[2][1])
    assert _found(stream, _ANTHROPIC) == ["the event is called “ping” and says that it is “content_block_delta”"]


@pytest.mark.parametrize(
    ("asked", "answered", "is_other"),
    [
        ("lake-4", "lake-4-2026-01-02", False),
        ("vendor/lake-4", "lake-4", False),
        ("lake-4-latest", "lake-4-20260102", False),
        ("lake-4", "pond-1", True),
    ],
)
def test_another_model_than_was_asked(asked: str, answered: str, is_other: bool) -> None:
    stream = [_chunk({"content": "Hi"}, "stop", model=answered), _DONE]
    said = f"“{asked}” was asked and “{answered}” answered"
    assert _found(stream, asked={"model": asked, "messages": []}) == [said] * is_other


def test_no_tokens_beside_a_tool_call_and_none_of_a_filter() -> None:
    usage = {"prompt_tokens": 1, "completion_tokens": 0}
    call = {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    choice = {"index": 0, "message": {"role": "assistant", "tool_calls": [call]}, "finish_reason": "tool_calls"}
    assert "usage counts no output tokens, though the model said something" in _found(
        {"choices": [choice], "usage": usage}
    )
    filtered = {"index": 0, "message": {"content": "Blocked."}, "finish_reason": "content_filter"}
    assert _found({"choices": [filtered], "usage": usage}) == [
        "the answer was stopped by a content filter (content_filter)"
    ]


@pytest.mark.parametrize("answer", [{"message": "Success"}, "all is well"])
def test_a_good_answer_that_says_no_more_is_no_error(answer: Payload) -> None:
    assert [text for text in _found(answer) if "error" in text] == []
    assert [text for text in _found({"message": "No", "code": 7}) if "error" in text]


def test_free_text_for_a_tool_that_is_declared_elsewhere_is_no_broken_json() -> None:
    call = {"id": "a", "type": "custom", "custom": {"name": "patch", "input": "*** Begin"}}
    choice = {"index": 0, "message": {"role": "assistant", "tool_calls": [call]}, "finish_reason": "tool_calls"}
    assert not any("JSON" in text for text in _found({"choices": [choice]}))


def test_a_stream_that_tells_all_so_far_in_its_last_event_needs_no_end_mark() -> None:
    whole = {"index": 0, "delta": {"content": ""}, "message": {"content": "Hi"}, "finish_reason": "stop"}
    assert _found([_HI, {"id": "c", "model": "m-1", "choices": [whole]}]) == []
    assert _found([_HI, _STOP]) == ["the stream ends without [DONE]"]
