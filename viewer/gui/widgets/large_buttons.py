# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Large buttons, for what is used again and again: an icon alone, or an icon with a few words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from viewer.gui.look.icons import Icon
from viewer.gui.look.look import Look
from viewer.gui.look.theme import Token
from viewer.gui.widgets.painted_button import PaintedButton


class LargeIconButton(PaintedButton):
    """A square button with an icon; `primary` is the one in the accent colour."""

    def __init__(
        self, look: Look, icon: Icon, name: str, *, primary: bool = False, parent: QWidget | None = None
    ) -> None:
        """`name` is what a screen reader says."""
        super().__init__(look, parent)
        self._icon, self._primary = icon, primary
        self.setAccessibleName(name)

    def set_icon(self, icon: Icon) -> None:
        """Draw another icon."""
        if icon is not self._icon:
            self._icon = icon
            self.update()

    def sizeHint(self) -> QSize:
        """34 px with its ring; the primary one is larger."""
        side = self._look.theme.px(38 if self._primary else 34)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Background, border and icon by state."""
        painter = QPainter(self)
        background, border, color = self._tokens()
        if not self.isEnabled():
            painter.setOpacity(0.5)
        self.paint_box(painter, background, border, 6)
        side = self._look.theme.px(16)
        rect = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        self._look.icons.paint(painter, rect, self._icon, color)
        painter.setOpacity(1)
        self.paint_ring(painter, 7)

    def _tokens(self) -> tuple[Token | None, Token | None, Token]:
        """Background, border and icon colour."""
        if self._primary and self.isEnabled():
            return ("accent_fill", "accent_fill", "accent_label")
        if self.isCheckable() and self.isChecked():
            return ("tint", "accent", "accent")
        pressed = self.isEnabled() and (self.isDown() or self.underMouse())
        return ("hover" if pressed else "surface", "border2", "text" if self.isEnabled() else "text3")


class LargeTextButton(PaintedButton):
    """A button with an icon and a few words."""

    def __init__(self, look: Look, icon: Icon, parent: QWidget | None = None) -> None:
        """Without words yet."""
        super().__init__(look, parent)
        self._icon = icon

    def sizeHint(self) -> QSize:
        """Icon, words and padding."""
        theme = self._look.theme
        return QSize(QFontMetrics(theme.font(13)).horizontalAdvance(self.text()) + theme.px(48), theme.px(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, icon, words."""
        painter, theme = QPainter(self), self._look.theme
        self.paint_box(painter, "hover" if self.underMouse() or self.isDown() else "surface", "border2", 6)
        side = theme.px(14)
        icon = QRectF(theme.px(14), (self.height() - side) / 2, side, side)
        self._look.icons.paint(painter, icon, self._icon, "accent")
        font = theme.font(13)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        painter.drawText(theme.px(34), (self.height() + metrics.ascent() - metrics.descent()) // 2, self.text())
        self.paint_ring(painter, 7)
