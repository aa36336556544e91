# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the cells of a table need that are in view: to ask those of a thousand rows, as Qt does, takes seconds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableView


def seen_width(table: QTableView, column: int) -> int:
    """The width in px that the cells of a column need among the rows in view, which are all of one height."""
    model, letters = table.model(), QFontMetrics(table.font())

    def width(row: int) -> int:
        return letters.horizontalAdvance(str(model.index(row, column).data(Qt.ItemDataRole.DisplayRole) or ""))

    # Only the widest is asked for all that it needs: that takes ten times as long as to measure a word.
    widest = max(_seen_rows(table), key=width, default=None)
    return 0 if widest is None else table.sizeHintForIndex(model.index(widest, column)).width()


def _seen_rows(table: QTableView) -> range:
    """The rows in view, also of a table that was not shown yet."""
    first = max(table.rowAt(0), 0)
    many = table.viewport().height() // table.verticalHeader().defaultSectionSize() + 1
    return range(first, min(first + many, table.model().rowCount()))
