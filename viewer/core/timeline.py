# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Steps with a time each, and where the time came from.

Rule: time is told honestly. `recorded` stands in the file, `scaled` spreads the recorded duration evenly over the
events, `paced` is invented because nothing was recorded. No caller may show a time without its source.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import islice

from viewer.core.columns.members import Members
from viewer.core.deltas import Kind
from viewer.core.fold import Assembly, Track
from viewer.core.messages import ApiError, Blob, Other, Part, ToolCall, Uri
from viewer.core.streams.api import StreamEvent
from viewer.core.streams.event_list import EventList
from viewer.dataclass import dataclass

LONGEST_GAP_MS = 2000.0
"""A longer pause is shortened to this in playback, visibly (DESIGN 3.4)."""
PACE_CHARACTERS_PER_SECOND = 60.0
"""How fast text is read where no times were recorded."""
_PACE_SHORTEST_MS, _PACE_LONGEST_MS = 12.0, 400.0


@dataclass(frozen=True, slots=True)
class Pacing:
    """What a reader may choose of the time; what was recorded stays what it is.

    Pauses longer than `longest_gap_ms` are shortened to it (infinity: none is), and where nothing was recorded
    `characters_per_second` are read.
    """

    longest_gap_ms: float = LONGEST_GAP_MS
    characters_per_second: float = PACE_CHARACTERS_PER_SECOND


DEFAULT_PACING = Pacing()


class TimeSource(StrEnum):
    """Where a timeline's times come from."""

    RECORDED = "recorded"
    SCALED = "scaled"
    PACED = "paced"


