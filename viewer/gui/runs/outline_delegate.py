# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Draws the rows of the outline: chevron, icon, name, first words, marks at the right; numbers in their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from viewer.gui.look.icons import Icon
from viewer.gui.runs.outline_model import OUTLINE_ROLE

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel, QObject

    from viewer.gui.look.look import Look
    from viewer.gui.runs.outline_row import Mark, OutlineRow

Index = QModelIndex | QPersistentModelIndex

HEIGHT = 30
_LEFT, _DEEPER, _DEEPEST = 8, 16, 8
_CHEVRON, _ICON, _GAP = 12, 14, 8
_LEAST_WORDS = 60
"""Marks without room for so many px of words beside them are icons alone; their words stand in the tip."""


class OutlineDelegate(QStyledItemDelegate):
    """Paints `OutlineRow`s."""

    def __init__(self, look: Look, parent: QObject) -> None:
        """Draw in a look's fonts and colours."""
        super().__init__(parent)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self._bold, self._plain, self._small = (
            look.theme.font(12, bold=True),
            look.theme.font(12),
            look.theme.font(11),
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One height for all."""
        return QSize(80, self._px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        row: OutlineRow | None = index.data(OUTLINE_ROLE)
        if row is None:
            return
        state: QStyle.StateFlag = option.state
        painter.save()
        self._ground(painter, option.rect, state)
        view = option.widget
        if state & QStyle.StateFlag.State_Selected and isinstance(view, QTreeView) and view.hasFocus():
            self._focus(painter, option.rect)
        if index.column():
            self._number(painter, option.rect, str(index.data() or ""))
        else:
            self._words(painter, option.rect, index, row, state)
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on the chevron folds or unfolds the row."""
        view = option.widget
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonPress
            and isinstance(view, QTreeView)
            and self.is_chevron(option.rect, index, event.position().x())
        ):
            view.setExpanded(index, not view.isExpanded(index))
            return True
        return super().editorEvent(event, model, option, index)

    def is_chevron(self, rect: QRect, index: Index, x: float) -> bool:
        """Whether a point of a row is on its chevron, with some room around it."""
        if index.column() or not index.model().hasChildren(index):
            return False
        return rect.left() <= x < self._chevron(rect, index).right() + self._px(6)

    # --- parts of a row

    def _px(self, size: float) -> int:
        return self._look.theme.px(size)

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        theme = self._look.theme
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("tint"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))

    def _focus(self, painter: QPainter, rect: QRect) -> None:
        """Where the keyboard is: lines over and under the row, through all columns."""
        for y in (rect.top(), rect.bottom()):
            painter.fillRect(rect.left(), y, rect.width(), 1, self._look.theme.color("accent"))

    def _number(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setFont(self._plain)
        painter.setPen(self._look.theme.color("text2"))
        inner = rect.adjusted(0, 0, -self._px(8), 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)

    def _chevron(self, rect: QRect, index: Index) -> QRect:
        size = self._px(_CHEVRON)
        left = rect.left() + self._px(_LEFT + _DEEPER * min(_depth(index), _DEEPEST))
        return QRect(left, rect.top() + (rect.height() - size) // 2, size, size)

    def _words(self, painter: QPainter, rect: QRect, index: Index, row: OutlineRow, state: QStyle.StateFlag) -> None:
        look, theme = self._look, self._look.theme
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.color("accent"))
        chevron = self._chevron(rect, index)
        if state & QStyle.StateFlag.State_Children:
            is_open = bool(state & QStyle.StateFlag.State_Open)
            look.icons.paint(painter, chevron, Icon.CHEVRON_DOWN if is_open else Icon.CHEVRON_RIGHT, "text2")
        size = self._px(_ICON)
        icon = QRect(chevron.right() + self._px(6), rect.top() + (rect.height() - size) // 2, size, size)
        look.icons.paint(painter, icon, row.icon, "red" if row.is_bad else "text2")
        left, right = icon.right() + self._px(_GAP), rect.right() - self._px(4)
        name_font = self._bold if row.level != "step" else self._plain
        name = QFontMetrics(name_font).elidedText(row.name, Qt.TextElideMode.ElideRight, max(right - left, 0))
        name_width = QFontMetrics(name_font).horizontalAdvance(name)
        right = self._marks(painter, rect, left + name_width + self._px(_GAP), right, row.marks)
        baseline = QRect(left, rect.top(), max(right - left, 0), rect.height())
        painter.setFont(name_font)
        painter.setPen(theme.color("red" if row.is_bad else "text"))
        painter.drawText(baseline, Qt.AlignmentFlag.AlignVCenter, name)
        rest = baseline.adjusted(name_width + self._px(_GAP), 0, 0, 0)
        if rest.width() > self._px(16):
            painter.setFont(self._plain)
            painter.setPen(theme.color("red" if row.is_bad and row.level != "turn" else "text2"))
            said = QFontMetrics(self._plain).elidedText(row.words, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, said)

    def _marks(self, painter: QPainter, rect: QRect, left: int, right: int, marks: tuple[Mark, ...]) -> int:
        """Paint the marks from the right edge on; where they begin."""
        look, metrics, size = self._look, QFontMetrics(self._small), self._px(_ICON)
        room = right - left - self._px(_LEAST_WORDS)
        whole = sum(metrics.horizontalAdvance(mark.text) + size + self._px(4 + 10) for mark in marks)
        for mark in reversed(marks):
            is_worded = whole <= room or (mark is marks[0] and metrics.horizontalAdvance(mark.text) + size * 4 <= room)
            width = metrics.horizontalAdvance(mark.text) if is_worded else 0
            if is_worded:
                painter.setFont(self._small)
                painter.setPen(look.theme.color(mark.token))
                box = QRect(right - width, rect.top(), width + 1, rect.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, mark.text)
                right -= width + self._px(4)
            icon = QRect(right - size, rect.top() + (rect.height() - size) // 2, size, size)
            look.icons.paint(painter, icon, mark.icon, mark.token)
            right = icon.left() - self._px(10 if is_worded else 4)
        return right


def _depth(index: Index) -> int:
    depth, above = 0, index.parent()
    while above.isValid():
        depth, above = depth + 1, above.parent()
    return depth
