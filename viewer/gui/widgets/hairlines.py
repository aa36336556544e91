# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Areas and splitters divided by lines of one pixel, filled and never stroked: crisp at every ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token


class Bar(QWidget):
    """A bar with its own background and a line below."""

    def __init__(self, look: Look, parent: QWidget | None = None, background: Token = "win") -> None:
        super().__init__(parent)
        self._look, self._background = look, background

    def set_look(self, look: Look) -> None:
        """Draw with another theme."""
        self._look = look
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Background and line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.theme.color(self._background))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._look.theme.color("border"))
        painter.end()


class Splitter(QSplitter):
    """Columns with a line between them, which can be dragged."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.look = look
        self.setHandleWidth(1)

    def set_look(self, look: Look) -> None:
        """Draw with another theme."""
        self.look = look
        for index in range(self.count()):
            self.handle(index).update()

    def createHandle(self) -> QSplitterHandle:
        """What Qt asks for between two columns."""
        return _Handle(self)


class _Handle(QSplitterHandle):
    def __init__(self, splitter: Splitter) -> None:
        super().__init__(Qt.Orientation.Horizontal, splitter)
        self._splitter = splitter

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._splitter.look.theme.color("border"))
        painter.end()
