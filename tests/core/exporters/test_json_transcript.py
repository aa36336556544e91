# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The JSON transcript has the keys and values of its contract, for good recordings and bad ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from viewer.core.recording import Recording
from viewer.core.transcript import json_output

Make = Callable[..., Recording]
Export = Callable[..., str]

_INTERACTION = {
    "index",
    "id",
    "conversation",
    "retry_of",
    "duration_ms",
    "recorded_at",
    "request",
    "response",
    "problems",
}
_REQUEST = {"method", "url", "headers", "dialect", "model", "stream"}
_REQUEST |= {"system_instructions", "input_messages", "tool_definitions", "settings"}
_RESPONSE = {"status", "headers", "framing", "events", "dialect", "model", "id", "output_messages", "usage"}
_RESPONSE |= {"cost_estimate", "error", "unknown"}
_USAGE = {"input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"}
_USAGE |= {"reasoning_output_tokens", "cost", "reported"}
_MESSAGE = {"role", "parts", "finish_reason", "native_finish_reason"}


def transcript(export: Export, found: Recording, *, interactions: Sequence[int] | None = None) -> dict[str, Any]:
    def refuse(constant: str) -> None:
        pytest.fail(f"{constant} is not JSON")

    loaded: dict[str, Any] = json.loads(export("json", found, interactions=interactions), parse_constant=refuse)
    return loaded


@pytest.mark.parametrize("fixture", ["talk", "hostile"])
def test_every_key_is_there(fixture: str, request: pytest.FixtureRequest, export: Export) -> None:
    document = transcript(export, request.getfixturevalue(fixture))
    assert document["schema"] == "cassette-viewer/transcript/2"
    assert set(document["source"]) == {"name", "recorder", "version"}
    for interaction in document["interactions"]:
        assert set(interaction) >= _INTERACTION
        assert set(interaction["request"]) == _REQUEST
        assert set(interaction["response"]) == _RESPONSE
        assert set(interaction["response"]["usage"]) == _USAGE
        messages = interaction["request"]["input_messages"] + interaction["response"]["output_messages"]
        assert all(set(message) >= _MESSAGE for message in messages)
        for problem in interaction["problems"]:
            assert set(problem) == {"severity", "text", "line", "event"}


def test_an_agent_loop(talk: Recording, export: Export) -> None:
    first, limited, last = transcript(export, talk)["interactions"]
    assert first["request"]["system_instructions"] == [{"type": "text", "content": "Be brief."}]
    assert first["request"]["tool_definitions"][0]["name"] == "depth"
    assert first["response"]["output_messages"][0]["parts"] == [
        {"type": "reasoning", "content": "A tool knows."},
        {"type": "tool_call", "id": "call_0", "name": "depth", "arguments": {"lake": "Oeschinen"}},
    ]
    assert first["response"]["output_messages"][0]["finish_reason"] == "tool_call"
    assert first["response"]["output_messages"][0]["native_finish_reason"] == "tool_calls"
    assert first["response"]["usage"]["input_tokens"] == 30
    assert first["response"]["events"] == 6
    assert first["duration_ms"] == 1500
    assert limited["response"]["status"] == 429
    assert limited["response"]["error"]["message"] == "Slow down."
    assert last["retry_of"] == 1
    assert [i["conversation"] for i in (first, limited, last)] == [0, 0, 0]
    assert last["request"]["input_messages"][-1]["parts"] == [
        {"type": "tool_call_response", "id": "call_0", "response": '{"metres":56}'}
    ]


def test_no_llm_call_is_null(hostile: Recording, export: Export) -> None:
    page = transcript(export, hostile)["interactions"][1]
    assert page["request"]["dialect"] is None
    assert page["request"]["stream"] is None
    assert page["response"]["output_messages"] == []
    assert page["conversation"] is None


def test_text_survives_as_it_was(make: Make, export: Export) -> None:
    text = "half \ud83d, NUL \x00, line \u2028, C1 \x9b, \u202ebidi"
    body = {"choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]}
    request = {"url": "https://llm.example/v1/chat/completions", "method": "POST", "body": '{"messages":[]}'}
    found = make({"request": request, "response": {"code": 200, "body": json.dumps(body)}})
    written = export("json", found)
    assert "\u2028" not in written
    message = transcript(export, found)["interactions"][0]["response"]["output_messages"][0]
    assert message["parts"] == [{"type": "text", "content": text}]


@pytest.mark.parametrize(
    ("arguments", "value"),
    [('{"a": 1}', {"a": 1}), ("", {}), ("{broken", "{broken"), ('{"a": NaN}', '{"a": NaN}'), ("1e999", "1e999")],
)
def test_arguments_are_json_or_the_string(make: Make, export: Export, arguments: str, value: object) -> None:
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": arguments}}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    request = {"url": "https://llm.example/v1/chat/completions", "method": "POST", "body": '{"messages":[]}'}
    body = json.dumps({"choices": [{"index": 0, "message": message, "finish_reason": "tool_calls"}]})
    found = make({"request": request, "response": {"code": 200, "body": body}})
    parts = transcript(export, found)["interactions"][0]["response"]["output_messages"][0]["parts"]
    assert parts == [{"type": "tool_call", "id": "c", "name": "f", "arguments": value}]


def test_values_that_json_cannot_say_are_told_in_words() -> None:
    deep: Any = "bottom"
    for _ in range(5000):
        deep = [deep]
    text = json_output.dump({"infinite": float("inf"), "deep": deep})
    assert json.loads(text)["infinite"] == "inf"
    assert "nested deeper" in text
