# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the mouse does: follow links, select text, and pick the event that brought a character.

Rule: a click follows what is under it; a drag selects, and scrolls at the edges. Two clicks select a word, three a
paragraph; the seek that the first of them asked for is taken back.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from viewer.gui.conversation import text_geometry
from viewer.gui.conversation.hit_testing import elided_text_at, event_at, item_at, text_position_at
from viewer.gui.conversation.passage_layout import PassageLayout
from viewer.gui.conversation.row_view import RowView
from viewer.gui.conversation.rows import OpenPicture
from viewer.gui.conversation.selection import TextPosition
from viewer.gui.conversation.targets import Target, action_of, target_at


class MouseHandler(QObject):
    """The mouse over a view of rows; points are in the viewport's coordinates."""

    pressed = Signal()
    """The left button went down."""
    activated = Signal(object)
    """A link, fold or button was clicked: the Action."""
    event_picked = Signal(int)
    """A character of the stream was clicked: the number of its event."""

    def __init__(self, view: RowView) -> None:
        super().__init__(view)
        self._view = view
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

    def elided_text_at(self, point: QPoint) -> str:
        """Words at a point that are elided there, in full."""
        return elided_text_at(self._view.row_layout, point - self._view.offset)

    def _target_at(self, point: QPoint) -> Target | None:
        return target_at(self._view.row_layout, point - self._view.offset)

    def _text_position_at(self, point: QPoint) -> TextPosition | None:
        return text_position_at(self._view.row_layout, point - self._view.offset)

    # --- What happens

    def press(self, point: QPoint, *, extend: bool) -> None:
        """The left button goes down; `extend` continues the selection."""
        selection = self._view.state.selection
        self.pressed.emit()
        self._pressed, self._at, self._is_dragging = point, point, False
        self._had_selection = not selection.is_empty
        position = self._text_position_at(point)
        if self._triple.isActive() and self._doubled is not None and _is_near(point, self._doubled):
            self._select_around(point, text_geometry.paragraph_at)
            self._pressed = None
        elif position is not None and extend and selection.anchor is not None:
            selection.select(selection.anchor, position)
        elif position is not None:
            selection.start(position)
        self._view.viewport().update()

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
            inside = QRect(QPoint(0, 0), self._view.viewport().size()).adjusted(0, 8, 0, -8)
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
        self._seek_from = None
        target = self._target_at(point)
        event = event_at(self._view.row_layout, point - self._view.offset)
        if target is not None:
            action = action_of(self._view.row_layout, target)
            if action is not None:
                self.activated.emit(action)
        elif event is not None and not self._had_selection:
            self._seek_from = self._view.conversation.position
            self.event_picked.emit(event)

    def double_click(self, point: QPoint) -> None:
        """The second press of a double click."""
        if self._seek_from is not None:
            self.event_picked.emit(self._seek_from)
            self._seek_from = None
        self._doubled = point
        self._triple.start()
        target = self._target_at(point)
        if target is None or isinstance(action_of(self._view.row_layout, target), OpenPicture):
            self._select_around(point, text_geometry.word_at)

    def _select_around(self, point: QPoint, around: Callable[[PassageLayout, int], tuple[int, int]]) -> None:
        item, position = item_at(self._view.row_layout, point - self._view.offset), self._text_position_at(point)
        if item is None or position is None or item.passage is None:
            return
        start, end = around(item.passage, position.offset)
        self._view.state.selection.select(TextPosition(position.key, start), TextPosition(position.key, end))
        self._view.viewport().update()

    def _extend(self, point: QPoint) -> None:
        selection, position = self._view.state.selection, self._text_position_at(point)
        if position is not None and selection.anchor is not None and position != selection.head:
            selection.select(selection.anchor, position)
            self._view.viewport().update()

    def _on_scroll(self) -> None:
        """Scroll while a drag goes on outside, the faster the farther."""
        viewport = self._view.viewport()
        y = self._at.y()
        beyond = y - 8 if y < 8 else max(y - viewport.height() + 8, 0)
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + max(-60, min(60, beyond)))
        self._extend(QPoint(self._at.x(), max(0, min(y, viewport.height() - 1))))

    def _hover(self, point: QPoint) -> None:
        target = self._target_at(point)
        before, self._view.state.hovered = self._view.state.hovered, target
        if target != before:
            for changed in (before, target):
                if changed is not None:
                    self._view.update_row(changed[0])
        self._view.viewport().setCursor(self._cursor_shape(point, target))

    def _cursor_shape(self, point: QPoint, target: Target | None) -> Qt.CursorShape:
        if target is not None:
            return Qt.CursorShape.PointingHandCursor
        at = point - self._view.offset
        item = item_at(self._view.row_layout, at)
        is_over_text = item is not None and item.passage is not None and item.rect.contains(at)
        return Qt.CursorShape.IBeamCursor if is_over_text else Qt.CursorShape.ArrowCursor


def _is_near(a: QPoint, b: QPoint) -> bool:
    return (a - b).manhattanLength() < QGuiApplication.styleHints().startDragDistance()
