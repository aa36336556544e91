# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Replicate: predictions as they stand, and streams of plain text."""

from __future__ import annotations

import pytest

from viewer.core.answer import Answer
from viewer.core.dialects.replicate import Replicate
from viewer.core.fold import fold
from viewer.core.messages import ApiError, FinishReason, Other, Part, Text, Uri, Usage
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json, parse_json

API = Replicate()


def _streamed(*events: tuple[str, str]) -> Answer:
    told = [StreamEvent(n, (n, n + 1), data, *parse_json(data), name) for n, (name, data) in enumerate(events)]
    return fold(API.deltas(event) for event in told).answer()


def _whole(body: Json) -> Answer:
    return fold([API.response(body)]).answer()


def test_data_is_text_even_where_it_looks_like_json() -> None:
    answer = _streamed(
        ("output", ""), ("output", "1"), ("output", " + "), ("output", '{"a": 1}'), ("output", "\n"), ("done", "{}")
    )
    (message,) = answer.messages
    assert (message.parts, message.native_finish_reason) == ((Text('1 + {"a": 1}\n'),), "done")


def test_streams_that_do_not_end_well() -> None:
    assert _streamed(("output", "a"), ("done", '{"reason": "canceled"}')).messages[0].native_finish_reason == "canceled"
    assert _streamed(("error", '{"detail": "out of memory"}')).error is not None
    assert [unknown.what for unknown in _streamed(("novelty", "x")).unknown] == ["novelty"]


@pytest.mark.parametrize(
    ("output", "parts"),
    [
        (["One", " two"], (Text("One two"),)),
        ("One", (Text("One"),)),
        (["https://example.com/a.png"], (Uri("image", None, "https://example.com/a.png"),)),
        ({"score": 1}, (Other("output", {"score": 1}),)),
        (None, ()),
    ],
)
def test_outputs(output: Json, parts: tuple[Part, ...]) -> None:
    body: Json = {"id": "p", "status": "succeeded", "output": output, "urls": {}, "metrics": {"output_token_count": 2}}
    answer = _whole(body)
    assert answer.messages[0].parts == parts
    assert (answer.messages[0].finish_reason, answer.id, answer.usage) == (FinishReason.STOP, "p", Usage(None, 2))


def test_predictions_that_go_on_or_failed() -> None:
    assert _whole({"id": "p", "status": "starting", "urls": {}}).messages == ()
    failed = _whole({"id": "p", "status": "failed", "error": "NSFW", "urls": {}})
    assert (failed.error, failed.messages[0].finish_reason) == (ApiError(None, None, "NSFW"), FinishReason.ERROR)
    assert _whole({"title": "Not found", "detail": "No such model", "status": 404}).error is not None


def test_requests() -> None:
    asked = API.request(
        {"version": "v", "input": {"prompt": "Hi", "system_prompt": "Be kind.", "top_k": 1}, "stream": True}
    )
    assert (asked.model, asked.stream, asked.system[0].parts) == ("v", True, (Text("Be kind."),))
    assert asked.messages[0].parts == (Text("Hi"),)
    assert API.request({"input": {"image": "x"}}).messages[0].parts == (Other("input", {"image": "x"}),)
