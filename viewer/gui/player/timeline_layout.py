# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where everything of a timeline stands in pixels, and how what does not move is drawn.

Rule: nothing here depends on the position, so that it is drawn once for each size, ratio and theme. Many events cost
what the strip is wide: above `DENSE` each pixel column is drawn once, however many events fall into it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from viewer.core.deltas import Kind
from viewer.core.timeline import Marker, MarkerKind
from viewer.core.transcript.event_kinds import lane_of, lanes_for
from viewer.core.transcript.narration import Narration
from viewer.gui.look.event_colors import KIND_TOKENS, MARKER_TOKENS
from viewer.gui.look.theme import Theme, Token

DENSE = 2000
"""From so many events on ticks are bucketed by pixel column."""
_LOW_PX = 80
"""Below this height at the user's text scale lanes lie close together, without names and lines."""
_SPAN, _SPAN_UNPLAYED = 0.22, 0.17
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


@dataclass(frozen=True, slots=True)
class Flag:
    """A marker with a flag at `x`; `room` px are free for its name, 0 for none, before the flag if negative."""

    x: int
    marker: Marker
    room: int


class Strip:
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
        self.lanes = lanes_for(set(self.timeline.kinds))
        self.xs = self._tick_positions()
        spacing = self._track_width / max(len(self.xs), 1)
        self.tick_width = max(2, min(px(14), round(spacing * 0.42)))
        self.flags = self._place_flags()

    # --- Geometry

    @property
    def _tick_height(self) -> int:
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

    def played_until(self, shown: int) -> int:
        """The x up to which ticks are drawn as played: half-way to the next one, at most the tick's own half."""
        if shown <= 0:
            return self.box.left()
        here = self.x_of(shown)
        half = self.tick_width // 2 + 2
        if shown >= len(self.xs):
            return here + half
        return here + max(1, min(half, (self.xs[shown] - here + 1) // 2))

    def _tick_positions(self) -> list[int]:
        if self._end_ms <= 0:
            left = self.box.left() + self._pad
            count = max(len(self.timeline), 1)
            return [left + self._track_width * (i + 1) // count for i in range(len(self.timeline))]
        start, scale = self.box.left() + self._pad + 0.5, self._track_width / self._end_ms
        return [int(start + ms * scale) for ms in self.timeline.play_ms]

    def _place_flags(self) -> list[Flag]:
        """Flags from left to right; one that stands on another's pole is left out, as is a name without room."""
        marked = [marker for marker in self.timeline.markers if marker.kind in _FLAGGED]
        ranked = sorted(marked, key=lambda m: (m.position, _FLAGGED.index(m.kind)))
        kept: list[tuple[int, Marker]] = []
        for marker in ranked:
            x = self.x_of(marker.position)
            if not kept or x - kept[-1][0] >= self._theme.px(9):
                kept.append((x, marker))
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
        return QFontMetrics(self._theme.font(10)).horizontalAdvance(self._narration.marker_name(flag.marker)) + 2

    # --- Drawing

    def paint(self, painter: QPainter, *, played: bool) -> None:
        """Draw everything that does not move, as it looks before or after it was played; the background stays clear."""
        self._paint_rows(painter)
        self._paint_spans(painter, played=played)
        if len(self.xs) > DENSE:
            self._paint_columns(painter, played=played)
        else:
            self._paint_ticks(painter, played=played)
        self._paint_gaps(painter)
        self._paint_markers(painter)
        if self.cut:
            self._paint_cut(painter)

    def _color(self, token: Token, *, played: bool) -> QColor:
        return self._theme.color(token) if played else self._theme.not_played(token)

    def _paint_rows(self, painter: QPainter) -> None:
        line = self._theme.color("border", 0.7)
        for lane in () if self.is_low else self.lanes[1:]:
            painter.fillRect(QRect(self.box.left(), self.lane_top(lane), self.box.width(), 1), line)

    def _paint_spans(self, painter: QPainter, *, played: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        reach = self.tick_width // 2 + self._theme.px(4)
        for track in self.exchange.assembly.tracks:
            if track.kind not in _JOINED or track.kind not in self.lanes or track.opened_at >= len(self.xs):
                continue
            row = self.lane_rect(track.kind)
            left, right = self.xs[track.opened_at] - reach, self.xs[min(track.closed_at, len(self.xs) - 1)] + reach
            painter.setBrush(self._theme.color(KIND_TOKENS[track.kind], _SPAN if played else _SPAN_UNPLAYED))
            radius = min(self._theme.px(3), row.height() / 3)
            painter.drawRoundedRect(QRectF(left, row.top() + 1, right - left, row.height() - 1), radius, radius)

    def _paint_ticks(self, painter: QPainter, *, played: bool) -> None:
        """One mark per event: rounded while there is room for it; the end mark is hollow."""
        height = self._tick_height
        tops = {lane: self._middle(lane) - height // 2 for lane in self.lanes}
        radius = 2.0 if self.tick_width >= 5 else 0.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, radius > 0)
        for x, kind in zip(self.xs, self.timeline.kinds, strict=True):
            color = self._color(KIND_TOKENS[kind], played=played)
            rect = QRectF(x - self.tick_width // 2, tops[lane_of(kind)], self.tick_width, height)
            if kind is Kind.DONE and radius:
                painter.setPen(QPen(color, 1.2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            elif radius:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color)
                painter.drawRoundedRect(rect, radius, radius)
            else:
                painter.fillRect(rect, color)

    def _paint_columns(self, painter: QPainter, *, played: bool) -> None:
        """One rectangle per run of neighbouring pixel columns that hold an event."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        height = self._tick_height
        for kind, runs in self._runs_by_kind.items():
            top = self._middle(lane_of(kind)) - height // 2
            color = self._color(KIND_TOKENS[kind], played=played)
            for left, width in runs:
                painter.fillRect(QRect(left, top, width + 1, height), color)

    @cached_property
    def _runs_by_kind(self) -> dict[Kind, list[tuple[int, int]]]:
        """Left edge and width of the runs of pixel columns in which events of a kind stand."""
        columns: dict[Kind, list[int]] = {}
        for (kind, x), _ in groupby(zip(self.timeline.kinds, self.xs, strict=True)):
            columns.setdefault(kind, []).append(x)
        return {kind: list(_runs(found)) for kind, found in columns.items()}

    def _middle(self, lane: Kind) -> int:
        return self.lane_rect(lane).center().y() + 1

    def _paint_gaps(self, painter: QPainter) -> None:
        """A pause that playback shortens is a break in the paper."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for _, x in self.gap_centers():
            edges = [self._zigzag(x + offset) for offset in (-2.5, 2.5)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("win"))
            painter.drawPolygon(QPolygonF([*edges[0], *reversed(edges[1])]))
            painter.setPen(QPen(self._theme.color("ctl"), 1.0))
            for edge in edges:
                painter.drawPolyline(QPolygonF(edge))

    def gap_centers(self) -> Iterator[tuple[int, int]]:
        """Number in `timeline.gaps` and x of every shortened pause."""
        for number, gap in enumerate(self.timeline.gaps):
            yield number, (self.x_of(gap.index) + self.xs[gap.index]) // 2

    def _zigzag(self, x: float) -> list[QPointF]:
        """Points of a ragged line from the top to the bottom of the box."""
        step, top, bottom = self._theme.px(4), self.box.top(), self.box.bottom() + 1
        count = max(2, (bottom - top) // step)
        return [QPointF(x + (2 if i % 2 else -2), top + (bottom - top) * i / count) for i in range(count + 1)]

    def _paint_markers(self, painter: QPainter) -> None:
        px, theme = self._theme.px, self._theme
        for marker in self.timeline.markers:
            if marker.kind not in _FLAGGED and marker.position <= len(self.xs):
                notch = QRect(self.x_of(marker.position), self.box.top() - px(3), 1, px(3))
                painter.fillRect(notch, theme.color(MARKER_TOKENS[marker.kind]))
        for flag in self.flags:
            token = MARKER_TOKENS[flag.marker.kind]
            painter.fillRect(QRect(flag.x, self.box.top(), 1, self.box.height()), theme.color("ctl", 0.55))
            self._paint_flag(painter, flag.x, self._narration.marker_name(flag.marker), token, flag.room)

    def _paint_flag(self, painter: QPainter, x: int, label: str, token: Token, room: int) -> None:
        px, theme = self._theme.px, self._theme
        top = px(4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(x - 0.5, top, 2, self.box.top() - top), theme.color(token))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(token))
        painter.drawPolygon(QPolygonF([QPointF(x, top), QPointF(x + px(7), top + px(4)), QPointF(x, top + px(8))]))
        if room:
            left = x + px(11) if room > 0 else x + room - px(5)
            font = theme.font(10)
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(theme.color("text2"))
            name = metrics.elidedText(label, Qt.TextElideMode.ElideRight, abs(room))
            painter.drawText(left, px(12), name)

    def _paint_cut(self, painter: QPainter) -> None:
        """The recording stops here: a ragged edge and a flag that says so."""
        x = self.box.right() - self._theme.px(5)
        edge = self._zigzag(x)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("win"))
        right = self.box.right() + 2
        painter.drawPolygon(QPolygonF([*edge, QPointF(right, self.box.bottom() + 2), QPointF(right, edge[0].y() - 1)]))
        painter.setPen(QPen(self._theme.color("amber"), 1.4))
        painter.drawPolyline(QPolygonF(edge))
        self._paint_flag(painter, x - 1, "cut", "amber", self._theme.px(30))


def _runs(columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Left edge and width of each run of neighbouring columns; `columns` ascend."""
    left = columns[0]
    for before, column in pairwise(columns):
        if column - before > 1:
            yield left, before - left + 1
            left = column
    yield left, columns[-1] - left + 1
