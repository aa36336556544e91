# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The nodes of the sidebar's tree: folders -> files -> conversations -> interactions. Made off the GUI thread.

Nodes hold words and numbers and no recording: a library of thousands of files is kept as its nodes alone.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.core.contents import Contents
from viewer.core.errors import CassetteError
from viewer.dataclass import dataclass
from viewer.gui.models.counts import Counts
from viewer.gui.models.rows import Row, conversation_row, error_row, file_row, folder_row, interaction_row

if TYPE_CHECKING:
    from viewer.gui.models.unread_changes import UnreadChanges

UNFOLDED_MOST = 300
"""With more conversations in one file they stay folded: each that is open asks the model for its rows."""
MOST_ROWS = 1000
"""A file of more interactions stands in ranges of neighbours, whose rows are made when they are unfolded."""


@dataclass(slots=True, eq=False, repr=False)
class Node:
    """A place in the tree. `exchange` is the interaction's number in its recording, -1 for everything else.

    `shown` are the children that a filter lets through, `placed` those that it let through when they were looked at
    last; `position` is this node's place among them at its parent, `is_open` tells whether it is to be unfolded. It has
    no `repr` of its own: that would be the whole tree's.
    """

    path: Path
    row: Row
    parent: Node | None = None
    exchange: int = -1
    children: list[Node] = field(default_factory=list)
    placed: list[Node] = field(default_factory=list)
    position: int = 0
    is_shown: bool = True
    is_open: bool = True

    @property
    def shown(self) -> list[Node]:
        """The children that a filter lets through."""
        return self.placed

    def settle(self) -> None:
        """Let what is below know what a filter says of it; a file puts that off."""

    @property
    def has_rows(self) -> bool:
        """Whether it can be unfolded, as far as a filter lets anything through."""
        return bool(self.shown)

    @property
    def is_folded(self) -> bool:
        """Whether the rows below have nodes only while it is unfolded (`ranged_file.FoldedNode`)."""
        return False

    @property
    def can_fetch(self) -> bool:
        """Whether there are rows below that have no nodes yet."""
        return False

    def made(self) -> list[Node]:
        """The rows below, where they are to be fetched."""
        return []

    def count_shown(self) -> int:
        """How many interactions a filter lets through, at or below this node."""
        return 1 if self.exchange >= 0 else sum(child.count_shown() for child in self.shown)

    def only_shown(self) -> Node:
        """What is on show while this row is selected: of what holds one interaction that one, else itself."""
        first, *others = islice(shown_interactions(self), 2) if self.shown else (self,)
        return self if others else first

    def shown_rows(self) -> Iterable[tuple[int, Row]]:
        """The rows of the visible interactions at or below this node, with their numbers."""
        return [(node.exchange, node.row) for node in shown_interactions(self)]

    def leaves(self) -> Iterator[Node]:
        """Interactions below this node, in order."""
        if self.exchange >= 0:
            yield self
        for child in self.children:
            yield from child.leaves()

    def dissolve(self) -> None:
        """Let go of everything: children know their parents, and what goes round is not freed by itself."""
        stack: list[Node] = [self]
        while stack:
            node = stack.pop()
            stack.extend(node.children)
            node.parent, node.children, node.placed = None, [], []
            if isinstance(node, FileNode):
                node.by_exchange, node.by_conversation, node.due = {}, {}, None

    def files(self) -> Iterator[FileNode]:
        """Files at or below this node, in order."""
        if isinstance(self, FileNode):
            yield self
        elif isinstance(self, FolderNode):
            for child in self.children:
                yield from child.files()

    def first_shown(self) -> Node:
        """The first interaction that a filter lets through, this node itself where there is none."""
        return self.shown[0].first_shown() if self.shown else self

    def end(self, by: int) -> Node | None:
        """The first visible interaction at or below this node, the last with -1; None where there is none."""
        if self.exchange >= 0:
            return self
        for child in self.shown if by > 0 else reversed(self.shown):
            if (found := child.end(by)) is not None:
                return found
        return None

    def filter(self, accepts: Callable[[Row], bool] | None) -> bool:
        """Decide what is shown below this node, and whether it is shown itself: a file without rows by its own."""
        if self.children or isinstance(self, FolderNode):
            self.arrange([child for child in self.children if child.filter(accepts)])
            self.is_shown = bool(self.shown) or accepts is None
        else:
            self.is_shown = accepts is None or accepts(self.row)
        return self.is_shown

    def hold(self, children: list[Node], accepts: Callable[[Row], bool] | None) -> None:
        """Begin with these children, of which a filter shows those that it accepts."""
        for child in children:
            child.parent = self
        self.children = [*children]
        self.filter(accepts)

    def arrange(self, shown: list[Node], start: int = 0) -> None:
        """Show these children; their places are told from `start` on."""
        self.placed = shown
        for position in range(start, len(shown)):
            shown[position].position = position


