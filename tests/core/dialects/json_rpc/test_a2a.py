# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Agent2Agent: messages, tasks and what changes in them."""

from __future__ import annotations

import json

import pytest

from viewer.core.answer import Answer
from viewer.core.dialects.json_rpc.a2a import A2a
from viewer.core.fold import fold
from viewer.core.messages import ApiError, Blob, FinishReason, Message, Other, Part, Text, Uri
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json

API = A2a()


def _result(result: Json) -> Json:
    return {"jsonrpc": "2.0", "id": "1", "result": result}


def _streamed(*results: Json) -> Answer:
    told = [_result(result) for result in results]
    events = [StreamEvent(n, (n, n + 1), json.dumps(p), p, is_json=True) for n, p in enumerate(told)]
    return fold(API.deltas(event) for event in events).answer()


def _whole(body: Json) -> Answer:
    return fold([API.response(body)]).answer()


_PARTS: list[tuple[Json, Part]] = [
    ({"kind": "text", "text": "Hi"}, Text("Hi")),
    ({"kind": "data", "data": {"n": 1}}, Other("data", {"n": 1})),
    ({"kind": "file", "file": {"mimeType": "image/png", "bytes": "QQ=="}}, Blob("image", "image/png", "QQ==")),
    ({"kind": "file", "file": {"uri": "https://example.com/a"}}, Uri("document", None, "https://example.com/a")),
]


@pytest.mark.parametrize(("told", "part"), _PARTS)
def test_parts_are_the_same_sent_and_answered(told: Json, part: Part) -> None:
    message: Json = {"kind": "message", "messageId": "m", "role": "agent", "parts": [told]}
    assert _whole(_result(message)).messages[0].parts == (part,)
    sent: Json = {"kind": "message", "role": "user", "parts": [told]}
    asked = API.request({"jsonrpc": "2.0", "id": 1, "method": "message/stream", "params": {"message": sent}})
    assert asked.messages == (Message("user", (part,), path=("params", "message")),)
    assert asked.stream


def test_a_message_that_is_told_again_counts_once() -> None:
    said: Json = {"messageId": "m", "role": "agent", "parts": [{"kind": "text", "text": "Hi"}]}
    answer = _streamed(
        {"kind": "task", "id": "t", "status": {"state": "submitted"}},
        {"kind": "status-update", "taskId": "t", "status": {"state": "working", "message": said}},
        {"kind": "task", "id": "t", "status": {"state": "completed", "message": said}, "history": [said]},
    )
    (message,) = answer.messages
    assert (message.parts, message.finish_reason, answer.id) == ((Text("Hi"),), FinishReason.STOP, "t")


def test_artifacts_go_on_or_are_replaced() -> None:
    def told(text: str, *, append: bool) -> Json:
        return {"kind": "artifact-update", "append": append, "artifact": {"artifactId": "a", "parts": [{"text": text}]}}

    assert _streamed(told("On", append=False), told("e", append=True)).messages[0].parts == (Text("One"),)
    assert _streamed(told("On", append=False), told("Two", append=False)).messages[0].parts == (Text("Two"),)


def test_cards_errors_and_other_calls() -> None:
    (card,) = _whole({"name": "Adder", "skills": [], "url": "https://example.com/"}).messages[0].parts
    assert isinstance(card, Other)
    assert (card.type, card.title) == ("agent_card", "Adder")
    assert _whole({"jsonrpc": "2.0", "id": 1, "error": {"code": -32001, "message": "No."}}).error == ApiError(
        None, -32001, "No."
    )
    asked = API.request({"jsonrpc": "2.0", "id": 1, "method": "tasks/get", "params": {"id": "t"}})
    assert asked.messages[0].parts == (Other("tasks/get", {"id": "t"}, title="tasks/get"),)
