# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Timelines: where times come from, what playback makes of them, lanes and markers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.deltas import (
    AnnotationDelta,
    Delta,
    DoneDelta,
    ErrorDelta,
    FinishDelta,
    Kind,
    MetaDelta,
    PartDelta,
    ReasoningDelta,
    RoleDelta,
    TextDelta,
    ToolCallDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.fold import fold
from viewer.core.messages import ApiError, Blob, Usage
from viewer.core.streams import StreamEvent
from viewer.core.timeline import (
    LONGEST_GAP_MS,
    MarkerKind,
    Pacing,
    Timeline,
    TimeSource,
    build,
    duration_text,
    repaced,
)


def _timeline(
    steps: Sequence[Sequence[Delta]],
    duration_ms: float | None = 1000.0,
    times: Sequence[float | None] | None = None,
) -> Timeline:
    return build(_events(len(steps), times), fold(steps), duration_ms)


def _events(count: int, times: Sequence[float | None] | None = None) -> list[StreamEvent]:
    every = times if times is not None else [None] * count
    return [StreamEvent(index, (index, index + 1), "", time_ms=time) for index, time in enumerate(every)]


def _said(*steps: Sequence[Delta]) -> list[tuple[int, MarkerKind, str]]:
    return [(marker.position, marker.kind, marker.label) for marker in _timeline(steps).markers]


def _text(count: int) -> list[list[Delta]]:
    return [[TextDelta("x")] for _ in range(count)]


# --- Times


def test_a_recorded_duration_is_spread_evenly_and_called_scaled() -> None:
    timeline = _timeline(_text(4), 100.0)
    assert tuple(timeline.times_ms) == (25.0, 50.0, 75.0, 100.0)
    assert (timeline.source, timeline.duration_ms) == (TimeSource.SCALED, 100.0)
    assert timeline.caption == "timing: scaled from 100.0 ms"


def test_recorded_times_are_kept_and_never_run_backwards() -> None:
    timeline = _timeline(_text(4), 100.0, [-5.0, 20.0, 10.0, 300.0])
    assert tuple(timeline.times_ms) == (0.0, 20.0, 20.0, 300.0)
    assert (timeline.source, timeline.duration_ms) == (TimeSource.RECORDED, 300.0)


@pytest.mark.parametrize(
    ("first_byte_ms", "expected"),
    [(400.0, (400, 700, 1000)), (None, (1000 / 3, 2000 / 3, 1000)), (1000.0, (1000 / 3, 2000 / 3, 1000))],
)
def test_events_are_spread_from_the_first_byte_on(first_byte_ms: float | None, expected: tuple[float, ...]) -> None:
    steps = [[TextDelta("a")], [TextDelta("b")], [TextDelta("c")]]
    found = build(_events(3), fold(steps), 1000.0, first_byte_ms=first_byte_ms)
    assert found.times_ms == pytest.approx(expected)
    assert found.source is TimeSource.SCALED


def test_times_of_some_events_only_are_not_passed_off_as_recorded() -> None:
    assert _timeline(_text(2), 100.0, [1.0, None]).source is TimeSource.SCALED


@pytest.mark.parametrize("duration", [None, 0.0, -3.0])
def test_without_a_duration_the_pace_is_invented_and_called_so(duration: float | None) -> None:
    timeline = _timeline([[RoleDelta("assistant")], [TextDelta("abc")], [TextDelta("a" * 500)]], duration)
    gaps = [after - before for before, after in zip((0.0, *timeline.times_ms), timeline.times_ms, strict=False)]
    assert timeline.source is TimeSource.PACED
    assert gaps == pytest.approx([12.0, 50.0, 400.0])
    assert "paced" in timeline.caption


def test_a_long_pause_is_shortened_and_said() -> None:
    timeline = _timeline(_text(3), None, [100.0, 9100.0, 9200.0])
    assert tuple(timeline.play_ms) == (100.0, 2100.0, 2200.0)
    assert [(gap.index, gap.real_ms) for gap in timeline.gaps] == [(1, 9000.0)]


