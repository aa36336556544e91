# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One of several: segments side by side, walked by the arrow keys. They are radio buttons, painted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from viewer.gui.widgets.keyboard_focus import KEYBOARD_REASONS

if TYPE_CHECKING:
    from viewer.gui.look.look import Look

_GROOVE = 2
"""Room in px between the segments and the edge of the groove that they lie in."""


class _Segment(QRadioButton):
    """One of the values; the chosen one stands out as a card."""

    def __init__(self, look: Look, value: object, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.look, self.value = look, value
        self._ring = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """As wide as its words in bold: choosing one moves nothing."""
        theme = self.look.theme
        width = QFontMetrics(theme.font(12, bold=True)).horizontalAdvance(self.text())
        return QSize(width + theme.px(20), theme.px(28))

    def hitButton(self, point: QPoint) -> bool:
        """All of it can be clicked."""
        return self.rect().contains(point)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show a ring to those who came by the keyboard."""
        self._ring = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Card, words, ring of focus."""
        painter, theme = QPainter(self), self.look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setPen(QPen(theme.color("accent"), 1))
            painter.setBrush(theme.color("surface"))
            painter.drawRoundedRect(box, 5, 5)
        painter.setFont(theme.font(12, bold=self.isChecked()))
        painter.setPen(theme.color("accent" if self.isChecked() else "text" if self.underMouse() else "text2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self._ring and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        painter.end()


class Choice(QWidget):
    """A value out of a few; what does not fit into a line goes on in the next."""

    chosen = Signal(object)
    """The user chose this value."""

    def __init__(self, look: Look, values: Sequence[tuple[object, str]], parent: QWidget | None = None) -> None:
        """Values with the words for them, none chosen."""
        super().__init__(parent)
        self._look = look
        self._segments = [_Segment(look, value, text, self) for value, text in values]
        for segment in self._segments:
            segment.clicked.connect(lambda _checked, value=segment.value: self.chosen.emit(value))
        self._sizes = [segment.sizeHint() for segment in self._segments]
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(self._segments[0])

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        for segment in self._segments:
            segment.look = look
        self._sizes = [segment.sizeHint() for segment in self._segments]
        self._place()
        self.updateGeometry()
        self.update()

    def set_value(self, value: object) -> None:
        """Show a value as chosen."""
        for segment in self._segments:
            if segment.value == value:
                segment.setChecked(True)
                self.setFocusProxy(segment)

    def set_name(self, name: str, description: str) -> None:
        """What a screen reader says of the choice and of each of its values."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        for segment in self._segments:
            segment.setAccessibleName(f"{name}: {segment.text()}")

    def set_tips(self, tips: Mapping[object, str]) -> None:
        """Say of each value what it means, where the pointer rests and to a screen reader."""
        for segment in self._segments:
            segment.setToolTip(tips[segment.value])
            segment.setAccessibleDescription(tips[segment.value])

    def sizeHint(self) -> QSize:
        """All in one line."""
        lines = list(self._lines(1 << 20))
        return QSize(lines[-1].right() + 1 + self._margin(), self.heightForWidth(1 << 20))

    def minimumSizeHint(self) -> QSize:
        """As narrow as its widest segment."""
        widest = max(size.width() for size in self._sizes)
        return QSize(widest + 2 * self._margin(), self._look.theme.px(28))

    def hasHeightForWidth(self) -> bool:
        """Lines break."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as are needed."""
        return list(self._lines(width))[-1].bottom() + 1 + self._margin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The groove that the segments lie in."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.theme.color("ctl"), 1))
        painter.setBrush(self._look.theme.color("hover"))
        used = max(segment.geometry().right() for segment in self._segments) + 1 + self._margin()
        painter.drawRoundedRect(QRectF(0.5, 0.5, used - 1, self.height() - 1), 7, 7)
        painter.end()

    def _margin(self) -> int:
        return self._look.theme.px(_GROOVE)

    def _place(self) -> None:
        for segment, place in zip(self._segments, self._lines(self.width()), strict=True):
            segment.setGeometry(place)

    def _lines(self, width: int) -> Iterator[QRect]:
        """The place of each segment in a width."""
        margin = self._margin()
        x = y = margin
        for size in self._sizes:
            if x > margin and x + size.width() > width - margin:
                x, y = margin, y + size.height()
            yield QRect(QPoint(x, y), size)
            x += size.width()
