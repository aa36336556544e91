# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The chart of the context with what its colours mean, and in words the moment at the pointer or the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from viewer.gui.runs.context_chart import ContextChart
from viewer.gui.runs.legend import Legend
from viewer.gui.runs.moment_words import context_words, outcome, sums_until, where
from viewer.gui.widgets.run_label import Run as Piece
from viewer.gui.widgets.run_label import RunLabel

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token
    from viewer.gui.runs.whole_run import WholeRun

_WIDE = 860
"""From this width in px on the sums stand beside the moment."""
_TITLES = (60, 36, 16)
"""Characters of a turn's title: as many as leave room for what came of it."""


class ChartPanel(QWidget):
    """Heading and legend, chart, and below it words."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """No run yet."""
        super().__init__(parent)
        self._look = look
        self._run: WholeRun | None = None
        self._heading = RunLabel(look, self)
        self._legend = Legend(look, self)
        self.chart = ContextChart(look, self)
        self._lines = [RunLabel(look, self) for _ in range(3)]
        for line, name in zip(self._lines, ("momentLabel", "contextLabel", "sumsLabel"), strict=True):
            line.setObjectName(name)
        self._head, self._told, self._column = QHBoxLayout(), QVBoxLayout(), QVBoxLayout(self)
        self._first = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.addWidget(self._heading, 0, Qt.AlignmentFlag.AlignTop)
        self._head.addWidget(self._legend, 1)
        self._column.addLayout(self._head)
        self._column.addWidget(self.chart)
        self._first.addWidget(self._lines[0], 1)
        self._first.addWidget(self._lines[2])
        self._told.addLayout(self._first)
        self._told.addWidget(self._lines[1])
        self._column.addLayout(self._told)
        self.chart.looked_at.connect(self._tell)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        self._look, px = look, look.theme.px
        self._head.setContentsMargins(px(24), 0, px(24), px(4))
        self._head.setSpacing(px(20))
        self._told.setContentsMargins(px(24), px(6), px(24), 0)
        self._told.setSpacing(0)
        self._arrange()
        self._column.setContentsMargins(0, px(8), 0, px(8))
        self._column.setSpacing(0)
        self._legend.set_look(look)
        self.chart.set_look(look)
        self._heading.set_look(look)
        for line in self._lines:
            line.set_look(look)
            line.setFixedHeight(px(20))
        self._heading.setFixedHeight(px(20))
        self._heading.set_runs([Piece("Context of each request", "text", bold=True)])
        self._heading.setFixedWidth(self._heading.width_of())
        self.tell()

    def show_run(self, run: WholeRun | None) -> None:
        """Show another run."""
        self._run = run
        self._legend.show_run(run)
        self.chart.show_run(run)
        self._tell(0)

    def tell(self) -> None:
        """Say in words what the moment under the pointer, or else the cursor, is."""
        self._tell(self.chart.shown_moment)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sums stand beside the moment, or below it where there is no room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= self._look.theme.px(_WIDE)
        ways = QBoxLayout.Direction
        self._first.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        self._first.setSpacing(self._look.theme.px(24) if wide else 0)

    def _tell(self, number: int) -> None:
        """Say in words what a moment is."""
        run, masker = self._run, self._look.masker
        if run is None or number >= len(run.moments):
            for line in self._lines:
                line.set_runs([])
            return
        moment, sums = self._lines[0], self._lines[2]
        token: Token = "red" if run.moments[number].step.failed else "text2"
        what_came = Piece(f"   {outcome(run, number, masker)}", token, size=12)
        places = (Piece(where(run, number, masker, most), "text", bold=True, size=12) for most in _TITLES)
        moment.set_runs(*([place, what_came] for place in places))
        self._lines[1].set_runs([Piece(context_words(run, number), "text2", size=12)])
        sums.set_runs([Piece(sums_until(run, number), "text2", size=12)])
