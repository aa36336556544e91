# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A file of very many interactions: its rows stand in ranges, and are there only while somebody looks at them.

Rule: of a row that is not unfolded there is the number of the interaction with which it begins, and nothing else. Nodes
below a `FoldedNode` are made when it is unfolded and let go of when it is folded.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from itertools import compress, islice
from pathlib import Path

from viewer.core.contents import Contents
from viewer.core.spooled_summaries import Briefs, SpooledSummaries, spooled
from viewer.dataclass import dataclass
from viewer.gui.models.counts import Counts
from viewer.gui.models.growing_conversations import GrowingConversations
from viewer.gui.models.nodes import MOST_ROWS, FileNode, Node
from viewer.gui.models.ranged_leaf import RangedLeaf
from viewer.gui.models.rows import Row, conversation_row, file_row, interaction_row, range_row
from viewer.gui.models.unread_changes import UnreadChanges

RANGE = 500
"""So many neighbours stand together: a view lays out every row of what is unfolded."""


@dataclass(frozen=True, slots=True, eq=False)
class Picked:
    """What a filter lets through of a file: a flag for each of the `summaries` that was asked, and how many are set.

    `tops` are the rows on top that hold any, each by its first interaction.
    """

    summaries: SpooledSummaries | None = None
    flags: bytearray = field(default_factory=bytearray)
    tops: array[int] = field(default_factory=lambda: array("I"))
    count: int = 0

    def numbers(self) -> frozenset[int]:
        """The interactions that are let through."""
        return frozenset(number for number, flag in enumerate(self.flags) if flag)


