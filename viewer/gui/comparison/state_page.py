# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What stands in a comparison's place while there is none: it is being made, was given up, or cannot be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from viewer.core.text.invisible_characters import in_one_line
from viewer.gui.widgets.announcement import announce
from viewer.gui.widgets.buttons import Button

if TYPE_CHECKING:
    from viewer.gui.look.look import Look


class StatePage(QWidget):
    """A title, a line of detail, and one thing to do about it."""

    pressed = Signal()
    """The button: cancel while something is going on, try again afterwards."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Says nothing yet."""
        super().__init__(parent)
        self._look = look
        self.title, self.detail = QLabel(self), QLabel(self)
        self.button = Button(look, "Cancel", parent=self)
        column = QVBoxLayout(self)
        column.addStretch(2)
        for label in (self.title, self.detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
            column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.button.clicked.connect(self.pressed)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self.title.setFont(look.theme.font(15, bold=True))
        self.detail.setFont(look.theme.font(13))
        self.button.set_look(look)
        self.update()

    def tell(self, title: str, detail: str = "", button: str = "Cancel") -> None:
        """Say how it stands; `button` is what can be done about it."""
        is_new = title != self.title.text()
        self.title.setText(in_one_line(title))
        self.detail.setText(in_one_line(detail))
        self.detail.setVisible(bool(detail))
        self.button.setText(button)
        self.button.setAccessibleName(button)
        self.button.updateGeometry()
        if is_new:
            announce(self.title, f"{title}. {detail}")

    def tell_progress(self, detail: str) -> None:
        """Say how far it is."""
        self.detail.setText(detail)
        self.detail.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The background of content."""
        QPainter(self).fillRect(self.rect(), self._look.theme.color("surface"))
