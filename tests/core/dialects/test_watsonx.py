# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""IBM watsonx.ai: pieces of generated text, their counts and their times."""

from __future__ import annotations

import json

import pytest

from viewer.core.dialects.watsonx import Watsonx
from viewer.core.fold import fold
from viewer.core.messages import ApiError, FinishReason, Other, Text, Usage
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json

API = Watsonx()


def _event(index: int, text: str, counts: tuple[int, int], stop: str, **more: Json) -> StreamEvent:
    result: Json = {
        "generated_text": text,
        "generated_token_count": counts[0],
        "input_token_count": counts[1],
        "stop_reason": stop,
    }
    told: Json = {"model_id": "m", "created_at": f"2026-01-02T03:04:05.{index}00Z", "results": [result], **more}
    return StreamEvent(index, (index, index + 1), json.dumps(told), told, is_json=True, name="message")


EVENTS = [
    _event(0, "", (0, 8), "not_finished", system={"warnings": [{"message": "Take care."}]}),
    _event(2, "One", (1, 0), "not_finished"),
    _event(5, " two", (2, 0), "MAX_TOKENS"),
]


def test_a_stream() -> None:
    answer = fold(API.deltas(event) for event in EVENTS).answer()
    (message,) = answer.messages
    assert message.parts == (Other("warnings", [{"message": "Take care."}], title="Take care."), Text("One two"))
    assert (message.finish_reason, message.native_finish_reason) == (FinishReason.LENGTH, "MAX_TOKENS")
    assert (answer.usage, answer.model, answer.unknown) == (Usage(8, 2), "m", ())


def test_events_tell_when_they_were_made() -> None:
    assert API.times_ms(EVENTS) == pytest.approx([0, 200, 500], abs=0.01)
    assert API.times_ms([*EVENTS, StreamEvent(3, (0, 1), "{}", {}, is_json=True)]) is None
    assert API.times_ms([]) is None


def test_errors_and_requests() -> None:
    told: Json = {"errors": [{"code": "model_not_supported", "message": "No."}], "status_code": 404}
    assert fold([API.response(told)]).answer().error == ApiError(None, "model_not_supported", "No.")
    asked = API.request({"model_id": "m", "input": "Hi", "project_id": "p"})
    assert (asked.model, asked.messages[0].parts, asked.settings) == ("m", (Text("Hi"),), {"project_id": "p"})
