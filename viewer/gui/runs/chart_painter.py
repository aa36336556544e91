# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Paints what does not move of the context chart: bars by kind, costs, what the cache did, what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPolygonF

from viewer.core.runs.cache import CacheState
from viewer.gui.look.icons import Icon
from viewer.gui.runs.chart_layout import ChartLayout, short_number
from viewer.gui.runs.context_colors import KIND_TOKENS

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token
    from viewer.gui.runs.whole_run import Moment, WholeRun

_MARK = 12
SUB_AGENT_LINE = 2
"""Height in px of the line under what a sub-agent asked."""


class ChartPainter:
    """Paints a run in its layout."""

    def __init__(self, painter: QPainter, layout: ChartLayout, run: WholeRun, look: Look) -> None:
        """Everything it needs."""
        self._painter, self._layout, self._run, self._look = painter, layout, run, look

    def paint(self) -> None:
        """All of it but the cursor."""
        self._axis()
        marked_until = -1
        for column, members in enumerate(self._layout.members):
            moments = [self._run.moments[number] for number in members]
            self._bar(column)
            self._cost(column, moments)
            self._cache(column, moments)
            if any(_is_failed(moment) for moment in moments):
                marked_until = self._mark(column, marked_until, Icon.ERROR, "red")
            elif any(_is_summary(moment) for moment in moments):
                marked_until = self._mark(column, marked_until, Icon.SYSTEM, "amber")

    def _axis(self) -> None:
        painter, theme, layout = self._painter, self._look.theme, self._layout
        painter.setFont(theme.font(11))
        metrics = QFontMetrics(theme.font(11))
        for share in (0.0, 0.5, 1.0):
            y = layout.bars.bottom() + 1 - round(layout.bars.height() * share)
            painter.fillRect(layout.bars.left(), y, layout.bars.width(), 1, theme.color("border"))
            if share and (share == 1 or layout.bars.height() > 4 * metrics.height()):
                self._name(short_number(round(layout.most_tokens * share)), y)
        names = ("cost", layout.costs), ("cache", layout.cache)
        for name, lane in names:
            self._name(name, lane.center().y() + 1)
            painter.fillRect(lane.left(), lane.bottom() + 1, lane.width(), 1, theme.color("border"))
        if not layout.most_cost:
            self._say("not known", layout.costs)
        if all(moment.step.cache.state is CacheState.UNTOLD for moment in self._run.moments):
            self._say("not told", layout.cache)

    def _name(self, text: str, middle: int) -> None:
        theme = self._look.theme
        self._painter.setPen(theme.color("text3"))
        height = theme.px(16)
        box = QRect(0, middle - height // 2, self._layout.bars.left() - theme.px(8), height)
        self._painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _say(self, text: str, lane: QRect) -> None:
        """Why there is nothing in a lane: behind the bars where there is room, so that the cursor is not on it."""
        end = self._layout.bar(self._layout.columns - 1).right() + self._look.theme.px(16)
        room = lane.right() - end
        beside = room > QFontMetrics(self._painter.font()).horizontalAdvance(text)
        self._painter.setPen(self._look.theme.color("text3"))
        place = lane.adjusted(end - lane.left() if beside else 0, 0, 0, 0)
        self._painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)

    def _bar(self, column: int) -> None:
        layout, theme, painter = self._layout, self._look.theme, self._painter
        moment = self._run.moments[layout.shown[column]]
        room, context = layout.bar(column), moment.step.context
        scale, tokens = room.height() / layout.most_tokens, 0
        bottom = room.bottom() + 1
        counted = sum(count for _, count in context.kinds)
        for kind, count in context.kinds:
            below = bottom - round(tokens * scale)
            tokens += count
            above = bottom - round(tokens * scale)
            painter.fillRect(room.left(), above, room.width(), below - above, theme.color(KIND_TOKENS[kind]))
        top = bottom - round(context.tokens * scale)
        if not counted:  # a sum is told, and nothing of what it is made of
            painter.fillRect(room.left(), top, room.width(), bottom - top, theme.color("ctl"))
        if moment.is_sub_agent:
            under = theme.px(SUB_AGENT_LINE)
            painter.fillRect(room.left(), bottom + 2, room.width(), under, theme.color("accent"))
        if not context.is_told and room.width() >= 3:  # estimated: an open top, in broken lines
            painter.setPen(QPen(theme.color("surface"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(room.left(), top + 1, room.right(), top + 1)

    def _cost(self, column: int, moments: list[Moment]) -> None:
        layout, theme, lane = self._layout, self._look.theme, self._layout.costs
        room = layout.bar(column)
        known = [cost for moment in moments if (cost := moment.step.costs.known_usd) is not None]
        if known and layout.most_cost > 0:
            height = max(round(lane.height() * max(known) / layout.most_cost), 1)
            self._painter.fillRect(room.left(), lane.bottom() + 1 - height, room.width(), height, theme.color("text3"))

    def _cache(self, column: int, moments: list[Moment]) -> None:
        """A line for what was read; a triangle where less was than could have been, hollow for a part of it."""
        layout, theme, painter = self._layout, self._look.theme, self._painter
        room, lane = layout.bar(column), layout.cache
        states = {moment.step.cache.state for moment in moments}
        if CacheState.HIT in states:
            painter.fillRect(room.left(), lane.center().y(), room.width(), max(theme.px(3), 2), theme.color("green"))
        if not states & {CacheState.MISS, CacheState.PARTIAL}:
            return
        half, middle = theme.px(5), room.left() + room.width() / 2
        triangle = QPolygonF(
            [
                QPointF(middle - half, lane.bottom()),
                QPointF(middle + half, lane.bottom()),
                QPointF(middle, lane.bottom() - 2 * half + 1),
            ]
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(middle - half - 1, lane.top(), 2 * half + 2, lane.height()), theme.color("surface"))
        painter.setPen(QPen(theme.color("amber"), 1.5))
        painter.setBrush(theme.color("amber" if CacheState.MISS in states else "surface"))
        painter.drawPolygon(triangle)
        painter.restore()

    def _mark(self, column: int, marked_until: int, icon: Icon, token: Token) -> int:
        """A mark over a bar, unless it would lie on the one before; where the last mark ends."""
        layout, size = self._layout, self._look.theme.px(_MARK)
        room = layout.bar(column)
        left = room.left() + (room.width() - size) // 2
        if left < marked_until:
            return marked_until
        box = QRect(left, layout.bars.top() - size - self._look.theme.px(3), size, size)
        self._look.icons.paint(self._painter, box, icon, token)
        return left + size


def _is_failed(moment: Moment) -> bool:
    return moment.step.failed or any(use.failed for use in moment.step.tools)


def _is_summary(moment: Moment) -> bool:
    """Whether it is the first of a conversation that begins with a summary of another."""
    return moment.run.compaction is not None and moment.turn == 1 and next(moment.run.steps) is moment.step
