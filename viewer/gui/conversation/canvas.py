# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The canvas of the conversation: a view of rows with mouse, keys, selection and search.

Rule: a key that does nothing here is left to the window, so that Space plays unless a link has the focus.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QToolTip

from viewer.gui.conversation import text_geometry
from viewer.gui.conversation.mouse_handler import MouseHandler
from viewer.gui.conversation.row_view import RowView
from viewer.gui.conversation.rows import ConversationRows, PartPlace, Row
from viewer.gui.conversation.search import Hit
from viewer.gui.conversation.selection import joined
from viewer.gui.conversation.targets import Target, action_of, all_targets, spoken_name, target_rect
from viewer.gui.widgets.tool_tip_text import escaped

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from viewer.gui.look.look import Look

_SLICE_S = 0.01
_LONG_COPY = 100_000
_QUIET_MS = 120
"""Milliseconds without a change of the rows before they are searched again."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Canvas(RowView):
    """What the user reads, and does things to."""

    activated = Signal(object)
    """A link, fold or button was activated: the Action."""
    link_requested = Signal(int)
    event_picked = Signal(int)
    """A character of the stream was clicked: the number of its event."""
    hits_changed = Signal(int, int, bool)
    """Number of the current hit from 1 (0 for none), number of hits, and that the search is over."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._mouse = MouseHandler(self)
        self._mouse.pressed.connect(lambda: self.focus_target(None))
        self._mouse.activated.connect(self.activated)
        self._mouse.event_picked.connect(self.event_picked)
        self._search_is_over, self._jumps_to_hit = True, False
        self.unfolded: Callable[[Callable[[Sequence[Row]], None]], None] | None = None
        """Hands over the rows with nothing folded, at once or later: what is folded is searched too."""
        self.unfold: Callable[[Sequence[Hashable]], None] | None = None
        """Shows what is inside of these folds, and of no other that was opened for a hit."""
        self._searching = QTimer(self, singleShot=True, interval=1)
        self._searching.timeout.connect(self._search_on)
        self._search_again = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._search_again.timeout.connect(self._begin_search)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Conversation")
        standard = QKeySequence.StandardKey
        self._standard_keys: tuple[tuple[QKeySequence.StandardKey, Callable[[], bool]], ...] = (
            (standard.Copy, self._copy),
            (standard.SelectAll, self._select_all),
            # With Ctrl: Home and End alone are the player's.
            (standard.MoveToStartOfDocument, lambda: self._scroll_by(-self.row_layout.height)),
            (standard.MoveToEndOfDocument, lambda: self._scroll_by(self.row_layout.height)),
        )
        self._keys: dict[int, Callable[[], bool]] = {
            Qt.Key.Key_Up: lambda: self._scroll_by(-self.look.theme.px(44)),
            Qt.Key.Key_Down: lambda: self._scroll_by(self.look.theme.px(44)),
            Qt.Key.Key_PageUp: lambda: self._scroll_by(-self._page()),
            Qt.Key.Key_PageDown: lambda: self._scroll_by(self._page()),
            Qt.Key.Key_N: lambda: self.step_target(1),
            Qt.Key.Key_P: lambda: self.step_target(-1),
            Qt.Key.Key_Escape: self._leave,
        }

    # --- What is shown

    def show_conversation(self, conversation: ConversationRows, *, anew: bool = False) -> None:
        """Show rows; a search goes on in them."""
        super().show_conversation(conversation, anew=anew)
        if self.state.focused is not None and action_of(self.row_layout, self.state.focused) is None:
            self.state.focused = None
        if self.state.search.is_on:
            self._search_again.start()

    def show_folds(self, conversation: ConversationRows) -> None:
        """Show the same rows, others of them folded: what was found in them stays found."""
        super().show_conversation(conversation)

    def group_rect(self, key: Hashable) -> QRect:
        """Where a group is, in the viewport."""
        rect = QRect()
        for item in self.row_layout.items:
            if item.row.group.key == key:
                rect = rect.united(item.rect)
        return rect.translated(self.offset)

    # --- Selection

    def copy(self) -> None:
        """Put the selected text on the clipboard, as shown; a long one is put together off this thread."""
        parts = self.state.selection.parts(self.row_layout)
        if sum(part.length for part in parts) > _LONG_COPY:
            self._tasks.run("copy", lambda _cancelled: joined(parts), QGuiApplication.clipboard().setText)
        elif parts:
            QGuiApplication.clipboard().setText(joined(parts))

    def select_all(self) -> None:
        """Select everything."""
        self.state.selection.select_all(self.row_layout)
        self.viewport().update()

    def selected_word(self) -> str:
        """The selected text where it is short and on one line, to search for it."""
        parts = self.state.selection.parts(self.row_layout)
        text = joined(parts) if len(parts) == 1 and parts[0].length <= 80 else ""
        return text if "\n" not in text else ""

    # --- Search

    @property
    def find_problem(self) -> str | None:
        """Why the search found no more."""
        return self.state.search.problem

    def find_text(self, query: str, *, case_sensitive: bool = False, regex: bool = False) -> str | None:
        """Find in what is on the canvas, from here on; the reason when a regular expression is wrong."""
        problem = self.state.search.set_query(query, case_sensitive=case_sensitive, regex=regex)
        self._searching.stop()
        self._begin_search(jump=True)
        return problem

    def _begin_search(self, *, jump: bool = False) -> None:
        """Search all rows; `jump` goes to the first hit from here on."""
        self._jumps_to_hit = jump
        if self.unfolded is None or not self.state.search.is_on:
            self._search_in(self.conversation.rows)
            return
        self._searching.stop()
        self._search_is_over = False
        self.unfolded(self._search_in)
        if not self._search_is_over:
            self._tell_hits()

    def _search_in(self, rows: Sequence[Row]) -> None:
        self.state.search.begin(rows)
        self._search_on()

    def _search_on(self) -> None:
        """Search for a few milliseconds, and again a little later when that is not all."""
        search, until = self.state.search, perf_counter() + _SLICE_S
        self._search_is_over = search.go_on(lambda: perf_counter() > until)
        if not self._search_is_over:
            self._searching.start()
        if self._jumps_to_hit and search.hits:
            self._jumps_to_hit = False
            self._go_to(search.nearest(self.row_layout, self.verticalScrollBar().value()))
        self.viewport().update()
        self._tell_hits()

    def clear_find(self) -> None:
        """Forget the query."""
        self.find_text("")

    def find_next(self) -> None:
        """Go to the next hit, from the last to the first."""
        self._go_to(self.state.search.step(1))

    def find_previous(self) -> None:
        """Go to the hit before, from the first to the last."""
        self._go_to(self.state.search.step(-1))

    def go_to_part(self, place: PartPlace, number: int) -> None:
        """Go to a hit in a part of a message, counted from 0."""
        hit = self.state.search.in_part(place, number)
        if hit is not None:
            self._go_to(hit)

    def _go_to(self, hit: Hit | None) -> None:
        if hit is not None and self.unfold is not None:
            self.unfold(self.state.search.folds_of(hit))
        for _ in range(2):  # once more when laying out what came into sight moved it
            item = self.row_layout.item(hit.key) if hit else None
            if hit is not None and item is not None:
                rect = item.rect
                if item.passage is not None:
                    caret = text_geometry.caret_rect(item.passage, hit.start)
                    rect = caret.translated(self.row_layout.text_origin(item))
                self.reveal(rect, self.look.theme.px(64))
        self.viewport().update()
        self._tell_hits()

    def _tell_hits(self) -> None:
        search = self.state.search
        self.hits_changed.emit(search.current + 1, len(search.hits), self._search_is_over)

    # --- Targets of the keyboard

    def focus_target(self, target: Target | None) -> None:
        """Let a link, card or fold have the keyboard's focus; None takes it away."""
        before, self.state.focused = self.state.focused, target
        for changed in (before, target):
            if changed is not None:
                self.update_row(changed[0])
        rect = target_rect(self.row_layout, target) if target else None
        if rect is not None and target is not None:
            self.reveal(rect)
            self._announce(spoken_name(self.row_layout, target))

    def step_target(self, by: int) -> bool:
        """Go to the next or previous target: from the one in focus, else from the top of what is visible."""
        targets = all_targets(self.row_layout)
        at = targets.index(self.state.focused) if self.state.focused in targets else None
        if at is None:
            at = self._before_visible(targets) if by > 0 else len(targets)
        if not 0 <= at + by < len(targets):
            return False
        self.focus_target(targets[at + by])
        return True

    def _before_visible(self, targets: list[Target]) -> int:
        top = self.verticalScrollBar().value()
        for number, target in enumerate(targets):
            rect = target_rect(self.row_layout, target)
            if rect is not None and rect.top() >= top:
                return number - 1
        return -1

    def _announce(self, text: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from target to target, and leaves the canvas behind the last."""
        return self.step_target(1 if forward else -1) or super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Without the keyboard there is no focus ring."""
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.focus_target(None)
        super().focusOutEvent(event)

    # --- Keys

    def event(self, event: QEvent) -> bool:
        """Claim the keys that mean something here before they become shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._claims(event):
            event.accept()
            return True
        return super().event(event)

    def _claims(self, event: QKeyEvent) -> bool:
        standard = QKeySequence.StandardKey
        on_target = event.key() in _ENTER and self.state.focused is not None and not event.modifiers()
        return on_target or event.matches(standard.Copy) or event.matches(standard.SelectAll)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, go from target to target, activate, copy; the rest is the window's."""
        event.setAccepted(self._press(event))

    def _press(self, event: QKeyEvent) -> bool:
        for standard, act in self._standard_keys:
            if event.matches(standard):
                return act()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() in _ENTER:
            return self._activate()
        act_on = self._keys.get(event.key())
        return act_on() if act_on else False

    def _copy(self) -> bool:
        self.copy()
        return True

    def _select_all(self) -> bool:
        self.select_all()
        return True

    def _activate(self) -> bool:
        action = action_of(self.row_layout, self.state.focused) if self.state.focused else None
        if action is not None:
            self.activated.emit(action)
        return action is not None

    def _leave(self) -> bool:
        """Esc gives up the focused target, then the selection."""
        if self.state.focused is not None:
            self.focus_target(None)
        elif not self.state.selection.is_empty:
            self.state.selection.clear()
            self.viewport().update()
        else:
            return False
        return True

    def _page(self) -> int:
        return max(self.viewport().height() - self.look.theme.px(48), 44)

    def _scroll_by(self, by: int) -> bool:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + by)
        return True

    # --- Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a selection."""
        if event.button() == Qt.MouseButton.LeftButton:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._mouse.press(event.position().toPoint(), extend=shift)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hover, or select."""
        is_down = bool(event.buttons() & Qt.MouseButton.LeftButton)
        self._mouse.move(event.position().toPoint(), is_down=is_down)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a click or a selection."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._mouse.release(event.position().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._mouse.double_click(event.position().toPoint())

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell elided words in full; a tool tip takes text for markup unless it is told otherwise."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self._mouse.elided_text_at(event.pos())
            QToolTip.showText(event.globalPos(), f"<p>{escaped(text)}</p>" if text else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done here."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        rect = target_rect(self.row_layout, self.state.focused) if self.state.focused else None
        at = event.pos() if by_mouse else (rect.translated(self.offset).center() if rect else QPoint(80, 40))
        from viewer.gui.conversation.menu import MenuCommands, context_menu  # noqa: PLC0415 - as late as it is shown

        commands = MenuCommands(self.copy, self.select_all, self.event_picked.emit, self.link_requested.emit)
        context_menu(self, at, commands).popup(self.viewport().mapToGlobal(at))