@pytest.mark.parametrize(("limit", "play"), [(500.0, 700.0), (10_000.0, 9200.0), (math.inf, 9200.0)])
def test_how_long_a_pause_may_be_is_chosen(limit: float, play: float) -> None:
    events, assembly = _events(3, [100.0, 9100.0, 9200.0]), fold(_text(3))
    usual, chosen = build(events, assembly, None), build(events, assembly, None, Pacing(longest_gap_ms=limit))
    assert chosen.play_ms[-1] == play
    assert [gap.real_ms for gap in chosen.gaps] == ([9000.0] if limit < 9000 else [])
    assert chosen.times_ms == usual.times_ms
    assert repaced(usual, events, assembly, Pacing(longest_gap_ms=limit)) == chosen
    assert repaced(chosen, events, assembly) == usual


def test_a_slower_pace_takes_longer_where_nothing_was_recorded_and_shortens_nothing() -> None:
    slow = Pacing(longest_gap_ms=500.0, characters_per_second=15.0)
    events, assembly = _events(3), fold([[RoleDelta("assistant")], [TextDelta("abc")], [TextDelta("a" * 500)]])
    usual, chosen = build(events, assembly, None), build(events, assembly, None, slow)
    assert chosen.play_ms == chosen.times_ms == pytest.approx([4 * time for time in usual.times_ms])
    assert (chosen.gaps, chosen.source, chosen.caption) == ((), TimeSource.PACED, usual.caption)
    assert repaced(usual, events, assembly, slow) == chosen
    assert repaced(_timeline(_text(3), 100.0), events, assembly, slow) == _timeline(_text(3), 100.0)


def test_one_event_and_none() -> None:
    assert tuple(_timeline(_text(1), 50.0).play_ms) == (50.0,)
    empty = _timeline([], 50.0)
    assert (len(empty), empty.play_at(3), empty.time_at(3), empty.shown_at(10.0)) == (0, 0.0, 0.0, 0)


def test_an_answer_that_was_not_streamed_has_nothing_to_play() -> None:
    timeline = build([], fold([[RoleDelta("assistant"), TextDelta("x"), FinishDelta("stop", None)]]), 80.0)
    assert (list(timeline.kinds), timeline.markers, timeline.duration_ms) == ([], (), 80.0)


_times = st.lists(st.floats(-1e3, 1e6), max_size=20)


@given(_times, st.floats(0, 1e6))
def test_positions_and_playback_times_are_inverse(times: list[float], moment: float) -> None:
    timeline = _timeline(_text(len(times)), None, times)
    assert list(timeline.play_ms) == sorted(timeline.play_ms)
    assert timeline.play_at(timeline.shown_at(moment)) <= moment
    for shown in range(len(times) + 1):
        arrived = timeline.shown_at(timeline.play_at(shown))
        assert arrived >= shown
        assert timeline.play_at(arrived) == timeline.play_at(shown) or shown == 0


@given(_times)
def test_playback_never_pauses_longer_than_allowed_nor_takes_longer_than_it_did(times: list[float]) -> None:
    timeline = _timeline(_text(len(times)), None, times)
    pauses = [after - before for before, after in zip((0.0, *timeline.play_ms), timeline.play_ms, strict=False)]
    assert all(pause <= LONGEST_GAP_MS + 1e-6 for pause in pauses)
    assert all(play <= time + 1e-6 for play, time in zip(timeline.play_ms, timeline.times_ms, strict=True))


# --- Lanes

_USAGE, _META = UsageDelta(Usage(1, 1)), MetaDelta("id", "model")


