# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Header fields of request and response, as recorded; secrets masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QWidget

from viewer.gui.models.headers_model import HeadersModel
from viewer.gui.panes.table_pane import TablePane

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from viewer.core.searchable import Spot
    from viewer.gui.look.look import Look


class HeadersPane(TablePane):
    """A table of names and values, request first."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Empty until an exchange is shown."""
        super().__init__(look, parent, "Header fields", "No header field was recorded.")
        self.setObjectName("headersPane")
        self.setAccessibleName("Headers")
        self._model = HeadersModel(self)
        self._show_model(self._model, self._model)
        table = self._table
        table.setWordWrap(False)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        table.setColumnWidth(0, 260)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._on_menu)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        super().set_look(look)
        self._table.verticalHeader().setDefaultSectionSize(look.theme.px(28))
        self._model.set_look(look)
        self._fill()

    def _fill(self) -> None:
        self._model.show(self.exchange.interaction if self.exchange else None)
        self._table.clearSpans()
        for row in filter(self._model.is_section, range(self._model.rowCount())):
            self._table.setSpan(row, 0, 1, 2)
        self._show_placeholder(is_empty=not self._model.has_fields)

    def find_at(self, words: str, spot: Spot, before: int) -> None:
        """Begin at the field that a find is in; URL and status stand in the headings."""
        headings = [row for row in range(self._model.rowCount()) if self._model.is_section(row)]
        if headings:
            heading = headings[-1 if spot.role == "response" else 0]
            row = heading + 1 + spot.message if spot.where.endswith("header") else heading
            self._table.setCurrentIndex(self._model.index(row, 0))
        super().find_at(words, spot, before)

    def _on_menu(self, point: QPoint) -> None:
        row = self._table.rowAt(point.y())
        if row < 0 or self._model.is_section(row):
            return
        menu = QMenu(self)
        menu.addAction("Copy field", self.copy)
        menu.addAction("Copy value", lambda: QGuiApplication.clipboard().setText(self._model.value(row)))
        menu.exec(self._table.viewport().mapToGlobal(point))
