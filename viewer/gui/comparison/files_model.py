# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The files of a comparison as a table that can be sorted, and the changes that several of them share as a list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from viewer.core.text.printable import one_line
from viewer.core.text.quantities import plural
from viewer.gui.comparison.file_rows import TITLES, Column, FileRow

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_LONG = 300
_NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FilesModel(QAbstractTableModel):
    """A row a file; only those of some names when `show_only` says so."""

    def __init__(self, parent: QObject) -> None:
        """No files yet."""
        super().__init__(parent)
        self._all: Sequence[FileRow] = ()
        self._rows: list[FileRow] = []
        self._names: Collection[str] | None = None
        self._hides_same = False
        self._column, self._order = Column.VERDICT, Qt.SortOrder.AscendingOrder

    def show(self, rows: Sequence[FileRow]) -> None:
        """Show the files of another comparison."""
        self._all = rows
        self.show_only(None)

    def show_only(self, names: Collection[str] | None) -> None:
        """Keep the rows of the files of these names; all of them for None."""
        self._names = names
        self._choose_rows()

    def hide_same(self, *, hidden: bool) -> None:
        """Leave out the files of which nothing is different, or show them again."""
        self._hides_same = hidden
        self._choose_rows()

    def is_empty(self, column: Column) -> bool:
        """Whether no file has anything in a column."""
        return not any(row.cells[column] for row in self._all)

    def _choose_rows(self) -> None:
        self.beginResetModel()
        names = self._names
        chosen = (row for row in self._all if names is None or row.name in names)
        self._rows = [row for row in chosen if row.is_different or not self._hides_same]
        self._sort_rows()
        self.endResetModel()

    def file(self, row: int) -> FileRow:
        """The file of a row."""
        return self._rows[row]

    def row_of(self, file: FileRow) -> int:
        """The row of a file, -1 where it is not shown."""
        return self._rows.index(file) if file in self._rows else -1

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; what is selected stays selected."""
        self.layoutAboutToBeChanged.emit()
        was = self.persistentIndexList()
        held = [self._rows[index.row()] for index in was]
        self._column, self._order = Column(column), order
        self._sort_rows()
        places = {id(row): number for number, row in enumerate(self._rows)}
        now = [self.index(places[id(row)], index.column()) for row, index in zip(held, was, strict=True)]
        self.changePersistentIndexList(was, now)
        self.layoutChanged.emit()

    def _sort_rows(self) -> None:
        self._rows.sort(key=lambda row: row.key(self._column), reverse=self._order is Qt.SortOrder.DescendingOrder)

    def rowCount(self, parent: Index = _NONE) -> int:
        """Number of files shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """One for each of `Column`."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Titles of the columns."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section == Column.CHANGES:
            return _NUMBERS
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return TITLES[section] if 0 <= section < len(TITLES) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """A cell; of the name a sentence for those who listen."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and column is Column.CHANGES:
            return _NUMBERS
        if role == Qt.ItemDataRole.ToolTipRole:
            return one_line(row.cells[column], _LONG) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            is_whole = column is Column.FILE
            return f"{row.cells[column]}, {row.cells[Column.VERDICT]}" if is_whole else row.cells[column] or "nothing"
        return None


class SharedChangesModel(QAbstractListModel):
    """All files in the first row, then each change that several files share with the number of those files."""

    def __init__(self, parent: QObject) -> None:
        """Nothing is shared yet."""
        super().__init__(parent)
        self._count = 0
        self._shared: Sequence[tuple[str, frozenset[str]]] = ()

    def show(self, count: int, shared: Sequence[tuple[str, frozenset[str]]]) -> None:
        """Show what so many files share."""
        self.beginResetModel()
        self._count, self._shared = count, shared
        self.endResetModel()

    def names(self, row: int) -> frozenset[str] | None:
        """The files of a row; None for all of them."""
        return self._shared[row - 1][1] if 0 < row <= len(self._shared) else None

    def rowCount(self, parent: Index = _NONE) -> int:
        """One more than there are shared changes; none where nothing is shared."""
        return 0 if parent.isValid() or not self._shared else len(self._shared) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """The change, and how many files have it."""
        if not index.isValid() or index.row() > len(self._shared):
            return None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if index.row() == 0:
            return f"All {plural(self._count, 'file')}"
        gist, names = self._shared[index.row() - 1]
        return f"{one_line(gist, _LONG)}, {plural(len(names), 'file')}"
