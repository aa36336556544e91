# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Draws what does not move of a timeline: lanes, ticks, markers, pauses.

Rule: draws and decides nothing; what stands where comes from the layout. Many events cost what the timeline is wide:
above `DENSE` each pixel column is drawn once, however many events fall into it.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from viewer.core.deltas import Kind
from viewer.core.transcript.event_kinds import lane_of
from viewer.gui.look.event_colors import KIND_TOKENS, MARKER_TOKENS
from viewer.gui.look.theme import Theme, Token
from viewer.gui.player.timeline_layout import TimelineLayout

DENSE = 2000
"""From so many events on ticks are bucketed by pixel column."""
_PART, _PART_UNPLAYED = 0.22, 0.17
"""How much of its kind's colour the bar behind the ticks of a part has."""


class TimelinePainter:
    """Paints one timeline as it looks before or after it was played."""

    def __init__(self, painter: QPainter, layout: TimelineLayout, theme: Theme, *, played: bool) -> None:
        self._painter, self._layout, self._theme, self._played = painter, layout, theme, played
        self._box = layout.box

    def paint(self) -> None:
        """Draw all of it; the background stays clear."""
        self._paint_rows()
        self._paint_parts()
        if len(self._layout.xs) > DENSE:
            self._paint_columns()
        else:
            self._paint_ticks()
        self._paint_gaps()
        self._paint_markers()
        if self._layout.cut:
            self._paint_cut()

    def _color(self, token: Token) -> QColor:
        return self._theme.color(token) if self._played else self._theme.not_played(token)

    def _paint_rows(self) -> None:
        line = self._theme.color("border", 0.7)
        for lane in () if self._layout.is_low else self._layout.lanes[1:]:
            self._painter.fillRect(QRect(self._box.left(), self._layout.lane_top(lane), self._box.width(), 1), line)

    def _paint_parts(self) -> None:
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(Qt.PenStyle.NoPen)
        for kind, rect in self._layout.part_rects:
            self._painter.setBrush(self._theme.color(KIND_TOKENS[kind], _PART if self._played else _PART_UNPLAYED))
            radius = min(self._theme.px(3), (rect.height() + 1) / 3)
            self._painter.drawRoundedRect(rect, radius, radius)

    def _paint_ticks(self) -> None:
        """One mark per event: rounded while there is room for it; the end mark is hollow."""
        height = self._layout.tick_height
        tops = {lane: self._layout.lane_middle(lane) - height // 2 for lane in self._layout.lanes}
        radius = 2.0 if self._layout.tick_width >= 5 else 0.0
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, radius > 0)
        for x, kind in zip(self._layout.xs, self._layout.timeline.kinds, strict=True):
            color = self._color(KIND_TOKENS[kind])
            rect = QRectF(x - self._layout.tick_width // 2, tops[lane_of(kind)], self._layout.tick_width, height)
            if kind is Kind.DONE and radius:
                self._painter.setPen(QPen(color, 1.2))
                self._painter.setBrush(Qt.BrushStyle.NoBrush)
                self._painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            elif radius:
                self._painter.setPen(Qt.PenStyle.NoPen)
                self._painter.setBrush(color)
                self._painter.drawRoundedRect(rect, radius, radius)
            else:
                self._painter.fillRect(rect, color)

    def _paint_columns(self) -> None:
        """One rectangle per run of neighbouring pixel columns that hold an event."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        height = self._layout.tick_height
        for kind, runs in self._layout.runs_by_kind.items():
            top = self._layout.lane_middle(lane_of(kind)) - height // 2
            color = self._color(KIND_TOKENS[kind])
            for left, width in runs:
                self._painter.fillRect(QRect(left, top, width + 1, height), color)

    def _paint_gaps(self) -> None:
        """A pause that playback shortens is a break in the paper."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for _, x in self._layout.gap_centers():
            edges = [self._zigzag(x + offset) for offset in (-2.5, 2.5)]
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(self._theme.color("win"))
            self._painter.drawPolygon(QPolygonF([*edges[0], *reversed(edges[1])]))
            self._painter.setPen(QPen(self._theme.color("ctl"), 1.0))
            for edge in edges:
                self._painter.drawPolyline(QPolygonF(edge))

    def _zigzag(self, x: float) -> list[QPointF]:
        """Points of a ragged line from the top to the bottom of the box."""
        step, top, bottom = self._theme.px(4), self._box.top(), self._box.bottom() + 1
        count = max(2, (bottom - top) // step)
        return [QPointF(x + (2 if i % 2 else -2), top + (bottom - top) * i / count) for i in range(count + 1)]

    def _paint_markers(self) -> None:
        px, theme = self._theme.px, self._theme
        for x, kind in self._layout.notches.items():
            notch = QRect(x, self._box.top() - px(3), 1, px(3))
            self._painter.fillRect(notch, theme.color(MARKER_TOKENS[kind]))
        for flag in self._layout.flags:
            token = MARKER_TOKENS[flag.marker.kind]
            self._painter.fillRect(QRect(flag.x, self._box.top(), 1, self._box.height()), theme.color("ctl", 0.55))
            self._paint_flag(flag.x, self._layout.name_of(flag), token, flag.room)

    def paint_flags_at(self, x: int) -> None:
        """Draw the flags again that stand where the playhead is."""
        for flag in self._layout.flags:
            if abs(flag.x - x) <= self._theme.px(7):
                self._paint_flag(flag.x, "", MARKER_TOKENS[flag.marker.kind], 0)
        cut = self._box.right() - self._theme.px(5)
        if self._layout.cut and abs(cut - x) <= self._theme.px(7):
            self._paint_flag(cut - 1, "", "amber", 0)

    def paint_mark(self, position: int) -> None:
        """A line through all lanes at a position, with a sign of its own at its foot: no flag looks like it."""
        x, theme = self._layout.x_of(position), self._theme
        pen = QPen(theme.color("red"), 2, Qt.PenStyle.DashLine)
        pen.setDashPattern([2.5, 1.5])
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(pen)
        self._painter.drawLine(QPointF(x + 0.5, self._box.top()), QPointF(x + 0.5, self._box.bottom()))
        side = theme.px(4)
        foot = QPointF(x + 0.5, self._box.bottom() + 1)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(theme.color("red"))
        self._painter.drawPolygon(
            QPolygonF(
                [foot + QPointF(0, -side), foot + QPointF(side, 0), foot + QPointF(0, side), foot + QPointF(-side, 0)]
            )
        )

    def _paint_flag(self, x: int, label: str, token: Token, room: int) -> None:
        px, theme = self._theme.px, self._theme
        top = px(4)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.fillRect(QRectF(x - 0.5, top, 2, self._box.top() - top), theme.color(token))
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(theme.color(token))
        self._painter.drawPolygon(
            QPolygonF([QPointF(x, top), QPointF(x + px(7), top + px(4)), QPointF(x, top + px(8))])
        )
        if room:
            left = x + px(11) if room > 0 else x + room - px(5)
            font = theme.font(10)
            metrics = QFontMetrics(font)
            self._painter.setFont(font)
            self._painter.setPen(theme.color("text2"))
            name = metrics.elidedText(label, Qt.TextElideMode.ElideRight, abs(room))
            self._painter.drawText(left, px(12), name)

    def _paint_cut(self) -> None:
        """The recording stops here: a ragged edge and a flag that says so."""
        x = self._box.right() - self._theme.px(5)
        edge = self._zigzag(x)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._theme.color("win"))
        right = self._box.right() + 2
        self._painter.drawPolygon(
            QPolygonF([*edge, QPointF(right, self._box.bottom() + 2), QPointF(right, edge[0].y() - 1)])
        )
        self._painter.setPen(QPen(self._theme.color("amber"), 1.4))
        self._painter.drawPolyline(QPolygonF(edge))
        self._paint_flag(x - 1, "cut", "amber", self._theme.px(30))
