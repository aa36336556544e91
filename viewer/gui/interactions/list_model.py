# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The list as rows for a table: a cell is worded when it is asked for, and of the rows only the last few are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from viewer.core.text.invisible_characters import in_one_line
from viewer.gui.interactions.columns import USUAL, WORDS, Column
from viewer.gui.interactions.listing import Listing

if TYPE_CHECKING:
    from viewer.gui.interactions.waterfall import Span
    from viewer.gui.look.look import Look
    from viewer.gui.models.rows import Row

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_ROWS_KEPT = 200
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ListModel(QAbstractTableModel):
    """A listing in some order, in the columns that were chosen."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self._look = look
        self._listing = Listing()
        self._order: Sequence[int] = ()
        self.columns: tuple[Column, ...] = USUAL
        self.within: Span | None = None
        self.notes_of: Callable[[Path, int], str] = lambda _path, _number: ""
        """What is noted about an interaction, or with -1 about a file."""
        self._sorted_by: Column | None = Column.NUMBER
        self._is_descending = False
        self._kept: OrderedDict[int, Row] = OrderedDict()

    def set_look(self, look: Look) -> None:
        """Draw in another theme."""
        self._look = look
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def show(self, listing: Listing, order: Sequence[int]) -> None:
        """Show a listing in an order of its places."""
        self.beginResetModel()
        self._listing, self._order = listing, order
        self._kept.clear()
        self.endResetModel()

    def show_columns(self, columns: tuple[Column, ...]) -> None:
        """Show these columns."""
        if columns != self.columns:
            self.beginResetModel()
            self.columns = columns
            self.endResetModel()

    def mark_sorted(self, by: Column | None, *, descending: bool) -> None:
        """Show by which column the rows are sorted; None where it is by none that is shown."""
        self._sorted_by, self._is_descending = by, descending
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(len(self.columns) - 1, 0))

    def set_span(self, span: Span | None) -> None:
        """Tell within which time the interactions were recorded."""
        self.within = span
        if Column.WATERFALL in self.columns and self.rowCount():
            at = self.columns.index(Column.WATERFALL)
            self.dataChanged.emit(self.index(0, at), self.index(self.rowCount() - 1, at))

    def row_of(self, path: Path, number: int) -> int | None:
        """The row of an interaction."""
        place = self._listing.place_of(path, number)
        return None if place is None or place not in self._order else self._order.index(place)

    def interaction(self, row: int) -> tuple[Path, int]:
        """The file of a row, and the number of its interaction."""
        file, number = self._listing.at(self._order[row])
        return file.path, number

    def row(self, row: int) -> Row:
        """What is known of a row."""
        place = self._order[row]
        known = self._kept.get(place)
        if known is None:
            known = self._kept[place] = self._listing.row(place)
            if len(self._kept) > _ROWS_KEPT:
                self._kept.popitem(last=False)
        return known

    def text(self, row: int, column: Column) -> str:
        """A cell in words, on one line."""
        if column is Column.FILE:
            return in_one_line(self.interaction(row)[0].name)
        if column is Column.NOTE:
            return in_one_line(self.notes_of(*self.interaction(row)).replace("\n", "; "))
        if column is Column.WATERFALL:
            return self.within.words(self.row(row)) if self.within is not None else ""
        return in_one_line(WORDS[column].text(self.row(row)))

    def line(self, row: int) -> str:
        """A row as text, its cells apart by tabs."""
        return "\t".join(self.text(row, column) for column in self.columns)

    # --- QAbstractTableModel

    def rowCount(self, parent: Index = _NONE) -> int:
        """How many interactions are listed."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _NONE) -> int:
        """How many columns are shown."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Titles of the columns, and what they hold."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        words = WORDS[self.columns[section]]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                is_sorted = self.columns[section] is self._sorted_by
                return f"{words.title} {'↓' if self._is_descending else '↑'}" if is_sorted else words.title
            case Qt.ItemDataRole.ToolTipRole:
                return words.tip
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if words.is_number else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A cell; the waterfall is painted, and told in words to whoever does not see it."""
        if not index.isValid() or index.row() >= len(self._order):
            return None
        row, column = index.row(), self.columns[index.column()]
        told: object = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                told = "" if column is Column.WATERFALL else self.text(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                told = self.text(row, column) or None
            case Qt.ItemDataRole.AccessibleTextRole:
                told = self.text(row, column) or "not recorded"
            case Qt.ItemDataRole.TextAlignmentRole:
                told = _RIGHT if WORDS[column].is_number else None
            case Qt.ItemDataRole.ForegroundRole:
                told = self._color(self.row(row), column)
        return told

    def _color(self, row: Row, column: Column) -> object:
        if column in (Column.STATUS, Column.TITLE) and row.failed:
            return self._look.theme.color("red")
        if column is Column.TOOLS and row.failed_tools:
            return self._look.theme.color("red")
        return self._look.theme.color("text" if column in (Column.TITLE, Column.MODEL) else "text2")
