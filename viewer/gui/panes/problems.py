# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is wrong, and where: problems of the exchange on show first, then the file's own, then those of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from viewer.gui.models.problems_model import ProblemsModel
from viewer.gui.panes.table_pane import TablePane

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from viewer.core.recording import Recording
    from viewer.gui.look.look import Look


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
        for column, mode in enumerate(self._model.resize_modes):
            header.setSectionResizeMode(column, mode)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
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
        self._show_placeholder(is_empty=self._model.rowCount() == 0)

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
