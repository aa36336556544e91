# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Over the player while a whole run is played: where in it one is, the sums so far, and the scrubber over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from viewer.gui.runs.moment_words import sums_until, where
from viewer.gui.runs.run_scrubber import RunScrubber
from viewer.gui.widgets.run_label import Run as Piece
from viewer.gui.widgets.run_label import RunLabel

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.runs.whole_run import WholeRun


class RunBar(QWidget):
    """A line of words over a thin lane; hidden without a run, and where there is no room."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """No run yet."""
        super().__init__(parent)
        self.setObjectName("runBar")
        self.setAccessibleName("Run that is played")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._look = look
        self._run: WholeRun | None = None
        self._number = 0
        self._has_room = True
        self._place, self._sums = RunLabel(look, self), RunLabel(look, self)
        self._place.setObjectName("runPlaceLabel")
        self._sums.setObjectName("runSumsLabel")
        self._sums.align_right()
        self.scrubber = RunScrubber(look, self)
        self._words = QHBoxLayout()
        self._words.addWidget(self._place, 1)
        self._words.addWidget(self._sums)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._words)
        column.addWidget(self.scrubber)
        self.hide()
        self.set_look(look)

    @property
    def run(self) -> WholeRun | None:
        """The run on show."""
        return self._run

    def show_run(self, run: WholeRun | None, exchange: int = -1) -> None:
        """Show a run with the place at one of its interactions; None hides the bar."""
        number = run.by_exchange.get(exchange) if run is not None else None
        self._run, self._number = (run, number) if number is not None else (None, 0)
        self.scrubber.show_run(self._run, self._number)
        self._tell()
        self._arrange()

    def set_room(self, *, has_room: bool) -> None:
        """Make room in a low window, and come back later."""
        self._has_room = has_room
        self._arrange()

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        self._look, px = look, look.theme.px
        for part in (self._place, self._sums, self.scrubber):
            part.set_look(look)
        self._words.setContentsMargins(px(24), px(8), px(24), 0)
        self._words.setSpacing(px(16))
        self._tell()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, and the line above it."""
        painter, theme = QPainter(self), self._look.theme
        painter.fillRect(self.rect(), theme.color("win"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("border"))
        painter.end()

    def _tell(self) -> None:
        run = self._run
        if run is None:
            return
        of = f"{self._number + 1:,} of {len(run.moments):,}"
        place = where(run, self._number, self._look.masker)
        count = Piece(f"Run {of}", "text", bold=True, size=12)
        self._place.set_runs([count, Piece(f"   {place}", "text2", size=12)], [count])
        sums = sums_until(run, self._number)
        self._sums.set_runs([Piece(sums, "text2", size=12)], [Piece(sums.removeprefix("so far: "), "text2", size=12)])

    def _arrange(self) -> None:
        self.setVisible(self._run is not None and self._has_room)
