# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is selected: from one position in the text to another, over all rows between. Copied as shown, secrets masked.

Rule: within a passage a selection ends at any character; any other row is selected whole or not at all.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from viewer.dataclass import dataclass
from viewer.gui.conversation.row_layout import RowItem, RowLayout
from viewer.gui.conversation.rows import Passage, Row, Separator


@dataclass(frozen=True, slots=True)
class TextPosition:
    """A place in the text: the row with `key`, and an offset (in a row that is no passage: 0 before, 1 behind it)."""

    key: Hashable
    offset: int


class Selection:
    """From `anchor`, where it began, to `head`, where it is extended."""

    def __init__(self) -> None:
        self.anchor: TextPosition | None = None
        self.head: TextPosition | None = None

    def clear(self) -> None:
        """Select nothing."""
        self.anchor = self.head = None

    def start(self, position: TextPosition) -> None:
        """Begin a new selection at a position."""
        self.anchor = self.head = position

    def select(self, anchor: TextPosition, head: TextPosition) -> None:
        """Select from one position to another."""
        self.anchor, self.head = anchor, head

    def select_all(self, layout: RowLayout) -> None:
        """Select everything on the canvas."""
        if layout.items:
            first, last = layout.items[0], layout.items[-1]
            self.select(TextPosition(first.row.key, first_offset(first)), TextPosition(last.row.key, last_offset(last)))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is selected."""
        return self.anchor is None or self.anchor == self.head

    def _ends(self, layout: RowLayout) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Both ends as (row number, offset), the earlier first; None where nothing is selected."""
        if self.anchor is None or self.head is None or self.is_empty:
            return None
        numbers = layout.number_of(self.anchor.key), layout.number_of(self.head.key)
        if numbers[0] is None or numbers[1] is None:
            return None
        a, b = (numbers[0], self.anchor.offset), (numbers[1], self.head.offset)
        return (a, b) if a <= b else (b, a)

    def range_in(self, layout: RowLayout, number: int) -> tuple[int, int] | None:
        """What of a row is selected, as offsets; None for nothing."""
        ends = self._ends(layout)
        if ends is None or not ends[0][0] <= number <= ends[1][0]:
            return None
        item = layout.items[number]
        start = ends[0][1] if number == ends[0][0] else first_offset(item)
        end = ends[1][1] if number == ends[1][0] else last_offset(item)
        return (start, min(end, last_offset(item))) if start < end else None

    def numbers(self, layout: RowLayout) -> range:
        """The rows that the selection touches."""
        ends = self._ends(layout)
        return range(ends[0][0], ends[1][0] + 1) if ends else range(0)

    def parts(self, layout: RowLayout) -> list[SelectedPart]:
        """What is selected, row by row."""
        found = ((layout.items[number].row, self.range_in(layout, number)) for number in self.numbers(layout))
        selected = (SelectedPart(row, *extent) for row, extent in found if extent)
        return [part for part in selected if not isinstance(part.row.content, Separator)]


@dataclass(frozen=True, slots=True)
class SelectedPart:
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
        """The text as shown; there is an empty line above a heading."""
        content = self.row.content
        text = content.source.display(self.start, self.end) if isinstance(content, Passage) else content.text
        return text if self.row.indent else f"\n{text}"


def joined(parts: Sequence[SelectedPart]) -> str:
    """The text of several parts, as it is copied."""
    return "\n".join(part.text for part in parts).strip("\n")


def first_offset(item: RowItem) -> int:
    """The offset before everything in a row."""
    content = item.row.content
    return content.start if isinstance(content, Passage) else 0


def last_offset(item: RowItem) -> int:
    """The offset behind everything in a row."""
    content = item.row.content
    return content.end if isinstance(content, Passage) else 1
