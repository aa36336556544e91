# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""openai.assistants: runs streamed and polled, their steps and messages; what is asked of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from viewer.core.answer import Answer
from viewer.core.dialects.openai.assistants import OpenAIAssistants
from viewer.core.fold import fold
from viewer.core.messages import ApiError, FinishReason, Other, Part, Text, ToolCall, ToolCallResponse
from viewer.core.model import Interaction, Request, Response
from viewer.core.registry import Match
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json

_DIALECT = OpenAIAssistants()


def _streamed(*payloads: Json, name: str | None = None) -> Answer:
    events = (StreamEvent(i, (i, i + 1), json.dumps(p), p, is_json=True, name=name) for i, p in enumerate(payloads))
    return fold(_DIALECT.deltas(event) for event in events).answer()


def _whole(body: Json) -> Answer:
    return fold([_DIALECT.response(body)]).answer()


def _parts(answer: Answer) -> list[Part]:
    return [part for message in answer.messages for part in message.parts]


def _message(text: str, role: str = "assistant", id_: str = "msg_1") -> dict[str, Any]:
    content = [{"type": "text", "text": {"value": text, "annotations": []}}]
    return {"id": id_, "object": "thread.message", "role": role, "content": content}


def _delta(item: dict[str, Any]) -> Json:
    return {"id": "msg_1", "object": "thread.message.delta", "delta": {"content": [{"index": 0, **item}]}}


def _step(*calls: Json) -> Json:
    details: Json = {"type": "tool_calls", "tool_calls": [*calls]}
    return {"id": "step_1", "object": "thread.run.step", "step_details": details}


def _run(status: str, **more: Json) -> dict[str, Any]:
    return {"id": "run_1", "object": "thread.run", "status": status, "model": "m-1", **more}


def test_text_with_citations() -> None:
    citation: Json = {"type": "file_citation", "text": "[1]"}
    answer = _streamed(
        _delta({"type": "text", "text": {"value": "See ", "annotations": []}}),
        _delta({"type": "text", "text": {"value": "[1]", "annotations": [citation]}}),
        _message("See [1]"),
    )
    assert _parts(answer) == [Text("See [1]", (citation,))]


def test_a_whole_message_alone_is_enough() -> None:
    assert _parts(_streamed(_message("Hi"))) == [Text("Hi")]


def test_pictures_and_refusals() -> None:
    picture: Json = {"type": "image_file", "image_file": {"file_id": "f"}}
    assert _parts(_whole({**_message(""), "content": [picture]})) == [Other("image_file", picture)]
    assert _parts(_streamed(_delta({"type": "refusal", "refusal": "No"}))) == [Text("No", refusal=True)]


@pytest.mark.parametrize(
    ("call", "parts"),
    [
        (
            {"id": "c", "type": "code_interpreter", "code_interpreter": {"input": "1", "outputs": [{"logs": "1"}]}},
            [
                ToolCall("c", "code_interpreter", '{"input": "1"}', server=True),
                ToolCallResponse("c", [{"logs": "1"}], server=True),
            ],
        ),
        ({"id": "c", "type": "file_search", "file_search": {}}, [ToolCall("c", "file_search", "", server=True)]),
        (
            {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}", "output": "42"}},
            [ToolCall("c", "f", "{}"), ToolCallResponse("c", "42", server=True)],
        ),
    ],
)
def test_steps(call: Json, parts: list[Part]) -> None:
    assert _parts(_streamed(_step(call))) == parts
    assert _parts(_streamed(_step(), _step(call), _step(call))) == parts


@pytest.mark.parametrize(
    ("run", "reason"),
    [
        (_run("completed"), FinishReason.STOP),
        (_run("requires_action"), FinishReason.TOOL_CALL),
        (_run("incomplete"), FinishReason.LENGTH),
        (_run("incomplete", incomplete_details={"reason": "content_filter"}), FinishReason.CONTENT_FILTER),
        (_run("failed"), FinishReason.ERROR),
        (_run("cancelled"), None),
    ],
)
def test_ends(run: dict[str, Any], reason: FinishReason | None) -> None:
    (message,) = _streamed(run).messages
    assert (message.native_finish_reason, message.finish_reason) == (run["status"], reason)


def test_a_run_that_goes_on_has_not_ended() -> None:
    assert _streamed(_run("in_progress")).messages == ()
    (message,) = _whole(_run("in_progress")).messages
    assert message.native_finish_reason is None
    assert message.parts == (Other("thread.run", _run("in_progress"), title="thread run run_1: in_progress"),)


def test_a_run_that_waits_tells_its_calls() -> None:
    call: Json = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    waiting = _run("requires_action", required_action={"submit_tool_outputs": {"tool_calls": [call]}})
    assert _parts(_whole(waiting))[1:] == [ToolCall("c", "f", "{}")]


def test_lists_of_messages_are_told_in_order() -> None:
    listed: Json = {"object": "list", "data": [_message("Later", id_="b"), _message("First", id_="a")]}
    assert _parts(_whole(listed)) == [Text("First"), Text("Later")]
    users = _message("Mine", role="user")
    assert _parts(_whole({"object": "list", "data": [users]})) == [
        Other("thread.message", users, title="message of the user")
    ]


def test_errors() -> None:
    assert _streamed({"message": "No", "code": "c"}, name="error").error == ApiError(None, "c", "No")
    assert _whole({"error": {"message": "No"}}).error == ApiError(None, None, "No")
    assert _streamed(_run("failed", last_error={"code": "c", "message": "No"})).error == ApiError(None, "c", "No")


def test_what_is_not_known_is_shown() -> None:
    assert [delta.what for delta in _streamed({"object": "novelty", "id": "x"}).unknown] == ["novelty"]
    assert _streamed({"object": "thread", "id": "x"}).unknown == ()


# --- Requests


def test_a_run_with_messages() -> None:
    prompt = _DIALECT.request(
        {
            "assistant_id": "asst_1",
            "instructions": "Be brief",
            "thread": {"messages": [{"role": "user", "content": "Hi"}]},
            "tools": [{"type": "code_interpreter"}],
            "stream": True,
        }
    )
    assert [part for message in prompt.system for part in message.parts] == [Text("Be brief")]
    assert [part for message in prompt.messages for part in message.parts] == [Text("Hi")]
    assert ([tool.name for tool in prompt.tools], prompt.stream) == (["code_interpreter"], True)
    assert prompt.settings == {"assistant_id": "asst_1"}


def test_one_message_and_results_of_tools() -> None:
    (message,) = _DIALECT.request({"role": "user", "content": "Hi"}).messages
    assert (message.role, message.parts) == ("user", (Text("Hi"),))
    (result,) = _DIALECT.request({"tool_outputs": [{"tool_call_id": "c", "output": "42"}]}).messages
    assert (result.role, result.parts) == ("tool", (ToolCallResponse("c", "42"),))


@pytest.mark.parametrize(
    ("url", "answer", "match"),
    [
        ("https://api.openai.com/v1/threads/t/runs", None, Match.SURE),
        ("https://x.openai.azure.com/openai/assistants?api-version=1", None, Match.SURE),
        ("https://<PROXY>/assistants", {"object": "assistant"}, Match.SURE),
        ("https://<PROXY>/", {"object": "thread.run"}, Match.LIKELY),
        ("https://forum.example.com/threads/3", {"title": "x"}, Match.NO),
    ],
)
def test_match(url: str, answer: Json, match: Match) -> None:
    first = None if answer is None else StreamEvent(0, (0, 1), "", answer, is_json=True)
    assert _DIALECT.match(Interaction(0, Request("POST", url), Response(200)), None, first) == match
