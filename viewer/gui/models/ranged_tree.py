# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The part of the tree that is of very many rows: made when they are unfolded, let go of when they are folded.

Rule: nothing here costs what is in a file, but what is new in it, or what is on show.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from PySide6.QtCore import QObject, Signal

from viewer.gui.models.growing_tree import GrowingTree, Index
from viewer.gui.models.nodes import MOST_ROWS, FileNode, FolderNode, Node
from viewer.gui.models.rows import Row

if TYPE_CHECKING:
    from array import array

    from viewer.gui.models.ranged_file import FoldedNode, Picked, RangedFile


class RangedTree(GrowingTree):
    """Files by their paths, some of them in ranges."""

    recounted = Signal()
    """What is shown, or how much there is, changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._files: dict[Path, FileNode] = {}

    def ranged_files(self) -> list[RangedFile]:
        """The files of very many interactions."""
        return [file for file in self._files.values() if is_ranged(file)]

    def extend_ranges(self, path: Path, until: int, row: Row | None = None) -> None:
        """Let interactions up to a number stand in a file of very many; `row` is the file's now.

        Where a filter is set they are hidden until it was asked about them.
        """
        file = self._files.get(path)
        if not is_ranged(file):
            return
        first, before = file.known, file.counts
        file.take(until)
        if file.picked is None:
            self._fill_ranges(file)
            self._fill_conversations(file, range(first, until))
        file.row = row or file.row
        self._tell(file)
        if isinstance(file.parent, FolderNode):
            self._count(file.parent, file.counts - before)
        self.recounted.emit()

    def pick_more(self, picked: Mapping[Path, Picked]) -> bool:
        """A filter was asked about more interactions of large files; False where what is shown must be made anew."""
        files = [(file, now) for file in self.ranged_files() if (now := picked.get(file.path)) is not None]
        if not all(file.is_shown and _goes_on(file.picked, now) for file, now in files):
            return False
        for file, now in files:
            first = len(file.picked.flags) if file.picked is not None else 0
            self._matches += now.count - (file.picked.count if file.picked is not None else 0)
            file.picked = now
            self._fill_ranges(file)
            self._fill_conversations(file, range(first, len(now.flags)))
        self.recounted.emit()
        return True

    def _fill_ranges(self, file: RangedFile) -> None:
        """New rows on top fill the last range, and begin others."""
        tops = file.visible_tops
        last = file.children[-1] if file.children else None
        if is_folded(last):
            self._append(last, last.joined(tops))
            self._tell(last)
        for range_ in file.children:
            if is_folded(range_):
                range_.keys = tops
        made: list[Node] = [*file.further_ranges()]
        if made:
            made[0].is_open = last is None
            self._append(file, made)

    def _fill_conversations(self, file: RangedFile, numbers: range) -> None:
        """Interactions join the conversations that have a node."""
        grown = {file.contents.threads.number_of(number) for number in numbers} if file.conversations else set()
        for number, node in list(file.conversations.items()):
            if number not in grown:
                continue
            members = file.members(node.keys[0])
            if node.children and node.is_grouped:
                self._fill_grouped(file, node, members)
            else:
                if node.children and len(members) > MOST_ROWS:
                    self.let_go(node)
                self._append(node, node.joined(members))
            node.row = file.conversation_row(number)
            self._tell(node)

    def _fill_grouped(self, file: RangedFile, node: FoldedNode, members: array[int]) -> None:
        """New interactions of a conversation in ranges fill the last one, and begin others."""
        node.joined(members)
        last = node.children[-1]
        if is_folded(last):
            self._append(last, last.joined(members))
            self._tell(last)
        for range_ in node.children:
            if is_folded(range_):
                range_.keys = members
        self._append(node, [*file.further_members(node, members)])

    def let_go(self, node: Node) -> None:
        """Rows below a node that is folded are made again when it is unfolded."""
        file = node.file if is_folded(node) else None
        if file is None or not node.children:
            return
        index = self.index_at(node)
        self.beginRemoveRows(index, 0, len(node.children) - 1)
        file.forget(node)
        self.endRemoveRows()

    def _fetched(self, file: RangedFile, exchange: int) -> Node | None:
        """The node of an interaction, made where it had none."""
        node: Node | None = file.range_of(exchange) if self._is_visible(file) else None
        while is_folded(node):
            if node.can_fetch:
                self._fetch(node)
            node = node.holds(exchange)
        return node

    def _is_visible(self, node: Node) -> bool:
        """Whether a filter shows a node: one below a hidden file may not know."""
        self.index_at(node)  # it knows from here on
        above: Node | None = node
        while above is not None and above.is_shown:
            above = above.parent
        return above is None

    # --- QAbstractItemModel

    def canFetchMore(self, parent: Index) -> bool:
        """Whether rows below are there only when they are asked for."""
        node = self.node(parent)
        return node is not None and node.can_fetch

    def fetchMore(self, parent: Index) -> None:
        """Make the rows below."""
        node = self.node(parent)
        if node is not None and node.can_fetch:
            self._fetch(node)

    def _fetch(self, node: Node) -> None:
        made = node.made()
        if made:
            self.beginInsertRows(self.index_at(node), 0, len(made) - 1)
            node.hold(made, None)
            self.endInsertRows()


def is_ranged(file: FileNode | None) -> TypeGuard[RangedFile]:
    """Whether a file is of very many interactions: what it is made of is imported with the first one."""
    return file is not None and file.is_ranged


def is_folded(node: Node | None) -> TypeGuard[FoldedNode]:
    """Whether a node has rows below only while it is unfolded."""
    return node is not None and node.is_folded


def _goes_on(was: Picked | None, now: Picked) -> bool:
    """Whether all rows on top that were shown are still there, and all others behind them."""
    return was is not None and was.summaries is now.summaries and now.tops[: len(was.tops)] == was.tops
