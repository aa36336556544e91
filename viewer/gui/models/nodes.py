# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The nodes of the sidebar's tree: file -> conversations -> interactions. Made whole, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from viewer.core.errors import CassetteError
from viewer.core.recording import Recording
from viewer.gui.models.rows import Row, conversation_row, error_row, file_row, interaction_row


@dataclass(slots=True, eq=False)
class Node:
    """A place in the tree. `exchange` is the interaction's number in its recording, -1 for files and conversations.

    `shown` are the children that a filter lets through, `position` is this node's place among those of its parent.
    """

    path: Path
    row: Row
    parent: Node | None = None
    exchange: int = -1
    children: list[Node] = field(default_factory=list)
    shown: list[Node] = field(default_factory=list)
    position: int = 0
    is_shown: bool = True

    def leaves(self) -> Iterator[Node]:
        """Interactions below this node, in order."""
        if self.exchange >= 0:
            yield self
        for child in self.children:
            yield from child.leaves()

    def first_shown(self) -> Node:
        """The first interaction that a filter lets through, this node itself where there is none."""
        return self.shown[0].first_shown() if self.shown else self

    def filter(self, accepts: Callable[[Row], bool] | None) -> bool:
        """Decide what is shown below this node, and whether it is shown itself."""
        if self.exchange >= 0:
            self.is_shown = accepts is None or accepts(self.row)
            return self.is_shown
        self.shown = [child for child in self.children if child.filter(accepts)]
        for position, child in enumerate(self.shown):
            child.position = position
        self.is_shown = bool(self.shown) or accepts is None
        return self.is_shown


@dataclass(slots=True, eq=False)
class FileNode(Node):
    """A file, with its interactions by number."""

    by_exchange: dict[int, Node] = field(default_factory=dict)


def recording_node(path: Path, recording: Recording) -> FileNode:
    """A file that was read: conversations and lone interactions in the order in which they begin."""
    file = FileNode(path, file_row(path, recording))
    groups: dict[int, Node] = {}
    for number, turn in enumerate(recording.threads.turns):
        parent: Node = file
        if turn.conversation is not None:
            if turn.conversation not in groups:
                conversation = recording.threads.conversations[turn.conversation]
                groups[turn.conversation] = Node(path, conversation_row(recording, conversation), file)
                file.children.append(groups[turn.conversation])
            parent = groups[turn.conversation]
        node = Node(path, interaction_row(recording, number), parent, number)
        parent.children.append(node)
        file.by_exchange[number] = node
    file.filter(None)
    return file


def error_node(path: Path, error: CassetteError) -> FileNode:
    """A file that cannot be read."""
    return FileNode(path, error_row(path, error))