@pytest.mark.parametrize(
    ("deltas", "kind"),
    [
        ([_META, RoleDelta("assistant"), TextDelta("")], Kind.ROLE),
        ([_META, RoleDelta("assistant"), TextDelta("x")], Kind.TEXT),
        ([_META, TextDelta("x"), FinishDelta("stop", None), _USAGE], Kind.TEXT),
        ([_META, TextDelta(""), FinishDelta("stop", None), _USAGE], Kind.FINISH),
        ([TextDelta("x"), ToolCallDelta("", "c", "f", key=0)], Kind.TOOL_CALL),
        ([_META, _USAGE], Kind.USAGE),
        ([_META, ReasoningDelta("", signature="sig")], Kind.REASONING),
        ([TextDelta("")], Kind.TEXT),
        ([_META, AnnotationDelta(("a",))], Kind.META),
        ([_META, UnknownDelta("what", None)], Kind.UNKNOWN),
        ([TextDelta("x"), ErrorDelta(ApiError(None, None, "m"))], Kind.ERROR),
        ([DoneDelta()], Kind.DONE),
        ([], Kind.META),
    ],
)
def test_an_event_that_does_several_things_is_drawn_as_the_most_telling(deltas: list[Delta], kind: Kind) -> None:
    assert _timeline([deltas]).kinds == (kind,)


# --- Markers


def test_markers_tell_what_happens_in_order() -> None:
    assert _said(
        [RoleDelta("assistant")],
        [ReasoningDelta("hm")],
        [TextDelta("a")],
        [ToolCallDelta("{", "c1", "add", key=0)],
        [ToolCallDelta("}", key=0), ToolCallDelta("{}", "c2", "mul", key=1)],
        [PartDelta(Blob("image", None, ""))],
        [FinishDelta("tool_calls", None), UsageDelta(Usage(1, 1))],
        [UsageDelta(Usage(1, 2))],
    ) == [
        (1, MarkerKind.ROLE, "assistant"),
        (2, MarkerKind.REASONING, "reasoning"),
        (3, MarkerKind.TEXT, "text"),
        (4, MarkerKind.TOOL_CALL, "add"),
        (5, MarkerKind.TOOL_CALL_END, "add complete"),
        (5, MarkerKind.TOOL_CALL, "mul"),
        (5, MarkerKind.TOOL_CALL_END, "mul complete"),
        (6, MarkerKind.PART, "image"),
        (7, MarkerKind.FINISH, "finish: tool_calls"),
        (8, MarkerKind.USAGE, "usage"),
    ]


def test_an_empty_last_piece_does_not_put_off_the_end_of_a_call() -> None:
    markers = _said([ToolCallDelta("{}", "c", "add", key=0)], [ToolCallDelta("", "", "", key=0)])
    assert (1, MarkerKind.TOOL_CALL_END, "add complete") in markers


def test_candidates_that_do_the_same_at_once_share_a_marker() -> None:
    both: list[Delta] = [RoleDelta("assistant", 0), RoleDelta("assistant", 1)]
    assert _said(both) == [(1, MarkerKind.ROLE, "assistant")]


def test_an_error_marker_says_the_code_and_not_the_message() -> None:
    told = ErrorDelta(ApiError("rate_limit", 429, "key sk-1 is out of money"))
    assert _said([told]) == [(1, MarkerKind.ERROR, "error: 429")]
    assert _said([ErrorDelta(ApiError(None, None, "m"))]) == [(1, MarkerKind.ERROR, "error")]


def test_markers_are_found_from_any_position() -> None:
    timeline = _timeline([[RoleDelta("assistant")], *_text(3), [FinishDelta("stop", None)]])
    at = [(marker.position if marker else None) for marker in (timeline.marker_after(n) for n in range(6))]
    assert at == [1, 2, 5, 5, 5, None]
    before = [(marker.position if marker else None) for marker in (timeline.marker_before(n) for n in range(7))]
    assert before == [None, None, 1, 2, 2, 2, 5]
    finish = timeline.marker_after(0, MarkerKind.FINISH)
    assert finish is not None
    assert finish.position == 5
    assert timeline.marker_before(6, MarkerKind.TOOL_CALL) is None


@pytest.mark.parametrize(
    ("ms", "text"),
    [(0.0, "0.0 ms"), (769.44, "769.4 ms"), (999.96, "1.00 s"), (59_994.0, "59.99 s"), (59_996.0, "1 min 0 s")],
)
def test_durations_for_people(ms: float, text: str) -> None:
    assert duration_text(ms) == text
