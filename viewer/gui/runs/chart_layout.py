# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where everything of the context chart stands: bars over two lanes. Of very many moments neighbours share a bar.

A bar that several share stands for the one of them with the largest context; marks of all of them are shown.
"""

from __future__ import annotations

from math import ceil, log10
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

if TYPE_CHECKING:
    from viewer.gui.look.theme import Theme
    from viewer.gui.runs.whole_run import WholeRun

_NAMES, _RIGHT, _TOP = 72, 24, 20
_COST, _CACHE, _GAP = 22, 14, 8
_WIDEST, _NARROWEST = 36, 3
"""Px from the beginning of one bar to that of the next."""
_LEAST_BARS = 24


class ChartLayout:
    """Bars, the lane of costs, the lane of the cache, for a width and a height in px."""

    def __init__(self, run: WholeRun, theme: Theme, width: int, height: int) -> None:
        """Lay out."""
        px = theme.px
        self.count = len(run.moments)
        cache_top = height - px(_CACHE) - 1
        cost_top = cache_top - px(_GAP) - px(_COST)
        left, inner = px(_NAMES), max(width - px(_NAMES) - px(_RIGHT), 1)
        self.bars = QRect(left, px(_TOP), inner, max(cost_top - px(_GAP) - px(_TOP), px(_LEAST_BARS)))
        self.costs = QRect(left, cost_top, inner, px(_COST))
        self.cache = QRect(left, cache_top, inner, px(_CACHE))
        self.columns = min(self.count, max(inner // px(_NARROWEST), 1))
        self._step = min(inner / max(self.columns, 1), px(_WIDEST))
        self.most_tokens = nice_ceiling(max((m.step.context.tokens for m in run.moments), default=1))
        self.most_cost = max((moment.step.costs.known_usd or 0.0 for moment in run.moments), default=0.0)
        self.members: list[range] = [
            range(column * self.count // self.columns, max((column + 1) * self.count // self.columns, 1))
            for column in range(self.columns)
        ]
        """The moments that share each bar."""
        self.shown: list[int] = [
            max(members, key=lambda number: run.moments[number].step.context.tokens) for members in self.members
        ]
        """The moment that each bar is of."""

    def column_of(self, number: int) -> int:
        """The bar that a moment is in."""
        guess = min(number * self.columns // max(self.count, 1), self.columns - 1)
        while number < self.members[guess].start:
            guess -= 1
        while number >= self.members[guess].stop:
            guess += 1
        return guess

    def bar(self, column: int) -> QRect:
        """Where a bar has room, from top to bottom of the bars."""
        left = self.bars.left() + round(column * self._step)
        right = self.bars.left() + round((column + 1) * self._step)
        gap = 0 if self._step < 5 else 1 if self._step < 8 else max(round(self._step * 0.2), 2)
        return QRect(left, self.bars.top(), max(right - left - gap, 1), self.bars.height())

    def moment_at(self, x: int) -> int | None:
        """The moment at a place; where several share a bar, the one that it is of. None beside them all."""
        column = int((x - self.bars.left()) / self._step) if x >= self.bars.left() else -1
        return self.shown[column] if 0 <= column < self.columns else None


def nice_ceiling(value: int) -> int:
    """The next round number: what an axis ends at."""
    if value <= 10:
        return 10
    power = 10.0 ** int(log10(value))
    return next(ceil(power * factor) for factor in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 20) if power * factor >= value)


def short_number(value: int) -> str:
    """A number for an axis: `500`, `2.5k`, `1M`."""
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        if value >= size:
            return f"{value / size:g}{unit}"
    return f"{value:,}"
