# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The row of panes: a QTabBar that draws itself flat, with a count behind the name and a line under the current one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QWidget

if TYPE_CHECKING:
    from viewer.gui.look.look import Look


_ROOMY, _TIGHT = 12, 6
"""Pixels on both sides of a tab's words."""


class TabBar(QTabBar):
    """Tabs with counts, set by `set_count`; a count of None shows none."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """No tabs yet."""
        super().__init__(parent)
        self._look = look
        self._counts: dict[int, int] = {}
        self._is_tight = False
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setMouseTracking(True)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self.setFont(look.theme.font(13))
        self.updateGeometry()
        self.update()

    def set_count(self, index: int, count: int | None) -> None:
        """Show a number behind a tab's name."""
        if count is None:
            self._counts.pop(index, None)
        else:
            self._counts[index] = count
        self.setTabToolTip(index, self.tabText(index) if count is None else f"{self.tabText(index)}: {count:,}")
        self.setAccessibleTabName(index, f"{self.tabText(index)} {'' if count is None else count}".strip())
        self.setTabText(index, self.tabText(index))  # the only way to have QTabBar ask for the tabs' sizes again

    def tabSizeHint(self, index: int) -> QSize:
        """Room for the bold name, so that tabs do not move when selected."""
        width = QFontMetrics(self._bold()).horizontalAdvance(self.tabText(index)) + 2 * self._pad
        return QSize(width + self._chip_width(index), self._look.theme.px(40))

    def set_tight(self, *, tight: bool) -> None:
        """Leave less room between the tabs, or as much as is usual."""
        if tight != self._is_tight:
            self._is_tight = tight
            self.setTabText(0, self.tabText(0))
            self.update()

    @property
    def _pad(self) -> int:
        return self._look.theme.px(_TIGHT if self._is_tight else _ROOMY)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Tabs never shrink; the bar scrolls instead."""
        return self.tabSizeHint(index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Every tab."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self.count()):
            self._paint_tab(painter, index)
        painter.end()

    def _paint_tab(self, painter: QPainter, index: int) -> None:
        theme, rect = self._look.theme, self.tabRect(index)
        current = index == self.currentIndex()
        hovered = rect.contains(self.mapFromGlobal(self.cursor().pos())) and self.underMouse()
        font = self._bold() if current else theme.font(13)
        left = rect.left() + self._pad
        width = QFontMetrics(font).horizontalAdvance(self.tabText(index))
        painter.setFont(font)
        painter.setPen(theme.color("text" if current or hovered else "text2"))
        painter.drawText(
            QRect(left, rect.top(), width + 2, rect.height()), Qt.AlignmentFlag.AlignVCenter, self.tabText(index)
        )
        bold_width = QFontMetrics(self._bold()).horizontalAdvance(self.tabText(index))
        if index in self._counts:
            self._paint_count(
                painter, QRect(left + bold_width + theme.px(6), rect.top(), rect.width(), rect.height()), index
            )
        if current:
            line = QRectF(left, rect.bottom() - 1, rect.width() - 2 * self._pad, 2)
            painter.fillRect(line, theme.color("accent"))
            if self.hasFocus():
                painter.setPen(theme.color("accent"))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(rect).adjusted(4.5, 6.5, -4.5, -6.5), 5, 5)

    def _paint_count(self, painter: QPainter, rect: QRect, index: int) -> None:
        theme = self._look.theme
        box = QRectF(rect.left(), rect.center().y() - theme.px(8), self._chip_width(index) - theme.px(6), theme.px(17))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("hover"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{self._counts[index]:,}")

    def _chip_width(self, index: int) -> int:
        if index not in self._counts:
            return 0
        theme = self._look.theme
        return QFontMetrics(theme.font(11)).horizontalAdvance(f"{self._counts[index]:,}") + theme.px(18)

    def _bold(self) -> QFont:
        return self._look.theme.font(13, bold=True)
