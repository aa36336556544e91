# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Events that are known again are understood as parser and dialect would have understood them, or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core import translation
from viewer.core.deltas import Delta, TextDelta
from viewer.core.dialects import DIALECTS, Dialect
from viewer.core.refrains import Refrains
from viewer.core.streams import EventList, StreamEvent, frame
from viewer.core.streams.api import parsed
from viewer.core.text.json_values import Json
from viewer.core.translation import Translation

_STREAMS = Path(__file__).parent / "dialects" / "streams"
_VOUCHING = [dialect for dialect in DIALECTS if getattr(dialect, "carries_text", False)]
_TEXTS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["", " ", "\n", '"', "\\", "[DONE]", "null", '{"a": 1}', "<think>", "\ud800", "é\u2028"]),
)


def _named(name: str) -> Dialect:
    found = DIALECTS.named(name)
    assert found is not None
    return found


def _event(payload: str, index: int = 0, name: str | None = None) -> StreamEvent:
    return parsed(StreamEvent(index, (0, len(payload)), payload, is_json=None, name=name))


def _chunk(content: Json, **others: Json) -> str:
    choice: dict[str, Json] = {"index": 0, "delta": {"content": content}, "finish_reason": None}
    return json.dumps({"id": "x", "model": "parrot", "choices": [choice], **others})


def _learnt(dialect: Dialect, *payloads: str) -> Refrains:
    refrains = Refrains(dialect)
    for payload in payloads:
        event = _event(payload)
        refrains.learn(event, tuple(dialect.deltas(event)))
    return refrains


def _said(refrains: Refrains, payload: str) -> tuple[Delta, ...] | None:
    event = StreamEvent(0, (0, len(payload)), payload, is_json=None)
    found = refrains.match(event)
    if found is None:
        return None
    refrain, values = found
    assert refrain.json_of(values) == json.loads(payload)
    return refrain.deltas(values)


def _strings(value: Json) -> Iterator[tuple[Any, Any]]:
    """Each place of a string inside a JSON value: the container, and the key."""
    for key, inside in list(value.items() if isinstance(value, dict) else enumerate(value)):  # type: ignore[arg-type]
        if isinstance(inside, str):
            yield value, key
        elif isinstance(inside, dict | list):
            yield from _strings(inside)


@pytest.mark.parametrize("dialect", _VOUCHING, ids=lambda dialect: dialect.name)
@given(data=st.data())
def test_a_stream_known_by_its_refrains_says_what_its_dialect_says(dialect: Dialect, data: st.DataObject) -> None:
    """Each event of a recorded stream again and again, each time with other strings in it, in whatever spelling."""
    events: list[StreamEvent] = []
    payloads = json.loads((_STREAMS / f"{dialect.name}.json").read_text("utf-8"))["events"]
    for payload in data.draw(st.lists(st.sampled_from(payloads), min_size=1, max_size=3)):
        for _ in range(4):
            again = json.loads(json.dumps(payload))
            places = list(_strings(again)) if isinstance(again, dict) else []
            for inside, key in data.draw(st.lists(st.sampled_from(places), max_size=2)) if places else []:
                inside[key] = data.draw(_TEXTS)
            events.append(_event(json.dumps(again, ensure_ascii=data.draw(st.booleans())), len(events)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(translation, "_MANY_EVENTS", 0)
        said = [tuple(deltas) for deltas in Translation(dialect, EventList(events))]
    assert said == [tuple(dialect.deltas(event)) for event in events]


def test_an_event_with_another_text_is_known_again() -> None:
    refrains = _learnt(_named("openai.chat"), _chunk("one"), _chunk("two"))
    for text in ("three", 'with "quotes"', "two\nlines", "\N{GRINNING FACE}"):
        said = _said(refrains, _chunk(text))
        assert said is not None
        assert said == tuple(_named("openai.chat").deltas(_event(_chunk(text))))
        assert isinstance(said[-1], TextDelta)
        assert said[-1].text == text


@pytest.mark.parametrize(
    "payload",
    [
        _chunk(""),
        _chunk(None),
        _chunk(["one"]),
        _chunk("one", usage={"prompt_tokens": 1}),
        _chunk("one")[:-1],
        _chunk("one") + " ",
        _chunk("one").replace('"one"', '"one'),
        _chunk("one").replace('"one"', '"one", "role": "user"'),
        _chunk("one").replace('"one"', "NaN"),
    ],
)
def test_what_differs_in_more_is_no_refrain(payload: str) -> None:
    assert _said(_learnt(_named("openai.chat"), _chunk("one"), _chunk("two")), payload) is None


def test_what_the_dialect_does_not_look_at_may_be_another_too() -> None:
    chat = _named("openai.chat")
    refrains = _learnt(chat, _chunk("one", obfuscation="abc", created=1), _chunk("two", obfuscation="d", created=2))
    assert _said(refrains, _chunk("three", obfuscation="ef", created=34)) is not None
    assert _said(refrains, _chunk("three", obfuscation={"a": 1}, created=34)) is None
    assert _said(refrains, _chunk("three", obfuscation="ef", created=34, error="x")) is None


def test_names_are_part_of_a_refrain() -> None:
    chat = _named("openai.chat")
    refrains = _learnt(chat, _chunk("one"), _chunk("two"))
    assert refrains.match(_event(_chunk("three"), name="error")) is None


class _Shouting:
    """A dialect that vouches though it changes texts."""

    carries_text = True

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        told = event.json if isinstance(event.json, dict) else {}
        yield TextDelta(str(told.get("text")).upper(), path=("text",))


def test_a_text_that_is_changed_on_the_way_makes_no_refrain() -> None:
    shouting: Any = _Shouting()
    refrains = _learnt(shouting, '{"text": "1"}', '{"text": "2"}', '{"text": "A"}')
    assert _said(refrains, '{"text": "3"}') is None


def test_learning_ends_where_it_never_pays() -> None:
    chat = _named("openai.chat")
    tried: list[StreamEvent] = []

    class Counting:
        def deltas(self, event: StreamEvent) -> Iterator[Delta]:
            tried.append(event)
            return chat.deltas(event)

    counting: Any = Counting()
    refrains = Refrains(counting)
    for number in range(500):
        event = _event(_chunk("one", seed=number))
        assert refrains.match(event) is None
        refrains.learn(event, tuple(chat.deltas(event)))
    assert 0 < len(tried) < 50


def test_a_long_stream_is_read_without_parsing_what_it_repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"word{number} " for number in range(500)]
    body = "".join(f"data: {_chunk(word)}\n\n" for word in words).encode()
    parsing: list[StreamEvent] = []

    def parse(_: EventList, event: StreamEvent) -> StreamEvent:
        parsing.append(event)
        return parsed(event)

    monkeypatch.setattr(EventList, "parsed", parse)
    chat, (_, events) = _named("openai.chat"), frame(body, "text/event-stream")
    said = [deltas for step in Translation(chat, events) for deltas in step]
    assert "".join(delta.text for delta in said if isinstance(delta, TextDelta)) == "".join(words)
    assert len(parsing) < 300
