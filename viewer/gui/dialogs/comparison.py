# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A window for a comparison. What it shows is kept nowhere: not among recent files, and not in the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.core.text.invisible_characters import in_one_line
from viewer.gui.comparison.page import ComparisonPage
from viewer.gui.tasks import Tasks

if TYPE_CHECKING:
    from viewer.gui.comparison.page import FindPairs
    from viewer.gui.look.look import Look


class ComparisonWindow(QWidget):
    """One comparison; F8 goes to the next change, Shift+F8 to the one before."""

    closed = Signal()
    """It is gone from the screen."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Empty until something is compared. Its work is its own: several such windows may be at it."""
        super().__init__(parent, Qt.WindowType.Window)
        self.resize(1280, 820)
        self._tasks = Tasks(self)
        self.page = ComparisonPage(look, self._tasks, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.page.titled.connect(self._on_titled)
        for key, by in (("F8", 1), ("Shift+F8", -1)):
            QShortcut(QKeySequence(key), self).activated.connect(lambda by=by: self.page.step(by))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self).activated.connect(self.close)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self._leave)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self).activated.connect(self.page.back)

    def compare(self, find: FindPairs) -> None:
        """Compare what is found in the background."""
        self.page.compare(find)

    def stop(self) -> bool:
        """Give up what is being compared, without waiting until it has ended; whether it has."""
        return self._tasks.stop(0)

    def _leave(self) -> None:
        """Back from a file to all of them, else close."""
        if not self.page.back():
            self.close()

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        self.page.set_look(look)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody waits for what is still being compared."""
        self.stop()
        self.closed.emit()
        super().closeEvent(event)

    def _on_titled(self, title: str) -> None:
        self.setWindowTitle(f"{in_one_line(title)} — Comparison")
