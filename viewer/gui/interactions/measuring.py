# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is known of a list as a whole: in which columns anything was recorded, and within which time."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from viewer.dataclass import dataclass
from viewer.gui.interactions.columns import WORDS, Column, moment
from viewer.gui.interactions.waterfall import Span

if TYPE_CHECKING:
    from viewer.gui.interactions.listing import Listing

AT_ONCE = 1000
"""So many rows are measured while one waits."""
_LOOK_UP = 1000
_ALWAYS = frozenset((Column.NUMBER, Column.FILE, Column.TITLE, Column.STATUS, Column.NOTE))


@dataclass(frozen=True, slots=True)
class Measured:
    """The columns that hold something, and the span of the waterfall where two moments or more were recorded."""

    filled: frozenset[Column]
    span: Span | None

    def shows(self, column: Column) -> bool:
        """Whether a column has anything to show."""
        return column in self.filled

    def empty(self, columns: Collection[Column]) -> tuple[str, ...]:
        """The titles of those that have nothing."""
        return tuple(WORDS[column].title.lower() for column in columns if column not in self.filled)


UNMEASURED = Measured(frozenset(Column), None)
"""Of a list that was not looked through yet every column is shown."""


def measure(listed: Listing, is_outdated: Callable[[], bool] = lambda: False) -> Measured:
    """Go through all rows once."""
    begin, end, moments = float("inf"), float("-inf"), 0
    missing = {column: WORDS[column].rank for column in Column if column not in (*_ALWAYS, Column.WATERFALL)}
    for place in range(len(listed)):
        if place % _LOOK_UP == 0 and is_outdated():
            break
        row = listed.row(place)
        for column in [column for column, rank in missing.items() if rank(row) is not None]:
            del missing[column]
        if (at := moment(row)) is not None:
            begin, end, moments = min(begin, at), max(end, at + (row.figures.duration_s or 0.0)), moments + 1
    span = Span(begin, end) if moments > 1 and end > begin else None
    hidden = {*missing, *([Column.WATERFALL] if span is None else [])}
    return Measured(frozenset(column for column in Column if column not in hidden), span)
