# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which containers are folded, and which line stands in which row because of it.

Rule: the cost of an answer depends on the number of folded containers (by bisection), never on the number of lines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from operator import sub

from viewer.core.text.lines import TextLines


class CodeFolds:
    """Rows are what is visible; a folded container takes one row, whatever is folded inside it."""

    def __init__(self, document: TextLines) -> None:
        self._document = document
        self._line_count = len(document.lines)
        # Opening lines, in order, and closing lines of all that is folded, inside folded containers too.
        self._openings: list[int] = []
        self._closings: list[int] = []
        self._rebuild()

    @property
    def row_count(self) -> int:
        """The number of visible rows."""
        return self._line_count - self._hidden[-1]

    def is_folded(self, line: int) -> bool:
        """Whether the container that `line` opens is folded."""
        at = bisect_left(self._openings, line)
        return at < len(self._openings) and self._openings[at] == line

    @property
    def folded(self) -> tuple[int, ...]:
        """The lines that open what is folded, in order."""
        return tuple(self._openings)

    def line_at_row(self, row: int) -> int:
        """The line in a row from 0 to `row_count` - 1."""
        return row + self._hidden[bisect_left(self._top_rows, row)]

    def row_of_line(self, line: int) -> int:
        """The row of a line; of a hidden one, the row of the folded container that hides it."""
        at = bisect_right(self._tops, line) - 1
        if at >= 0 and line <= self._ends[at]:
            return self._top_rows[at]
        return line - self._hidden[at + 1]

    def fold(self, line: int) -> bool:
        """Fold the container that `line` opens; False when there is none or it is folded already."""
        closing = self._document.close(line)
        if closing is None or self.is_folded(line):
            return False
        at = bisect_left(self._openings, line)
        self._openings.insert(at, line)
        self._closings.insert(at, closing)
        self._rebuild()
        return True

    def unfold(self, line: int) -> bool:
        """Unfold the container that `line` opens; False when it is not folded."""
        if not self.is_folded(line):
            return False
        self._remove(line)
        self._rebuild()
        return True

    def toggle(self, line: int) -> bool:
        """Fold or unfold the container that `line` opens; False when there is none."""
        return self.unfold(line) or self.fold(line)

    def fold_to_level(self, level: int) -> None:
        """Show the first `level` levels of containers, fold all that are deeper."""
        self._openings, self._closings = self._document.containers(level)
        self._rebuild()

    def unfold_all(self) -> None:
        """Show every line."""
        self._openings, self._closings = [], []
        self._rebuild()

    def reveal(self, line: int) -> bool:
        """Unfold whatever hides a line; whether anything did."""
        changed = False
        parent = self._document.parent(line) if self._openings else None
        while parent is not None:
            if self.is_folded(parent):
                self._remove(parent)
                changed = True
            parent = self._document.parent(parent)
        if changed:
            self._rebuild()
        return changed

    def _remove(self, line: int) -> None:
        at = bisect_left(self._openings, line)
        del self._openings[at], self._closings[at]

    def _rebuild(self) -> None:
        """Compute the outermost folded containers: their lines, last hidden lines, rows and the lines hidden so far."""
        self._tops: list[int] = []
        self._ends: list[int] = []
        last = -1
        for opening, closing in zip(self._openings, self._closings, strict=True):
            if opening > last:
                last = closing
                self._tops.append(opening)
                self._ends.append(closing)
        self._hidden: list[int] = list(accumulate(map(sub, self._ends, self._tops), initial=0))
        self._top_rows: list[int] = list(map(sub, self._tops, self._hidden))
