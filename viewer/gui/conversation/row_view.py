# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A scroll area that shows a script, follows the stream and repaints what changed.

Rule: a step costs what it changes. Only bands that differ are painted again; what is out of sight is laid out later,
a few milliseconds at a time, and nothing on the screen moves for it.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from viewer.gui.conversation import text_painter
from viewer.gui.conversation.pictures import decode
from viewer.gui.conversation.row_layout import WIDEST, Change, Stack
from viewer.gui.conversation.row_painter import Painting, View
from viewer.gui.conversation.rows import Passage, Script
from viewer.gui.look.look import Look
from viewer.gui.tasks import Tasks

_SLICE_S = 0.008
_IDLE_MS, _BETWEEN_MS = 100, 15
"""Milliseconds without a change before what is out of sight is measured, and between two slices of that."""
_MARGIN = 48
"""Lines kept free below the place where the stream is."""


class ScriptView(QAbstractScrollArea):
    """Shows the rows of a script."""

    follow_changed = Signal(bool)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.stack = Stack()
        self.view = View()
        self.script = Script()
        self.follow = True
        self._scrolls_itself = False
        self._tasks = Tasks(self)
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self._on_idle)
        self._blink = QTimer(self)
        self._blink.timeout.connect(self._on_blink)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAutoFillBackground(True)  # behind the scroll bar
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(22)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.set_look(look)

    # --- What is shown

    def set_look(self, look: Look) -> None:
        """Draw with other colours and fonts."""
        self.look = look
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, look.theme.color("surface"))
        self.setPalette(palette)
        self.stack.dress(look)
        self._fit_width()
        self._refresh()

    def show_script(self, script: Script, *, anew: bool = False) -> None:
        """Show a script; `anew` begins at its top, otherwise the view stays or follows the stream."""
        self.script = script
        change = self.stack.show(script.rows)
        if anew:
            self.view.selection.clear()
            self.view.focused = self.view.hovered = None
        if anew:
            self._scroll_to(0)
            self.viewport().update()
        else:
            self._update(change)
        self._settle()
        self._watch_caret()

    def keep_in_place(self, script: Script, key: object) -> None:
        """Show a script in which something was folded; the row with `key` stays where it is on the screen."""
        entry = self.stack.entry(key)
        before = entry.top if entry else 0
        self.show_script(script)
        entry = self.stack.entry(key)
        if entry is not None and entry.top != before:
            self._scroll_to(self.verticalScrollBar().value() + entry.top - before)

    # --- Geometry

    @property
    def offset(self) -> QPoint:
        """Where the column's origin lies in the viewport."""
        left = max(0, (self.width() - self.stack.width) // 2)
        return QPoint(left, -self.verticalScrollBar().value())

    def _fit_width(self) -> None:
        """The column is as wide with a scroll bar as without: the bar lies in the column's right gutter."""
        self.stack.set_width(min(self.width(), self.look.theme.px(WIDEST)))

    def _visible(self) -> tuple[int, int]:
        top = self.verticalScrollBar().value()
        return top, top + self.viewport().height()

    def _settle(self) -> None:
        """Lay out what is visible; keep it where it is while heights become exact."""
        for _ in range(3):
            self._fit_scroll_bar()
            moved = self.stack.settle(*self._visible())
            if moved is None:
                break
            self.viewport().update()
            self._fit_scroll_bar()
            if moved:
                self._scroll_to(self.verticalScrollBar().value() + moved, settle=False)
        self._idle.start(_IDLE_MS)

    def _fit_scroll_bar(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        maximum = max(0, self.stack.height - height)
        if bar.maximum() != maximum or bar.pageStep() != height:
            self._scrolls_itself, before = True, self._scrolls_itself
            bar.setPageStep(height)
            bar.setRange(0, maximum)
            self._scrolls_itself = before

    def _scroll_to(self, value: int, *, settle: bool = True) -> None:
        self._scrolls_itself = True
        self.verticalScrollBar().setValue(value)
        self._scrolls_itself = False
        if settle:
            self._settle()

    def reveal(self, rect: QRect, margin: int = 24) -> None:
        """Scroll as little as needed to show a rectangle of the column."""
        top, bottom = self._visible()
        margin = min(margin, max((bottom - top - rect.height()) // 2, 0))
        if rect.bottom() + margin > bottom:
            self._scroll_to(rect.bottom() + margin - (bottom - top))
        elif rect.top() - margin < top:
            self._scroll_to(max(0, rect.top() - margin))

    def stay_at(self, value: int) -> None:
        """Scroll to where the view was before all was laid out anew: that is not the user's scrolling."""
        self._scroll_to(value)

    # --- Following the stream

    def set_follow(self, follow: bool) -> None:
        """Keep the place where the stream is in sight, or leave the view where the user put it."""
        if follow != self.follow:
            self.follow = follow
            self.follow_changed.emit(follow)
        if follow:
            self.follow_stream()

    def follow_stream(self) -> None:
        """Scroll to where the stream is."""
        for _ in range(2):  # once more when laying out what came into sight moved it
            rect = self._growth_rect()
            if rect is not None:
                self.reveal(rect, self.look.theme.px(_MARGIN))

    def _growth_rect(self) -> QRect | None:
        entry = self.stack.entry(self.script.grows) if self.script.grows is not None else None
        if entry is None:
            return None
        content = entry.row.content
        if isinstance(content, Passage) and content.caret and entry.flow is not None:
            return text_painter.caret_rect(entry.flow, content.end).translated(self.stack.text_origin(entry))
        return entry.rect

    def _on_scrolled(self) -> None:
        self._settle_after_scroll()
        if not self._scrolls_itself:
            self._follow_what_is_seen()

    def _follow_what_is_seen(self) -> None:
        """The user scrolled: follow as long as the place where the stream is can be seen."""
        rect = self._growth_rect()
        top, bottom = self._visible()
        seen = rect is None or (rect.bottom() >= top and rect.top() <= bottom)
        if seen != self.follow:
            self.follow = seen
            self.follow_changed.emit(seen)

    def _settle_after_scroll(self) -> None:
        self.viewport().update()
        if not self._scrolls_itself:
            self._settle()

    # --- Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part of the canvas that needs it."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.look.theme.color("surface"))
        painter.translate(self.offset)
        clip = event.rect().translated(-self.offset)
        painting = Painting(painter, self.stack, self.look, self.view, clip)
        painting.paint()
        painter.end()
        for key in painting.undecoded:
            self._decode(key)

    def _decode(self, key: object) -> None:
        """Decode a picture that came into sight, off this thread; one that cannot be read says so."""
        entry = self.stack.entry(key)
        if entry is None or entry.thumbnail is None:
            return
        thumbnail, size = entry.thumbnail, entry.thumbnail.size * self.devicePixelRatioF()
        blob = thumbnail.blob

        def keep(result: tuple[QImage, str]) -> None:
            thumbnail.picture = result
            self.update_row(key)

        if not self._tasks.is_running(f"picture {key}"):
            self._tasks.run(f"picture {key}", lambda _cancelled: decode(blob, size), keep)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width; the row at the top stays there."""
        top = self.stack.at(self.verticalScrollBar().value())
        entry = self.stack.entries[top] if top is not None else None
        inside = self.verticalScrollBar().value() - entry.top if entry else 0
        self._fit_width()
        self._fit_scroll_bar()
        if entry is not None and self.verticalScrollBar().value() > 0:
            self._scroll_to(entry.top + min(inside, entry.height))
        self._refresh()

    def _refresh(self) -> None:
        self._settle()
        self.viewport().update()

    def _update(self, change: Change) -> None:
        offset = self.offset
        width, height = self.viewport().width(), self.viewport().height()
        for top, bottom in change.bands:
            self.viewport().update(QRect(0, top + offset.y(), width, bottom - top))
        if change.below is not None:
            y = max(change.below + offset.y() - 4, 0)
            self.viewport().update(QRect(0, y, width, height - y))

    def update_row(self, key: object) -> None:
        """Paint one row again."""
        entry = self.stack.entry(key)
        if entry is not None:
            self.viewport().update(entry.rect.adjusted(-8, -6, 8, 6).translated(self.offset))

    # --- Time

    def _on_idle(self) -> None:
        """Measure what was only estimated, a little at a time."""
        until = time.perf_counter() + _SLICE_S
        top = self.verticalScrollBar().value()
        done, moved = self.stack.measure(lambda: time.perf_counter() > until, top)
        self._fit_scroll_bar()
        if moved:
            self._scroll_to(top + moved, settle=False)
        if not done:
            self._idle.start(_BETWEEN_MS)

    def _watch_caret(self) -> None:
        """Blink where there is a caret, unless things must not move by themselves."""
        self.view.caret_is_on = True
        flash = QGuiApplication.styleHints().cursorFlashTime()
        has_caret = any(isinstance(r.content, Passage) and r.content.caret for r in self.script.rows[-12:])
        if has_caret and flash > 0 and not self.look.reduced_motion and self.isVisible():
            self._blink.start(flash // 2)
        else:
            self._blink.stop()

    def _on_blink(self) -> None:
        self.view.caret_is_on = not self.view.caret_is_on
        rect = self._growth_rect()
        if rect is not None:
            self.viewport().update(rect.translated(self.offset).adjusted(-1, -1, 1, 1))