@dataclass(slots=True, eq=False, repr=False)
class FileNode(Node):
    """A file, with its interactions and conversations by number. `counts` is what it adds to its folders.

    A filter of thousands of files only counts what it accepts in each (`matches`); what is below is placed when
    somebody looks there.
    """

    by_exchange: dict[int, Node] = field(default_factory=dict)
    by_conversation: dict[int, Node] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    is_whole: bool = False
    """Whether everything below is shown, so that taking a filter away need not look."""
    matches: int = 0
    counted: int | None = None
    """How many the next filter accepts, where that was counted elsewhere."""
    due: tuple[Callable[[Row], bool] | None] | None = None
    """The filter by which what is below is still to be placed."""

    @property
    def shown(self) -> list[Node]:
        """The children that a filter lets through."""
        self.settle()
        return self.placed

    def settle(self) -> None:
        """Place what is below, where that was put off."""
        if self.due is not None:
            (accepts,), self.due = self.due, None
            Node.filter(self, accepts)
            self.is_whole = accepts is None

    def filter(self, accepts: Callable[[Row], bool] | None) -> bool:
        """Decide whether it is shown; where nothing is accepted, or nothing was hidden, what is below stays so."""
        counted, self.counted, self.due = self.counted, None, None
        rows = self.by_exchange.values()
        if not rows:
            return Node.filter(self, accepts)
        if accepts is None:
            counted = len(rows)
        self.matches = [accepts(n.row) for n in rows].count(True) if accepts and counted is None else counted or 0
        self.is_shown = self.matches > 0
        if self.matches == len(rows):
            accepts = None
        if self.is_shown and not (accepts is None and self.is_whole):
            self.due = (accepts,)
        return self.is_shown

    def count_shown(self) -> int:
        """How many interactions a filter lets through."""
        return self.matches if self.due is not None else Node.count_shown(self)

    @property
    def is_ranged(self) -> bool:
        """Whether it is of very many interactions (`ranged_file.RangedFile`)."""
        return False

    @property
    def interactions(self) -> int:
        """How many there are, hidden or not."""
        return len(self.by_exchange)

    def leaf(self, number: int) -> Node | None:
        """The node of an interaction."""
        return self.by_exchange.get(number)

    def is_unread(self, number: int) -> bool:
        """Whether an interaction is marked as new or changed."""
        node = self.leaf(number)
        return node is not None and bool(node.row.unread)

    def mark(self, changes: UnreadChanges) -> None:
        """Mark what is different from what was read before."""
        for number, node in self.by_exchange.items():
            node.row = changes.marked(node.row, number)

    def row_of(self, number: int) -> Row:
        """What the row of an interaction says."""
        return self.by_exchange[number].row

    def shown_numbers(self) -> Sequence[int]:
        """The interactions that a filter lets through, in order of the file."""
        if self.due is not None and self.matches == len(self.by_exchange):
            return array("I", sorted(self.by_exchange))  # all of them, and nobody looked where they stand
        return array("I", sorted(node.exchange for node in shown_interactions(self)))

    def rows(self) -> Iterator[Row]:
        """The row of every interaction."""
        return (node.row for node in self.by_exchange.values())

    def accepted(self, accepts: Callable[[Row], bool] | None) -> Iterator[Row]:
        """The rows that a filter lets through."""
        return (row for row in self.rows() if accepts is None or accepts(row))

    def adopt(self, children: list[Node]) -> None:
        """Take the conversations and interactions of another reading of the file, folded as those here."""
        folds = {child.row.title: child.is_open for child in self.children}
        self.children = children
        for child in children:
            child.parent = self
            child.is_open = folds.get(child.row.title, child.is_open)


