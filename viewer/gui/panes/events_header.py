# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The header above the rows of the events table."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from viewer.gui.look.look import Look


class EventsHeader(QHeaderView):
    """Flat titles over a hairline."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Columns can be resized, not moved."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self.setFixedHeight(look.theme.px(28))
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One title."""
        theme = self._look.theme
        painter.fillRect(rect, theme.color("raised"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("border"))
        font = theme.font(11, bold=True)
        metrics = QFontMetrics(font)
        model = self.model()
        title = str(model.headerData(section, Qt.Orientation.Horizontal))
        title = metrics.elidedText(title, Qt.TextElideMode.ElideRight, rect.width() - theme.px(12))
        x = rect.left() + theme.px(12)
        if model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole):
            x = rect.right() - theme.px(12) - metrics.horizontalAdvance(title)
        painter.setFont(font)
        painter.setPen(theme.color("text2"))
        painter.drawText(x, rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) // 2, title)
