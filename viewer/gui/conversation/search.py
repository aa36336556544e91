# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Find in the pane: every hit in what is on the canvas, and which of them is current."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from itertools import islice

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
        self._pattern: re.Pattern[str] | None = None
        self._by_key: dict[Hashable, list[Hit]] = defaultdict(list)

    def find(self, stack: Stack, words: str, *, case_sensitive: bool, regex: bool = False) -> str | None:
        """Search anew; the reason where a regular expression is wrong."""
        self.words, self._pattern, problem = words, None, None
        try:
            if words:
                flags = re.NOFLAG if case_sensitive else re.IGNORECASE
                self._pattern = re.compile(words if regex else re.escape(words), flags)
        except re.error as error:
            problem = str(error)
        self.again(stack)
        return problem

    def again(self, stack: Stack) -> None:
        """Search the rows as they are now; the current hit stays where it can."""
        before = self.hit
        self.hits, self._by_key = [], defaultdict(list)
        if self._pattern is not None:
            for entry in stack.entries:
                self.hits += _hits(entry, self._pattern, _MOST - len(self.hits))
        for hit in self.hits:
            self._by_key[hit.key].append(hit)
        self.current = self.hits.index(before) if before in self.hits else -1

    def nearest(self, stack: Stack, top: int) -> Hit | None:
        """Make the first hit at or below a line of the canvas current."""
        tops = ((number, stack.entry(hit.key)) for number, hit in enumerate(self.hits))
        self.current = next((n for n, entry in tops if entry is not None and entry.bottom > top), 0)
        return self.hit

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


def _hits(entry: Entry, pattern: re.Pattern[str], most: int) -> list[Hit]:
    content = entry.row.content
    offset = content.start if isinstance(content, Passage) else 0
    found = (m for m in pattern.finditer(content.text) if m.end() > m.start())
    return [Hit(entry.row.key, m.start() + offset, m.end() + offset) for m in islice(found, max(most, 0))]
