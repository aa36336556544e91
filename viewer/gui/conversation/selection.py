# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is selected: from one spot to another, over all rows between. Copied as shown, secrets masked.

Rule: within a passage a selection ends at any character; any other row is selected whole or not at all.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from viewer.gui.conversation.rows import Passage, Rule
from viewer.gui.conversation.stack import Entry, Stack


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the text: the row with `key`, and an offset (in a row that is no passage: 0 before, 1 behind it)."""

    key: Hashable
    offset: int


class Selection:
    """From `anchor`, where it began, to `head`, where it is extended."""

    def __init__(self) -> None:
        self.anchor: Spot | None = None
        self.head: Spot | None = None

    def clear(self) -> None:
        """Select nothing."""
        self.anchor = self.head = None

    def start(self, spot: Spot) -> None:
        """Begin anew at a spot."""
        self.anchor = self.head = spot

    def select(self, anchor: Spot, head: Spot) -> None:
        """Select from one spot to another."""
        self.anchor, self.head = anchor, head

    def select_all(self, stack: Stack) -> None:
        """Select everything on the canvas."""
        if stack.entries:
            first, last = stack.entries[0], stack.entries[-1]
            self.select(Spot(first.row.key, first_offset(first)), Spot(last.row.key, last_offset(last)))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is selected."""
        return self.anchor is None or self.anchor == self.head

    def _ends(self, stack: Stack) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Both ends as (row number, offset), the earlier first; None where nothing is selected."""
        if self.anchor is None or self.head is None or self.is_empty:
            return None
        numbers = stack.number_of(self.anchor.key), stack.number_of(self.head.key)
        if numbers[0] is None or numbers[1] is None:
            return None
        a, b = (numbers[0], self.anchor.offset), (numbers[1], self.head.offset)
        return (a, b) if a <= b else (b, a)

    def range_in(self, stack: Stack, number: int) -> tuple[int, int] | None:
        """What of a row is selected, as offsets; None for nothing."""
        ends = self._ends(stack)
        if ends is None or not ends[0][0] <= number <= ends[1][0]:
            return None
        entry = stack.entries[number]
        start = ends[0][1] if number == ends[0][0] else first_offset(entry)
        end = ends[1][1] if number == ends[1][0] else last_offset(entry)
        return (start, min(end, last_offset(entry))) if start < end else None

    def numbers(self, stack: Stack) -> range:
        """The rows that the selection touches."""
        ends = self._ends(stack)
        return range(ends[0][0], ends[1][0] + 1) if ends else range(0)

    def text(self, stack: Stack) -> str:
        """The selected text as shown; an empty line between messages."""
        lines = list(self._lines(stack))
        return "\n".join(lines).strip("\n")

    def _lines(self, stack: Stack) -> Iterator[str]:
        for number in self.numbers(stack):
            entry = stack.entries[number]
            selected = self.range_in(stack, number)
            if selected is None or isinstance(entry.row.content, Rule):
                continue
            if not entry.row.indent:
                yield ""
            content = entry.row.content
            yield content.source.display(*selected) if isinstance(content, Passage) else content.text


def first_offset(entry: Entry) -> int:
    """The offset before everything in a row."""
    content = entry.row.content
    return content.start if isinstance(content, Passage) else 0


def last_offset(entry: Entry) -> int:
    """The offset behind everything in a row."""
    content = entry.row.content
    return content.end if isinstance(content, Passage) else 1
