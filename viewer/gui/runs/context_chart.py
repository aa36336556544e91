# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The context of every request of a run as a chart that is a slider: value = the moment, which a cursor stands on.

Rule: what does not move is kept as a picture. A click goes to a moment, dragging or the arrow keys only look at it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QApplication, QSizePolicy, QWidget

from viewer.gui.runs.chart_layout import ChartLayout
from viewer.gui.runs.chart_painter import ChartPainter
from viewer.gui.runs.moment_words import spoken
from viewer.gui.widgets.keyboard_focus import KEYBOARD_REASONS

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.runs.whole_run import WholeRun

_HEIGHT, _LEAST_HEIGHT = 164, 132


class ContextChart(QAbstractSlider):
    """Bars by kind, costs and cache below them; it is the scrubber over a whole run."""

    opened = Signal(int)
    """A moment was clicked or entered: it is to be gone to."""
    looked_at = Signal(int)
    """The pointer is over a moment, or left them all: then that of the cursor."""
    left = Signal()
    """Esc: back to what was on show."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """No run yet."""
        super().__init__(parent)
        self.setObjectName("contextChart")
        self.setAccessibleName("Context of the requests")
        self.setRange(0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._look = look
        self._run: WholeRun | None = None
        self._layout: ChartLayout | None = None
        self._picture: QPixmap | None = None
        self._pressed: QPoint | None = None
        self._is_dragged = self._ring = False
        self._hovered: int | None = None
        self.valueChanged.connect(self._on_value_changed)

    def show_run(self, run: WholeRun | None) -> None:
        """Show another run, the cursor on its first moment."""
        self._run, self._hovered = run, None
        self.setRange(0, max(len(run.moments) - 1, 0) if run is not None else 0)
        self.setPageStep(max(self.maximum() // 10, 1))
        self.setValue(0)
        self._drop_picture()
        self._describe()

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self.updateGeometry()
        self._drop_picture()
        self._describe()

    def sizeHint(self) -> QSize:
        """Wide, and as high as bars and lanes need."""
        return QSize(self._look.theme.px(600), self._look.theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Narrow and low."""
        return QSize(self._look.theme.px(240), self._look.theme.px(_LEAST_HEIGHT))

    @property
    def shown_moment(self) -> int:
        """The moment under the pointer, else the one of the cursor."""
        return self.value() if self._hovered is None else self._hovered

    # --- Drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The cursor's ground, the picture, the cursor."""
        painter, theme = QPainter(self), self._look.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        layout = self._current_layout()
        if layout is None or self._run is None:
            painter.end()
            return
        for number, token in ((self._hovered, "hover"), (self.value(), "tint2")):
            if number is not None:
                bar = layout.bar(layout.column_of(number))
                ground = bar.adjusted(-2, 0, 2, layout.cache.bottom() - bar.bottom() + 1)
                painter.fillRect(ground, theme.color(token))  # type: ignore[arg-type]
        painter.drawPixmap(0, 0, self._drawn(layout))
        self._paint_cursor(painter, layout)
        if self._ring and self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 5, 5)
        painter.end()

    def _paint_cursor(self, painter: QPainter, layout: ChartLayout) -> None:
        """A line over and under the bar, so that it is seen whatever the bar's colours are."""
        bar, color = layout.bar(layout.column_of(self.value())), self._look.theme.color("accent")
        top, bottom = bar.top() - self._look.theme.px(2), layout.cache.bottom() + 1
        painter.fillRect(bar.left() - 3, top, 1, bottom - top, color)
        painter.fillRect(bar.right() + 3, top, 1, bottom - top, color)
        painter.fillRect(bar.left() - 3, top, bar.width() + 6, 2, color)

    def _current_layout(self) -> ChartLayout | None:
        if self._layout is None and self._run is not None and self._run.moments:
            self._layout = ChartLayout(self._run, self._look.theme, self.width(), self.height())
        return self._layout

    def _drawn(self, layout: ChartLayout) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if (self._picture is None or self._picture.devicePixelRatio() != ratio) and self._run is not None:
            self._picture = QPixmap((self.size().toSizeF() * ratio).toSize())
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._picture)
            ChartPainter(painter, layout, self._run, self._look).paint()
            painter.end()
        return self._picture or QPixmap()

    def _drop_picture(self) -> None:
        self._layout = self._picture = None
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place everything anew."""
        self._drop_picture()

    # --- Keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the moment, Esc back; the rest is a slider's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.value())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click, or the beginning of a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._is_dragged = event.position().toPoint(), False
            self._move_to(self._pressed.x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the cursor, or look at what is under the pointer."""
        at = event.position().toPoint()
        if self._pressed is not None:
            distance = (at - self._pressed).manhattanLength()
            self._is_dragged = self._is_dragged or distance >= QApplication.startDragDistance()
            self._move_to(at.x())
        else:
            self._hover(self._moment_at(at))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes to the moment; a drag only moved the cursor."""
        was_pressed, self._pressed = self._pressed, None
        number = self._moment_at(event.position().toPoint())
        if was_pressed is not None and not self._is_dragged and number is not None:
            self._open(number)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        self._hover(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls pages, not moments."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring is for those who came by the keyboard."""
        self._ring = event.reason() in KEYBOARD_REASONS
        self.update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        """No ring."""
        self.update()

    def _moment_at(self, at: QPoint) -> int | None:
        layout = self._current_layout()
        return layout.moment_at(at.x()) if layout is not None else None

    def _move_to(self, x: int) -> None:
        layout = self._current_layout()
        if layout is not None and (number := layout.moment_at(x)) is not None:
            self._hovered = None
            self.setValue(number)

    def _hover(self, number: int | None) -> None:
        if number != self._hovered:
            self._hovered = number
            self.setCursor(Qt.CursorShape.ArrowCursor if number is None else Qt.CursorShape.PointingHandCursor)
            self.looked_at.emit(self.shown_moment)
            self.update()

    def _open(self, number: int) -> None:
        if self._run is not None and self._run.moments:
            self.opened.emit(number)

    def _on_value_changed(self) -> None:
        self._describe()
        self.looked_at.emit(self.shown_moment)
        self.update()

    def _describe(self) -> None:
        """What a screen reader says after the value."""
        if self._run is not None and self._run.moments:
            at = f"request {self.value() + 1:,} of {len(self._run.moments):,}"
            self.setAccessibleDescription(f"{at}: {spoken(self._run, self.value(), self._look.masker)}")
        else:
            self.setAccessibleDescription("no request")
