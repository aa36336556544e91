# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where everything of a timeline stands in pixels.

Rule: nothing here depends on the position, so that it is computed once for each size and theme.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import overload

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFontMetrics

from viewer.core.deltas import Kind
from viewer.core.timeline import Marker, MarkerKind
from viewer.core.transcript.event_kinds import lanes_for
from viewer.core.transcript.narration import Narration
from viewer.dataclass import dataclass
from viewer.gui.look.theme import Theme

_MANY_PARTS = 500
_LOW_PX = 80
"""Below this height at the user's text scale lanes lie close together, without names and lines."""
# Kinds that join text over several events: a bar behind their ticks shows each part as one clip.
_JOINED = (Kind.TEXT, Kind.REASONING, Kind.TOOL_CALL)
# Markers with a flag and a name; the others have a notch, because a lane of their own tells them already.
_FLAGGED = (
    MarkerKind.ERROR,
    MarkerKind.TOOL_CALL,
    MarkerKind.REASONING,
    MarkerKind.TEXT,
    MarkerKind.PART,
    MarkerKind.FINISH,
)

_POSITION = attrgetter("position")


@dataclass(frozen=True, slots=True)
class Flag:
    """A marker with a flag at `x`; `room` px are free for its name, 0 for none, before the flag if negative."""

    x: int
    marker: Marker
    room: int


class TickPositions(Sequence[int]):
    """The x of each event, computed when it is asked for: of a million there is room for some hundreds."""

    def __init__(self, play_ms: Sequence[float], left: int, width: int) -> None:
        """The track begins at `left`; events without times stand at even distances."""
        self._play_ms, self._left, self._width = play_ms, left, width
        end_ms = play_ms[-1] if len(play_ms) else 0.0
        self._scale = width / end_ms if end_ms > 0 else None

    def __len__(self) -> int:
        """Number of events."""
        return len(self._play_ms)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> list[int]: ...
    def __getitem__(self, index: int | slice) -> int | list[int]:
        """The x of an event, or of some."""
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        if self._scale is None:
            return self._left + self._width * (index + 1) // len(self)
        return int(self._left + 0.5 + self._play_ms[index] * self._scale)


