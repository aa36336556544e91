# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Below the tree: how much is open or matches, what could not be read, what was left out, and how far reading is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from viewer.core.text.quantities import plural
from viewer.gui.widgets.buttons import Button
from viewer.gui.widgets.run_label import Run, RunLabel

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.models.counts import Counts

_PATIENCE_MS = 150
"""What is over sooner needs no progress."""
_LINE_PX = 2


class SidebarFooter(QWidget):
    """One line of counts; a second one where there is trouble; a thin line on top while files are read."""

    unreadable_requested = Signal()
    left_out_requested = Signal()
    finds_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Nothing is open."""
        super().__init__(parent)
        self._look = look
        self._done = self._every = 0
        self._counts = ""
        self._label = RunLabel(look, self)
        self._unreadable = Button(look, flat=True, tip="Show the files that cannot be read")
        self._finds = Button(look, flat=True, tip="List what the words were found in (Enter in the filter)")
        self._finds.hide()
        self._left_out = Button(look, flat=True, tip="Show the files that are no cassettes")
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._write)
        self._unreadable.clicked.connect(self.unreadable_requested)
        self._finds.clicked.connect(self.finds_requested)
        self._left_out.clicked.connect(self.left_out_requested)
        self._line = QHBoxLayout()
        self._line.addWidget(self._label)
        self._row = row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._finds)
        row.addWidget(self._unreadable)
        row.addWidget(self._left_out)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._line)
        column.addLayout(row)
        self.show_counts("", 0, 0)
        self.set_look(look)

    @property
    def text(self) -> str:
        """What it says, in one line."""
        buttons = [button.text() for button in (self._finds, self._unreadable, self._left_out) if not button.isHidden()]
        return "  ·  ".join((self._label.text(), *buttons))

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        px = look.theme.px
        self._label.set_look(look)
        self._label.setFixedHeight(px(31))
        self._line.setContentsMargins(px(16), 0, px(16), 0)
        for button in (self._finds, self._unreadable, self._left_out):
            button.set_look(look)
        self._row.setContentsMargins(px(6), 0, px(6), px(4))
        self.update()

    def show_counts(self, words: str, unreadable: int, left_out: int) -> None:
        """Say how much there is, and how much of it is not shown."""
        self._counts = words
        for button, count, what in (
            (self._unreadable, unreadable, "unreadable"),
            (self._left_out, left_out, "left out"),
        ):
            button.setText(f"{count:,} {what}")
            button.setAccessibleName(button.text())
            button.setVisible(count > 0)
            button.updateGeometry()
        self._write()

    def show_finds(self, words: str) -> None:
        """Lead to the finds, as many as there are; nowhere without words."""
        self._finds.setText(words)
        self._finds.setAccessibleName(words)
        self._finds.setVisible(bool(words))
        self._finds.updateGeometry()

    def show_progress(self, done: int, every: int) -> None:
        """Say how far reading is, unless it is over soon; 0 of 0 when it is over."""
        was_reading, self._done, self._every = self._every > 0, done, every
        if every and not was_reading:
            self._patience.start()
        elif not self._patience.isActive():
            self._write()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A line above, and on it how far reading is."""
        painter, theme = QPainter(self), self._look.theme
        painter.fillRect(0, 0, self.width(), 1, theme.color("border"))
        if self._every and not self._patience.isActive():
            painter.fillRect(0, 0, self.width() * self._done // self._every, _LINE_PX, theme.color("accent"))
        painter.end()

    def _write(self) -> None:
        is_reading = self._every and not self._patience.isActive()
        words = f"Reading {self._done:,} of {self._every:,}" if is_reading else self._counts
        self._label.set_runs([Run(words, "text", size=12)])
        self.update()


def counts_text(counts: Counts, matches: int | None) -> str:
    """What is open, or how much of it a filter lets through."""
    if matches is not None:
        return f"{matches:,} of {plural(counts.interactions, 'interaction')} match"
    return f"{plural(counts.cassettes, 'cassette')}  ·  {plural(counts.interactions, 'interaction')}"
