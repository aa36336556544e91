# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is wrong, and where: problems of the exchange on show first, then the file's own, then those of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from viewer.gui.models.problems_model import ProblemsModel
from viewer.gui.panes.table_pane import TablePane

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from viewer.core.recording import Recording
    from viewer.gui.look.look import Look


_ROOM = 8
_TEXT = 1
"""The column of the problems themselves, which takes the room that the others leave."""


class ProblemsPane(TablePane):
    """A table; Enter or a double click opens a problem's place."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Empty until an exchange is shown."""
        super().__init__(look, parent, "Problems of this cassette", "No problem found in this cassette.")
        self.setObjectName("problemsPane")
        self.setAccessibleName("Problems")
        self._model = ProblemsModel(look, self)
        self._show_model(self._model, self._model)
        table, header = self._table, self._table.horizontalHeader()
        table.setWordWrap(True)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._measure_rows)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(_TEXT, QHeaderView.ResizeMode.Stretch)
        header.sectionResized.connect(self._measure_rows)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalScrollBar().valueChanged.connect(self._measure_rows)
        table.selectionModel().currentRowChanged.connect(self._on_current_changed)
        table.viewport().installEventFilter(self)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.activated.connect(self._on_activated)
        table.doubleClicked.connect(self._on_activated)
        self.set_look(look)

    def learn(self, recording: Recording) -> None:
        """List what was found since."""
        super().learn(recording)
        self._fill()

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        super().set_look(look)
        self._model.set_look(look)
        self._table.setIconSize(QSize(look.theme.px(16), look.theme.px(16)))
        self._fill()

    def _fill(self) -> None:
        self._model.show(self.recording, self.number)
        self.setAccessibleDescription(", ".join(self._model.counts.words))
        self._show_placeholder(is_empty=self._model.rowCount() == 0)
        self._measure_columns()
        self._measure_rows()

    def _measure_columns(self) -> None:
        """Make columns as wide as their widest text, which a few rows have: to ask thousands of them takes seconds."""
        table, header = self._table, self._table.horizontalHeader()
        rows = self._model.widest()
        for column in (column for column in range(self._model.columnCount()) if column != _TEXT):
            hints = (table.sizeHintForIndex(self._model.index(row, column)).width() for row in rows)
            header.resizeSection(column, max(header.sectionSizeHint(column), *hints, 0))

    def _measure_rows(self) -> None:
        """Make rows as high as their text needs where they are seen, which is all that anybody can tell."""
        table = self._table
        row, below = max(table.rowAt(0), 0), table.viewport().height()
        while row < self._model.rowCount() and table.rowViewportPosition(row) < below:
            self._measure_row(row)
            row += 1

    def _measure_row(self, row: int) -> None:
        """With room above and below, so that lines of two problems are told apart."""
        self._table.setRowHeight(row, self._table.sizeHintForRow(row) + self.look.theme.px(_ROOM))

    def _on_current_changed(self, current: QModelIndex) -> None:
        """Scroll to a row by the heights that the rows above it have when they are seen."""
        table = self._table
        row, room = current.row(), table.viewport().height()
        while row >= 0 and room > 0:
            self._measure_row(row)
            room -= table.rowHeight(row)
            row -= 1
        table.updateGeometries()  # how far it can be scrolled
        table.scrollTo(current)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Measure what is seen of a table that was shown or became larger, once it has its new size."""
        if event.type() == QEvent.Type.Resize:
            self._soon.start()
        return super().eventFilter(watched, event)

    def _on_activated(self, index: QModelIndex) -> None:
        """Go to the exchange, and there to the event, else to the line of the file."""
        entry = self._model.entry(index.row())
        if entry.exchange is not None and entry.exchange != self.number:
            self.exchange_requested.emit(entry.exchange)
        if entry.problem.event is not None:
            self.pane_requested.emit("eventsPane", None)
            self.position_requested.emit(entry.problem.event)
        elif entry.problem.line is not None:
            self.line_requested.emit(entry.problem.line)
