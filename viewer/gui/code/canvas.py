# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The surface under the code view: painting, scrolling, the mouse, folds and the reader's place.

Rule: what anything costs depends on what is visible, not on the document. The page knows what stands where, the painter
draws it; this widget joins them to Qt's events and scroll bars. What can be done with a document is in
`document_view.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QToolTip, QWidget

from viewer.core.text.lines import JsonPath, TextLines, plain_lines
from viewer.gui.code.accessible import SpokenArea, install_factory
from viewer.gui.code.cursor import CodeCursor, Position
from viewer.gui.code.page import CodePage
from viewer.gui.code.painter import CodePainter
from viewer.gui.code.search import CodeSearch
from viewer.gui.widgets.keyboard_focus import KEYBOARD_REASONS
from viewer.gui.widgets.viewport import replace_viewport

if TYPE_CHECKING:
    from viewer.gui.look.theme import Theme

_FONT_SIZES = range(8, 33)
_BEHIND_LINE_END = 24
_AUTO_SCROLL_MS = 30
_LEFT = Qt.MouseButton.LeftButton
_WINDOW = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""The focus comes back, and how it came at first still holds."""


class CodeCanvas(SpokenArea):
    """Shows a page, scrolls it, and lets the mouse place the reader, select and fold."""

    line_selected = Signal(int)
    """The reader is on another line (its index)."""
    path_selected = Signal(object)
    """The reader is on another value (its `JsonPath`)."""
    note_clicked = Signal()
    """The note about what the reader's line leaves out was clicked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, font_size: int = 13) -> None:
        super().__init__(parent)
        replace_viewport(self)
        install_factory()
        self._theme, self._font_size, self._default_font_size = theme, font_size, font_size
        self._widest = 0.0
        self._search = CodeSearch(self)
        self._is_dragging = self._is_framed = False
        self._auto_scroll = QTimer(self)
        self._auto_scroll.setInterval(_AUTO_SCROLL_MS)
        self._auto_scroll.timeout.connect(self._on_auto_scroll)
        self.page = self._made_page(plain_lines(""), "text")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerWidget(QWidget(self))  # else Fusion draws a panel between the scroll bars
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    def _made_page(self, document: TextLines, language: str) -> CodePage:
        if not document.lines:  # an empty JSON text has none, and a cursor needs one
            document = plain_lines("")
        return CodePage(document, language, self._theme, self._theme.mono(self._font_size))

    def _show_page(self, document: TextLines, language: str) -> None:
        self.page = self._made_page(document, language)
        self._widest = 0.0
        self._update_scroll_bars()
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)
        self.viewport().update()

    # --- the look

    def set_theme(self, theme: Theme) -> None:
        """Draw with other colours, fonts or text scale."""
        self._theme = theme
        self._apply_theme()

    def zoom(self, steps: int) -> None:
        """Make the text larger by so many pixels, smaller by negative ones; 0 is the size it began with."""
        size = self._font_size + steps if steps else self._default_font_size
        self._font_size = min(max(size, _FONT_SIZES.start), _FONT_SIZES.stop - 1)
        self._apply_theme()

    def _apply_theme(self) -> None:
        top = self.page.line_at_y(self.verticalScrollBar().value())
        self.page.set_theme(self._theme, self._theme.mono(self._font_size))
        self._widest = 0.0
        self._update_scroll_bars()
        self.verticalScrollBar().setValue(self.page.y_of_line(top))
        self.viewport().update()

    def column_width(self) -> int:
        """The width of a character in pixels."""
        return round(self.page.layouts.column_width)

    def rows_per_page(self) -> int:
        """How many rows are visible, at least one."""
        return max(1, self.viewport().height() // self.page.row_height - 1)

    # --- the reader's place

    def current_line(self) -> int:
        """The index of the line that the reader is on."""
        return self.page.cursor.position.line

    def current_path(self) -> JsonPath:
        """The path of the value that the reader is on."""
        return self.page.document.path(self.current_line())

    def move_to(self, position: Position, *, keep_anchor: bool = False, centre: bool = False) -> None:
        """Move the reader to a visible place, extending the selection or leaving it, and scroll there."""
        before = self.current_line()
        self.page.cursor = self.page.cursor.moved(position, keep_anchor=keep_anchor)
        self._scroll_to(position, centre=centre)
        self.viewport().update()
        if position.line != before:
            self.speak_line()
            self.line_selected.emit(position.line)
            self.path_selected.emit(self.current_path())

    def _scroll_to(self, position: Position, *, centre: bool) -> None:
        page, bar, height = self.page, self.verticalScrollBar(), self.viewport().height()
        y = page.y_of_line(position.line)
        if not bar.value() <= y <= bar.value() + height - page.row_height:
            above = y <= bar.value()
            bar.setValue(y - height // 3 if centre else y if above else y + page.row_height - height)
        shown = page.layouts.line(position.line)
        self._grow(shown.width)
        x, side = round(shown.x(min(position.column, len(shown.text)))), self.horizontalScrollBar()
        room = self.viewport().width() - page.text_left
        if x < side.value() or x > side.value() + room - _BEHIND_LINE_END:
            side.setValue(max(0, x - room * 2 // 3) if x > room - _BEHIND_LINE_END else 0)

    # --- folding

    def fold(self, line: int) -> bool:
        """Fold the container that a line opens; False when there is none or it is folded."""
        return self._on_folded(self.page.folds.fold(line))

    def unfold(self, line: int) -> bool:
        """Unfold the container that a line opens; False when it is not folded."""
        return self._on_folded(self.page.folds.unfold(line))

    def toggle_fold(self, line: int) -> bool:
        """Fold or unfold the container that a line opens; False when there is none."""
        return self._on_folded(self.page.folds.toggle(line))

    def fold_to_level(self, level: int) -> None:
        """Show the first `level` levels of containers, fold all that are deeper."""
        self.page.folds.fold_to_level(level)
        self.page.layouts.forget()
        self._on_folds_changed()

    def expand_all(self) -> None:
        """Unfold every container."""
        self.page.folds.unfold_all()
        self.page.layouts.forget()
        self._on_folds_changed()

    def _on_folded(self, changed: bool) -> bool:
        if changed:
            self._on_folds_changed()
        return changed

    def _on_folds_changed(self) -> None:
        """Lines moved: keep the reader on a visible one."""
        self.page.layouts.forget()
        self._update_scroll_bars()
        line = self.current_line()
        visible = self.page.folds.line_at_row(self.page.folds.row_of_line(line))
        if visible != line:
            self.move_to(Position(visible, 0))
        self.viewport().update()

    # --- screen readers

    def spoken_line(self) -> str:
        """The line that the reader is on, and where it is."""
        shown = self.page.layouts.line(self.current_line())
        folded = ", folded" if self.page.folds.is_folded(shown.line.index) else ""
        return f"{shown.text.strip()} line {shown.line.index + 1} of {self.page.line_count}{folded}"

    def visible_rows(self) -> list[tuple[str, QRect]]:
        """The visible rows: the text of each, and where it is in the viewport."""
        top, size = self.verticalScrollBar().value(), self.viewport().size()
        rows = self.page.rows(top, top + size.height() - 1)
        return [(shown.text, QRect(0, y - top, size.width(), self.page.row_height)) for y, shown in rows]

    # --- scroll bars

    def _update_scroll_bars(self) -> None:
        size, page = self.viewport().size(), self.page
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, page.height + page.row_height // 2 - size.height()))
        vertical.setPageStep(size.height())
        vertical.setSingleStep(page.row_height)
        room = size.width() - page.text_left
        horizontal.setRange(0, max(0, round(self._widest) + _BEHIND_LINE_END - room))
        horizontal.setPageStep(room)
        horizontal.setSingleStep(4 * self.column_width())

    def _on_wide_line_painted(self, page: CodePage, width: float) -> None:
        if page is self.page:  # else another document is shown by now
            self._grow(width)

    def _grow(self, width: float) -> None:
        """The range goes as far as the widest line seen so far: to know all widths, all lines would be laid out."""
        if width > self._widest:
            self._widest = width
            self._update_scroll_bars()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the scroll ranges right."""
        super().resizeEvent(event)
        self._update_scroll_bars()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the visible rows."""
        del event
        size = self.viewport().size()
        painter = QPainter(self.viewport())
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self.page.layouts.reach_to(left + size.width())
        paint = CodePainter(painter, self.page, self._search, self._theme).paint
        widest = paint(left, top, size.width(), size.height(), has_focus=self.hasFocus())
        if self._is_framed and self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRect(QRect(1, 1, size.width() - 2, size.height() - 2))
        painter.end()
        if widest > self._widest:
            # Not here: a scroll bar that appears would resize the viewport while it is being painted.
            QTimer.singleShot(0, self, lambda page=self.page: self._on_wide_line_painted(page, widest))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret, and a frame to those who came by the keyboard."""
        super().focusInEvent(event)
        if event.reason() not in _WINDOW:
            self._is_framed = event.reason() in KEYBOARD_REASONS
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the caret."""
        super().focusOutEvent(event)
        self.viewport().update()

    # --- the mouse

    def _content_point(self, point: QPointF) -> QPointF:
        return point + QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _is_in_gutter(self, point: QPointF) -> bool:
        return point.x() <= self.page.gutter_width

    def _chip_line(self, point: QPointF) -> int | None:
        """The line whose chip is under a point of the viewport."""
        content = self._content_point(point)
        if self._is_in_gutter(point) or content.y() >= self.page.height:
            return None
        shown = self.page.layouts.line(self.page.line_at_y(content.y()))
        x = content.x() - self.page.text_left
        return shown.line.index if shown.chip and shown.x(shown.chip[0]) <= x < shown.x(shown.chip[1]) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold in the gutter, open a chip, or place the reader and begin a selection."""
        if event.button() is not _LEFT:
            super().mousePressEvent(event)
            return
        point = event.position()
        position = self.page.position_at(self._content_point(point))
        chip = self._chip_line(point)
        keep_anchor = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._is_in_gutter(point):
            is_on_chevron = point.x() > self.page.number_right
            if not is_on_chevron or not self.toggle_fold(position.line):
                self.move_to(Position(position.line, 0))
        elif chip is not None and not self.unfold(chip):
            self.move_to(position)
            self.note_clicked.emit()
        elif chip is None:
            self.move_to(position, keep_anchor=keep_anchor)
            self._is_dragging = True

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        if event.button() is not _LEFT or self._is_in_gutter(event.position()):
            self.mousePressEvent(event)
            return
        position = self.page.position_at(self._content_point(event.position()))
        first, last = self.page.word_at(position)
        self.page.cursor = CodeCursor(Position(position.line, last), Position(position.line, first))
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection; show by the pointer what a click would do."""
        point = event.position()
        if self._is_dragging:
            self._drag_to(point)
            is_outside = not self.viewport().rect().contains(point.toPoint())
            self._auto_scroll.start() if is_outside else self._auto_scroll.stop()
            return
        is_button = self._is_in_gutter(point) or self._chip_line(point) is not None
        shape = Qt.CursorShape.PointingHandCursor if is_button else Qt.CursorShape.IBeamCursor
        if self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the selection."""
        event.accept()
        self._is_dragging = False
        self._auto_scroll.stop()

    def _drag_to(self, point: QPointF) -> None:
        self.move_to(self.page.position_at(self._content_point(point)), keep_anchor=True)

    def _on_auto_scroll(self) -> None:
        """Dragging outside goes on without the mouse moving."""
        self._drag_to(QPointF(self.viewport().mapFromGlobal(self.cursor().pos())))

    def viewportEvent(self, event: QEvent) -> bool:
        """Say in a tool tip why the text under the pointer is red."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self._show_tool_tip(event.pos(), event.globalPos())
            return True
        return super().viewportEvent(event)

    def _show_tool_tip(self, point: QPoint, at: QPoint) -> None:
        damage = self.page.document.damage
        line = self.page.line_at_y(self._content_point(QPointF(point)).y())
        QToolTip.showText(at, damage.reason if damage and damage.line == line else "", self)
