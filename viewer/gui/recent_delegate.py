# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Draws a recent file: its name, and below it the folder that tells it from others of that name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from viewer.gui.icons import Icon

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from viewer.gui.look import Look

ROW = 52
"""Height of a row in px."""


class RecentDelegate(QStyledItemDelegate):
    """Two lines from the item's text, split at its line break."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self.look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the rows of the sidebar."""
        return QSize(200, self.look.theme.px(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, icon, both lines."""
        theme, rect = self.look.theme, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        active = option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus)
        if active:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), 6, 6)
        size = theme.px(16)
        icon = QRect(rect.left() + theme.px(12), rect.top() + theme.px(10), size, size)
        self.look.icons.paint(painter, icon, Icon.CASSETTE, "accent" if active else "text2")
        name, _, folder = str(index.data()).partition("\n")
        inner = rect.adjusted(theme.px(40), theme.px(8), -theme.px(12), -theme.px(8))
        for words, font, token, top in (
            (name, theme.font(13), "text", True),
            (folder, theme.font(12), "text2", False),
        ):
            painter.setFont(font)
            painter.setPen(theme.color(token))  # type: ignore[arg-type]  # mypy widens the literal
            shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideMiddle, inner.width())
            painter.drawText(inner, Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignBottom, shown)
        painter.restore()
