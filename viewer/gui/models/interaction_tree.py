# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The tree of the sidebar: library -> folders -> file -> conversation -> interactions, and files that stand alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject

from viewer.core.contents import Contents
from viewer.core.errors import NO_PROBLEMS
from viewer.gui.models.counts import Counts
from viewer.gui.models.distinct_names import tell_apart
from viewer.gui.models.growing_tree import ROW_ROLE, Accepts, Index
from viewer.gui.models.nodes import (
    UNFOLDED_MOST,
    FileNode,
    FolderNode,
    Node,
    next_interaction,
    shown_interactions,
)
from viewer.gui.models.ranged_tree import RangedTree, is_ranged
from viewer.gui.models.rows import Row, conversation_row

if TYPE_CHECKING:
    from viewer.gui.models.ranged_file import Picked
    from viewer.gui.models.unread_changes import UnreadChanges

__all__ = ["ROW_ROLE", "Index", "InteractionTree"]


class InteractionTree(RangedTree):
    """What each row says is made once, as a `Row`. A filter hides interactions and whatever stands empty without."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._libraries: dict[Path, FolderNode] = {}

    # --- content

    def put(self, file: FileNode, order: Sequence[Path] = ()) -> None:
        """Add a file that stands alone, in the order of the paths given; or replace what is shown of a known file."""
        file.filter(self._accepts)
        known = self._files.get(file.path)
        if known is not None:
            self._take_place(known, file)
        else:
            rank = {path: position for position, path in enumerate(order)}
            own = rank.get(file.path, len(rank))
            later = (i for i, top in enumerate(self._top.children) if rank.get(top.path, -1) > own)
            self._files[file.path] = file
            self._attach(self._top, [file], next(later, len(self._top.children)))
        self._tell_names_apart()
        self.recounted.emit()

    def extend(self, path: Path, fresh: Sequence[Node], contents: Contents, row: Row | None = None) -> None:
        """Add interactions to a file that is still being read, each to its conversation; `row` is the file's now."""
        file = self._files.get(path)
        if file is None:
            return
        if not file.is_shown and file.shown:  # a filter hid it without looking at what is below
            Node.filter(file, self._accepts)
        begun: list[Node] = []
        inside: dict[int, list[Node]] = {}
        for leaf in fresh:
            file.by_exchange[leaf.exchange] = leaf
            number = contents.threads.turns[leaf.exchange].conversation
            if number is None:
                begun.append(leaf)
            else:
                if number not in file.by_conversation:
                    begun.append(self._conversation(file, number, contents))
                inside.setdefault(number, []).append(leaf)
        new = set(map(id, begun))
        for number, more in inside.items():
            node = file.by_conversation[number]
            if id(node) in new:
                node.hold(more, self._accepts)  # it appears with them, all at once
            else:
                self._append(node, more)
                node.row = conversation_row(contents, number)
                self._tell(node)
        self._append(file, begun)
        self._matches += sum(leaf.is_shown for leaf in fresh) if self.is_filtered else 0
        # All is counted again where the file's row was, and not with every batch.
        found = contents.counts - file.counts.problems if row is not None else NO_PROBLEMS
        troubled, secrets = sum(leaf.row.problem for leaf in fresh), sum(leaf.row.secrets for leaf in fresh)
        change = Counts(0, len(fresh), troubled=troubled, problems=found, secrets=secrets)
        file.row, file.counts = row or file.row, file.counts + change
        self._tell(file)
        if isinstance(file.parent, FolderNode):
            self._count(file.parent, change)
        self.recounted.emit()

    def mark_changes(self, path: Path, changes: UnreadChanges) -> None:
        """Mark what is different in a file from what was read before."""
        file = self._files.get(path)
        if file is not None:
            file.mark(changes)
            self._tell(file)

    def look_at(self, path: Path, exchange: int) -> None:
        """Take the mark of what is new from an interaction."""
        file = self._files.get(path)
        node = file.leaf(exchange) if file is not None else None
        if is_ranged(file):
            file.looked_at.add(exchange)
        if node is not None and node.row.unread:
            node.row = node.row.read
            self._tell(node)

    def _take_place(self, known: FileNode, file: FileNode) -> None:
        """Show another reading of a file."""
        if known.is_ranged or file.is_ranged:
            self._files[file.path] = file
            self._swap(known, file)
        else:
            self._replace(known, file)

    @staticmethod
    def _conversation(file: FileNode, number: int, contents: Contents) -> Node:
        node = Node(file.path, conversation_row(contents, number))
        node.is_open = len(file.by_conversation) < UNFOLDED_MOST
        file.by_conversation[number] = node
        return node

    def add_library(self, root: Path) -> None:
        """Show a folder, empty still."""
        library = FolderNode(root, Row("folder", root.name))
        self._libraries[root] = library
        self._attach(self._top, [library], len(self._top.children))
        self.recounted.emit()

    def put_all(self, root: Path, files: Iterable[FileNode], *, is_open: bool = False) -> None:
        """Add files to a library, or replace what is shown of those that are there; grouped by their folders."""
        fresh: dict[Path, list[FileNode]] = {}
        for file in files:
            file.filter(self._accepts)
            known = self._files.get(file.path)
            if known is not None and known.parent is not self._top:
                self._take_place(known, file)
                continue
            if known is not None:  # it stood alone, and stands in its folder from now on
                self._detach(known)
            self._files[file.path] = file
            file.is_open = is_open
            fresh.setdefault(file.path.parent, []).append(file)
        for folder, inside in fresh.items():
            self._add_to_folder(self._libraries[root], folder, inside, is_open=is_open)
        self.recounted.emit()

    def remove(self, paths: Collection[Path]) -> None:
        """Take files away, and folders that hold nothing else."""
        for path in paths:
            node: FileNode | FolderNode | None = self._files.pop(path, None)
            while node is not None:
                above = node.parent
                self._detach(node)
                node = None
                if isinstance(above, FolderNode) and above is not self._top and above.path not in self._libraries:
                    if not above.children:
                        node = above
                    elif len(above.children) == 1:
                        self._join(above)
        self._tell_names_apart()
        self.recounted.emit()

    def remove_library(self, root: Path) -> FolderNode | None:
        """Take a folder away with all that it holds; it is handed out to be dissolved."""
        library = self._libraries.pop(root, None)
        if library is not None:
            for file in library.files():
                self._files.pop(file.path, None)
            self._detach(library)
            self.recounted.emit()
        return library

    def set_filter(
        self,
        accepts: Accepts | None,
        answers: Mapping[int, bool] | None = None,
        picked: Mapping[Path, Picked] | None = None,
        counted: Mapping[Path, int] | None = None,
    ) -> None:
        """Show only interactions whose row is accepted; None shows all.

        `answers` tells by the id of a row whether it is, as far as that was found out elsewhere; `picked` tells it of
        the interactions of files of very many, and `counted` how many are accepted of another file.
        """
        self._accepts, known = accepts, answers or {}

        def decides(row: Row) -> bool:
            answer = known.get(id(row))
            return answer if answer is not None else accepts is None or accepts(row)

        self.beginResetModel()
        if accepts is not None:
            picked, counted = picked or {}, counted or {}
            for path, file in self._files.items():
                if is_ranged(file):
                    file.picked = picked.get(path)
                else:
                    file.counted = counted.get(path)
        self._top.filter(None if accepts is None else decides)
        self._matches = self._top.count_shown() if accepts else 0
        self.endResetModel()
        self.recounted.emit()

    # --- looking it up

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is set."""
        return self._accepts is not None

    @property
    def counts(self) -> Counts:
        """Counts of everything that is open, hidden or not."""
        return self._top.counts

    @property
    def tops(self) -> list[Node]:
        """What stands at the top and is shown."""
        return self._top.shown

    @property
    def is_empty(self) -> bool:
        """Whether a filter, or that there is nothing, leaves no row."""
        return not self._top.shown

    def count(self) -> tuple[int, int]:
        """Number of files that could be read, and of interactions shown."""
        return self.counts.cassettes, self._matches if self.is_filtered else self.counts.interactions

    def rows(self) -> Iterator[Row]:
        """The row of every interaction, hidden ones too."""
        return (row for file in self._top.files() for row in file.rows())

    def askable(self) -> list[Row]:
        """Every row that a filter decides about by itself: interactions, and files without any.

        Those of files of very many are asked in the background.
        """
        return [row for file in self._files.values() if not is_ranged(file) for row in _askable(file)]

    def files(self) -> list[FileNode]:
        """Every file, in order of the tree."""
        return list(self._top.files())

    def file(self, path: Path) -> FileNode | None:
        """What the tree knows of a file."""
        return self._files.get(path)

    def folder(self, path: Path) -> FolderNode | None:
        """The folder of that path, None where none is shown or it is joined to another."""
        node: FolderNode | None = next(
            (library for root, library in self._libraries.items() if path.is_relative_to(root)), None
        )
        while node is not None and node.path != path:
            node = node.towards(path)
            if node is not None and not path.is_relative_to(node.path):
                return None
        return node

    def library_of(self, path: Path) -> Path | None:
        """The open folder that a file or folder was found in, or is."""
        return next((root for root in self._libraries if path.is_relative_to(root)), None)

    def shown_interactions(self) -> Iterator[Node]:
        """Every visible interaction in order of the tree."""
        return shown_interactions(self._top)

    def next_interaction(self, node: Node | None, by: int) -> Node | None:
        """The visible interaction after a node, or before it with -1; the first where there is no node."""
        return next_interaction(node, by) if node is not None else self._top.end(1)

    def index_of(self, path: Path, exchange: int) -> QModelIndex:
        """The index of an interaction, invalid when it is hidden or not there."""
        file = self._files.get(path)
        node = self._fetched(file, exchange) if is_ranged(file) else file.leaf(exchange) if file else None
        return self.index_at(node) if node is not None and self._is_visible(node) else QModelIndex()

    def file_index(self, path: Path) -> QModelIndex:
        """The index of a file or a folder."""
        node = self._files.get(path) or self.folder(path)
        return self.index_at(node) if node and self._is_visible(node) else QModelIndex()

    def node_index(self, node: Node) -> QModelIndex:
        """The index of a node, invalid while a filter hides it or when it is in the tree no more."""
        top = node
        while top.parent is not None:
            top = top.parent
        return self.index_at(node) if top is self._top and self._is_visible(node) else QModelIndex()

    def _tell_names_apart(self) -> None:
        for node in tell_apart([node for node in self._top.children if isinstance(node, FileNode)]):
            self._tell(node)


def _askable(file: FileNode) -> list[Row]:
    return [*file.rows()] or [file.row]
