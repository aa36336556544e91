# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Draws a recent file or folder: its name, and below it the folder that tells it from others of that name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from viewer.core.text.invisible_characters import in_one_line
from viewer.gui.look.icons import Icon

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token
    from viewer.gui.welcome.recents import Recent

ROW = 52
"""Height of a row in px."""
MISSING = Qt.ItemDataRole.UserRole + 1
"""Whether the file is not there any more."""
_ACTIVE = QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus


class RecentDelegate(QStyledItemDelegate):
    """Two lines from the item's text, split at its line break; a cross where the entry can be taken out."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self.look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the rows of the sidebar."""
        return QSize(200, self.look.theme.px(ROW))

    def cross(self, row: QRect) -> QRect:
        """Where the cross of a row is hit (target size 28 px)."""
        side = self.look.theme.px(28)
        return QRect(row.right() - self.look.theme.px(8) - side, row.center().y() - side // 2, side, side)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Background, icon, both lines; what is missing is muted, and says so."""
        theme, rect = self.look.theme, option.rect
        entry: Recent = index.data(Qt.ItemDataRole.UserRole)
        is_missing, is_active = bool(index.data(MISSING)), bool(option.state & _ACTIVE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_active:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), 6, 6)
        size = theme.px(16)
        icon = QRect(rect.left() + theme.px(12), rect.top() + theme.px(10), size, size)
        token: Token = "text3" if is_missing else "accent" if is_active else "text2"
        self.look.icons.paint(painter, icon, Icon.FOLDER if entry.is_folder else Icon.CASSETTE, token)
        right = theme.px(12)
        if is_active or is_missing:
            cross, side = self.cross(rect), theme.px(14)
            drawn = QRect(0, 0, side, side)
            drawn.moveCenter(cross.center())
            self.look.icons.paint(painter, drawn, Icon.CLOSE)
            right = rect.right() - cross.left() + theme.px(4)
        name, _, folder = str(index.data()).partition("\n")
        inner = rect.adjusted(theme.px(40), theme.px(8), -right, -theme.px(8))
        if is_missing:
            folder = f"missing, was in {folder}"
        self._line(painter, inner, name, "text3" if is_missing else "text", at_top=True)
        self._line(painter, inner, folder, "text3" if is_missing else "text2", at_top=False)
        painter.restore()

    def _line(self, painter: QPainter, room: QRect, words: str, token: Token, *, at_top: bool) -> None:
        font = self.look.theme.font(13 if at_top else 12)
        painter.setFont(font)
        painter.setPen(self.look.theme.color(token))
        shown = QFontMetrics(font).elidedText(in_one_line(words), Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignTop if at_top else Qt.AlignmentFlag.AlignBottom, shown)
