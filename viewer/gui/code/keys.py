# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The keys of the code view, one table of them.

Rule: a key that is not in the table goes on to the window (Space plays, `,` and `.` step); one that is in the table is
the view's own while it has the focus, even where the window has a shortcut for it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from viewer.gui.code.cursor import Position
from viewer.gui.code.document_view import DocumentView

_Modifier = Qt.KeyboardModifier
_NONE, _SHIFT, _CONTROL, _ALT = (
    _Modifier.NoModifier,
    _Modifier.ShiftModifier,
    _Modifier.ControlModifier,
    _Modifier.AltModifier,
)
_SCROLLED_COLUMNS = 4


class CodeKeys:
    """What each key does to a view."""

    def __init__(self, view: DocumentView) -> None:
        self._view = view
        key = Qt.Key
        self._actions: dict[tuple[int, Qt.KeyboardModifier], Callable[[], None]] = {
            (key.Key_J, _NONE): lambda: self._rows(1),
            (key.Key_K, _NONE): lambda: self._rows(-1),
            (key.Key_Left, _NONE): self._leave,
            (key.Key_Right, _NONE): self._enter,
            (key.Key_Left, _SHIFT): lambda: self._columns(-1),
            (key.Key_Right, _SHIFT): lambda: self._columns(1),
            (key.Key_Return, _NONE): view.activate,
            (key.Key_Enter, _NONE): view.activate,
            (key.Key_A, _CONTROL): view.select_all,
            (key.Key_C, _CONTROL): view.copy,
            (key.Key_Insert, _CONTROL): view.copy,
            (key.Key_Asterisk, _SHIFT): view.expand_all,
            (key.Key_BracketLeft, _CONTROL | _SHIFT): lambda: self._fold(folded=True),
            (key.Key_BracketRight, _CONTROL | _SHIFT): lambda: self._fold(folded=False),
            (key.Key_BraceLeft, _CONTROL | _SHIFT): lambda: self._fold(folded=True),
            (key.Key_BraceRight, _CONTROL | _SHIFT): lambda: self._fold(folded=False),
            (key.Key_0, _ALT): view.expand_all,
            (key.Key_F3, _NONE): view.find_next,
            (key.Key_F3, _SHIFT): view.find_previous,
        }
        for level in range(1, 10):
            self._actions[key.Key_0 + level, _ALT] = lambda level=level: view.fold_to_level(level)  # type: ignore[misc]
        for keep_anchor, modifier in ((False, _NONE), (True, _SHIFT)):
            self._add_moves(modifier, keep_anchor=keep_anchor)

    def _add_moves(self, modifier: Qt.KeyboardModifier, *, keep_anchor: bool) -> None:
        """The moves that extend the selection when Shift is held."""

        def rows(count: Callable[[], int]) -> Callable[[], None]:
            return lambda: self._rows(count(), keep_anchor=keep_anchor)

        def to(place: Callable[[], Position]) -> Callable[[], None]:
            return lambda: self._view.move_to(place(), keep_anchor=keep_anchor)

        view, key = self._view, Qt.Key
        self._actions |= {
            (key.Key_Up, modifier): rows(lambda: -1),
            (key.Key_Down, modifier): rows(lambda: 1),
            (key.Key_PageUp, modifier): rows(lambda: -view.rows_per_page()),
            (key.Key_PageDown, modifier): rows(view.rows_per_page),
            (key.Key_Home, modifier): to(self._line_start),
            (key.Key_End, modifier): to(self._line_end),
            (key.Key_Home, modifier | _CONTROL): to(lambda: Position(0, 0)),
            (key.Key_End, modifier | _CONTROL): to(lambda: view.page.selected_all().position),
        }

    def action(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What this key does, None for a key of the window."""
        modifiers = event.modifiers() & ~_Modifier.KeypadModifier
        return self._actions.get((event.key(), modifiers))

    @property
    def _position(self) -> Position:
        return self._view.page.cursor.position

    def _line_start(self) -> Position:
        return Position(self._position.line, 0)

    def _line_end(self) -> Position:
        return Position(self._position.line, self._view.page.width_of(self._position.line))

    def _rows(self, count: int, *, keep_anchor: bool = False) -> None:
        line = self._view.page.line_below(self._position.line, count)
        self._view.move_to(Position(line, self._position.column), keep_anchor=keep_anchor)

    def _columns(self, count: int) -> None:
        """Extend the selection sideways, over line ends too."""
        page, (line, column) = self._view.page, self._position
        column = min(column, page.width_of(line)) + count
        if column < 0:
            above = page.line_below(line, -1)
            line, column = (above, page.width_of(above)) if above != line else (line, 0)
        elif column > page.width_of(line):
            below = page.line_below(line, 1)
            line, column = (below, 0) if below != line else (line, column - 1)
        self._view.move_to(Position(line, column), keep_anchor=True)

    def _leave(self) -> None:
        """As in a tree: scroll back, else fold the container, else go to the one around it."""
        view, line = self._view, self._position.line
        bar = view.horizontalScrollBar()
        if bar.value() > 0:
            bar.setValue(bar.value() - _SCROLLED_COLUMNS * view.column_width())
        elif not view.fold(line):
            parent = view.page.document.parent(line)
            if parent is not None:
                view.move_to(Position(parent, self._position.column))

    def _enter(self) -> None:
        """As in a tree: unfold the container, else go into it, else scroll to what is further right."""
        view, line = self._view, self._position.line
        if view.unfold(line):
            return
        if view.page.document.close(line) is not None:
            self._rows(1)
        else:
            bar = view.horizontalScrollBar()
            bar.setValue(bar.value() + _SCROLLED_COLUMNS * view.column_width())

    def _fold(self, *, folded: bool) -> None:
        """Fold the container of the line or the one around it, or unfold it."""
        view, line = self._view, self._position.line
        opening = view.page.container(line)
        opening = view.page.document.parent(line) if opening is None else opening
        if opening is None:
            return
        changed = view.fold(opening) if folded else view.unfold(opening)
        if changed:
            view.move_to(Position(opening, self._position.column))
