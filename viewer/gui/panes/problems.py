# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is wrong, and where: problems of the exchange on show first, then the file's own, then those of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from viewer.gui.models.problems_model import ProblemsModel
from viewer.gui.panes._api import Pane

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from viewer.core.recording import Recording
    from viewer.gui.look import Look


class ProblemsPane(Pane):
    """A table; Enter or a double click opens a problem's place."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Empty until an exchange is shown."""
        super().__init__(look, parent)
        self.setObjectName("problemsPane")
        self.setAccessibleName("Problems")
        self._model = ProblemsModel(look, self)
        self._table = QTableView(self)
        self._table.setModel(self._model)
        self._table.setAccessibleName("Problems of this cassette")
        self._nothing = QLabel("No problem found in this cassette.", self, alignment=Qt.AlignmentFlag.AlignCenter)
        self._dress()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._table)
        layout.addWidget(self._nothing, 1)
        self.set_look(look)

    def show_exchange(self, recording: Recording | None, number: int) -> None:
        """List the problems of a recording, those of this exchange first."""
        super().show_exchange(recording, number)
        self._fill()

    def learn(self, recording: Recording) -> None:
        """List what was found since."""
        super().learn(recording)
        self._fill()

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        super().set_look(look)
        self._model.set_look(look)
        self._table.setFont(look.theme.font(12))
        self._table.horizontalHeader().setFont(look.theme.font(12, bold=True))
        self._nothing.setFont(look.theme.font(13))
        self._table.setIconSize(
            self._table.iconSize().scaled(look.theme.px(16), look.theme.px(16), Qt.AspectRatioMode.KeepAspectRatio)
        )
        self._fill()

    def _dress(self) -> None:
        table, header = self._table, self._table.horizontalHeader()
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(True)
        table.verticalHeader().hide()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for column, mode in enumerate(self._model.resize_modes):
            header.setSectionResizeMode(column, mode)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.activated.connect(self._on_activated)
        table.doubleClicked.connect(self._on_activated)
        QShortcut(QKeySequence.StandardKey.Copy, table, self._copy, context=Qt.ShortcutContext.WidgetShortcut)

    def _fill(self) -> None:
        self._model.show(self.recording, self.number)
        some = self._model.rowCount() > 0
        self._table.setVisible(some)
        self._nothing.setVisible(not some)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._model.line(self._table.currentIndex().row()))

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
