# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The events of a stream as a table. The current row is where playback is; choosing a row seeks there."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QStackedLayout, QTableView, QVBoxLayout, QWidget

from viewer.core.recording import Recording
from viewer.core.transcript.narration import narrate
from viewer.gui.code.find_bar import FindBar
from viewer.gui.look.look import Look
from viewer.gui.models.events_model import Column, EventsModel
from viewer.gui.panes.event_delegate import ROW_HEIGHT, EventDelegate
from viewer.gui.panes.event_filter import EventFilter
from viewer.gui.panes.events_header import EventsHeader
from viewer.gui.panes.pane import Pane
from viewer.gui.panes.table_find import TableFind
from viewer.gui.widgets.buttons import Button
from viewer.gui.widgets.run_label import Run, RunLabel

Index = QModelIndex | QPersistentModelIndex

_USUAL_KIND = "arguments"
"""The kind that is read most often, and one of the longest: its column is never too narrow for it."""


class _Table(QTableView):
    """Rows only: j and k walk them, Enter opens one; what means nothing to a list is the player's."""

    opened = Signal(int)
    """Enter or a double click on a row."""
    menu_requested = Signal(int, QPoint)
    """The menu of a row is to come up there."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Translate the keys of a list, leave the others to the window."""
        key, row = Qt.Key(event.key()), self.currentIndex().row()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif key in (Qt.Key.Key_J, Qt.Key.Key_K):
            self._go_to_row(row + (1 if key is Qt.Key.Key_J else -1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go_to_row(0 if key is Qt.Key.Key_Home else self.model().rowCount() - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if row >= 0:
                self.opened.emit(row)
        elif key is Qt.Key.Key_Space:
            pass  # in a list it selects, and the current row is selected already
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row under the pointer, or of the current one when a key asked for it."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        point = self.viewport().mapToGlobal(self.visualRect(index).center()) if by_key else event.globalPos()
        if index.isValid():
            self.menu_requested.emit(index.row(), point)

    def _go_to_row(self, row: int) -> None:
        self.setCurrentIndex(self.model().index(max(0, min(row, self.model().rowCount() - 1)), 0))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the focus as it is: Qt would choose the first row where none is current, and so seek."""
        if self.currentIndex().isValid():
            super().focusInEvent(event)
        else:
            self.viewport().update()


class EventsPane(Pane):
    """A table of events with chips to filter it; Enter or a double click opens the event's line in the file."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Empty until an exchange is shown."""
        super().__init__(look, parent)
        self.setObjectName("eventsPane")
        self.setAccessibleName("Events")
        self.follow = True
        self._moving = False
        self._model = EventsModel(self)
        self._delegate = EventDelegate(look, self)
        self._filter = EventFilter(look, self)
        self._table = _Table(self)
        self._header = EventsHeader(look, self._table)
        self._no_events = _NoEvents(look, self)
        self._find_bar = FindBar(look, TableFind(self._table, self._words), self)
        self._find_bar.hide()
        self._set_up_table()
        self._lay_out()
        self._filter.kinds_changed.connect(self._on_kinds_changed)
        self._table.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self._table.opened.connect(self._on_opened)
        self._table.doubleClicked.connect(self._on_double_clicked)
        self._table.menu_requested.connect(self._on_menu_requested)
        self._no_events.response_requested.connect(self._on_response_requested)
        self.set_look(look)

    def show_exchange(self, recording: Recording | None, number: int) -> None:
        """List the events of an exchange, all of them, at its end."""
        super().show_exchange(recording, number)
        exchange = self.exchange
        streamed = exchange if exchange and exchange.is_stream else None
        narration = narrate(streamed, self.look.masker) if streamed else None
        self._model.show_kinds(())
        self._model.set_narration(narration)
        self._size_columns()
        if streamed and narration:
            self._filter.set_timeline(self._model.count_by_kind(), streamed.timeline, narration.end_mark)
        self._no_events.tell(recording is not None, exchange.response.is_json if exchange else False)
        self._stack.setCurrentIndex(0 if streamed else 1)
        self._go_to_position()

    def show_again(self, recording: Recording, number: int) -> None:
        """List the events as they were read again: of the same kinds, scrolled as before."""
        kinds, scrolled = self._filter.kinds, self._table.verticalScrollBar().value()
        self.show_exchange(recording, number)
        if kinds:
            self._filter.choose(kinds)
        self._table.verticalScrollBar().setValue(scrolled)

    def set_position(self, shown: int) -> None:
        """Mark the rows that were played, and make the last of them the current one."""
        super().set_position(shown)
        self._model.set_position(shown)
        self._go_to_position()

    def show_notes(self, notes: Mapping[int, str]) -> None:
        """Mark the events about which something is noted."""
        self._model.show_notes(notes)

    @property
    def find_bar(self) -> FindBar | None:
        """The bar above the table; None where there is no stream."""
        return self._find_bar if self._stack.currentIndex() == 0 else None

    def set_follow(self, *, on: bool) -> None:
        """Keep the current row in sight, or leave the table where it is."""
        self.follow = on

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        masks_otherwise = look.masker is not self.look.masker
        super().set_look(look)
        for part in (self._delegate, self._filter, self._header, self._no_events, self._find_bar):
            part.set_look(look)
        self._table.verticalHeader().setDefaultSectionSize(look.theme.px(ROW_HEIGHT))
        palette = look.theme.palette()
        self._table.setPalette(palette)
        if masks_otherwise and self.exchange and self.exchange.is_stream:
            self._model.set_narration(narrate(self.exchange, look.masker))
            self.set_position(self.position)
        self._size_columns()
        self._table.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._size_columns()

    # --- Inside

    def _set_up_table(self) -> None:
        table = self._table
        table.setModel(self._model)
        table.setItemDelegate(self._delegate)
        table.setHorizontalHeader(self._header)
        table.setAccessibleName("Events of this stream")
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setAutoScroll(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._header.setSectionResizeMode(Column.CONTENT, QHeaderView.ResizeMode.Stretch)
        self.setFocusProxy(table)

    def _lay_out(self) -> None:
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._filter)
        column.addWidget(self._find_bar)
        column.addWidget(self._table, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(content)
        self._stack.addWidget(self._no_events)

    def _words(self, row: int) -> str:
        """What an event is found by: what it is and what it added, not all that stands until then."""
        words = self._model.words(row)
        return f"{words.word} {words.subject} {words.added} {words.note}"

    def _size_columns(self) -> None:
        px, width = self.look.theme.px, self.width()
        words = QFontMetrics(self.look.theme.font(12)).horizontalAdvance(_USUAL_KIND)
        last = str(len(self.exchange.events)) if self.exchange else ""
        number = QFontMetrics(self.look.theme.mono(13, bold=True)).horizontalAdvance(last)
        widths = {
            Column.NUMBER: max(px(54), number + px(24)),
            Column.WAIT: px(76),
            Column.KIND: max(px(128 if width >= px(620) else 104), words + px(44)),
            Column.ADDED: max(px(110), min(px(300), round(width * 0.28))),
        }
        for column, size in widths.items():
            self._header.resizeSection(column, size)

    def _go_to_position(self) -> None:
        """Make the row of the last event shown the current one, without asking for its position again."""
        row = self._model.row_of(self.position - 1) if self.position else None
        self._moving = True
        self._table.setCurrentIndex(self._model.index(row, 0) if row is not None else QModelIndex())
        self._moving = False
        if row is None:
            self._table.clearSelection()
            if self.follow:
                self._table.scrollToTop()
        elif self.follow:
            self._table.scrollTo(self._model.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)

    # --- Slots

    def _on_current_row_changed(self, current: Index, _before: Index) -> None:
        if current.isValid() and not self._moving:
            self.position_requested.emit(self._model.event_at(current.row()) + 1)

    def _on_kinds_changed(self, kinds: object) -> None:
        self._model.show_kinds(kinds)  # type: ignore[arg-type]  # a signal carries any object
        self._go_to_position()

    def _on_opened(self, row: int) -> None:
        exchange = self.exchange
        line = exchange.line_of_event(self._model.event_at(row)) if exchange else None
        if line is not None:
            self.line_requested.emit(line)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self._on_opened(index.row())

    def _on_menu_requested(self, row: int, point: QPoint) -> None:
        self.menu_of(row).popup(point)

    def menu_of(self, row: int) -> QMenu:
        """What can be done with an event."""
        menu, number = QMenu(self), self._model.event_at(row) + 1
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Copy &link", lambda: self.link_requested.emit(number))
        menu.addAction("&Note…", lambda: self.note_requested.emit(number))
        menu.addAction("&Show in cassette text", lambda: self._on_opened(row))
        return menu

    def _on_response_requested(self) -> None:
        self.pane_requested.emit("responsePane", None)


class _NoEvents(QWidget):
    """What stands where there are no events."""

    response_requested = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._label = RunLabel(look, self)
        self._button = Button(look, "Open Response", parent=self)
        self._button.clicked.connect(self.response_requested)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(12)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self._label.set_look(look)
        self._button.set_look(look)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The background of content."""
        QPainter(self).fillRect(self.rect(), self._look.theme.color("surface"))

    def tell(self, is_open: bool, is_json: bool) -> None:
        """Say why there is nothing."""
        what = f"No events: the answer is one {'JSON ' if is_json else ''}body." if is_open else "No recording is open."
        self._label.set_runs([Run(what, "text2", size=13)])
        self._button.setVisible(is_open)