@dataclass(slots=True, eq=False, repr=False)
class FolderNode(Node):
    """A folder with its folders, then its files, each by name. Folders that hold nothing but one folder are joined."""

    counts: Counts = field(default_factory=Counts)

    def hold_files(self, files: list[FileNode]) -> None:
        """Begin with these files."""
        self.children = [*files]
        for file in files:
            file.parent = self
        self.counts = sum((file.counts for file in files), Counts())

    def add(self, counts: Counts) -> None:
        """Count more, or less where the numbers are negative."""
        self.counts += counts
        self.rename()

    def rename(self) -> None:
        """Say anew where this folder is, seen from the one that it stands in, and what is in it."""
        self.row = folder_row(self.path, self._above, self.counts)

    @property
    def _above(self) -> Path | None:
        return self.parent.path if isinstance(self.parent, FolderNode) and self.parent.parent is not None else None

    def towards(self, folder: Path) -> FolderNode | None:
        """The child that shares the beginning of the way to a folder below."""
        depth = len(self.path.parts)
        if len(folder.parts) <= depth:
            return None
        first = folder.parts[depth]
        for child in self.children:
            if not isinstance(child, FolderNode):
                break  # folders come first
            if child.path.parts[depth] == first:
                return child
        return None


def shown_interactions(top: Node) -> Iterator[Node]:
    """Every visible interaction at or below a node, in order."""
    stack = [top]
    while stack:
        node = stack.pop()
        if node.exchange >= 0:
            yield node
        stack.extend(reversed(node.shown))


def next_interaction(node: Node, by: int) -> Node | None:
    """The visible interaction after a node, or before it with -1; None at the end of everything."""
    if by > 0 and node.shown and (found := node.end(by)) is not None:
        return found
    above = node.parent
    while above is not None:
        beside = above.shown[node.position + 1 :] if by > 0 else reversed(above.shown[: node.position])
        for other in beside:
            if (found := other.end(by)) is not None:
                return found
        node, above = above, above.parent
    return None


def file_node(path: Path, contents: Contents) -> FileNode:
    """A file that was read: conversations and lone interactions in the order in which they begin."""
    file = FileNode(path, file_row(path, contents))
    for leaf in leaves(path, contents, range(len(contents.summaries))):
        number = contents.threads.number_of(leaf.exchange)
        if number is None:
            file.children.append(leaf)
        else:
            if number not in file.by_conversation:
                file.by_conversation[number] = Node(path, conversation_row(contents, number))
                file.children.append(file.by_conversation[number])
            leaf.parent = file.by_conversation[number]
            leaf.parent.children.append(leaf)
        file.by_exchange[leaf.exchange] = leaf
    for conversation in file.by_conversation.values():
        conversation.is_open = len(file.by_conversation) <= UNFOLDED_MOST
    for child in file.children:
        child.parent = file
    asked = [node.row for node in file.by_exchange.values()] or [file.row]
    troubled, secrets = sum(row.problem for row in asked), sum(row.secrets for row in asked)
    file.counts = Counts(1, len(file.by_exchange), troubled=troubled, problems=contents.counts, secrets=secrets)
    file.filter(None)
    return file


def leaves(path: Path, contents: Contents, numbers: range) -> list[Node]:
    """Interactions of a file that stand nowhere yet."""
    return [Node(path, interaction_row(contents, number), exchange=number) for number in numbers]


def error_node(path: Path, error: CassetteError) -> FileNode:
    """A file that cannot be read."""
    return FileNode(path, error_row(path, error), counts=Counts(unreadable=1))
