# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The tree of the sidebar: file -> conversation -> interactions. What each row says is made once, as a `Row`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from viewer.gui.models.nodes import FileNode, Node
from viewer.gui.models.rows import Row

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class InteractionTree(QAbstractItemModel):
    """Read-only, one column. A filter hides interactions and whatever stands empty without them."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._files: list[FileNode] = []
        self._shown: list[FileNode] = []
        self._accepts: Callable[[Row], bool] | None = None

    # --- content

    def put(self, file: FileNode, order: Sequence[Path] = ()) -> None:
        """Add a file, or replace what is shown of it; files stand in the order of the paths given."""
        if self._accepts is not None:
            file.filter(self._accepts)
        self.beginResetModel()
        others = [old for old in self._files if old.path != file.path]
        rank = {path: position for position, path in enumerate(order)}
        self._files = sorted([*others, file], key=lambda node: rank.get(node.path, len(rank)))
        self._arrange()
        self.endResetModel()

    def remove(self, path: Path) -> None:
        """Take a file away."""
        self.beginResetModel()
        self._files = [node for node in self._files if node.path != path]
        self._arrange()
        self.endResetModel()

    def set_filter(self, accepts: Callable[[Row], bool] | None) -> None:
        """Show only interactions whose row is accepted; None shows all."""
        self._accepts = accepts
        self.beginResetModel()
        for node in self._files:
            node.filter(accepts)
        self._arrange()
        self.endResetModel()

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is set."""
        return self._accepts is not None

    def rows(self) -> Iterator[Row]:
        """The row of every interaction, hidden ones too."""
        return (leaf.row for file in self._files for leaf in file.leaves())

    def count(self) -> tuple[int, int]:
        """Number of files that could be read, and of interactions shown."""
        return sum(bool(file.children) for file in self._files), sum(1 for _ in self.shown_interactions())

    def shown_interactions(self) -> Iterator[Node]:
        """Every visible interaction in order of the tree."""
        stack: list[Node] = list(reversed(self._shown))
        while stack:
            node = stack.pop()
            if node.exchange >= 0:
                yield node
            stack.extend(reversed(node.shown))

    def index_of(self, path: Path, exchange: int) -> QModelIndex:
        """The index of an interaction, invalid when it is hidden or not there."""
        file = next((file for file in self._shown if file.path == path), None)
        node = file.by_exchange.get(exchange) if file else None
        return self._index(node) if node is not None and node.is_shown else QModelIndex()

    def file_index(self, path: Path) -> QModelIndex:
        """The index of a file."""
        node = next((node for node in self._shown if node.path == path), None)
        return self._index(node) if node else QModelIndex()

    @staticmethod
    def node(index: Index) -> Node | None:
        """The node behind an index."""
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, Node) else None

    def _arrange(self) -> None:
        self._shown = [file for file in self._files if file.shown or self._accepts is None]
        for position, node in enumerate(self._shown):
            node.position = position

    def _index(self, node: Node) -> QModelIndex:
        return self.createIndex(node.position, 0, node)

    # --- QAbstractItemModel

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's own default
        """The index of a child."""
        inside = self._children(parent)
        return self._index(inside[row]) if column == 0 and 0 <= row < len(inside) else QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """The index of the parent."""
        node = self.node(index)
        return self._index(node.parent) if node and node.parent else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of visible children."""
        return 0 if parent.column() > 0 else len(self._children(parent))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One column: the delegate draws the rest."""
        return 1

    def headerData(self, _section: int, _along: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Nobody sees the header; screen readers name the column."""
        return "Interaction" if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """The row and its texts."""
        node = self.node(index)
        return _DATA[role](node) if node is not None and role in _DATA else None

    def _children(self, parent: Index) -> Sequence[Node]:
        node = self.node(parent)
        return node.shown if node else self._shown


_DATA: dict[int, Callable[[Node], object]] = {
    ROW_ROLE: lambda node: node.row,
    Qt.ItemDataRole.DisplayRole: lambda node: node.row.title,
    Qt.ItemDataRole.ToolTipRole: lambda node: node.row.tip,
    Qt.ItemDataRole.AccessibleTextRole: lambda node: node.row.spoken,
}
