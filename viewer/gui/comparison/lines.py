# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Comparison -> the lines of a view: headings of interactions, rows, and folds for stretches without a change.

Rule: no Qt. A change has a number, which is its place in the list of changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from viewer.core.compare.comparison import Comparison, Row, Section
from viewer.core.text.quantities import plural
from viewer.dataclass import dataclass

Key = tuple[int, int]
"""A section by its number, and a row of it; -1 for all of it."""
_FEWEST_FOLDED = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """The two interactions that the rows below are about; `section` is None for the files as a whole."""

    section: Section | None
    key: Key


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row; `number` counts changes from 1, None for what is no change."""

    row: Row
    key: Key
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Fold:
    """So many rows or interactions without a change, folded, from `key` on; opening it opens `key`."""

    text: str
    key: Key
    count: int


Line = Heading | RowLine | Fold


def lines_of(comparison: Comparison, opened: Collection[Key]) -> list[Line]:
    """The lines, with those folds opened whose keys are in `opened`."""
    return list(_Writer(comparison, opened).lines())


def lines_below(comparison: Comparison, fold: Fold, opened: Collection[Key]) -> list[Line]:
    """The lines that take the place of a fold when it is opened."""
    return list(_Writer(comparison, {*opened, fold.key}).below(fold))


class _Writer:
    def __init__(self, comparison: Comparison, opened: Collection[Key]) -> None:
        self._comparison, self._opened = comparison, opened
        self._changes = 0

    def lines(self) -> Iterator[Line]:
        """All of them, in order."""
        own = self._comparison.own
        if own:
            yield Heading(None, (-1, -1))
            yield from self._rows(own, -1)
        quiet: list[int] = []
        sections = self._comparison.sections
        for number, section in enumerate(sections):
            if any(self._comparison.is_change(row) for row in section.rows):
                yield from self._quiet(quiet)
                quiet = []
                yield Heading(section, (number, -1))
                yield from self._rows(section.rows, number)
            else:
                quiet.append(number)
        yield from self._quiet(quiet)

    def below(self, fold: Fold) -> Iterator[Line]:
        """What a fold holds."""
        section, first = fold.key
        if first < 0:
            yield from self._quiet(range(section, section + fold.count))
            return
        rows = self._comparison.own if section < 0 else self._comparison.sections[section].rows
        yield from (RowLine(row, (section, first + n)) for n, row in enumerate(rows[first : first + fold.count]))

    def _quiet(self, numbers: Sequence[int]) -> Iterator[Line]:
        """Interactions that say the same."""
        if not numbers:
            return
        key = (numbers[0], -1)
        if key not in self._opened:
            yield Fold(f"{plural(len(numbers), 'interaction')} without a change", key, len(numbers))
            return
        for number in numbers:
            section = self._comparison.sections[number]
            yield Heading(section, (number, -1))
            yield from self._rows(section.rows, number)

    def _rows(self, rows: Sequence[Row], section: int) -> Iterator[Line]:
        waiting: list[RowLine] = []
        for place, row in enumerate(rows):
            line = RowLine(row, (section, place))
            if not self._comparison.is_change(row):
                waiting.append(line)
                continue
            yield from self._folded(waiting)
            waiting = []
            self._changes += 1
            yield RowLine(row, (section, place), self._changes)
        yield from self._folded(waiting)

    def _folded(self, rows: Sequence[RowLine]) -> Iterator[Line]:
        if len(rows) < _FEWEST_FOLDED or rows[0].key in self._opened:
            yield from rows
            return
        equal = sum(line.row.is_equal for line in rows)
        told = [plural(equal, "equal row")] * bool(equal)
        if repeated := sum(line.row.repeats for line in rows):
            told.append(f"{repeated:,} told above")
        if ignored := len(rows) - equal - repeated:
            told.append(f"{ignored:,} ignored")
        yield Fold(", ".join(told), rows[0].key, len(rows))
