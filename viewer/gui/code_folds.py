# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which containers are folded, and which line stands in which row because of it.

Rule: the cost of an answer depends on the number of folded containers (by bisection), never on the number of lines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from itertools import accumulate

from viewer.core.json_text import TextLines


class CodeFolds:
    """Rows are what is visible; a folded container takes one row, whatever is folded inside it."""

    def __init__(self, document: TextLines) -> None:
        self._document = document
        self._line_count = len(document.lines)
        self._folded: list[int] = []
        self._rebuild()

    @property
    def row_count(self) -> int:
        """The number of visible rows."""
        return self._line_count - self._hidden[-1]

    def is_folded(self, line: int) -> bool:
        """Whether the container that `line` opens is folded."""
        at = bisect_left(self._folded, line)
        return at < len(self._folded) and self._folded[at] == line

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
        if self.is_folded(line) or self._document.close(line) is None:
            return False
        insort(self._folded, line)
        self._rebuild()
        return True

    def unfold(self, line: int) -> bool:
        """Unfold the container that `line` opens; False when it is not folded."""
        if not self.is_folded(line):
            return False
        self._folded.remove(line)
        self._rebuild()
        return True

    def toggle(self, line: int) -> bool:
        """Fold or unfold the container that `line` opens; False when there is none."""
        return self.unfold(line) or self.fold(line)

    def fold_to_level(self, level: int) -> None:
        """Show the first `level` levels of containers, fold all that are deeper."""
        self._folded = list(self._document.openers(level))
        self._rebuild()

    def unfold_all(self) -> None:
        """Show every line."""
        self._folded = []
        self._rebuild()

    def reveal(self, line: int) -> bool:
        """Unfold whatever hides a line; whether anything did."""
        changed = False
        parent = self._document.parent(line)
        hiding = set()
        while parent is not None:
            if self.is_folded(parent):
                hiding.add(parent)
            parent = self._document.parent(parent)
        if hiding:
            self._folded = [opening for opening in self._folded if opening not in hiding]
            self._rebuild()
            changed = True
        return changed

    def _rebuild(self) -> None:
        """Compute the outermost folded containers: their lines, last hidden lines, rows and the lines hidden so far."""
        self._tops: list[int] = []
        self._ends: list[int] = []
        last = -1
        for opening in self._folded:
            if opening > last:
                last = self._document.close(opening) or opening
                self._tops.append(opening)
                self._ends.append(last)
        sizes = (end - top for top, end in zip(self._tops, self._ends, strict=True))
        self._hidden = list(accumulate(sizes, initial=0))
        self._top_rows = [top - hidden for top, hidden in zip(self._tops, self._hidden, strict=False)]