class TimelineLayout:
    """The geometry of one exchange's timeline in a widget of a given size."""

    def __init__(self, narration: Narration, theme: Theme, width: int, height: int) -> None:
        """Compute where everything stands."""
        self.exchange, self.timeline = narration.exchange, narration.exchange.timeline
        self.cut = narration.is_cut
        self._narration, self._theme = narration, theme
        px = theme.px
        self.is_low = height < px(_LOW_PX)
        left = px(20) if self.is_low else px(100) if width >= px(560) else px(76)
        right = px(34 if self.cut else 20)
        self.box = QRect(left, px(21), max(width - left - right, px(40)), max(height - px(21) - px(13), px(20)))
        self._pad = px(14)
        self._end_ms = self.timeline.play_ms[-1] if len(self.timeline) else 0.0
        self.lanes = lanes_for(self.timeline.kinds.among())
        self.xs = TickPositions(self.timeline.play_ms, self.box.left() + self._pad, self._track_width)
        spacing = self._track_width / max(len(self.xs), 1)
        self.tick_width = max(2, min(px(14), round(spacing * 0.42)))
        self.flags = self._place_flags()

    @property
    def tick_height(self) -> int:
        """The height of a tick."""
        room = self.lane_rect(self.lanes[0]).height()
        return max(2, room - 1) if self.is_low else min(self._theme.px(7), room - 4)

    @property
    def _track_width(self) -> int:
        return max(self.box.width() - 2 * self._pad, 1)

    def x_of_time(self, play_ms: float) -> int:
        """The x of a playback time."""
        share = play_ms / self._end_ms if self._end_ms > 0 else 0.0
        return self.box.left() + self._pad + round(share * self._track_width)

    def x_of(self, shown: int) -> int:
        """The x at which the playhead stands when so many events are shown."""
        if shown <= 0 or not self.xs:
            return self.box.left() + self._pad
        return self.xs[min(shown, len(self.xs)) - 1]

    def position_at(self, x: float) -> int:
        """The position nearest to an x; of events at the same place the last."""
        after = bisect_left(self.xs, x)
        if after >= len(self.xs):
            return len(self.xs)
        before_x = self.x_of(after)
        if self.xs[after] - x < x - before_x or (after and self.xs[after] == before_x):
            after = bisect_left(self.xs, self.xs[after] + 0.5) - 1
            return after + 1
        return after

    def event_at(self, x: float, reach: float) -> int | None:
        """The index of the event nearest to an x, None when none is within `reach` px."""
        if not self.xs:
            return None
        index = max(self.position_at(x) - 1, 0)
        return index if abs(self.xs[index] - x) <= max(reach, self.tick_width) else None

    def lane_top(self, lane: Kind) -> int:
        """The y at which a lane begins."""
        return self.box.top() + 2 + self.lanes.index(lane) * (self.box.height() - 4) // len(self.lanes)

    def lane_rect(self, lane: Kind) -> QRect:
        """The whole row of a lane."""
        top = self.lane_top(lane)
        bottom = self.box.top() + 2 + (self.lanes.index(lane) + 1) * (self.box.height() - 4) // len(self.lanes)
        return QRect(self.box.left(), top, self.box.width(), bottom - top)

    def lane_middle(self, lane: Kind) -> int:
        """The y of the middle of a lane's ticks."""
        return self.lane_rect(lane).center().y() + 1

    def played_until(self, shown: int) -> int:
        """The x up to which ticks are drawn as played: half-way to the next one, at most the tick's own half."""
        if shown <= 0:
            return self.box.left()
        here = self.x_of(shown)
        half = self.tick_width // 2 + 2
        if shown >= len(self.xs):
            return here + half
        return here + max(1, min(half, (self.xs[shown] - here + 1) // 2))

    def gap_centers(self) -> Iterator[tuple[int, int]]:
        """Number in `timeline.gaps` and x of every shortened pause."""
        for number, gap in enumerate(self.timeline.gaps):
            yield number, (self.x_of(gap.index) + self.xs[gap.index]) // 2

    @cached_property
    def part_rects(self) -> list[tuple[Kind, QRectF]]:
        """Kind and place of every part that is joined over several events: from its first tick to its last.

        Of very many parts those of a kind that touch each other are one.
        """
        xs, reach, last = self.xs, self.tick_width // 2 + self._theme.px(4), len(self.xs) - 1
        spans: dict[Kind, list[tuple[int, int]]] = {kind: [] for kind in _JOINED if kind in self.lanes}
        for track in self.exchange.assembly.tracks:
            opened = track.opened_at
            if track.kind in spans and opened <= last:
                spans[track.kind].append((xs[opened] - reach, xs[min(track.closed_at, last)] + reach))
        are_many = len(self.exchange.assembly.tracks) > _MANY_PARTS
        rows = {kind: self.lane_rect(kind) for kind in spans}
        return [
            (kind, QRectF(left, rows[kind].top() + 1, right - left, rows[kind].height() - 1))
            for kind, found in spans.items()
            for left, right in (_joined(found) if are_many else found)
        ]

    @cached_property
    def notches(self) -> dict[int, MarkerKind]:
        """The kind of the last marker without a flag at an x."""
        marked = (marker for marker in self.timeline.markers if marker.kind not in _FLAGGED)
        return {self.x_of(marker.position): marker.kind for marker in marked if marker.position <= len(self.xs)}

    def name_of(self, flag: Flag) -> str:
        """What a flag is called."""
        return self._narration.marker_name(flag.marker)

    @cached_property
    def runs_by_kind(self) -> dict[Kind, list[tuple[int, int]]]:
        """Left edge and width of the runs of pixel columns in which events of a kind stand."""
        columns: dict[Kind, list[int]] = {}
        at = 0
        while at < len(self.xs):
            x = self.xs[at]
            following = bisect_right(self.xs, x, at)
            for kind in self.timeline.kinds.among(at, following):
                columns.setdefault(kind, []).append(x)
            at = following
        return {kind: list(_runs(found)) for kind, found in columns.items()}

    def _place_flags(self) -> list[Flag]:
        """Flags from left to right; one that stands on another's pole is left out, as is a name without room."""
        markers, kept, at = self.timeline.markers, list[tuple[int, Marker]](), 0
        while at < len(markers):
            following = bisect_right(markers, markers[at].position, at, key=_POSITION)
            marked = [marker for marker in markers[at:following] if marker.kind in _FLAGGED]
            if marked:
                x = self.x_of(marked[0].position)
                kept.append((x, min(marked, key=lambda marker: _FLAGGED.index(marker.kind))))
                free = bisect_left(self.xs, x + self._theme.px(9)) + 1
                following = (
                    bisect_left(markers, free, following, key=_POSITION) if free <= len(self.xs) else len(markers)
                )
            at = following
        if not kept:
            return []
        ends = [x for x, _ in kept[1:]] + [self.box.right() + self._theme.px(0 if self.cut else 16)]
        flags = [Flag(x, marker, self._room(x, end)) for (x, marker), end in zip(kept, ends, strict=True)]
        return [*flags[:-1], self._turned(flags)]

    def _room(self, x: int, end: int) -> int:
        room = end - x - self._theme.px(16)
        return room if room >= self._theme.px(20) else 0

    def _turned(self, flags: Sequence[Flag]) -> Flag:
        """The last flag, with its name before it when only there is room for it."""
        last, before = flags[-1], flags[-2] if len(flags) > 1 else None
        wanted, taken = self._name_width(last), self.box.left()
        if before:
            taken = before.x + self._theme.px(16) + min(before.room, self._name_width(before))
        free = last.x - self._theme.px(6) - taken
        return Flag(last.x, last.marker, -wanted) if last.room < wanted <= free else last

    def _name_width(self, flag: Flag) -> int:
        return QFontMetrics(self._theme.font(10)).horizontalAdvance(self.name_of(flag)) + 2


def _joined(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """From left to right those that touch each other as one; they come in the order in which they begin."""
    left, right = spans[0] if spans else (0, 0)
    for begin, end in spans:
        if begin > right:
            yield left, right
            left = begin
        right = max(right, end)
    if spans:
        yield left, right


def _runs(columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Left edge and width of each run of neighbouring columns; `columns` ascend."""
    left = columns[0]
    for before, column in pairwise(columns):
        if column - before > 1:
            yield left, before - left + 1
            left = column
    yield left, columns[-1] - left + 1
