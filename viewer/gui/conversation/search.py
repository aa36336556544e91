# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Find in the pane: every hit in what is on the canvas, and which of them is current."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from viewer.gui.conversation.rows import Passage
from viewer.gui.conversation.stack import Entry, Stack

_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Hit:
    """Characters of a row that match; of a row that is no passage, of its text."""

    key: Hashable
    start: int
    end: int


class Search:
    """One search over the rows of a stack."""

    def __init__(self) -> None:
        self.hits: list[Hit] = []
        self.current = -1
        self.words = ""
        self._case = False
        self._by_key: dict[Hashable, list[Hit]] = {}

    def find(self, stack: Stack, words: str, *, case_sensitive: bool) -> int:
        """Search anew; the number of hits."""
        self.words, self._case = words, case_sensitive
        return self.again(stack)

    def again(self, stack: Stack) -> int:
        """Search the rows as they are now; the current hit stays where it can."""
        before = self.hit
        self.hits, self._by_key = [], {}
        if self.words:
            pattern = re.compile(re.escape(self.words), 0 if self._case else re.IGNORECASE)
            found = (hit for entry in stack.entries for hit in _hits(entry, pattern))
            self.hits = [hit for hit, _ in zip(found, range(_MOST), strict=False)]
            by_key = defaultdict(list)
            for hit in self.hits:
                by_key[hit.key].append(hit)
            self._by_key = dict(by_key)
        self.current = self.hits.index(before) if before in self.hits else -1
        return len(self.hits)

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

    def hits_in(self, key: Hashable) -> list[Hit]:
        """The hits of one row."""
        return self._by_key.get(key, [])


def _hits(entry: Entry, pattern: re.Pattern[str]) -> Iterator[Hit]:
    content = entry.row.content
    offset = content.start if isinstance(content, Passage) else 0
    for match in pattern.finditer(content.text):
        yield Hit(entry.row.key, match.start() + offset, match.end() + offset)
