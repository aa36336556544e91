# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is selected: from one spot to another, over all rows between. Copied as shown, secrets masked.

Rule: within a passage a selection ends at any character; any other row is selected whole or not at all.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from viewer.gui.conversation.row_layout import Entry, Stack
from viewer.gui.conversation.rows import Passage, Row, Rule


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

    def parts(self, stack: Stack) -> list[Part]:
        """What is selected, row by row."""
        found = ((stack.entries[number].row, self.range_in(stack, number)) for number in self.numbers(stack))
        return [Part(row, *selected) for row, selected in found if selected and not isinstance(row.content, Rule)]


@dataclass(frozen=True, slots=True)
class Part:
    """What is selected of one row."""

    row: Row
    start: int
    end: int

    @property
    def length(self) -> int:
        """Characters of a passage; little for any other row."""
        return self.end - self.start

    @property
    def text(self) -> str:
        """The text as shown; a heading stands below an empty line."""
        content = self.row.content
        text = content.source.display(self.start, self.end) if isinstance(content, Passage) else content.text
        return text if self.row.indent else f"\n{text}"


def joined(parts: Sequence[Part]) -> str:
    """The text of several parts, as it is copied."""
    return "\n".join(part.text for part in parts).strip("\n")


def first_offset(entry: Entry) -> int:
    """The offset before everything in a row."""
    content = entry.row.content
    return content.start if isinstance(content, Passage) else 0


def last_offset(entry: Entry) -> int:
    """The offset behind everything in a row."""
    content = entry.row.content
    return content.end if isinstance(content, Passage) else 1
