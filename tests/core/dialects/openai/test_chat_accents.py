# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How gateways and other providers speak chat completions: what they leave out, add and put elsewhere."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

import pytest

from viewer.core.analysis import Exchange, analyse
from viewer.core.deltas import Delta
from viewer.core.dialects.openai.chat_answer import answer_deltas
from viewer.core.dialects.openai.chat_request import prompt
from viewer.core.fold import fold
from viewer.core.messages import Blob, Other, Part, Text, ToolCall
from viewer.core.model import Body, Headers, Interaction, Request, Response

Payload: TypeAlias = Any
URL = "https://gateway.example/v1/chat/completions"


def _whole(choice: Payload) -> tuple[Part, ...]:
    steps: list[list[Delta]] = [list(answer_deltas({"choices": [choice]}))]
    answer = fold(steps).answer()
    assert answer.unknown == ()
    return answer.messages[0].parts


def _streamed(*deltas: Payload, url: str = URL, first: Payload = None, asked: Payload = None) -> Exchange:
    chunks = [{"id": "c", "model": "m", "choices": [{"index": 0, "delta": delta}]} for delta in deltas]
    chunks.append({"id": "c", "model": "m", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    told = [json.dumps(chunk) for chunk in ([first] if first else []) + chunks] + ["[DONE]"]
    body = Body("".join(f"data: {payload}\n\n" for payload in told).encode())
    headers = Headers((("Content-Type", "text/event-stream"),))
    request = Request("POST", url, body=Body(json.dumps(asked or {}).encode()))
    return analyse(Interaction(0, request, Response(200, headers=headers, body=body)))


def _parts(exchange: Exchange) -> tuple[Part, ...]:
    return exchange.answer.messages[0].parts


def _texts(exchange: Exchange) -> list[str]:
    return [problem.text for problem in exchange.problems]


def test_a_whole_answer_says_its_message_though_an_empty_delta_stands_beside_it() -> None:
    spoken = {"role": "assistant", "content": "Fifty-six metres."}
    assert _whole({"index": 0, "message": spoken, "delta": {"role": "assistant", "content": ""}}) == (
        Text("Fifty-six metres."),
    )


@pytest.mark.parametrize(
    ("content", "text"), [({"depth": 56}, '{"depth": 56}'), (56, "56"), (True, "true"), ({"type": "lake"}, None)]
)
def test_content_that_is_a_value_is_shown_as_its_json(content: Payload, text: str | None) -> None:
    assert _whole({"index": 0, "message": {"content": content}}) == (Text(text or json.dumps(content)),)


def test_content_that_is_one_part_is_that_part() -> None:
    assert _whole({"index": 0, "message": {"content": {"type": "text", "text": "Hi"}}}) == (Text("Hi"),)


def test_fields_that_a_gateway_fills_with_nothing_are_nothing() -> None:
    call = {"id": "c1", "function": {"name": "f", "arguments": "{}"}, "custom": {"name": "", "input": ""}}
    message: dict[str, Payload] = {"content": "", "function_call": {"name": "", "arguments": ""}, "tool_calls": [call]}
    assert _whole({"index": 0, "message": message}) == (ToolCall("c1", "f", "{}"),)
    asked = prompt({"messages": [{"role": "assistant", **message}]})
    assert asked.messages[0].parts == (ToolCall("c1", "f", "{}"),)


def test_streamed_audio_is_all_its_pieces_and_its_transcript() -> None:
    pieces: list[Payload] = [
        {"transcript": "Good "},
        {"data": "AQI="},
        {"transcript": "day"},
        {"data": "AwQ="},
        {"expires_at": 1},
    ]
    found = _streamed(*({"audio": {"id": "a", **piece}} for piece in pieces))
    transcript = Other("audio_transcript", "Good day")
    assert _parts(found) == (transcript, Blob("audio", None, "AQIDBA=="))
    assert found.assembly.answer(3).messages[0].parts == (transcript, Blob("audio", None, "AQI="))


def _piece(index: int, arguments: str, **head: Payload) -> Payload:
    name = head.pop("name", None)
    function = {"arguments": arguments, **({"name": name} if name else {})}
    return {"tool_calls": [{"index": index, "function": function, **head}]}


def test_pieces_whose_index_nothing_opened_go_on_with_the_open_call_and_one_problem_says_so() -> None:
    found = _streamed(
        _piece(0, "", id="c1", name="depth"), _piece(1, '{"lake":'), _piece(2, '"Thun"}'), asked={"tools": []}
    )
    assert _parts(found) == (ToolCall("c1", "depth", '{"lake":"Thun"}'),)
    said = [text for text in _texts(found) if "index" in text]
    assert said == ["event 2 says index 1, which nothing opened; its arguments are taken for those of “depth”"]


def test_a_piece_that_begins_other_arguments_is_another_call() -> None:
    found = _streamed(_piece(0, "{}", id="c1", name="a"), _piece(1, '{"b": 1}'))
    assert [part.arguments for part in _parts(found) if isinstance(part, ToolCall)] == ["{}", '{"b": 1}']


@pytest.mark.parametrize("url", ["", "https://resource.example/answers"])
def test_a_stream_without_telling_url_is_known_by_the_first_event_that_tells(url: str) -> None:
    first = {"id": "", "object": "", "model": "", "choices": [], "prompt_filter_results": [{"prompt_index": 0}]}
    found = _streamed({"content": "Hello"}, url=url, first=first)
    assert found.dialect is not None
    assert found.dialect.name == "openai.chat"
    assert _parts(found) == (Text("Hello"),)


def test_a_field_that_is_not_known_is_kept() -> None:
    found = _streamed({"content": "Hi", "provider_specific_fields": {"citations": [["a"]]}})
    assert [(delta.what, delta.data) for delta in found.answer.unknown] == [
        ("provider_specific_fields", {"citations": [["a"]]})
    ]
