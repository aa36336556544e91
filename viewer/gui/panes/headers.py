# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Header fields of request and response, as recorded; secrets masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QMenu, QTableView, QVBoxLayout, QWidget

from viewer.gui.models.headers_model import HeadersModel
from viewer.gui.panes._api import Pane

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from viewer.core.recording import Recording
    from viewer.gui.look import Look


class HeadersPane(Pane):
    """A table of names and values, request first."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Empty until an exchange is shown."""
        super().__init__(look, parent)
        self.setObjectName("headersPane")
        self.setAccessibleName("Headers")
        self._model = HeadersModel(self)
        self._table = QTableView(self)
        self._table.setModel(self._model)
        self._table.setAccessibleName("Header fields")
        self._nothing = QLabel("No header field was recorded.", self, alignment=Qt.AlignmentFlag.AlignCenter)
        self._dress()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._table)
        layout.addWidget(self._nothing, 1)
        self.set_look(look)

    def show_exchange(self, recording: Recording | None, number: int) -> None:
        """List the fields of an exchange."""
        super().show_exchange(recording, number)
        self._fill()

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        super().set_look(look)
        self._table.setFont(look.theme.font(12))
        self._table.horizontalHeader().setFont(look.theme.font(12, bold=True))
        self._nothing.setFont(look.theme.font(13))
        self._table.verticalHeader().setDefaultSectionSize(look.theme.px(28))
        self._model.set_look(look)
        self._fill()

    def copy(self) -> None:
        """Copy the selected fields, one a line, as shown."""
        rows = sorted({index.row() for index in self._table.selectionModel().selectedIndexes()})
        QGuiApplication.clipboard().setText("\n".join(self._model.line(row) for row in rows))

    def _dress(self) -> None:
        table = self._table
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        table.setColumnWidth(0, 260)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._on_menu)
        QShortcut(QKeySequence.StandardKey.Copy, table, self.copy, context=Qt.ShortcutContext.WidgetShortcut)

    def _fill(self) -> None:
        self._model.show(self.exchange.interaction if self.exchange else None)
        self._table.clearSpans()
        for row in filter(self._model.is_section, range(self._model.rowCount())):
            self._table.setSpan(row, 0, 1, 2)
        self._table.setVisible(self._model.has_fields)
        self._nothing.setVisible(not self._model.has_fields)

    def _on_menu(self, point: QPoint) -> None:
        row = self._table.rowAt(point.y())
        if row < 0 or self._model.is_section(row):
            return
        menu = QMenu(self)
        menu.addAction("Copy field", self.copy)
        menu.addAction("Copy value", lambda: QGuiApplication.clipboard().setText(self._model.value(row)))
        menu.exec(self._table.viewport().mapToGlobal(point))
