# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Find in the pane: every hit in what is on the canvas, and which of them is current.

Rule: what is searched is what is shown, secrets masked, chunk by chunk and a few milliseconds at a time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TYPE_CHECKING

from viewer.dataclass import dataclass
from viewer.gui.conversation.row_layout import RowLayout
from viewer.gui.conversation.rows import PartPlace, Passage, Row

if TYPE_CHECKING:
    from viewer.gui.code.typed_pattern import TypedPattern

_MOST = 10_000
_OVERLAP = 200
"""Characters of a hit that may lie in the next chunk of its text."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Characters of a row that match; of a row that is no passage, of its text."""

    key: Hashable
    start: int
    end: int


class Search:
    """One search over some rows."""

    def __init__(self) -> None:
        self.hits: list[Hit] = []
        self.current = -1
        self._pattern: TypedPattern | None = None
        self._by_key: dict[Hashable, list[Hit]] = {}
        self._rows: dict[Hashable, tuple[int, Row]] = {}
        self._ahead: Iterator[Hit | None] = iter(())
        self._wanted: Hit | None = None

    @property
    def problem(self) -> str | None:
        """Why the search was given up."""
        return self._pattern.problem if self._pattern is not None else None

    @property
    def is_on(self) -> bool:
        """Whether anything is searched for."""
        return self._pattern is not None

    def set_query(self, words: str, *, case_sensitive: bool, regex: bool = False) -> str | None:
        """Search for something else; the reason where a regular expression is wrong."""
        if self._pattern is not None:
            self._pattern.close()
        self._pattern, self.hits, self._by_key, self.current = None, [], defaultdict(list), -1
        try:
            if words:
                from viewer.gui.code.typed_pattern import TypedPattern  # noqa: PLC0415 - where something is looked for

                self._pattern = TypedPattern(words, case_sensitive=case_sensitive, regex=regex)
        except re.error as error:
            return str(error)
        return None

    def begin(self, rows: Sequence[Row]) -> None:
        """Search these rows from the first on; a hit that was current stays so where it is found again."""
        self._wanted = self.hit
        self.hits, self._by_key, self.current = [], defaultdict(list), -1
        self._rows = {row.key: (number, row) for number, row in enumerate(rows)} if self._pattern else {}
        self._ahead = _search(rows, self._pattern) if self._pattern else iter(())

    def go_on(self, is_time_up: Callable[[], bool]) -> bool:
        """Search on until time is up; whether all is searched."""
        for hit in self._ahead:
            if hit is not None:
                self.hits.append(hit)
                self._by_key[hit.key].append(hit)
                if hit == self._wanted:
                    self.current = len(self.hits) - 1
            if len(self.hits) >= _MOST:
                break
            if is_time_up():
                return False
        return True

    def nearest(self, layout: RowLayout, top: int) -> Hit | None:
        """Make the first hit at or below a line of the canvas current, folded or not."""
        visible = (item.row.key for item in layout.items if item.bottom > top)
        first = next((self._rows[key][0] for key in visible if key in self._rows), 0)
        at = bisect_left(self.hits, first, key=lambda hit: self._rows[hit.key][0])
        self.current = at if at < len(self.hits) else 0
        return self.hit

    def in_part(self, place: PartPlace, number: int) -> Hit | None:
        """Make a hit in a part of a message current, counted from 0; the last in it where it has fewer."""
        found = [n for n, hit in enumerate(self.hits) if self._rows[hit.key][1].part == place]
        if found:
            self.current = found[min(number, len(found) - 1)]
        return self.hit if found else None

    def folds_of(self, hit: Hit) -> tuple[Hashable, ...]:
        """The folds that must be open for a hit to be seen."""
        return self._rows[hit.key][1].inside

    @property
    def hit(self) -> Hit | None:
        """The current hit."""
        return self.hits[self.current] if 0 <= self.current < len(self.hits) else None

    def step(self, by: int) -> Hit | None:
        """Make the next or previous hit current, around the ends."""
        if not self.hits:
            return None
        start = self.current if self.current >= 0 else (-1 if by > 0 else 0)
        self.current = (start + by) % len(self.hits)
        return self.hit

    def hits_in(self, row: Row) -> list[Hit]:
        """The hits of one row; none where it is folded to other words than those that were searched."""
        found = self._by_key.get(row.key, [])
        if found and not isinstance(row.content, Passage) and self._rows[row.key][1].content.text != row.content.text:
            return []
        return found


def _search(rows: Sequence[Row], pattern: TypedPattern) -> Iterator[Hit | None]:
    """Every hit in order, and None after each chunk of text without one."""
    for row in rows:
        content = row.content
        if isinstance(content, Passage):
            yield from _search_passage(row.key, content, pattern)
        else:
            for spans in pattern.spans(content.text):
                yield from (Hit(row.key, *span) for span in spans or ())
                yield None
        if pattern.problem is not None:
            return
        yield None


def _search_passage(key: Hashable, passage: Passage, pattern: TypedPattern) -> Iterator[Hit | None]:
    source, searched = passage.source, passage.start
    bounds = source.chunk_bounds
    for number in range(source.chunk_at(passage.start), len(bounds) - 1):
        start, end = max(bounds[number], searched), min(bounds[number + 1], passage.end)
        if bounds[number] >= passage.end:
            return
        text = source.display(start, min(end + _OVERLAP, passage.end))
        for spans in pattern.spans(text):
            for first, last in spans or ():
                if start + first < end:
                    searched = start + last
                    yield Hit(key, start + first, searched)
            yield None
