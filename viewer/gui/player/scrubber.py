# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The timeline as a slider: value = events shown. It says where the user wants to go, and is told where playback is.

Rule: what does not move is kept as two pictures, played and not yet played; a new position paints only what is
between the old playhead and the new one.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QToolTip, QWidget

from viewer.core.analysis import Exchange
from viewer.core.deltas import Kind
from viewer.core.timeline import duration_text
from viewer.core.transcript.event_kinds import lane_name, lane_of
from viewer.core.transcript.narration import Narration, narrate, with_marks
from viewer.gui.look.look import Look
from viewer.gui.player.timeline_layout import TimelineLayout
from viewer.gui.player.timeline_painter import TimelinePainter
from viewer.gui.widgets.keyboard_focus import KEYBOARD_REASONS
from viewer.gui.widgets.tool_tip_text import escaped

_HEIGHT, _LEAST_HEIGHT = 100, 48
_NOTCH = 120
"""A wheel's notch in the unit of QWheelEvent (eighths of a degree)."""
_TIP_CHARACTERS = 80


class Scrubber(QAbstractSlider):
    """Lanes with a tick per event, flags on top, and a playhead to drag."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """A timeline of nothing."""
        super().__init__(parent)
        self.setObjectName("scrubber")
        self.setAccessibleName("Playback position")
        self.setRange(0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._look = look
        self._narration: Narration | None = None
        self._layout: TimelineLayout | None = None
        self._pictures: tuple[QPixmap, QPixmap] | None = None
        self._ratio = 0.0
        self._head_ms: float | None = None
        self._head_x = 0
        self._wheel = 0
        self._ring = False
        self._mark: tuple[int, str] | None = None
        self.valueChanged.connect(self._on_value_changed)

    # --- What it shows

    def set_exchange(self, exchange: Exchange | None, narration: Narration | None = None) -> None:
        """Show the timeline of another exchange at its end; None shows nothing."""
        self._narration = narration or (narrate(exchange, self._look.masker) if exchange else None)
        self._head_ms = None
        count = len(exchange.timeline) if exchange else 0
        self.setRange(0, count)
        self.setValue(count)
        self._drop_pictures()
        self._describe()

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        if self._narration:
            self._narration = narrate(self._narration.exchange, look.masker)
        self.updateGeometry()
        self._drop_pictures()

    def set_mark(self, position: int | None, words: str = "") -> None:
        """Mark a position, and say there what it is; None marks none."""
        self._mark = None if position is None else (position, words)
        self._describe()
        self.update()

    def set_play_ms(self, play_ms: float) -> None:
        """Move the playhead between two events; the value stays."""
        self._head_ms = play_ms
        self._move_head()

    def sizeHint(self) -> QSize:
        """Wide, and as high as its lanes and flags need."""
        return QSize(self._look.theme.px(600), self._look.theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Narrow and low: then lanes have no names."""
        return QSize(self._look.theme.px(200), self._look.theme.px(_LEAST_HEIGHT))

    def _on_value_changed(self) -> None:
        self._head_ms = None
        self._move_head()
        self._describe()

    def _describe(self) -> None:
        """What a screen reader says after the value."""
        mark = f"; {self._mark[1]} at event {self._mark[0]:,}" if self._mark else ""
        self.setAccessibleDescription(f"{self.value_text}{mark}")

    @property
    def value_text(self) -> str:
        """The position in words: `event 17 of 28, tool call arguments`."""
        if not self._narration or not self.maximum():
            return "nothing to play"
        if not self.value():
            return f"before event 1 of {self.maximum():,}"
        return f"event {self.value():,} of {self.maximum():,}, {self._narration.words(self.value() - 1).title}"

    # --- Drawing

    def _drop_pictures(self) -> None:
        self._layout = self._pictures = None
        layout = self._current_layout()
        self._head_x = self._wanted_head_x(layout) if layout else 0
        self.update()

    def _current_layout(self) -> TimelineLayout | None:
        if self._layout is None and self._narration is not None and self.maximum():
            self._layout = TimelineLayout(self._narration, self._look.theme, self.width(), self.height())
        return self._layout

    def _wanted_head_x(self, layout: TimelineLayout) -> int:
        return layout.x_of(self.value()) if self._head_ms is None else layout.x_of_time(self._head_ms)

    def _move_head(self) -> None:
        """Ask for what is between the playhead's old and new place to be painted, and the names of the lanes."""
        layout = self._current_layout()
        if layout is None:
            return
        old, self._head_x = self._head_x, self._wanted_head_x(layout)
        if old == self._head_x:
            return
        reach = layout.tick_width + self._look.theme.px(10)
        left, right = min(old, self._head_x) - reach, max(old, self._head_x) + reach
        self.update(left, 0, right - left, self.height())
        self.update(0, layout.box.top(), layout.box.left(), layout.box.height())

    def resizeEvent(self, _event: QEvent) -> None:
        """Place everything anew."""
        self._drop_pictures()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Background, the two pictures on either side of the position, playhead."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._look.theme.color("win"))
        layout = self._current_layout()
        if layout is None:
            return
        self._paint_background(painter, layout)
        self._paint_pictures(painter, layout)
        self._paint_frame(painter, layout)
        if event.rect().left() < layout.box.left():
            self._paint_names(painter, layout)
        if self._mark is not None:
            TimelinePainter(painter, layout, self._look.theme, played=True).paint_mark(self._mark[0])
        self._paint_head(painter, layout)
        TimelinePainter(painter, layout, self._look.theme, played=True).paint_flags_at(self._head_x)

    def _paint_background(self, painter: QPainter, layout: TimelineLayout) -> None:
        theme, box = self._look.theme, layout.box
        painter.fillRect(box, theme.color("surface"))
        painter.fillRect(QRect(box.left(), box.top(), self._head_x - box.left(), box.height()), theme.color("played"))

    def _paint_pictures(self, painter: QPainter, layout: TimelineLayout) -> None:
        ahead, behind = self._drawn(layout)
        split = layout.played_until(self.value()) if self.value() else 0
        for picture, left, width in ((behind, 0, split), (ahead, split, self.width() - split)):
            part = QRectF(left, 0, width, self.height())
            source = QRectF(part.topLeft() * self._ratio, part.size() * self._ratio)
            painter.drawPixmap(part, picture, source)

    def _drawn(self, layout: TimelineLayout) -> tuple[QPixmap, QPixmap]:
        """The timeline not yet played and played, in device pixels."""
        ratio = self.devicePixelRatioF()
        if self._pictures is None or ratio != self._ratio:
            self._ratio = ratio
            self._pictures = self._picture(layout, ratio, played=False), self._picture(layout, ratio, played=True)
        return self._pictures

    def _picture(self, layout: TimelineLayout, ratio: float, *, played: bool) -> QPixmap:
        picture = QPixmap((self.size().toSizeF() * ratio).toSize())
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        TimelinePainter(painter, layout, self._look.theme, played=played).paint()
        painter.end()
        return picture

    def _paint_frame(self, painter: QPainter, layout: TimelineLayout) -> None:
        """The border of the box, and the ring of keyboard focus around it."""
        theme = self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("border2"), 1))
        if layout.cut:
            painter.setClipRect(0, 0, layout.box.right() - theme.px(6), self.height())
        painter.drawRoundedRect(QRectF(layout.box).adjusted(-0.5, -0.5, 0.5, 0.5), 3, 3)
        painter.setClipping(False)
        if self._ring and self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(layout.box).adjusted(-3, -3, 3, 3), 5, 5)

    def _paint_names(self, painter: QPainter, layout: TimelineLayout) -> None:
        """The names of the lanes; that of the current event stands out."""
        theme = self._look.theme
        font = theme.font(10)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        for lane in () if layout.is_low else layout.lanes:
            row = layout.lane_rect(lane)
            painter.setPen(theme.color("text" if lane is self._current_lane else "text3"))
            name = lane_name(lane)
            x = layout.box.left() - theme.px(10) - metrics.horizontalAdvance(name)
            painter.drawText(x, row.center().y() + 1 + (metrics.ascent() - metrics.descent() + 1) // 2, name)

    @property
    def _current_lane(self) -> Kind | None:
        if not self._narration or not self.value():
            return None
        return lane_of(self._narration.exchange.timeline.kinds[self.value() - 1])

    def _paint_head(self, painter: QPainter, layout: TimelineLayout) -> None:
        px, theme, x = self._look.theme.px, self._look.theme, self._head_x
        top, bottom, half = px(8), layout.box.bottom() + 2, px(5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(x - 0.5, top, 2, bottom - top), theme.color("accent"))
        painter.setPen(QPen(theme.color("win"), 1))
        painter.setBrush(theme.color("accent"))
        corner = QPointF(x + 0.5, top)
        shape = [(-half, 0), (half, 0), (half, px(6)), (0, px(11)), (-half, px(6))]
        painter.drawPolygon(QPolygonF([corner + QPointF(dx, dy) for dx, dy in shape]))

    # --- Mouse, wheel, keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there, and begin to drag."""
        if event.button() is Qt.MouseButton.LeftButton and self._current_layout():
            self.setSliderDown(True)
            self._drag(event.position().x())
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag; or, when a tip stands, tell what is here now."""
        if self.isSliderDown():
            self._drag(event.position().x())
        elif QToolTip.isVisible():
            self._tell(event.position().toPoint(), event.globalPosition().toPoint())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """The end of dragging."""
        self.setSliderDown(False)

    def _drag(self, x: float) -> None:
        layout = self._current_layout()
        if layout:
            self.setSliderPosition(layout.position_at(x))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """One event for each notch: towards the user goes on, as reading does."""
        delta = event.angleDelta()
        self._wheel -= delta.y() or delta.x()
        notches = int(self._wheel / _NOTCH)
        self._wheel -= notches * _NOTCH
        if notches:
            self.setValue(self.value() + notches)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End as every slider; PageUp and PageDown go to markers; what else is the window's."""
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Up: 1}
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif key in steps:
            self.setValue(self.value() + steps[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._go_to_marker(back=key is Qt.Key.Key_PageUp)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.setValue(0 if key is Qt.Key.Key_Home else self.maximum())
        else:
            event.ignore()

    def _go_to_marker(self, *, back: bool) -> None:
        if self._narration is None:
            return
        timeline = self._narration.exchange.timeline
        marker = timeline.marker_before(self.value()) if back else timeline.marker_after(self.value())
        fallback = 0 if back else self.maximum()
        self.setValue(marker.position if marker else fallback)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring is for those who came by the keyboard."""
        self._ring = event.reason() in KEYBOARD_REASONS
        self.update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        """No ring."""
        self.update()

    # --- What is under the pointer

    def event(self, event: QEvent) -> bool:
        """Tell what is under a pointer that rests."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self._tell(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def _tell(self, at: QPoint, on_screen: QPoint) -> None:
        text = self.text_at(at)
        # The recording's text is never markup: said as HTML it is escaped, said plainly Qt would guess.
        markup = "<br>".join(f"<span>{escaped(line)}</span>" for line in text.split("\n"))
        QToolTip.showText(on_screen, f"<p style='white-space:pre'>{markup}</p>" if text else "", self)

    def text_at(self, at: QPoint) -> str:
        """What stands at a point: an event and the piece it added on a second line, a pause, or nothing."""
        layout, narration = self._current_layout(), self._narration
        if layout is None or narration is None or at.x() < layout.box.left():
            return ""
        reach = self._look.theme.px(8)
        for number, x in layout.gap_centers():
            if abs(x - at.x()) <= reach // 2:
                return f"pause of {duration_text(narration.exchange.timeline.gaps[number].real_ms)}, shortened"
        index = layout.event_at(at.x(), reach)
        return self._event_text(narration, index) if index is not None else ""

    @staticmethod
    def _event_text(narration: Narration, index: int) -> str:
        words = narration.words(index)
        parts = [f"event {words.number}", words.title, words.subject, narration.time(index)]
        said = with_marks(words.added) or words.note
        shown = said[:_TIP_CHARACTERS] + ("…" if len(said) > _TIP_CHARACTERS else "")
        return ", ".join(part for part in parts if part) + (f"\n{shown}" if shown else "")
