# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A whole run as a slider in one thin lane: value = the interaction, which is a segment of it.

Rule: dragging only looks; what is let go of, clicked or reached by a key is gone to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QToolTip, QWidget

from viewer.gui.runs.moment_words import sums_until, where
from viewer.gui.widgets.keyboard_focus import KEYBOARD_REASONS
from viewer.gui.widgets.tool_tip_text import escaped

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token
    from viewer.gui.runs.whole_run import Moment, WholeRun

_HEIGHT, _LANE, _SIDE = 22, 10, 24
"""Px: all of it, the lane in it, and the room beside it."""
_LEAST_GAPPED = 5
"""From this width in px on segments stand apart."""


class RunScrubber(QAbstractSlider):
    """Segments, those behind the place filled, what failed in red, the place marked."""

    sought = Signal(int)
    """The user wants to go to that interaction."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """No run yet."""
        super().__init__(parent)
        self.setObjectName("runScrubber")
        self.setAccessibleName("Place in the run")
        self.setRange(0, 0)
        self.setTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._look = look
        self._run: WholeRun | None = None
        self._ring = self._is_told = False
        self.valueChanged.connect(self._on_value_changed)
        self.sliderMoved.connect(self.update)

    def show_run(self, run: WholeRun | None, number: int = 0) -> None:
        """Show a run at one of its moments; nobody is told."""
        self._is_told = True
        self._run = run
        self.setRange(0, max(len(run.moments) - 1, 0) if run is not None else 0)
        self.setPageStep(max(self.maximum() // 10, 1))
        self.setValue(number)
        self._is_told = False
        self._describe()
        self.update()

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        self._look = look
        self.updateGeometry()
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """Wide and thin."""
        return QSize(self._look.theme.px(600), self._look.theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Narrow and thin."""
        return QSize(self._look.theme.px(200), self._look.theme.px(_HEIGHT))

    def moment_at(self, x: float) -> int:
        """The moment at a place."""
        lane, count = self._lane(), self.maximum() + 1
        return min(max(int((x - lane.left()) * count / max(lane.width(), 1)), 0), count - 1)

    def segment(self, number: int) -> QRect:
        """Where a moment is."""
        lane, count = self._lane(), self.maximum() + 1
        left, right = (lane.left() + at * lane.width() // count for at in (number, number + 1))
        gap = 1 if lane.width() >= count * self._look.theme.px(_LEAST_GAPPED) else 0
        return QRect(left, lane.top(), max(right - left - gap, 1), lane.height())

    def _lane(self) -> QRect:
        px = self._look.theme.px
        return QRect(px(_SIDE), (self.height() - px(_LANE)) // 2, max(self.width() - 2 * px(_SIDE), 1), px(_LANE))

    # --- Drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One segment a pixel at the most, then the place."""
        painter, theme = QPainter(self), self._look.theme
        painter.fillRect(self.rect(), theme.color("win"))
        if self._run is not None:
            drawn = -1
            for number, moment in enumerate(self._run.moments):
                segment = self.segment(number)
                is_bad = moment.step.failed
                if segment.left() > drawn or is_bad:  # what failed is seen among very many too
                    painter.fillRect(segment, theme.color(self._token(number, moment)))
                    drawn = segment.left()
            place = self.segment(self.sliderPosition()).adjusted(-1, -theme.px(4), 1, theme.px(4))
            painter.fillRect(place.adjusted(-1, 0, 1, 0), theme.color("win"))
            painter.fillRect(place, theme.color("accent"))
        if self._ring and self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(theme.px(16), 1, -theme.px(16), -1), 5, 5)
        painter.end()

    def _token(self, number: int, moment: Moment) -> Token:
        if moment.step.failed:
            return "red"
        return "text3" if number <= self.sliderPosition() else "border2"

    # --- Keys and pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at what is there, and begin to drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setSliderPosition(self.moment_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        if self.isSliderDown():
            self.setSliderPosition(self.moment_at(event.position().x()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Go to where it was let go of."""
        self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel goes nowhere: each notch would show another interaction."""
        event.ignore()

    def event(self, event: QEvent) -> bool:
        """A tip says what is under the pointer; the recording's text is never markup."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self._run is not None:
            told = where(self._run, self.moment_at(event.pos().x()), self._look.masker)
            QToolTip.showText(event.globalPos(), f"<span>{escaped(told)}</span>", self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring is for those who came by the keyboard."""
        self._ring = event.reason() in KEYBOARD_REASONS
        self.update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        """No ring."""
        self.update()

    def _on_value_changed(self, number: int) -> None:
        self._describe()
        self.update()
        if not self._is_told and self._run is not None:
            self.sought.emit(self._run.moments[number].step.exchange)

    def _describe(self) -> None:
        """What a screen reader says after the value."""
        run = self._run
        if run is None or not run.moments:
            self.setAccessibleDescription("no run")
            return
        at = f"interaction {self.value() + 1:,} of {len(run.moments):,}"
        place = where(run, self.value(), self._look.masker)
        self.setAccessibleDescription(f"{at}: {place}. {sums_until(run, self.value())}")
