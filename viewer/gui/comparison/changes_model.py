# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The changes of a comparison as Qt sees them. A row is told when it is asked for: there may be very many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from viewer.core.compare.findings import Change
from viewer.core.text.printable import one_line

Index = QModelIndex | QPersistentModelIndex
_SHORT, _LONG = 120, 300
_SIGNS = {"+": "added", "-": "removed", "~": "changed"}


class ChangesModel(QAbstractListModel):
    """One row a change, with its number from 1."""

    def __init__(self, parent: QObject) -> None:
        """No changes yet."""
        super().__init__(parent)
        self._changes: Sequence[Change] = ()

    def show(self, changes: Sequence[Change]) -> None:
        """Show other changes."""
        self.beginResetModel()
        self._changes = changes
        self.endResetModel()

    def change(self, row: int) -> Change:
        """The change of a row."""
        return self._changes[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of changes."""
        return 0 if parent.isValid() else len(self._changes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """Number and gist; a tooltip with more of it, and words in place of signs for those who listen."""
        if not index.isValid() or index.row() >= len(self._changes):
            return None
        change = self._changes[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{index.row() + 1:,}  {one_line(change.gist, _SHORT)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return one_line(f"{change.title}  {change.gist}".strip(), _LONG)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            sign, _, words = change.gist.partition(" ")
            return f"{index.row() + 1:,}, {_SIGNS[sign]}, {one_line(words, _SHORT)}"
        return None
