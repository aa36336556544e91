# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What every dialect promises: it never raises, and a stream only grows towards the whole answer."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from viewer.core.answer import Answer
from viewer.core.dialects import DIALECTS, Dialect, recognise
from viewer.core.dialects.openai.platform import PLATFORM
from viewer.core.fold import fold
from viewer.core.messages import Reasoning, Text, ToolCall
from viewer.core.model import Interaction, Request, Response
from viewer.core.registry import Match
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json, parse_json

_WORDS = """
    id object model choices usage error index delta message finish_reason role content text type refusal reasoning
    reasoning_content reasoning_details tool_calls function name arguments function_call audio images image_url url
    annotations citations executed_tools thinking messages tools stream system input candidates parts event data
    chat.completion chat.completion.chunk stop user assistant tool data:,x [DONE]
"""
_WORD = st.sampled_from(_WORDS.split())
_JSON: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | _WORD,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORD, inner, max_size=6),
    max_leaves=30,
)
dialects = pytest.mark.parametrize("dialect", list(DIALECTS), ids=lambda dialect: dialect.name)

# These answer with data: whole, or as pictures one after another.
_WITHOUT_WORDS = ({api.name for api in PLATFORM} - {"openai.audio"}) | {"rerank"}
streamed = pytest.mark.parametrize(
    "dialect", [one for one in DIALECTS if one.name not in _WITHOUT_WORDS], ids=lambda dialect: dialect.name
)


def _deep(levels: int) -> Json:
    value: Json = "x"
    for _ in range(levels):
        value = [value]
    return value


def _event(payload: Json, name: str | None = None) -> StreamEvent:
    return StreamEvent(0, (0, 1), json.dumps(payload), payload, is_json=True, name=name)


def _said(answer: Answer) -> list[tuple[str, str]]:
    """All that the answer's parts say, as (kind, text), in order."""
    said: list[tuple[str, str]] = []
    for message in answer.messages:
        for part in message.parts:
            if isinstance(part, Text | Reasoning):
                said.append((type(part).__name__, part.content))
            elif isinstance(part, ToolCall):
                said.append((part.name or "", part.arguments))
    return said


@dialects
def test_names(dialect: Dialect) -> None:
    assert dialect.name == dialect.name.lower()
    assert dialect.title
    assert DIALECTS.named(dialect.name) is dialect


# To draw an example costs fifty times what a dialect makes of it: each is drawn once, for all of them.


def _noted() -> Iterator[Dialect]:
    """All dialects; where one fails, its name is the last that hypothesis prints."""
    for dialect in DIALECTS:
        note(dialect.name)
        yield dialect


@given(request=_JSON, answer=_JSON, url=st.text(max_size=20), name=st.sampled_from([None, "error", "message"]))
def test_no_json_makes_it_raise(request: Json, answer: Json, url: str, name: str | None) -> None:
    interaction = Interaction(0, Request("POST", url), Response(200))
    event = _event(answer, name)
    recognise(interaction)
    for dialect in _noted():
        assert isinstance(dialect.match(interaction, request, event), Match)
        dialect.request(request)
        streamed = fold([dialect.deltas(event)]).answer()
        whole = fold([dialect.response(answer)]).answer()
        json.dumps(dialect.assemble(streamed, [event]))
        json.dumps(dialect.assemble(whole, []))


@given(wrong=_JSON, keys=st.lists(st.sampled_from(["choices", "usage", "id", "model", "error"]), max_size=2))
def test_no_wrong_value_makes_a_good_chunk_raise(wrong: Json, keys: list[str]) -> None:
    good: dict[str, Json] = {"id": "x", "choices": [{"index": 0, "delta": wrong, "message": wrong}], "usage": wrong}
    bad = {**good, **dict.fromkeys(keys, wrong)}
    asked: Json = [{"role": wrong, "content": wrong, "tool_calls": wrong}]
    for dialect in _noted():
        fold([dialect.deltas(_event(bad)), dialect.response(bad), dialect.deltas(_event(good))]).answer()
        dialect.request({"model": wrong, "messages": asked, "tools": wrong})


