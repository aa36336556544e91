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


_TOOLS = {"messages": [], "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}]}
_HI, _STOP, _DONE = _chunk({"content": "Hi"}), _chunk({}, "stop"), "[DONE]"


def _piece(arguments: str, **head: Payload) -> Payload:
    return _chunk({"tool_calls": [{**head, "function": {"name": head.pop("name", None), "arguments": arguments}}]})


def test_a_call_whose_head_is_told_again() -> None:
    pieces = [_piece('{"a":', index=0, id="a", name="f"), _piece("1}", index=0, id="a", name="f")]
    assert _found([*pieces, _chunk({}, "tool_calls"), _DONE], asked=_TOOLS) == ["id and name of “f” are told again"]


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ('{"a":', "1}", "; its arguments are taken for those of “f”"),
        ('{"a": 1}', '{"a": 2}', ""),
        ('{"a": 1}', '{"a": ', ""),
    ],
)
def test_an_index_that_nothing_opened_is_the_one_cause(first: str, second: str, taken: str) -> None:
    stream = [_piece(first, index=0, id="a", name="f"), _piece(second, index=1), _chunk({}, "tool_calls"), _DONE]
    assert _found(stream, asked=_TOOLS) == [f"event 2 says index 1, which nothing opened{taken}"]


def test_halves_of_a_character_in_two_events_are_joined() -> None:
    stream = ['{"id": "c", "choices": [{"index": 0, "delta": {"content": "\\ud83d"}}]}']
    stream += ['{"id": "c", "choices": [{"index": 0, "delta": {"content": "\\ude00"}, "finish_reason": "stop"}]}']
    assert _found([*stream, _DONE]) == []


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


@pytest.mark.parametrize(("events", "step", "index"), [((0, 2, 3, 4, 5), 2, 0), ((0, 1, 2, 6, 3, 4, 5), 4, 7)])
def test_a_block_that_nothing_opened(events: tuple[int, ...], step: int, index: int) -> None:
    stream = _block(closed=True, stopped=True)
    stream.append((stream[2][0], {**stream[2][1], "index": 7}))
    found = _found([stream[number] for number in events], _ANTHROPIC)
    assert found == [f"event {step} says index {index}, which nothing opened"]


def test_a_call_that_goes_on_in_another_block() -> None:
    stream = _block(closed=True, stopped=True)
    call = {"type": "tool_use", "id": "t", "name": "f", "input": {}}
    stream[1] = (stream[1][0], {**stream[1][1], "content_block": call})
    stream[2] = (stream[2][0], {**stream[2][1], "delta": {"type": "input_json_delta", "partial_json": '{"a":'}})
    astray = {**stream[2][1], "index": 1, "delta": {"type": "input_json_delta", "partial_json": "1}"}}
    stream.insert(3, (stream[2][0], astray))
    asked = {"messages": [], "tools": [{"name": "f", "input_schema": {"type": "object"}}]}
    assert _found(stream, _ANTHROPIC, asked) == ["event 4 says index 1, which nothing opened"]


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


@pytest.mark.parametrize("host", ["x.openai.azure.com", "x.services.ai.azure.com"])
def test_a_deployment_is_called_as_its_owner_likes(host: str) -> None:
    stream = [_chunk({"content": "Hi"}, "stop", model="lake-4"), _DONE]
    asked = {"model": "my-lake", "messages": []}
    for path in ("/openai/v1/chat/completions", "/openai/deployments/my-lake/chat/completions"):
        assert _found(stream, f"https://{host}{path}", asked) == []


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


def test_one_finish_reason_that_ends_all_choices() -> None:
    """As Cohere ends several generations."""
    pieces = [{"is_finished": False, "event_type": "text-generation", "text": "Hi", "index": n} for n in (0, 1)]
    end = {"is_finished": True, "event_type": "stream-end", "finish_reason": "COMPLETE"}
    stream = "".join(json.dumps(one) + "\n" for one in [*pieces, end])
    assert _found(stream, "https://api.cohere.com/v1/generate", {"prompt": "Hi", "num_generations": 2}) == []
    cut = "".join(json.dumps(one) + "\n" for one in pieces)
    assert any("cut off" in text for text in _found(cut, "https://api.cohere.com/v1/generate", {"prompt": "Hi"}))


def test_tools_of_an_assistant_stand_in_no_request() -> None:
    url = "https://api.openai.com/v1/threads/t/runs/r"
    call = {"id": "c", "type": "function", "function": {"name": "depth", "arguments": "{}"}}
    action = {"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": [call]}}
    run = {"id": "r", "object": "thread.run", "status": "requires_action", "required_action": action, "model": "m-1"}
    assert _found(run, url, {"assistant_id": "a"}) == []
    choice = {"index": 0, "message": {"role": "assistant", "tool_calls": [call]}, "finish_reason": "tool_calls"}
    assert _found({"choices": [choice]}) == ["the answer calls “depth”, which the request does not declare"]


def test_a_guardrail_that_intervened_needs_no_other_end() -> None:
    said = {"outputText": "Sorry", "index": 0, "amazon-bedrock-guardrailAction": "INTERVENED"}
    url = "https://bedrock-runtime.example/model/amazon.titan/invoke-with-response-stream"
    stream = "".join(json.dumps(one) + "\n" for one in ({"outputText": "S", "index": 0}, said))
    assert _found(stream, url, {"inputText": "Hi"}) == ["the answer was stopped by a content filter (INTERVENED)"]


def test_an_error_that_ends_a_stream_is_why_it_was_cut_off() -> None:
    """As llama.cpp's server tells it, in a field that no specification knows."""
    stream = f"data: {json.dumps(_HI)}\n\nerror: {json.dumps({'error': {'message': 'no room'}})}\n\n"
    response = Response(200, headers=Headers((("Content-Type", "text/event-stream"),)), body=Body(stream.encode()))
    found = analyse(Interaction(0, Request("POST", _CHAT, body=Body(b'{"messages": []}')), response))
    assert [problem.text for problem in found.problems] == ["an error inside a 200 answer: no room"]
    assert found.answer.error is not None
