# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A scroll area that shows rows, follows the stream and repaints what changed.

Rule: a step costs what it changes. Only bands that differ are painted again; what is out of sight is laid out later,
a few milliseconds at a time, and nothing on the screen moves for it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from viewer.gui.conversation import text_geometry
from viewer.gui.conversation.pictures import NOT_BASE64, data_of
from viewer.gui.conversation.row_layout import WIDEST, DirtyArea, RowLayout
from viewer.gui.conversation.row_painter import RowPainter
from viewer.gui.conversation.rows import ConversationRows, Passage
from viewer.gui.conversation.view_state import ViewState
from viewer.gui.look.look import Look
from viewer.gui.tasks import Tasks
from viewer.gui.widgets.viewport import replace_viewport

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

_SLICE_S = 0.008
_IDLE_MS, _BETWEEN_MS = 100, 15
"""Milliseconds without a change before what is out of sight is measured, and between two slices of that."""
_MARGIN = 48
"""Pixels kept free below the place where the stream is."""


class RowView(QAbstractScrollArea):
    """Shows the rows of a conversation."""

    follow_changed = Signal(bool)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        replace_viewport(self)
        self.look = look
        self.row_layout = RowLayout()
        self.state = ViewState()
        self.conversation = ConversationRows()
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
        self.row_layout.set_look(look)
        self._fit_width()
        self._refresh()

    def show_conversation(self, conversation: ConversationRows, *, anew: bool = False) -> None:
        """Show rows; `anew` begins at their top, otherwise the view stays or follows the stream."""
        self.conversation = conversation
        dirty = self.row_layout.set_rows(conversation.rows)
        if anew:
            self.state.selection.clear()
            self.state.focused = self.state.hovered = None
            self._scroll_to(0)
            self.viewport().update()
        else:
            self._update(dirty)
        self._lay_out_visible()
        self._watch_caret()

    def keep_in_place(self, conversation: ConversationRows, key: object) -> None:
        """Show rows of which some were folded; the row with `key` stays where it is on the screen."""
        item = self.row_layout.item(key)
        before = item.top if item else 0
        self.show_conversation(conversation)
        item = self.row_layout.item(key)
        if item is not None and item.top != before:
            self._scroll_to(self.verticalScrollBar().value() + item.top - before)

    # --- Geometry

    @property
    def offset(self) -> QPoint:
        """Where the column's origin lies in the viewport."""
        left = max(0, (self.width() - self.row_layout.width) // 2)
        return QPoint(left, -self.verticalScrollBar().value())

    def _fit_width(self) -> None:
        """The column is as wide with a scroll bar as without: the bar lies in the column's right gutter."""
        self.row_layout.set_width(min(self.width(), self.look.theme.px(WIDEST)))

    def _visible(self) -> tuple[int, int]:
        top = self.verticalScrollBar().value()
        return top, top + self.viewport().height()

    def _lay_out_visible(self) -> None:
        """Lay out what is visible; keep it where it is while heights become exact."""
        for _ in range(3):
            self._fit_scroll_bar()
            moved = self.row_layout.lay_out_between(*self._visible())
            if moved is None:
                break
            self.viewport().update()
            self._fit_scroll_bar()
            if moved:
                self._scroll_to(self.verticalScrollBar().value() + moved, lay_out=False)
        self._idle.start(_IDLE_MS)

    def _fit_scroll_bar(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        maximum = max(0, self.row_layout.height - height)
        if bar.maximum() != maximum or bar.pageStep() != height:
            self._scrolls_itself, before = True, self._scrolls_itself
            bar.setPageStep(height)
            bar.setRange(0, maximum)
            self._scrolls_itself = before

    def _scroll_to(self, value: int, *, lay_out: bool = True) -> None:
        self._scrolls_itself = True
        self.verticalScrollBar().setValue(value)
        self._scrolls_itself = False
        if lay_out:
            self._lay_out_visible()

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
        key = self.conversation.growing_key
        item = self.row_layout.item(key) if key is not None else None
        if item is None:
            return None
        content = item.row.content
        if isinstance(content, Passage) and content.caret and item.passage is not None:
            return text_geometry.caret_rect(item.passage, content.end).translated(self.row_layout.text_origin(item))
        return item.rect

    def _on_scrolled(self) -> None:
        self._lay_out_after_scroll()
        if not self._scrolls_itself:
            self._follow_if_visible()

    def _follow_if_visible(self) -> None:
        """The user scrolled: follow as long as the place where the stream is can be seen."""
        rect = self._growth_rect()
        top, bottom = self._visible()
        is_visible = rect is None or (rect.bottom() >= top and rect.top() <= bottom)
        if is_visible != self.follow:
            self.follow = is_visible
            self.follow_changed.emit(is_visible)

    def _lay_out_after_scroll(self) -> None:
        self.viewport().update()
        if not self._scrolls_itself:
            self._lay_out_visible()

    # --- Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part of the canvas that needs it."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.look.theme.color("surface"))
        painter.translate(self.offset)
        clip = event.rect().translated(-self.offset)
        row_painter = RowPainter(painter, self.row_layout, self.look, self.state, clip)
        row_painter.paint()
        painter.end()
        for key in row_painter.undecoded:
            self._decode(key)

    def _decode(self, key: object) -> None:
        """Decode a picture that came into sight, off this thread; one that cannot be read says so."""
        item = self.row_layout.item(key)
        if item is None or item.thumbnail is None:
            return
        from viewer.gui.pictures.loading import load  # noqa: PLC0415 - few conversations have pictures

        thumbnail = item.thumbnail

        def keep(picture: tuple[QImage, str]) -> None:
            thumbnail.picture = picture
            self.update_row(key)

        data = data_of(thumbnail.blob)
        if data is None:
            from PySide6.QtGui import QImage  # noqa: PLC0415 - its formats take long to make

            thumbnail.picture = QImage(), NOT_BASE64
            self.update_row(key)
        else:
            load(self, f"picture {key}", data, thumbnail.size * self.devicePixelRatioF(), keep)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width; the row at the top stays there."""
        top = self.row_layout.row_at(self.verticalScrollBar().value())
        item = self.row_layout.items[top] if top is not None else None
        inside = self.verticalScrollBar().value() - item.top if item else 0
        self._fit_width()
        self._fit_scroll_bar()
        if item is not None and self.verticalScrollBar().value() > 0:
            self._scroll_to(item.top + min(inside, item.height))
        self._refresh()

    def _refresh(self) -> None:
        self._lay_out_visible()
        self.viewport().update()

    def _update(self, dirty: DirtyArea) -> None:
        offset = self.offset
        width, height = self.viewport().width(), self.viewport().height()
        for top, bottom in dirty.bands:
            self.viewport().update(QRect(0, top + offset.y(), width, bottom - top))
        if dirty.below is not None:
            y = max(dirty.below + offset.y() - 4, 0)
            self.viewport().update(QRect(0, y, width, height - y))

    def update_row(self, key: object) -> None:
        """Paint one row again."""
        item = self.row_layout.item(key)
        if item is not None:
            self.viewport().update(item.rect.adjusted(-8, -6, 8, 6).translated(self.offset))

    # --- Time

    def _on_idle(self) -> None:
        """Measure what was only estimated, a little at a time."""
        until = time.perf_counter() + _SLICE_S
        top = self.verticalScrollBar().value()
        done, moved = self.row_layout.measure(lambda: time.perf_counter() > until, top)
        self._fit_scroll_bar()
        if moved:
            self._scroll_to(top + moved, lay_out=False)
        if not done:
            self._idle.start(_BETWEEN_MS)

    def _watch_caret(self) -> None:
        """Blink where there is a caret, unless things must not move by themselves."""
        self.state.caret_is_on = True
        flash = QGuiApplication.styleHints().cursorFlashTime()
        has_caret = any(isinstance(r.content, Passage) and r.content.caret for r in self.conversation.rows[-12:])
        if has_caret and flash > 0 and not self.look.reduced_motion and self.isVisible():
            self._blink.start(flash // 2)
        else:
            self._blink.stop()

    def _on_blink(self) -> None:
        self.state.caret_is_on = not self.state.caret_is_on
        rect = self._growth_rect()
        if rect is not None:
            self.viewport().update(rect.translated(self.offset).adjusted(-1, -1, 1, 1))
