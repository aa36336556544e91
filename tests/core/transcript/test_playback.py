# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The answer as a terminal shows it: appended only, each piece with the event that brought it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from viewer.core.exporters import ExportOptions
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.transcript.dialogue import dialogue
from viewer.core.transcript.playback import Style, StyledText, answer_text, paint, request_text

Json = Any
URL = "https://llm.example/v1/chat/completions"


def _streamed(make: Callable[..., Recording], *chunks: Json, duration: str = "") -> Recording:
    body = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
    request = {"url": URL, "method": "POST", "body": json.dumps({"model": "m", "messages": [], "stream": True})}
    headers = {"Content-Type": ["text/event-stream"]}
    return make({"request": request, "response": {"code": 200, "headers": headers, "body": body, "duration": duration}})


def _delta(choice: int = 0, finish: str | None = None, **delta: Json) -> Json:
    return {"choices": [{"index": choice, "delta": delta, "finish_reason": finish}]}


def _call(index: int, arguments: str, name: str | None = None) -> Json:
    id_ = f"call_{index}" if name else None
    return {"tool_calls": [{"index": index, "id": id_, "function": {"name": name, "arguments": arguments}}]}


def _text(found: Recording, masker: Masker | None = None) -> str:
    return "".join(piece.text for piece in answer_text(found.exchanges[0], masker or Masker()))


def test_each_piece_comes_with_its_event(make: Callable[..., Recording]) -> None:
    found = _streamed(make, _delta(role="assistant"), _delta(content="one "), _delta(content="two"))
    pieces = [(piece.shown, piece.text) for piece in answer_text(found.exchanges[0], Masker()) if piece.text.strip()]
    assert pieces[:3] == [(2, "assistant\n"), (2, "one "), (3, "two")]


def test_parts_stand_on_lines_of_their_own(make: Callable[..., Recording]) -> None:
    found = _streamed(
        make,
        _delta(reasoning_content="think"),
        _delta(content="speak"),
        _delta(**_call(0, '{"a":', "add")),
        _delta(**_call(0, "1}")),
        _delta(finish="tool_calls"),
    )
    assert _text(found).startswith('assistant\nreasoning: think\nspeak\n→ add {"a":1}\nfinish: tool_calls\n')


def test_calls_that_grow_in_turns_are_told_apart(make: Callable[..., Recording]) -> None:
    pieces = [_call(0, "{", "add"), _call(1, "[", "mul"), _call(0, "}"), _call(1, "]")]
    found = _streamed(make, *(_delta(**piece) for piece in pieces))
    assert "→ add {\n→ mul [\n→ add (continued) }\n→ mul (continued) ]" in _text(found)


def test_choices_are_numbered(make: Callable[..., Recording]) -> None:
    found = _streamed(make, _delta(0, content="a"), _delta(1, content="b"), _delta(1, finish="stop"))
    assert "choice 1: a\nchoice 2: b\nchoice 2 finish: stop" in _text(found)


def test_choices_that_come_in_turns_are_told_one_after_another(make: Callable[..., Recording]) -> None:
    pieces = [_delta(choice, content=text) for text in ("one ", "two ", "three") for choice in (0, 1)]
    found = _streamed(make, *pieces, _delta(0, finish="stop"), _delta(1, finish="length"))
    text = _text(found)
    assert "choice 1: one two three\nchoice 1 finish: stop\nchoice 2: one two three\nchoice 2 finish: length" in text
    shown = [piece.shown for piece in answer_text(found.exchanges[0], Masker())]
    assert shown == sorted(shown)


def test_secret_cut_by_events_is_masked_where_it_begins(make: Callable[..., Recording]) -> None:
    secret = "sk-live-4f8Qm2Zx7Lr9Tb3Nc6Vw1Yd5"
    found = _streamed(
        make, *(_delta(content=piece) for piece in ("key ", secret[:4], secret[4:20], secret[20:] + " end"))
    )
    text = _text(found)
    assert Masker().text(f"key {secret} end") in text
    assert secret[8:12] not in text
    assert f"key {secret} end" in _text(found, Masker(show=True))


def test_line_end_cut_by_events_is_one(make: Callable[..., Recording]) -> None:
    found = _streamed(make, _delta(content="a\r"), _delta(content="\nb"))
    assert "a\nb" in _text(found)


def test_shortened_pause_is_said(make: Callable[..., Recording]) -> None:
    found = _streamed(make, _delta(content="a"), _delta(content="b"), duration="30s")
    assert "(a pause of 10.00 s, shortened)\n" in _text(found)
    assert "a (a pause of 10.00 s, shortened) b" in _text(found)


def test_answer_that_is_no_stream_comes_at_once(make: Callable[..., Recording]) -> None:
    body = json.dumps({"choices": [{"index": 0, "message": {"role": "assistant", "content": "whole"}}]})
    request = {"url": URL, "method": "POST", "body": json.dumps({"model": "m", "messages": []})}
    found = make({"request": request, "response": {"code": 200, "body": body}})
    assert {piece.shown for piece in answer_text(found.exchanges[0], Masker())} == {0}
    assert "whole" in _text(found)


def test_unknown_bodies_are_shown(make: Callable[..., Recording]) -> None:
    request = {"url": "https://other.example/", "method": "PUT", "body": "ping"}
    found = make({"request": request, "response": {"code": 200, "body": "pong"}})
    assert _text(found) == "request body\nping\nresponse body\npong\n"


def test_opening_says_where_times_come_from(talk: Recording) -> None:
    entries = next(dialogue(talk, ExportOptions())).entries
    told = ["".join(piece.text for piece in request_text(one, Masker())) for one in entries]
    assert "6 events · timing: scaled from 1.50 s" in told[0]
    assert "system     Be brief.\nuser       How deep is the lake?\n" in told[0]
    assert "429" in told[1]
    assert "not streamed" in told[1]
    assert 'tool       depth {"metres":56}\n' in told[1]
    assert told[2].endswith("retry of #1\n\n")


@pytest.mark.parametrize(
    ("style", "colour", "painted"),
    [
        (Style.DIM, True, "\x1b[2mx\x1b[0m"),
        (Style.PLAIN, True, "x"),
        (Style.DIM, False, "x"),
    ],
)
def test_paint(style: Style, *, colour: bool, painted: str) -> None:
    assert paint(StyledText(0, style, "x"), colour=colour) == painted
