# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Rows of lines -> what is shown of them: stretches without a change are folded but for a few rows around changes.

Rule: no Qt. It costs what there is of changes and folds, and not what there is of lines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

from viewer.core.compare.line_pairs import LinePairs
from viewer.core.text.quantities import plural
from viewer.dataclass import dataclass

AROUND = 3
"""Rows that stay in sight before and after a change."""
_FEWEST_FOLDED = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that are shown one by one, or in one line as a fold."""

    first: int
    count: int
    is_folded: bool

    @property
    def height(self) -> int:
        """How many lines it takes on the screen."""
        return 1 if self.is_folded else self.count


class LineFolds:
    """The lines on the screen, each a row or a fold; a change is a run of rows that differ."""

    def __init__(self, pairs: LinePairs, ignored: frozenset[str], opened: Collection[int] = ()) -> None:
        """`opened` are the first rows of folds that the reader opened."""
        self.pairs, self.ignored = pairs, ignored
        self._opened = set(opened)
        self._differing = sorted(pairs.differing)
        self.changes = list(_runs([row for row in self._differing if pairs.is_change(row, ignored)]))
        """Every run of rows that differ."""
        self._lay_out()

    @property
    def opened(self) -> frozenset[int]:
        """The first rows of folds that were opened."""
        return frozenset(self._opened)

    def __len__(self) -> int:
        """How many lines there are on the screen."""
        return self._tops[-1]

    def at(self, line: int) -> tuple[int, Stretch]:
        """The row that a line shows, or begins with, and the stretch that it is part of."""
        place = bisect_right(self._tops, line) - 1
        stretch = self.stretches[place]
        return stretch.first + (0 if stretch.is_folded else line - self._tops[place]), stretch

    def line_of(self, row: int) -> int:
        """The line on which a row is, or the fold that holds it."""
        place = bisect_right(self.stretches, row, key=lambda stretch: stretch.first) - 1
        stretch = self.stretches[place]
        return self._tops[place] + (0 if stretch.is_folded else row - stretch.first)

    def change_at(self, row: int) -> int:
        """The number of the change that a row is part of, from 1; 0 for none."""
        number = bisect_right(self.changes, row, key=lambda change: change[0])
        return number if number and row < self.changes[number - 1][1] else 0

    def words(self, stretch: Stretch) -> str:
        """What a fold holds."""
        end = stretch.first + stretch.count
        ignored = bisect_left(self._differing, end) - bisect_left(self._differing, stretch.first)
        equal = stretch.count - ignored
        told = [plural(equal, "equal line")] * bool(equal) + [f"{ignored:,} ignored"] * bool(ignored)
        return ", ".join(told)

    def open(self, stretch: Stretch) -> None:
        """Show the rows of a fold."""
        self._opened.add(stretch.first)
        self._lay_out()

    def _lay_out(self) -> None:
        self.stretches: Sequence[Stretch] = list(self._stretches())
        self._tops = [0, *accumulate(stretch.height for stretch in self.stretches)]

    def _stretches(self) -> Iterator[Stretch]:
        end = len(self.pairs.rows)
        at = 0
        for first, last in [*self.changes, (end, end)]:
            start = at + AROUND if at else 0
            stop = first - AROUND if first < end else end
            if stop - start >= _FEWEST_FOLDED and start not in self._opened:
                if start > at:
                    yield Stretch(at, start - at, is_folded=False)
                yield Stretch(start, stop - start, is_folded=True)
                at = stop
            if last > at:
                yield Stretch(at, last - at, is_folded=False)
            at = last
        if at < end:
            yield Stretch(at, end - at, is_folded=False)


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where runs of neighbours begin and end."""
    first: int | None = None
    last = -1
    for row in rows:
        if first is not None and row != last:
            yield first, last
            first = None
        first = row if first is None else first
        last = row + 1
    if first is not None:
        yield first, last