@given(data=st.text(max_size=20), name=st.none() | st.just("error"))
def test_a_payload_that_is_no_json_is_shown(data: str, name: str | None) -> None:
    event = StreamEvent(0, (0, 1), data, name=name)
    for dialect in _noted():
        assembly = fold([dialect.deltas(event)])
        assert assembly.errors or assembly.unknown or assembly.done or not data.strip()
        fold([dialect.response(data)]).answer()


@dialects
def test_deep_nesting_makes_nothing_raise(dialect: Dialect) -> None:
    deep = _deep(2 * sys.getrecursionlimit())
    for key in ("choices", "content", "delta", "tool_calls", "messages", "tools", "novelty", "error"):
        for body in ({key: deep}, {"choices": [{"delta": {key: deep}}]}, {"messages": [{"role": "tool", key: deep}]}):
            event = StreamEvent(0, (0, 1), "", body, is_json=True)  # type: ignore[arg-type]
            fold([dialect.deltas(event), dialect.response(body)]).answer()  # type: ignore[arg-type]
            dialect.request(body)  # type: ignore[arg-type]


# --- Streams of our own: `streams/<dialect>.json` holds the events' payloads and how many parts say something, and
# `names` of the events where the framing names them; a payload that is a string is no JSON ---------------------------


def _stream(dialect: Dialect) -> dict[str, Any]:
    file = Path(__file__).with_name("streams") / f"{dialect.name}.json"
    return json.loads(file.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def _events(dialect: Dialect) -> list[StreamEvent]:
    told = _stream(dialect)
    names = told.get("names", [None] * len(told["events"]))
    events = []
    for index, (payload, name) in enumerate(zip(told["events"], names, strict=True)):
        data = payload if isinstance(payload, str) else json.dumps(payload)
        parsed, is_json = parse_json(data)
        events.append(StreamEvent(index, (index, index + 1), data, parsed, is_json, name))
    if dialect.terminator is not None:
        events.append(StreamEvent(len(events), (0, 1), dialect.terminator))
    return events


@streamed
def test_every_dialect_has_a_stream_here(dialect: Dialect) -> None:
    assert len(_stream(dialect)["events"]) > 5


@streamed
def test_what_was_said_only_grows(dialect: Dialect) -> None:
    events = _events(dialect)
    before: dict[tuple[int, int], str] = {}
    for count in range(len(events) + 1):
        answer = fold(dialect.deltas(event) for event in events[:count]).answer()
        now = {
            (choice, place): part.arguments if isinstance(part, ToolCall) else getattr(part, "content", "")
            for choice, message in enumerate(answer.messages)
            for place, part in enumerate(message.parts)
        }
        for where, text in before.items():
            assert now[where].startswith(text)
        before = now
    said = [text for text in before.values() if text]
    assert len(said) == _stream(dialect)["parts"]


@streamed
def test_a_stream_and_its_whole_answer_say_the_same(dialect: Dialect) -> None:
    events = _events(dialect)
    streamed = fold(dialect.deltas(event) for event in events).answer()
    whole = fold([dialect.response(dialect.assemble(streamed, events))]).answer()
    assert _said(whole) == _said(streamed)
    assert len(_said(whole)) == _stream(dialect)["parts"]
    assert whole.usage == streamed.usage
    assert (whole.id, whole.model) == (streamed.id, streamed.model)
    finishes = [(m.role, m.finish_reason, m.native_finish_reason) for m in streamed.messages]
    assert [(m.role, m.finish_reason, m.native_finish_reason) for m in whole.messages] == finishes


@streamed
def test_nothing_of_our_streams_is_unknown(dialect: Dialect) -> None:
    assert fold(dialect.deltas(event) for event in _events(dialect)).answer().unknown == ()
