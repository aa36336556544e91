# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two lists of things with keys -> which is which: first by the strictest key, and between those by looser ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic

from viewer.core.text.sequences import T, match

Pair = tuple[int | None, int | None]
"""Numbers before and after; None where there is no counterpart."""


def pair(before: Sequence[Sequence[T]], after: Sequence[Sequence[T]]) -> list[Pair]:
    """Every item once, in order, those without counterpart where they stand: each has as many keys, strictest first."""
    pairs, _ = pair_or_say(before, after)
    return pairs


def pair_or_say(before: Sequence[Sequence[T]], after: Sequence[Sequence[T]]) -> tuple[list[Pair], bool]:
    """The same, and whether they were too many to be paired as well as possible."""
    levels = len((before or after or [()])[0])
    search = _Pairing(before, after)
    return list(search.between(range(len(before)), range(len(after)), 0, levels)), search.is_coarse


class _Pairing(Generic[T]):
    def __init__(self, before: Sequence[Sequence[T]], after: Sequence[Sequence[T]]) -> None:
        self._before: Sequence[Sequence[T]] = before
        self._after: Sequence[Sequence[T]] = after
        self.is_coarse = False

    def between(self, left: range, right: range, level: int, levels: int) -> Iterator[Pair]:
        """The pairs of two stretches by the key of a level, and by looser ones between them."""
        if level == levels or not left or not right:
            yield from ((at, None) for at in left)
            yield from ((None, at) for at in right)
            return
        found = match([self._before[at][level] for at in left], [self._after[at][level] for at in right])
        self.is_coarse = self.is_coarse or found.is_coarse
        at_left, at_right = left.start, right.start
        for block in found.blocks:
            to_left, to_right = left.start + block.left, right.start + block.right
            yield from self.between(range(at_left, to_left), range(at_right, to_right), level + 1, levels)
            yield from ((to_left + i, to_right + i) for i in range(block.length))
            at_left, at_right = to_left + block.length, to_right + block.length
        yield from self.between(range(at_left, left.stop), range(at_right, right.stop), level + 1, levels)
