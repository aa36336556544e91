# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""openai.responses, answers: how they ended, what a stream adds up to, whose they are."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.core.dialects.openai.responses import (
    DIALECT,
    event_of,
    parts_of,
    response_with,
    streamed_answer,
    text_item,
    whole_answer,
)
from viewer.core.messages import (
    ApiError,
    FinishReason,
    Other,
    Usage,
)
from viewer.core.model import Interaction, Request, Response
from viewer.core.registry import Match
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json

# --- How it ended


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (response_with(text_item("Hi")), FinishReason.STOP),
        (response_with({"type": "function_call", "name": "f"}), FinishReason.TOOL_CALL),
        (response_with({"type": "local_shell_call"}), FinishReason.TOOL_CALL),
        (response_with({"type": "tool_search_call", "execution": "client"}), FinishReason.TOOL_CALL),
        (response_with({"type": "web_search_call"}), FinishReason.STOP),
        (response_with(status="incomplete", incomplete_details={"reason": "max_output_tokens"}), FinishReason.LENGTH),
        (
            response_with(status="incomplete", incomplete_details={"reason": "content_filter"}),
            FinishReason.CONTENT_FILTER,
        ),
        (response_with(status="incomplete"), None),
        (response_with(status="failed"), FinishReason.ERROR),
        (response_with(status="queued"), None),
        (response_with(status="in_progress"), None),
    ],
)
def test_finish(response: dict[str, Any], reason: FinishReason | None) -> None:
    (message,) = whole_answer(response).messages
    assert (message.native_finish_reason, message.finish_reason) == (response["status"], reason)


def test_usage_id_and_model() -> None:
    counts: dict[str, Json] = {"input_tokens": 9, "output_tokens": 8, "input_tokens_details": {"cached_tokens": 3}}
    answer = whole_answer(response_with(usage={**counts, "output_tokens_details": {"reasoning_tokens": 2}}))
    assert (answer.id, answer.model) == ("resp_1", "m-1")
    assert answer.usage == Usage(9, 8, cache_read_input_tokens=3, reasoning_output_tokens=2)


def test_answers_of_the_paths_below() -> None:
    assert whole_answer({"object": "response.input_tokens", "input_tokens": 7}).usage == Usage(input_tokens=7)
    deleted: Json = {"id": "resp_1", "object": "response", "deleted": True}
    assert parts_of(whole_answer(deleted)) == [Other("response", deleted)]
    compacted: Json = {
        "id": "c",
        "object": "response.compaction",
        "output": [{"type": "compaction", "encrypted_content": "s"}],
    }
    assert parts_of(whole_answer(compacted)) == [Other("compaction", {"type": "compaction", "encrypted_content": "s"})]
    assert whole_answer({"error": {"message": "No", "code": "c"}}).error == ApiError(None, "c", "No")


# --- The whole answer of a stream


def test_a_stream_cut_off_gives_what_came() -> None:
    payloads: list[dict[str, Any]] = [
        {"type": "response.created", "response": response_with(status="in_progress")},
        event_of("output_text.delta", delta="Half"),
        {"type": "response.function_call_arguments.delta", "output_index": 1, "delta": '{"a'},
    ]
    events = [StreamEvent(i, (i, i + 1), json.dumps(p), p, is_json=True) for i, p in enumerate(payloads)]
    streamed = streamed_answer(*payloads)
    assert parts_of(whole_answer(DIALECT.assemble(streamed, events))) == parts_of(streamed)


def test_an_end_without_output_takes_the_items_that_were_done() -> None:
    item = {**text_item("Hi"), "phase": "final_answer"}
    payloads = [event_of("output_item.done", item=item), {"type": "response.completed", "response": response_with()}]
    events = [StreamEvent(i, (i, i + 1), json.dumps(p), p, is_json=True) for i, p in enumerate(payloads)]
    assembled = DIALECT.assemble(streamed_answer(*payloads), events)
    assert isinstance(assembled, dict)
    assert assembled["output"] == [item]


# --- Whose it is


@pytest.mark.parametrize(
    ("url", "request_body", "answer", "match"),
    [
        ("https://api.openai.com/v1/responses", {"input": "x"}, None, Match.SURE),
        ("https://x.openai.azure.com/openai/responses?api-version=1", None, None, Match.SURE),
        ("https://chatgpt.com/backend-api/codex/responses", {"input": []}, None, Match.SURE),
        ("https://api.openai.com/v1/responses/resp_1?stream=false", None, response_with(), Match.SURE),
        ("https://api.openai.com/v1/responses/compact", {"input": []}, None, Match.SURE),
        ("https://api.openai.com/v1/responses/input_tokens", {"input": []}, None, Match.SURE),
        ("https://<PROXY>/", None, {"type": "response.created", "response": {}}, Match.LIKELY),
        ("https://<PROXY>/", {"input": [{"role": "user"}]}, None, Match.MAYBE),
        ("https://forms.example.com/surveys/3/responses", None, {"total": 1}, Match.NO),
        ("https://api.openai.com/v1/embeddings", {"input": ["x"], "model": "m"}, None, Match.NO),
        ("wss://api.openai.com/v1/realtime", None, {"type": "response.created"}, Match.NO),
        ("https://<PROXY>/", None, {"type": "response.created", "event_id": "e"}, Match.NO),
    ],
)
def test_match(url: str, request_body: Json, answer: Json, match: Match) -> None:
    first = None if answer is None else StreamEvent(0, (0, 1), "", answer, is_json=True)
    assert DIALECT.match(Interaction(0, Request("POST", url), Response(200)), request_body, first) == match
