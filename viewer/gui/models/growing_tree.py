# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A tree of nodes as Qt sees it, in which rows come, go and move where they stand: only a filter resets it.

Rule: every change of what is shown happens between Qt's own begin and end, and keeps `Node.position` right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from viewer.gui.models.counts import Counts
from viewer.gui.models.folders import common_folder, in_order, place_among, runs
from viewer.gui.models.nodes import FileNode, FolderNode, Node
from viewer.gui.models.rows import Row

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
NOTE_ROLE = Qt.ItemDataRole.UserRole + 2
"""What a reader noted about a row, in lines; empty where nothing."""
Index = QModelIndex | QPersistentModelIndex
Accepts = Callable[[Row], bool]


class GrowingTree(QAbstractItemModel):
    """Read-only, one column. Whoever inherits says what comes and goes; here is how."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._top = FolderNode(Path(), Row("folder", ""))
        """Never shown itself: it holds what stands at the top."""
        self._accepts: Accepts | None = None
        self._matches = 0
        self.revealed: Callable[[Node], Row | None] | None = None
        """What a row says with its secrets, set by who knows; None where that is not known."""
        self.shows_secrets = False
        self.notes_of: Callable[[Path, int], str] = lambda _path, _exchange: ""
        """What is noted about an interaction, or with -1 about a file."""

    def index_at(self, node: Node) -> QModelIndex:
        """The index of a node, invalid when it is hidden."""
        _settle(node)
        if node is self._top or not node.is_shown:
            return QModelIndex()
        return self.createIndex(node.position, 0, node)

    @staticmethod
    def node(index: Index) -> Node | None:
        """The node behind an index."""
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, Node) else None

    # --- rows that come and go

    def _attach(self, parent: FolderNode, nodes: Sequence[FileNode | FolderNode], position: int) -> None:
        """Put nodes that stand side by side into a folder; those that a filter lets through appear."""
        for node in nodes:
            node.parent = parent
            if isinstance(node, FolderNode):
                node.rename()
        parent.children[position:position] = nodes
        visible = [node for node in nodes if node.is_shown]
        if visible:
            self._show(parent, visible)
        for node in nodes:
            self._match(node, 1)
        self._count(parent, sum((node.counts for node in nodes), Counts()))

    def _append(self, parent: Node, nodes: Sequence[Node]) -> None:
        """Put nodes behind the children of a file or a conversation; costs what is new, not what is there."""
        _settle(parent)
        for node in nodes:
            node.parent = parent
            if not node.children:
                node.is_shown = self._accepts is None or self._accepts(node.row)
        parent.children.extend(nodes)
        visible = [node for node in nodes if node.is_shown]
        if not visible:
            return
        if not parent.is_shown and parent.parent is not None:
            parent.arrange(visible)
            parent.is_shown = True
            self._show(parent.parent, [parent])
            return
        at = len(parent.shown)
        self.beginInsertRows(self.index_at(parent), at, at + len(visible) - 1)
        parent.shown.extend(visible)
        for position in range(at, len(parent.shown)):
            parent.shown[position].position = position
        self.endInsertRows()

    def _detach(self, node: FileNode | FolderNode) -> None:
        """Take a node out of its folder."""
        parent = node.parent
        if isinstance(parent, FolderNode):
            self._match(node, -1)
            if node.is_shown:
                self._hide(node)
            parent.children.remove(node)
            self._count(parent, Counts() - node.counts)

    def _show(self, parent: Node, nodes: Sequence[Node]) -> None:
        """Let children of a node appear, and the node itself where a filter had hidden it."""
        first = parent.children.index(nodes[0])
        at = sum(child.is_shown for child in parent.children[:first])
        with_them = [*parent.shown[:at], *nodes, *parent.shown[at:]]
        if parent is not self._top and not parent.is_shown:
            parent.arrange(with_them)
            parent.is_shown = True
            if parent.parent is not None:
                self._show(parent.parent, [parent])
            return
        self.beginInsertRows(self.index_at(parent), at, at + len(nodes) - 1)
        parent.arrange(with_them, at)
        self.endInsertRows()

    def _hide(self, node: Node) -> None:
        """Let a node disappear, and with it a folder of which a filter shows nothing else."""
        parent = node.parent
        if parent is None:
            return
        if self._accepts is not None and parent is not self._top and len(parent.shown) == 1:
            self._hide(parent)
            parent.is_shown = False
            parent.arrange([])
            return
        at = node.position
        self.beginRemoveRows(self.index_at(parent), at, at)
        parent.arrange([*parent.shown[:at], *parent.shown[at + 1 :]], at)
        self.endRemoveRows()

    def _replace(self, known: FileNode, file: FileNode) -> None:
        """Show another reading of a file in its place."""
        self._match(known, -1)
        index, change = self.index_at(known), file.counts - known.counts
        if known.is_shown and known.shown:
            self.beginRemoveRows(index, 0, len(known.shown) - 1)
            known.arrange([])
            self.endRemoveRows()
        known.row, known.counts = file.row, file.counts
        known.by_exchange, known.by_conversation = file.by_exchange, file.by_conversation
        known.adopt(file.children)
        if known.is_shown and file.is_shown and file.shown:
            self.beginInsertRows(index, 0, len(file.shown) - 1)
            known.arrange(file.shown)
            self.endInsertRows()
        elif known.is_shown and not file.is_shown:
            self._hide(known)
            known.is_shown = False
        elif file.is_shown and not known.is_shown and known.parent is not None:
            known.arrange(file.shown)
            known.is_shown = True
            self._show(known.parent, [known])
        self._match(known, 1)
        self._tell(known)
        if isinstance(known.parent, FolderNode):
            self._count(known.parent, change)

    def _swap(self, known: FileNode, file: FileNode) -> None:
        """Put another node in the place of a file's."""
        parent = known.parent
        if not isinstance(parent, FolderNode):
            return
        file.is_open = known.is_open
        for before, now in zip(known.children, file.children, strict=False):
            now.is_open = before.is_open
        self._match(known, -1)
        if known.is_shown:
            self._hide(known)
        parent.children[parent.children.index(known)] = file
        file.parent = parent
        if file.is_shown:
            self._show(parent, [file])
        self._match(file, 1)
        self._count(parent, file.counts - known.counts)
        known.dissolve()

    # --- folders

    def _add_to_folder(self, library: FolderNode, folder: Path, files: Sequence[FileNode], *, is_open: bool) -> None:
        """Find or make the folder below a library, and put files into it."""
        node = library
        while node.path != folder:
            child = node.towards(folder)
            if child is None:
                made = FolderNode(folder, Row("folder", folder.relative_to(node.path).as_posix()), is_open=is_open)
                made.hold_files(in_order(files))
                made.filter(self._accepts)
                self._attach(node, [made], place_among(node.children, made))
                return
            shared = common_folder(child.path, folder)
            node = child if shared == child.path else self._split(node, child, shared)
        for at, run in runs(node.children, files):
            self._attach(node, run, at)

    def _split(self, parent: FolderNode, child: FolderNode, shared: Path) -> FolderNode:
        """Two folders turn out to stand in one that was passed over: show that one too."""
        made = FolderNode(shared, Row("folder", shared.name), parent, is_shown=child.is_shown, is_open=child.is_open)
        made.rename()
        parent.children.insert(parent.children.index(child), made)
        row = child.position
        if made.is_shown:
            self.beginInsertRows(self.index_at(parent), row, row)
            parent.arrange([*parent.shown[:row], made, *parent.shown[row:]], row)
            self.endInsertRows()
            self.beginMoveRows(self.index_at(parent), row + 1, row + 1, self.index_at(made), 0)
            parent.arrange([*parent.shown[: row + 1], *parent.shown[row + 2 :]], row)
            made.arrange([child])
        parent.children.remove(child)
        made.children, child.parent = [child], made
        if made.is_shown:
            self.endMoveRows()
        child.rename()
        made.add(child.counts)
        self._tell(child)
        self._tell(made)
        return made

    def _join(self, folder: FolderNode) -> None:
        """A folder that holds nothing but one folder any more is passed over; one that holds a file stays."""
        parent, child = folder.parent, folder.children[0]
        if not isinstance(parent, FolderNode) or not isinstance(child, FolderNode):
            return
        row = folder.position
        if folder.is_shown:
            self.beginMoveRows(self.index_at(folder), 0, 0, self.index_at(parent), row)
            parent.arrange([*parent.shown[:row], child, *parent.shown[row:]], row)
            folder.arrange([])
        folder.children = []
        child.parent = parent
        parent.children.insert(parent.children.index(folder), child)
        if folder.is_shown:
            self.endMoveRows()
            self._hide(folder)
        parent.children.remove(folder)
        child.rename()
        self._tell(child)

    # --- counts

    def _count(self, folder: FolderNode, change: Counts) -> None:
        """Add to a folder and to those above it."""
        node: Node | None = folder
        while isinstance(node, FolderNode):
            node.add(change)
            self._tell(node)
            node = node.parent

    def _match(self, node: Node, sign: int) -> None:
        if self._accepts is not None and node.is_shown:
            self._matches += sign * node.count_shown()

    def _tell(self, node: Node) -> None:
        index = self.index_at(node)
        if index.isValid():
            self.dataChanged.emit(index, index)

    # --- QAbstractItemModel

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's own default
        """The index of a child."""
        inside = self._children(parent)
        return self.createIndex(row, 0, inside[row]) if column == 0 and 0 <= row < len(inside) else QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """The index of the parent."""
        node = self.node(index)
        return self.index_at(node.parent) if node and node.parent else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of visible children."""
        return 0 if parent.column() > 0 else len(self._children(parent))

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        """Whether a row can be unfolded: asked of every visible row."""
        if parent.column() > 0:
            return False
        node = self.node(parent)
        return node.has_rows if node else bool(self._top.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One column: the delegate draws the rest."""
        return 1

    def headerData(self, _section: int, _along: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Nobody sees the header; screen readers name the column."""
        return "Interaction" if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """The row and its texts."""
        node = self.node(index)
        if node is None:
            return None
        revealed = self.revealed(node) if self.shows_secrets and self.revealed is not None else None
        told = _DATA[role](revealed or node.row) if role in _DATA else None
        if role in _WITH_NOTES and (note := self.notes_of(node.path, node.exchange) if _has_notes(node) else ""):
            return f"{told}{_WITH_NOTES[role]}{note}" if told else note
        return told

    def _children(self, parent: Index) -> Sequence[Node]:
        node = self.node(parent)
        return node.shown if node else self._top.shown


_WITH_NOTES = {
    NOTE_ROLE: "",
    Qt.ItemDataRole.ToolTipRole: "\nNote: ",
    Qt.ItemDataRole.AccessibleTextRole: ", note: ",
}


def _has_notes(node: Node) -> bool:
    """Whether notes are about rows of this kind: interactions, and files, which count theirs."""
    return node.row.level in ("file", "interaction")


_DATA: dict[int, Callable[[Row], object]] = {
    ROW_ROLE: lambda row: row,
    Qt.ItemDataRole.DisplayRole: lambda row: row.title,
    Qt.ItemDataRole.ToolTipRole: lambda row: row.tip,
    Qt.ItemDataRole.AccessibleTextRole: lambda row: row.spoken,
}


def _settle(node: Node) -> None:
    """Let a node, and what is below it, know what a filter says of it: its file may have put that off."""
    above: Node | None = node
    while above is not None and not isinstance(above, FolderNode):
        above.settle()
        above = above.parent