class MarkerKind(StrEnum):
    """What happens at a marker."""

    ROLE = "role"
    REASONING = "reasoning"
    TEXT = "text"
    TOOL_CALL = "tool_call"
    TOOL_CALL_END = "tool_call_end"
    PART = "part"
    FINISH = "finish"
    USAGE = "usage"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Marker:
    """A place to jump to: `position` is the number of events shown when it has just happened (from 1)."""

    position: int
    kind: MarkerKind
    label: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A pause before step `index` that playback shortens: its real length in ms."""

    index: int
    real_ms: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """When each event arrives. `times_ms[i]` counts from the request, `play_ms[i]` from the start of playback.

    `duration_ms` is the length of the response, `kinds[i]` the lane that event i is drawn in, `markers` are in order of
    position. An answer that was not streamed has none of them.
    """

    times_ms: Sequence[float]
    play_ms: Sequence[float]
    source: TimeSource
    duration_ms: float
    kinds: Members[Kind]
    markers: tuple[Marker, ...]
    gaps: tuple[Gap, ...] = ()

    def __len__(self) -> int:
        """Number of events."""
        return len(self.times_ms)

    def time_at(self, shown: int) -> float:
        """The time in ms when `shown` events have arrived; 0 before the first."""
        return self.times_ms[min(shown, len(self)) - 1] if shown > 0 and self.times_ms else 0.0

    def play_at(self, shown: int) -> float:
        """The playback time in ms at which `shown` events stand."""
        return self.play_ms[min(shown, len(self)) - 1] if shown > 0 and self.play_ms else 0.0

    def shown_at(self, play_ms: float) -> int:
        """How many events have arrived at a playback time in ms; the inverse of `play_at` where no two share a time."""
        return bisect_right(self.play_ms, play_ms)

    def marker_after(self, shown: int, *kinds: MarkerKind) -> Marker | None:
        """The next marker past a position, of the given kinds or of any."""
        start = bisect_right(self.markers, shown, key=lambda marker: marker.position)
        return next(_of_kinds((self.markers[at] for at in range(start, len(self.markers))), kinds), None)

    def marker_before(self, shown: int, *kinds: MarkerKind) -> Marker | None:
        """The last marker before a position, of the given kinds or of any."""
        end = bisect_left(self.markers, shown, key=lambda marker: marker.position)
        return next(_of_kinds((self.markers[at] for at in reversed(range(end))), kinds), None)

    @property
    def caption(self) -> str:
        """The source of the times in words, such as `timing: scaled from 972.9 ms`."""
        match self.source:
            case TimeSource.RECORDED:
                return "timing: recorded"
            case TimeSource.SCALED:
                return f"timing: scaled from {duration_text(self.duration_ms)}"
            case TimeSource.PACED:
                return "timing: paced, no times recorded"


def _of_kinds(markers: Iterator[Marker], kinds: tuple[MarkerKind, ...]) -> Iterator[Marker]:
    return (marker for marker in markers if not kinds or marker.kind in kinds)


def duration_text(ms: float) -> str:
    """A duration for people: `769.4 ms`, `1.04 s`, `2 min 5 s`."""
    if ms < 999.95:  # what rounds to the next unit is said in it
        return f"{ms:.1f} ms"
    if ms < 59_995:
        return f"{ms / 1000:.2f} s"
    minutes, seconds = divmod(round(ms / 1000), 60)
    return f"{minutes} min {seconds} s"


def build(
    events: Sequence[StreamEvent],
    assembly: Assembly,
    duration_ms: float | None,
    pacing: Pacing = DEFAULT_PACING,
    *,
    first_byte_ms: float | None = None,
) -> Timeline:
    """The timeline of a stream; `duration_ms` is how long the whole response took, `first_byte_ms` until its begin."""
    times, source = _times(events, assembly, duration_ms, pacing, first_byte_ms)
    play, gaps = _playback(times, source, pacing)
    return Timeline(
        times_ms=times,
        play_ms=play,
        source=source,
        duration_ms=max(times[-1] if times else 0.0, duration_ms or 0.0),
        kinds=assembly.additions.kinds[: len(events)] if events else Members(),
        markers=_markers(assembly) if events else (),
        gaps=gaps,
    )


def repaced(
    line: Timeline, events: Sequence[StreamEvent], assembly: Assembly, pacing: Pacing = DEFAULT_PACING
) -> Timeline:
    """The timeline of these events at another pacing: events, markers and what was recorded stay."""
    is_paced = line.source is TimeSource.PACED
    times = _paced(events, assembly, pacing) if is_paced else line.times_ms
    play, gaps = _playback(times, line.source, pacing)
    duration = times[-1] if is_paced and times else line.duration_ms
    return replace(line, times_ms=times, play_ms=play, duration_ms=duration, gaps=gaps)


def _times(
    events: Sequence[StreamEvent],
    assembly: Assembly,
    duration_ms: float | None,
    pacing: Pacing,
    first_byte_ms: float | None,
) -> tuple[array[float], TimeSource]:
    # All or nothing: a guess between two recorded times would pass for recorded.
    recorded = _recorded(events)
    if recorded:
        return _ascending(recorded), TimeSource.RECORDED
    if duration_ms and duration_ms > 0:
        return _scaled(len(events), duration_ms, first_byte_ms), TimeSource.SCALED
    return _paced(events, assembly, pacing), TimeSource.PACED


def _scaled(count: int, duration_ms: float, first_byte_ms: float | None) -> array[float]:
    """Times spread evenly: from the first byte where it is known, which the first event came with, else from 0."""
    if first_byte_ms is None or not 0 < first_byte_ms < duration_ms or count == 1:
        return array("d", (duration_ms * (i + 1) / count for i in range(count)))
    return array("d", (first_byte_ms + (duration_ms - first_byte_ms) * i / (count - 1) for i in range(count)))


def _recorded(events: Sequence[StreamEvent]) -> Sequence[float] | None:
    """The time of each event, if all have one; a list of events tells without making them."""
    if isinstance(events, EventList):
        return events.times_ms
    times = [event.time_ms for event in events if event.time_ms is not None]
    return times if len(times) == len(events) else None


def _ascending(times: Sequence[float]) -> array[float]:
    """Times that never run backwards, as a clock set back between events would have them."""
    result = array("d")
    for time in times:
        result.append(max(time, result[-1] if result else 0.0))
    return result


def _paced(events: Sequence[StreamEvent], assembly: Assembly, pacing: Pacing) -> array[float]:
    """A reading pace: as long as the added text takes to read, within bounds."""
    now, times = 0.0, array("d")
    paces: dict[int, float] = {}
    # The bounds are part of the pace: half the pace is twice the time for every event.
    slower = PACE_CHARACTERS_PER_SECOND / pacing.characters_per_second
    for added in islice(assembly.additions.characters, len(events)):
        if (pace := paces.get(added)) is None:
            ms = added * 1000 / PACE_CHARACTERS_PER_SECOND
            pace = paces[added] = slower * min(max(ms, _PACE_SHORTEST_MS), _PACE_LONGEST_MS)
        now += pace
        times.append(now)
    return times


def _playback(times: Sequence[float], source: TimeSource, pacing: Pacing) -> tuple[Sequence[float], tuple[Gap, ...]]:
    """Playback times: as recorded, long pauses shortened. A pause that is invented is never said to be shortened."""
    if source is TimeSource.PACED:
        return times, ()
    now, before, play, gaps = 0.0, 0.0, array("d"), []
    for index, time in enumerate(times):
        pause = time - before
        if pause > pacing.longest_gap_ms:
            gaps.append(Gap(index, pause))
        now, before = now + min(pause, pacing.longest_gap_ms), time
        play.append(now)
    return play, tuple(gaps)


def _markers(assembly: Assembly) -> tuple[Marker, ...]:
    """All markers in order of position; candidates that do the same in one event share a marker."""
    markers: list[Marker] = []
    for roles in assembly.roles.values():
        markers += [Marker(step + 1, MarkerKind.ROLE, role) for step, role in roles[:1]]
    for track in assembly.tracks:
        markers += _track_markers(track)
    for finishes in assembly.finishes.values():
        markers += [Marker(step + 1, MarkerKind.FINISH, f"finish: {delta.native}") for step, delta in finishes]
    # The last usage only: some providers send a running count with every event.
    markers += [Marker(step + 1, MarkerKind.USAGE, "usage") for step, _ in assembly.usages[-1:]]
    markers += [Marker(step + 1, MarkerKind.ERROR, _error_label(error)) for step, error in assembly.errors]
    return tuple(sorted(dict.fromkeys(markers), key=lambda marker: marker.position))


def _error_label(error: ApiError) -> str:
    """The error in a word; its message may be long and tell secrets."""
    word = error.code if error.code is not None else error.type
    return f"error: {word}" if word is not None else "error"


def _track_markers(track: Track) -> list[Marker]:
    start = track.opened_at + 1
    match track.kind:
        case Kind.TEXT:
            return [Marker(start, MarkerKind.TEXT, "text")]
        case Kind.REASONING:
            return [Marker(start, MarkerKind.REASONING, "reasoning")]
        case Kind.TOOL_CALL:
            form = track.forms[-1][1]
            name = (form.name if isinstance(form, ToolCall) else None) or "tool call"
            end = Marker(track.closed_at + 1, MarkerKind.TOOL_CALL_END, f"{name} complete")
            return [Marker(start, MarkerKind.TOOL_CALL, name), end]
        case _:
            return [Marker(start, MarkerKind.PART, _part_label(track.forms[0][1]))]


def _part_label(part: Part) -> str:
    match part:
        case Blob(modality=word) | Uri(modality=word) | Other(type=word):
            return word
        case _:
            return type(part).__name__.lower()
