# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The choice of speed in the player bar, painted in the theme's colours."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QWidget

from viewer.gui.look.icons import Icon
from viewer.gui.look.look import Look
from viewer.gui.settings import SPEEDS
from viewer.gui.widgets.painted_button import PaintedButton


class _Segment(PaintedButton):
    """One speed of the segmented control."""

    def __init__(self, look: Look, speed: float, parent: QWidget) -> None:
        super().__init__(look, parent)
        self.speed = speed
        self.setCheckable(True)
        self.setText(speed_text(speed))
        self.setAccessibleName(f"Speed {speed_text(speed)}")

    def sizeHint(self) -> QSize:
        """As wide as its words in bold: choosing one moves nothing."""
        theme = self._look.theme
        width = QFontMetrics(theme.font(12, bold=True)).horizontalAdvance(self.text())
        return QSize(width + theme.px(13), theme.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The chosen one stands out as a card."""
        painter, theme = QPainter(self), self._look.theme
        if self.isChecked():
            self.paint_box(painter, "surface", "border2", 5)
        font = theme.font(12, bold=self.isChecked())
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(theme.color("text" if self.isChecked() or self.underMouse() else "text2"))
        x = (self.width() - metrics.horizontalAdvance(self.text())) // 2
        painter.drawText(x, (self.height() + metrics.ascent() - metrics.descent()) // 2, self.text())
        self.paint_ring(painter, 5)


class _MenuSegment(_Segment):
    """The chosen speed alone, with a menu of the others."""

    def sizeHint(self) -> QSize:
        """Room for the longest word and the chevron."""
        theme = self._look.theme
        longest = QFontMetrics(theme.font(12, bold=True)).horizontalAdvance(speed_text(math.inf))
        return QSize(longest + theme.px(34), theme.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card with its words and a chevron."""
        painter, theme = QPainter(self), self._look.theme
        self.paint_box(painter, "hover" if self.underMouse() or self.isDown() else "surface", "border2", 5)
        font = theme.font(12, bold=True)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        painter.drawText(theme.px(9), (self.height() + metrics.ascent() - metrics.descent()) // 2, self.text())
        side = theme.px(12)
        rect = QRectF(self.width() - side - theme.px(8), (self.height() - side) / 2, side, side)
        self._look.icons.paint(painter, rect, Icon.CHEVRON_DOWN)
        self.paint_ring(painter, 5)


class SpeedBox(QWidget):
    """The choice of speed: one segment for each, or where there is no room the chosen one with a menu."""

    speed_chosen = Signal(float)

    def __init__(self, look: Look, speeds: Sequence[float] = SPEEDS, parent: QWidget | None = None) -> None:
        """Offer these speeds, none chosen."""
        super().__init__(parent)
        self.setObjectName("speedBox")
        self.setAccessibleName("Playback speed")
        self._look, self._speed, self._compact = look, 1.0, False
        self._group = QButtonGroup(self)
        self._segments = [_Segment(look, speed, self) for speed in speeds]
        self._menu = _MenuSegment(look, 1.0, self)
        self._menu.setCheckable(False)
        self._menu.clicked.connect(self._on_menu_clicked)
        self._layout = QHBoxLayout(self)
        self._layout.setSpacing(0)
        for segment in self._segments:
            self._group.addButton(segment)
            self._layout.addWidget(segment)
            segment.clicked.connect(self._on_segment_clicked)
            segment.setToolTip("Speed (< and >)")
        self._layout.addWidget(self._menu)
        self._menu.hide()
        self.set_look(look)

    @property
    def speed(self) -> float:
        """The chosen speed."""
        return self._speed

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        margin = look.theme.px(2)
        self._layout.setContentsMargins(margin, margin, margin, margin)
        for segment in (*self._segments, self._menu):
            segment.set_look(look)
        self.update()

    def set_speed(self, speed: float) -> None:
        """Show a speed as chosen; one that is not offered is shown in words only."""
        self._speed = speed
        self._menu.setText(speed_text(speed))
        self._menu.setAccessibleName(f"Speed {speed_text(speed)}")
        self.setAccessibleDescription(speed_text(speed))
        for segment in self._segments:
            segment.setChecked(segment.speed == speed)
        self.update()

    def set_compact(self, *, compact: bool) -> None:
        """Show all speeds, or the chosen one with a menu."""
        if compact == self._compact:
            return
        self._compact = compact
        for segment in self._segments:
            segment.setVisible(not compact)
        self._menu.setVisible(compact)

    def wide_width(self) -> int:
        """The width in px with all segments."""
        return self._width_of(self._segments)

    def compact_width(self) -> int:
        """The width in px with the chosen one alone."""
        return self._width_of([self._menu])

    def _width_of(self, segments: Sequence[_Segment]) -> int:
        return sum(segment.sizeHint().width() for segment in segments) + 2 * self._look.theme.px(2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The groove that the segments lie in."""
        if self._compact:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.theme.color("hover"))
        painter.drawRoundedRect(self.rect(), 7, 7)

    def _on_segment_clicked(self) -> None:
        button = self._group.checkedButton()
        if isinstance(button, _Segment):
            self.speed_chosen.emit(button.speed)

    def _on_menu_clicked(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for segment in self._segments:
            action = QAction(speed_text(segment.speed), group, checkable=True)
            action.setChecked(segment.speed == self._speed)
            action.setData(segment.speed)
            menu.addAction(action)
        menu.triggered.connect(self._on_speed_triggered)
        menu.popup(self._menu.mapToGlobal(self._menu.rect().bottomLeft()))

    def _on_speed_triggered(self, action: QAction) -> None:
        self.speed_chosen.emit(action.data())

    def changeEvent(self, event: QEvent) -> None:
        """Grey when disabled."""
        self.update()
        super().changeEvent(event)


def speed_text(speed: float) -> str:
    """`0.25×`, `16×`, `Instant`."""
    return "Instant" if math.isinf(speed) else f"{speed:g}×"