@dataclass(slots=True, eq=False, repr=False)
class FoldedNode(Node):
    """A range, or a conversation: the rows below it are `keys[start:stop]`, each by its first interaction.

    `file` makes them; `of_tops` tells whether they stand on top, and not in a conversation.
    """

    file: RangedFile | None = None
    keys: array[int] = field(default_factory=lambda: array("I"))
    start: int = 0
    stop: int = 0
    of_tops: bool = False

    @property
    def has_rows(self) -> bool:
        """Whether it can be unfolded."""
        return self.stop > self.start

    @property
    def is_folded(self) -> bool:
        """It is."""
        return True

    @property
    def can_fetch(self) -> bool:
        """Whether there are rows below that have no nodes yet."""
        return self.has_rows and not self.children

    @property
    def is_range(self) -> bool:
        """Whether it is one of neighbours, on top or in a conversation."""
        return self.of_tops or (isinstance(self.parent, FoldedNode) and not self.parent.of_tops)

    @property
    def is_grouped(self) -> bool:
        """Whether the rows below stand in ranges themselves."""
        return not self.of_tops and self.stop - self.start > MOST_ROWS

    def made(self) -> list[Node]:
        """The rows below, as they are now."""
        file = self.file
        if file is None:
            return []
        if self.is_grouped:
            return list(file.ranges(self.keys, of_tops=False))
        return [self._row_of(file, first) for first in self.keys[self.start : self.stop]]

    def _row_of(self, file: RangedFile, first: int) -> Node:
        return file.top(first) if self.of_tops else file.made_leaf(first)

    def holds(self, exchange: int) -> Node | None:
        """The row below in which an interaction is."""
        file = self.file
        if file is None or not self.children:
            return None
        key = file.top_of(exchange) if self.of_tops else exchange
        at = bisect_right(self.keys, key, self.start, self.stop) - 1 - self.start
        if at < 0 or self.keys[self.start + at] != key:
            return None
        return self.children[at // RANGE if self.is_grouped else at]

    def joined(self, keys: array[int]) -> list[Node]:
        """More rows come, and the keys are others; those for which there is a node already get theirs."""
        before, self.keys = self.stop, keys
        self.stop = min(len(keys), self.start + RANGE) if self.is_range else len(keys)
        if self.is_range:
            last = keys[self.stop - 1]
            last = self.file.last_of(last) if self.file is not None and self.of_tops else last
            self.row = range_row(keys[self.start], last, self.stop - self.start)
        if self.file is None or not self.children or self.is_grouped:
            return []
        return [self._row_of(self.file, first) for first in keys[before : self.stop]]

    def first_shown(self) -> Node:
        """The first interaction below, which has its place in the tree when it is unfolded."""
        return self.end(1) or self

    def end(self, by: int) -> Node | None:
        """The first interaction below, the last with -1."""
        if self.file is None or not self.has_rows:
            return None
        key = self.keys[self.start if by > 0 else self.stop - 1]
        if not self.of_tops:
            return self.file.made_leaf(key)
        members = self.file.members(key)
        return self.file.made_leaf(members[0 if by > 0 else -1])

    def numbers(self) -> Iterator[int]:
        """Every interaction below."""
        for key in self.keys[self.start : self.stop]:
            yield from self.file.members(key) if self.file is not None and self.of_tops else (key,)

    def leaves(self) -> Iterator[Node]:
        """Every interaction below, made for this."""
        if self.file is not None:
            yield from map(self.file.made_leaf, self.numbers())

    def only_shown(self) -> Node:
        """The interaction below where there is one alone, else itself."""
        first, *others = islice(self.numbers(), 2) if self.has_rows else (-1,)
        return self if others or first < 0 or self.file is None else self.file.made_leaf(first)

    def shown_rows(self) -> Iterable[tuple[int, Row]]:
        """The rows below, made one after the other."""
        file = self.file
        return ((number, file.row_of(number)) for number in self.numbers()) if file is not None else ()

    def count_shown(self) -> int:
        """How many interactions are below."""
        return sum(1 for _ in self.numbers())


@dataclass(slots=True, eq=False, repr=False)
class RangedFile(FileNode):
    """A file whose rows are made of what `source` tells of it: summaries without what was said, and conversations."""

    source: Contents | None = None
    tops: array[int] = field(default_factory=lambda: array("I"))
    """Every row on top, by its first interaction: a conversation, or an interaction that is in none."""
    known: int = 0
    """So many interactions stand in the tree."""
    picked: Picked | None = None
    unread: UnreadChanges | None = None
    looked_at: set[int] = field(default_factory=set)
    conversations: dict[int, FoldedNode] = field(default_factory=dict)
    """Those that have a node just now."""
    _growing: GrowingConversations = field(default_factory=GrowingConversations)

    # --- what is in it

    @property
    def is_ranged(self) -> bool:
        """It is."""
        return True

    @property
    def contents(self) -> Contents:
        """What is known of the file; raises LookupError after it was taken apart."""
        if self.source is None:
            raise LookupError(self.path)
        return self.source

    @property
    def interactions(self) -> int:
        """How many there are, hidden or not."""
        return self.known

    @property
    def summaries(self) -> SpooledSummaries:
        """The summaries of all that stands in the tree, and perhaps of more."""
        found = self.contents.summaries
        if not isinstance(found, Briefs):
            raise TypeError("a file in ranges has packed summaries")
        return found.whole

    def is_unread(self, number: int) -> bool:
        """Whether an interaction is marked as new or changed."""
        return self.unread is not None and number not in self.looked_at and bool(self.unread.of(number))

    def mark(self, changes: UnreadChanges) -> None:
        """Mark what is different from what was read before, in the rows that are there and those to come."""
        self.unread = changes
        below: list[Node] = [*self.children]
        while below:
            node = below.pop()
            below.extend(node.children)
            if isinstance(node, RangedLeaf):
                node.forget_row()

    def rows(self) -> Iterator[Row]:
        """The row of every interaction, made one after the other."""
        return (self.row_of(number) for number in range(self.known))

    def accepted(self, accepts: Callable[[Row], bool] | None) -> Iterator[Row]:
        """The rows that a filter lets through, as far as it was asked about them."""
        picked = self.picked.flags if accepts is not None and self.picked is not None else None
        if accepts is not None and picked is None:
            return iter(())
        return (
            self.row_of(number) for number in range(self.known) if picked is None or any(picked[number : number + 1])
        )

    def leaf(self, number: int) -> Node | None:
        """The node of an interaction, where it has one just now."""
        node: Node | None = self.range_of(number)
        while isinstance(node, FoldedNode):
            node = node.holds(number)
        return node

    def range_of(self, number: int) -> FoldedNode | None:
        """The range in which an interaction stands; None where a filter hides it."""
        if not 0 <= number < self.known or not self.is_picked(number):
            return None
        tops, top = self.visible_tops, self.top_of(number)
        at = bisect_right(tops, top) - 1
        found = self.children[at // RANGE] if at >= 0 and tops[at] == top and at // RANGE < len(self.children) else None
        return found if isinstance(found, FoldedNode) else None

    def is_picked(self, number: int) -> bool:
        """Whether a filter lets an interaction through, as far as it was asked."""
        flags = self.picked.flags if self.picked is not None else None
        return flags is None or (number < len(flags) and bool(flags[number]))

    @property
    def visible_tops(self) -> array[int]:
        """The rows on top that a filter lets through."""
        return self.tops if self.picked is None else self.picked.tops

    def top_of(self, number: int) -> int:
        """The first interaction of the row on top that holds an interaction."""
        threads = self.contents.threads
        conversation = threads.number_of(number)
        return number if conversation is None else threads.begins[conversation]

    def members(self, top: int) -> array[int]:
        """The interactions of a row on top that a filter lets through."""
        threads = self.contents.threads
        conversation = threads.number_of(top)
        if conversation is None:
            return array("I", [top])
        members = self._growing.members(self.contents, conversation, self.known)
        return members if self.picked is None else array("I", filter(self.is_picked, members))

    def last_of(self, top: int) -> int:
        """The last interaction of a row on top that a filter lets through."""
        members = self.members(top)
        return members[-1] if members else top

    def shown_numbers(self) -> Sequence[int]:
        """The interactions that a filter lets through: a flag is looked at for each, and no row is made."""
        every = range(self.known)
        return every if self.picked is None else array("I", compress(every, self.picked.flags))

    def only_shown(self) -> Node:
        """Itself, for it holds very many."""
        return self

    def shown_rows(self) -> Iterable[tuple[int, Row]]:
        """The rows that a filter lets through, made one after the other."""
        return ((number, self.row_of(number)) for number in range(self.known) if self.is_picked(number))

    def count_shown(self) -> int:
        """How many interactions a filter lets through."""
        return self.known if self.picked is None else self.picked.count

    # --- nodes

    def row_of(self, number: int) -> Row:
        """What the row of an interaction says."""
        row = interaction_row(self.contents, number)
        return self.unread.marked(row, number) if self.unread and number not in self.looked_at else row

    def made_leaf(self, number: int) -> Node:
        """A node for an interaction; it has its place when it is held by another."""
        return RangedLeaf(self.path, number, self.row_of)

    def conversation_row(self, number: int) -> Row:
        """What the row of a conversation says."""
        calls = self._growing.calls(self.contents, number, self.known)
        return conversation_row(self.contents, number, calls=calls)

    def top(self, first: int) -> Node:
        """A node for a row on top."""
        threads = self.contents.threads
        number = threads.number_of(first)
        if number is None:
            return self.made_leaf(first)
        members = self.members(first)
        row = self.conversation_row(number)
        node = FoldedNode(self.path, row, is_open=False, file=self, keys=members, stop=len(members))
        self.conversations[number] = node
        return node

    def ranges(self, keys: array[int], *, of_tops: bool, begin: int = 0) -> Iterator[FoldedNode]:
        """Nodes for neighbours, from row `begin` on."""
        for start in range(begin, len(keys), RANGE):
            stop = min(start + RANGE, len(keys))
            row = range_row(keys[start], self.last_of(keys[stop - 1]) if of_tops else keys[stop - 1], stop - start)
            yield FoldedNode(
                self.path, row, is_open=False, file=self, keys=keys, start=start, stop=stop, of_tops=of_tops
            )

    def further_ranges(self) -> Iterator[FoldedNode]:
        """Nodes for the ranges behind those that are there."""
        return self.ranges(self.visible_tops, of_tops=True, begin=len(self.children) * RANGE)

    def further_members(self, conversation: Node, members: array[int]) -> Iterator[FoldedNode]:
        """The same of a conversation in ranges."""
        return self.ranges(members, of_tops=False, begin=len(conversation.children) * RANGE)

    def forget(self, node: Node) -> None:
        """Nodes below another are let go of."""
        below = [*node.children]
        while below:
            one = below.pop()
            below.extend(one.children)
            one.parent = None
            if isinstance(one, FoldedNode) and not one.of_tops:
                number = self.contents.threads.number_of(one.keys[0]) if one.keys else None
                if number is not None and self.conversations.get(number) is one:
                    del self.conversations[number]
        node.children, node.placed = [], []

    def arrange_anew(self) -> None:
        """Stand in ranges as a filter has it; nothing is unfolded but the first."""
        self.conversations.clear()
        self.children = [*self.ranges(self.visible_tops, of_tops=True)]
        for child in self.children:
            child.parent = self
        if self.children and self.picked is None:
            self.children[0].is_open = True
        self.arrange(self.children[:])

    def filter(self, accepts: Callable[[Row], bool] | None) -> bool:
        """Show what was picked, and of a file that was not asked yet nothing; without a filter all."""
        if accepts is None:
            is_same, self.picked = self.picked is None and bool(self.children), None
        else:
            is_same, self.picked = False, self.picked or Picked()
        if not is_same:
            self.arrange_anew()
        self.is_shown = accepts is None or bool(self.children)
        return self.is_shown

    # --- growing

    def take(self, until: int) -> int:
        """Let interactions up to a number stand in the tree; returns how many rows on top there were before."""
        before = len(self.tops)
        for number in range(self.known, until):
            if self.top_of(number) == number:
                self.tops.append(number)
        self.known = until
        tally = self.summaries.tally
        self.counts = Counts(1, until, troubled=tally.troubled, problems=self.contents.counts, secrets=tally.secrets)
        return before


def ranged_file(path: Path, contents: Contents) -> RangedFile:
    """A file of very many interactions, as it is known now."""
    summaries = contents.summaries
    if isinstance(summaries, SpooledSummaries | Briefs):
        brief = summaries if isinstance(summaries, Briefs) else Briefs(summaries)
    else:
        brief = Briefs(spooled(summaries, on_disk=False))
    source = replace(contents, summaries=brief)
    file = RangedFile(path, file_row(path, contents), source=source)
    file.take(len(brief))
    file.filter(None)
    return file
