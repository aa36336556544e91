# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the mouse does on the canvas: follow links, select text, and pick the event that brought a character.

Rule: a click follows what is under it; a drag selects, and scrolls at the edges. Two clicks select a word, three a
paragraph; the seek that the first of them asked for is taken back.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from viewer.gui.conversation import text_painter
from viewer.gui.conversation.row_layout import Entry
from viewer.gui.conversation.rows import OpenPicture, Passage, Picture, Strip
from viewer.gui.conversation.selection import Spot, first_offset, last_offset

if TYPE_CHECKING:
    from viewer.gui.conversation.canvas import Canvas

Target = tuple[Hashable, int]


class Pointer(QObject):
    """The mouse over one canvas; points are in the viewport's coordinates."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._pressed: QPoint | None = None
        self._at = QPoint()
        self._is_dragging = False
        self._had_selection = False
        self._seek_from: int | None = None
        self._doubled: QPoint | None = None
        self._scroller = QTimer(self, interval=30)
        self._scroller.timeout.connect(self._on_scroll)
        self._triple = QTimer(self, singleShot=True, interval=QGuiApplication.styleHints().mouseDoubleClickInterval())

    # --- What is where

    def entry_at(self, point: QPoint) -> Entry | None:
        """The row at a point, or the nearest above it."""
        stack = self._canvas.stack
        number = stack.at((point - self._canvas.offset).y())
        return stack.entries[number] if number is not None else None

    def target_at(self, point: QPoint) -> Target | None:
        """What can be activated at a point."""
        entry = self.entry_at(point)
        at = point - self._canvas.offset
        if entry is None or not entry.rect.contains(at):
            return None
        if isinstance(entry.row.content, Picture):
            return (entry.row.key, -1)
        if not isinstance(entry.row.content, Strip):
            return None
        number = self._canvas.stack.laid(entry).span_at(at - QPoint(entry.x, entry.top))
        return None if number is None else (entry.row.key, number)

    def hidden_at(self, point: QPoint) -> str:
        """Words at a point that are elided there, in full."""
        entry = self.entry_at(point)
        if entry is None or not isinstance(entry.row.content, Strip):
            return ""
        return self._canvas.stack.laid(entry).hidden_at(point - self._canvas.offset - QPoint(entry.x, entry.top))

    def spot_at(self, point: QPoint) -> Spot | None:
        """The nearest place in the text."""
        entry = self.entry_at(point)
        if entry is None:
            return None
        at = point - self._canvas.offset
        if entry.flow is None:
            behind = at.y() >= entry.bottom or (at.y() >= entry.top and at.x() > entry.x + entry.width // 2)
            return Spot(entry.row.key, last_offset(entry) if behind else first_offset(entry))
        inside = at - self._canvas.stack.text_origin(entry)
        return Spot(entry.row.key, text_painter.offset_at(entry.flow, inside.x(), inside.y()))

    def event_at(self, point: QPoint) -> int | None:
        """The number of the event that brought the character at a point; None off the streamed text."""
        entry = self.entry_at(point)
        content = entry.row.content if entry else None
        if entry is None or entry.flow is None or not isinstance(content, Passage):
            return None
        inside = point - self._canvas.offset - self._canvas.stack.text_origin(entry)
        if not text_painter.is_over_text(entry.flow, inside.x(), inside.y()):
            return None
        offset = text_painter.offset_at(entry.flow, inside.x(), inside.y(), nearest=False)
        step = content.source.step_of(min(offset, content.end - 1))
        return step + 1 if step is not None else None

    # --- What happens

    def press(self, point: QPoint, *, extend: bool) -> None:
        """The left button goes down."""
        canvas, selection = self._canvas, self._canvas.view.selection
        canvas.focus_target(None)
        self._pressed, self._at, self._is_dragging = point, point, False
        self._had_selection = not selection.is_empty
        spot = self.spot_at(point)
        if self._triple.isActive() and self._doubled is not None and _is_near(point, self._doubled):
            self._select_around(point, text_painter.paragraph_at)
            self._pressed = None
        elif spot is not None and extend and selection.anchor is not None:
            selection.select(selection.anchor, spot)
        elif spot is not None:
            selection.start(spot)
        canvas.viewport().update()

    def move(self, point: QPoint, *, is_down: bool) -> None:
        """The pointer moves."""
        if not is_down or self._pressed is None:
            self._hover(point)
            return
        self._at = point
        if not self._is_dragging and not _is_near(point, self._pressed):
            self._is_dragging = True
        if self._is_dragging:
            self._extend(point)
            inside = QRect(QPoint(0, 0), self._canvas.viewport().size()).adjusted(0, 8, 0, -8)
            if inside.top() <= point.y() <= inside.bottom():
                self._scroller.stop()
            elif not self._scroller.isActive():
                self._scroller.start()

    def release(self, point: QPoint) -> None:
        """The left button comes up: without a drag that was a click."""
        self._scroller.stop()
        if self._pressed is None:
            return
        clicked, self._pressed = not self._is_dragging, None
        if clicked:
            self._click(point)

    def _click(self, point: QPoint) -> None:
        canvas = self._canvas
        self._seek_from = None
        target = self.target_at(point)
        event = self.event_at(point)
        if target is not None:
            action = canvas.stack.action(target)
            if action is not None:
                canvas.activated.emit(action)
        elif event is not None and not self._had_selection:
            self._seek_from = canvas.position
            canvas.event_picked.emit(event)

    def double(self, point: QPoint) -> None:
        """The second press of a double click."""
        if self._seek_from is not None:
            self._canvas.event_picked.emit(self._seek_from)
            self._seek_from = None
        self._doubled = point
        self._triple.start()
        target = self.target_at(point)
        if target is None or isinstance(self._canvas.stack.action(target), OpenPicture):
            self._select_around(point, text_painter.word_at)

    def _select_around(self, point: QPoint, around: object) -> None:
        entry, spot = self.entry_at(point), self.spot_at(point)
        if entry is None or spot is None or entry.flow is None:
            return
        start, end = around(entry.flow, spot.offset)  # type: ignore[operator]
        self._canvas.view.selection.select(Spot(spot.key, start), Spot(spot.key, end))
        self._canvas.viewport().update()

    def _extend(self, point: QPoint) -> None:
        selection, spot = self._canvas.view.selection, self.spot_at(point)
        if spot is not None and selection.anchor is not None and spot != selection.head:
            selection.select(selection.anchor, spot)
            self._canvas.viewport().update()

    def _on_scroll(self) -> None:
        """Scroll while a drag goes on outside, the faster the farther."""
        viewport = self._canvas.viewport()
        y = self._at.y()
        beyond = y - 8 if y < 8 else max(y - viewport.height() + 8, 0)
        bar = self._canvas.verticalScrollBar()
        bar.setValue(bar.value() + max(-60, min(60, beyond)))
        self._extend(QPoint(self._at.x(), max(0, min(y, viewport.height() - 1))))

    def _hover(self, point: QPoint) -> None:
        canvas = self._canvas
        target = self.target_at(point)
        before, canvas.view.hovered = canvas.view.hovered, target
        if target != before:
            for changed in (before, target):
                if changed is not None:
                    canvas.update_row(changed[0])
        canvas.viewport().setCursor(self._shape(point, target))

    def _shape(self, point: QPoint, target: Target | None) -> Qt.CursorShape:
        if target is not None:
            return Qt.CursorShape.PointingHandCursor
        entry = self.entry_at(point)
        at = point - self._canvas.offset
        over_text = entry is not None and entry.flow is not None and entry.rect.contains(at)
        return Qt.CursorShape.IBeamCursor if over_text else Qt.CursorShape.ArrowCursor


def _is_near(a: QPoint, b: QPoint) -> bool:
    return (a - b).manhattanLength() < QGuiApplication.styleHints().startDragDistance()
