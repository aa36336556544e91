# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Words that lead somewhere, painted as links are."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from viewer.gui.look.icons import Icon
from viewer.gui.look.look import Look
from viewer.gui.widgets.painted_button import PaintedButton


class LinkButton(PaintedButton):
    """Words in the accent colour that lead somewhere, with the icon that says so."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Without words yet."""
        super().__init__(look, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def setText(self, text: str) -> None:
        """What it says, to screen readers too."""
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Icon and words, at least 28 px high."""
        theme = self._look.theme
        return QSize(QFontMetrics(theme.font(12)).horizontalAdvance(self.text()) + theme.px(28), theme.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon, words, a line under them while the pointer is there."""
        painter, theme = QPainter(self), self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(13)
        icon = QRectF(theme.px(4), (self.height() - side) / 2, side, side)
        self._look.icons.paint(painter, icon, Icon.EXTERNAL, "accent")
        font = QFont(theme.font(12))
        font.setUnderline(self.underMouse())
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(theme.color("accent"))
        painter.drawText(theme.px(23), (self.height() + metrics.ascent() - metrics.descent()) // 2, self.text())
        self.paint_ring(painter, 5)
