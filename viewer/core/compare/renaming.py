# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Ids of one recording -> ids of another: the same thing under another name, as long as each has one name only."""

from __future__ import annotations

from collections.abc import Iterable


class Renaming:
    """Which id became which, a bijection that grows with what is compared."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._became: dict[str, str] = {}
        self._was: dict[str, str] = {}

    def __len__(self) -> int:
        """How many ids have another name."""
        return sum(was != became for was, became in self._became.items())

    def take(self, pairs: Iterable[tuple[str, str]]) -> bool:
        """Whether all of these can be the same ids: then they are from now on."""
        became, was = dict(self._became), dict(self._was)
        found: list[tuple[str, str]] = []
        for before, after in pairs:
            if became.setdefault(before, after) != after or was.setdefault(after, before) != before:
                return False
            found.append((before, after))
        self._became.update(found)
        self._was.update((after, before) for before, after in found)
        return True
