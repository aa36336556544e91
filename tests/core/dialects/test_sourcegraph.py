# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Sourcegraph's completions: in pieces, all text so far, errors."""

from __future__ import annotations

import json

import pytest

from viewer.core.answer import Answer
from viewer.core.dialects.sourcegraph import Sourcegraph
from viewer.core.fold import fold
from viewer.core.messages import ApiError, FinishReason, Text
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json

API = Sourcegraph()


def _streamed(*events: tuple[str, Json]) -> Answer:
    told = [StreamEvent(n, (n, n + 1), json.dumps(p), p, is_json=True, name=name) for n, (name, p) in enumerate(events)]
    return fold(API.deltas(event) for event in told).answer()


@pytest.mark.parametrize(
    "payloads",
    [
        [{"deltaText": "On"}, {"deltaText": "e", "stopReason": "end_turn"}],
        [{"completion": "On", "stopReason": ""}, {"completion": "One", "stopReason": "end_turn"}],
        [{"completion": "One", "stopReason": "end_turn"}],
    ],
)
def test_pieces_and_all_so_far_are_the_same_text(payloads: list[Json]) -> None:
    answer = _streamed(*(("completion", payload) for payload in payloads), ("done", {}))
    (message,) = answer.messages
    assert (message.parts, message.finish_reason) == ((Text("One"),), FinishReason.STOP)
    assert answer.unknown == ()


def test_errors() -> None:
    assert _streamed(("error", {"error": "empty"}), ("done", {})).error == ApiError(None, None, "empty")
    whole = fold([API.response("Unsupported API Version")]).answer()
    assert whole.error == ApiError(None, None, "Unsupported API Version")


def test_requests_name_who_speaks() -> None:
    asked = API.request({"model": "m", "messages": [{"speaker": "human", "text": "Hi"}, {"speaker": "assistant"}]})
    assert [(message.role, message.parts) for message in asked.messages] == [("user", (Text("Hi"),)), ("assistant", ())]
