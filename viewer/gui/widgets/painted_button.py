# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What painted buttons share: the look, a rounded box, and a ring for those who came by the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from viewer.gui.look.look import Look
from viewer.gui.look.theme import Token
from viewer.gui.widgets.keyboard_focus import KEYBOARD_REASONS


class PaintedButton(QAbstractButton):
    """A button that knows its look, and shows a focus ring to those who came by the keyboard."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """A button without text."""
        super().__init__(parent)
        self._look = look
        self._ring = False
        # A click leaves the focus where it was, so that keys go on to do what they did.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self.updateGeometry()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember how the focus came."""
        self._ring = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    def paint_ring(self, painter: QPainter, radius: float) -> None:
        """The ring of keyboard focus along the button's edge; what is in it leaves a gap, else blue is on blue."""
        if self._shows_ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)

    def paint_box(self, painter: QPainter, background: Token | None, border: Token | None, radius: float) -> None:
        """A rounded background with a hairline border."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._look.theme
        painter.setPen(QPen(theme.color(border), 1) if border else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(background) if background else Qt.BrushStyle.NoBrush)
        inset = 4.5 if self._shows_ring else 1.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)

    @property
    def _shows_ring(self) -> bool:
        return self._ring and self.hasFocus()
