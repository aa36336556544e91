# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A list of events is the sequence that its decoder gives, whichever part of it is asked for first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from viewer.core.errors import Problem, Severity
from viewer.core.streams import Direction, EventList, StreamEvent
from viewer.core.text.json_values import parse_json

_BODY = 'data: {"a": 1}\n\nevent: x\ndata: é\n\nid: 7\ndata: 1\ndata: 2\n\n'.encode()
_PROBLEM = Problem(Severity.INFO, "odd", event=3)
_EVENTS = (
    StreamEvent(0, (0, 14), '{"a": 1}', *parse_json('{"a": 1}')),
    StreamEvent(1, (16, 33), "é", name="x", time_ms=2.5),
    StreamEvent(2, (35, 56), "1\n2", id="7", problems=(_PROBLEM,), direction=Direction.SENT),
)


def _come(count: list[int]) -> Iterator[StreamEvent]:
    for event in _EVENTS:
        count.append(event.index)
        yield event


@pytest.mark.parametrize(
    ("ask", "answer", "came"),
    [
        (bool, True, 1),
        (len, 3, 3),
        (lambda events: events[0], _EVENTS[0], 1),
        (lambda events: events[-1], _EVENTS[2], 3),
        (lambda events: events[1:], _EVENTS[1:], 3),
        (lambda events: next(iter(events)), _EVENTS[0], 1),
        (lambda events: list(reversed(events)), list(reversed(_EVENTS)), 3),
        (lambda events: list(events.no_json), list(_EVENTS[1:]), 3),
        (lambda events: events.problems, {2: (_PROBLEM,)}, 3),
        (lambda events: events.times_ms, None, 3),
        (lambda events: events.has_times, True, 3),
    ],
)
def test_what_is_asked_comes_and_no_more(ask: Callable[[EventList], object], answer: object, came: int) -> None:
    count: list[int] = []
    events = EventList(_come(count), _BODY)
    assert ask(events) == answer
    assert len(count) == came
    assert events == _EVENTS
    assert ask(events) == answer


def test_an_index_out_of_range() -> None:
    with pytest.raises(IndexError):
        EventList(_EVENTS, _BODY)[3]
    with pytest.raises(IndexError):
        EventList()[-1]


def test_only_what_is_not_in_the_body_is_kept_as_text() -> None:
    events = EventList(_EVENTS, _BODY)
    assert len(events) == 3
    assert events._texts == {2: "1\n2"}


def test_other_times() -> None:
    events = EventList(_EVENTS, _BODY).timed([1.0, 2.0, 3.0])
    assert events.times_ms == (1.0, 2.0, 3.0)
    assert [event.time_ms for event in events] == [1.0, 2.0, 3.0]
    with pytest.raises(ValueError, match="shorter"):
        len(EventList(_EVENTS, _BODY).timed([1.0]))


def test_text_that_cannot_be_encoded_is_kept() -> None:
    event = StreamEvent(0, (0, 4), "\ud800")
    events = EventList([event], b"abcd")
    assert list(events) == [event]
    assert list(events) == [event]
