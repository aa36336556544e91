# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The one canvas of the conversation: a view of a script with mouse, keys, selection and search.

Rule: a key that does nothing here is left to the window, so that Space plays unless a link has the focus.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from html import escape
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

from viewer.gui.conversation import text_painter
from viewer.gui.conversation.menu import context_menu
from viewer.gui.conversation.mouse_handler import Pointer, Target
from viewer.gui.conversation.row_view import ScriptView
from viewer.gui.conversation.rows import Group, Passage, Picture, Script, Strip
from viewer.gui.conversation.search import Hit
from viewer.gui.conversation.selection import joined

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from viewer.gui.look.look import Look

_SLICE_S = 0.01
_LONG_COPY = 100_000
_QUIET_MS = 120
"""Milliseconds without a change of the rows before they are searched again."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Canvas(ScriptView):
    """What the user reads, and does things to."""

    activated = Signal(object)
    """A link, fold or button was activated: the Action."""
    event_picked = Signal(int)
    """A character of the stream was clicked: the number of its event."""
    hits_changed = Signal(int, int, bool)
    """Number of the current hit from 1 (0 for none), number of hits, and that the search is over."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        self.position = 0
        self._groups: list[Group] = []
        super().__init__(look, parent)
        self.pointer = Pointer(self)
        self._search_is_over, self._jumps_to_hit = True, False
        self._searching = QTimer(self, singleShot=True, interval=1)
        self._searching.timeout.connect(self._search_on)
        self._search_anew = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._search_anew.timeout.connect(self._begin_search)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Conversation")
        standard = QKeySequence.StandardKey
        self._standard_keys: tuple[tuple[QKeySequence.StandardKey, Callable[[], bool]], ...] = (
            (standard.Copy, self._copy),
            (standard.SelectAll, self._select_all),
            # With Ctrl: Home and End alone are the player's.
            (standard.MoveToStartOfDocument, lambda: self._scroll_by(-self.stack.height)),
            (standard.MoveToEndOfDocument, lambda: self._scroll_by(self.stack.height)),
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

    def show_script(self, script: Script, *, anew: bool = False) -> None:
        """Show a script; hits and groups are those of its rows."""
        self._groups = list(dict.fromkeys(row.group for row in script.rows))
        super().show_script(script, anew=anew)
        if self.view.focused is not None and self.stack.action(self.view.focused) is None:
            self.view.focused = None
        if self.view.search.is_on:
            self._search_anew.start()

    def groups(self) -> list[Group]:
        """Messages and cards from top to bottom."""
        return self._groups

    def group_text(self, group: Group) -> str:
        """Everything that stands in one group, as shown."""
        return "\n".join(r.content.text for r in self.script.rows if r.group.key == group.key and r.content.text)

    def group_rect(self, key: Hashable) -> QRect:
        """Where a group is, in the viewport."""
        rect = QRect()
        for entry in self.stack.entries:
            if entry.row.group.key == key:
                rect = rect.united(entry.rect)
        return rect.translated(self.offset)

    def arguments_of(self, group: Group) -> Passage | None:
        """The arguments on show in a tool card."""
        rows = (row for row in self.script.rows if group.is_card and row.group.key == group.key)
        return next((r.content for r in rows if isinstance(r.content, Passage) and r.content.look == "code"), None)

    # --- Selection

    def copy(self) -> None:
        """Put the selected text on the clipboard, as shown; a long one is put together off this thread."""
        parts = self.view.selection.parts(self.stack)
        if sum(part.length for part in parts) > _LONG_COPY:
            self._tasks.run("copy", lambda _cancelled: joined(parts), QGuiApplication.clipboard().setText)
        elif parts:
            QGuiApplication.clipboard().setText(joined(parts))

    def select_all(self) -> None:
        """Select everything."""
        self.view.selection.select_all(self.stack)
        self.viewport().update()

    def selected_word(self) -> str:
        """The selected text where it is short and on one line, to search for it."""
        parts = self.view.selection.parts(self.stack)
        text = joined(parts) if len(parts) == 1 and parts[0].length <= 80 else ""
        return text if "\n" not in text else ""

    # --- Search

    def find_text(self, query: str, *, case_sensitive: bool = False, regex: bool = False) -> str | None:
        """Find in what is on the canvas, from here on; the reason when a regular expression is wrong."""
        problem = self.view.search.set_query(query, case_sensitive=case_sensitive, regex=regex)
        self._searching.stop()
        self._begin_search(jump=True)
        return problem

    def _begin_search(self, *, jump: bool = False) -> None:
        """Search all rows; `jump` goes to the first hit from here on."""
        self._jumps_to_hit = jump
        self.view.search.begin(self.script.rows)
        self._search_on()

    def _search_on(self) -> None:
        """Search for a few milliseconds, and again a little later when that is not all."""
        search, until = self.view.search, perf_counter() + _SLICE_S
        self._search_is_over = search.go_on(lambda: perf_counter() > until)
        if not self._search_is_over:
            self._searching.start()
        if self._jumps_to_hit and search.hits:
            self._jumps_to_hit = False
            self._go_to(search.nearest(self.stack, self.verticalScrollBar().value()))
        self.viewport().update()
        self._tell_hits()

    def clear_find(self) -> None:
        """Forget the query."""
        self.find_text("")

    def find_next(self) -> None:
        """Go to the next hit, from the last to the first."""
        self._go_to(self.view.search.step(1))

    def find_previous(self) -> None:
        """Go to the hit before, from the first to the last."""
        self._go_to(self.view.search.step(-1))

    def _go_to(self, hit: Hit | None) -> None:
        for _ in range(2):  # once more when laying out what came into sight moved it
            entry = self.stack.entry(hit.key) if hit else None
            if hit is not None and entry is not None:
                rect = entry.rect
                if entry.flow is not None:
                    rect = text_painter.caret_rect(entry.flow, hit.start).translated(self.stack.text_origin(entry))
                self.reveal(rect, self.look.theme.px(64))
        self.viewport().update()
        self._tell_hits()

    def _tell_hits(self) -> None:
        search = self.view.search
        self.hits_changed.emit(search.current + 1, len(search.hits), self._search_is_over)

    # --- Targets of the keyboard

    def focus_target(self, target: Target | None) -> None:
        """Let a link, card or fold have the keyboard's focus; None takes it away."""
        before, self.view.focused = self.view.focused, target
        for changed in (before, target):
            if changed is not None:
                self.update_row(changed[0])
        rect = self.stack.target_rect(target) if target else None
        if rect is not None and target is not None:
            self.reveal(rect)
            self._announce(self.spoken(target))

    def step_target(self, by: int) -> bool:
        """Go to the next or previous target: from the one in focus, else from the top of what is visible."""
        targets = self.stack.targets()
        at = targets.index(self.view.focused) if self.view.focused in targets else None
        if at is None:
            at = self._before_visible(targets) if by > 0 else len(targets)
        if not 0 <= at + by < len(targets):
            return False
        self.focus_target(targets[at + by])
        return True

    def _before_visible(self, targets: list[Target]) -> int:
        top = self.verticalScrollBar().value()
        for number, target in enumerate(targets):
            rect = self.stack.target_rect(target)
            if rect is not None and rect.top() >= top:
                return number - 1
        return -1

    def spoken(self, target: Target) -> str:
        """What a target is called."""
        entry = self.stack.entry(target[0])
        content = entry.row.content if entry else None
        if isinstance(content, Picture):
            return f"Open {content.spoken}"
        if not isinstance(content, Strip) or target[1] >= len(content.spans):
            return ""
        piece = content if target[1] < 0 else content.spans[target[1]]
        return piece.spoken or piece.text

    def _announce(self, text: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from target to target, and leaves the canvas behind the last."""
        return self.step_target(1 if forward else -1) or super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring is for whoever has the keyboard."""
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
        on_target = event.key() in _ENTER and self.view.focused is not None and not event.modifiers()
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
        action = self.stack.action(self.view.focused) if self.view.focused else None
        if action is not None:
            self.activated.emit(action)
        return action is not None

    def _leave(self) -> bool:
        """Esc gives up the focused target, then the selection."""
        if self.view.focused is not None:
            self.focus_target(None)
        elif not self.view.selection.is_empty:
            self.view.selection.clear()
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
            self.pointer.press(event.position().toPoint(), extend=shift)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hover, or select."""
        is_down = bool(event.buttons() & Qt.MouseButton.LeftButton)
        self.pointer.move(event.position().toPoint(), is_down=is_down)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a click or a selection."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pointer.release(event.position().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pointer.double(event.position().toPoint())

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell elided words in full; a tool tip takes text for markup unless it is told otherwise."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.pointer.hidden_at(event.pos())
            QToolTip.showText(event.globalPos(), f"<p>{escape(text)}</p>" if text else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done here."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        rect = self.stack.target_rect(self.view.focused) if self.view.focused else None
        at = event.pos() if by_mouse else (rect.translated(self.offset).center() if rect else QPoint(80, 40))
        context_menu(self, at).popup(self.viewport().mapToGlobal(at))
