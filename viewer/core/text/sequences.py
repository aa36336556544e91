# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two sequences -> the blocks that they have in common, in order: a longest common subsequence where that is bounded.

Rule: symmetric. Of several longest ones the same is found whichever sequence comes first, so that a comparison the
other way round is the same comparison with its sides swapped.

What is small enough is solved exactly, with a bit for each pair of items (Hyyro, Bit-parallel LCS-length computation
revisited, 2004): Python's long integers do that quickly. What is larger is cut at items that both hold once (patience
diff); a part that has none and is too large is compared in strips, and the answer says that it is coarse.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from viewer.dataclass import dataclass

_MOST_PAIRS = 60_000_000
"""Pairs of items that are looked at exactly: so many bits are kept."""
_LEAST_PAIRS = 1_000_000
"""What is left of them when it is no longer worth while to look on."""


T = TypeVar("T", str, bytes)


class Block(NamedTuple):
    """A run of `length` items that are the same from `left` and from `right` on."""

    left: int
    right: int
    length: int


@dataclass(frozen=True, slots=True)
class Matching:
    """The common blocks of two sequences, none empty, neighbours joined; coarse where more may be common."""

    blocks: tuple[Block, ...]
    is_coarse: bool = False

    def swapped(self) -> Matching:
        """The same with the sides exchanged."""
        return Matching(tuple(Block(b.right, b.left, b.length) for b in self.blocks), self.is_coarse)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Every pair of equal items."""
        return ((b.left + i, b.right + i) for b in self.blocks for i in range(b.length))

    def gaps(self, left: int, right: int) -> Iterator[tuple[range, range]]:
        """What stands between the blocks of sequences of these lengths; not both ranges are empty."""
        at_left = at_right = 0
        for block in (*self.blocks, Block(left, right, 0)):
            if block.left > at_left or block.right > at_right:
                yield range(at_left, block.left), range(at_right, block.right)
            at_left, at_right = block.left + block.length, block.right + block.length


def match(left: Sequence[T], right: Sequence[T]) -> Matching:
    """The blocks that two sequences have in common."""
    if (len(left), list(left)) > (len(right), list(right)):
        return match(right, left).swapped()
    numbers: dict[T, int] = {}
    one = [numbers.setdefault(item, len(numbers)) for item in left]
    other = [numbers.setdefault(item, len(numbers)) for item in right]
    found = _Search(one, other)
    found.look(0, len(one), 0, len(other))
    return Matching(tuple(_joined(sorted(found.blocks))), found.is_coarse)


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    last: Block | None = None
    for block in blocks:
        if last and last.left + last.length == block.left and last.right + last.length == block.right:
            last = Block(last.left, last.right, last.length + block.length)
            continue
        if last:
            yield last
        last = block
    if last:
        yield last


class _Search:
    """One search: parts still to be looked at stand on a list, for they may be many."""

    def __init__(self, left: list[int], right: list[int]) -> None:
        self.left, self.right = left, right
        self.blocks: list[Block] = []
        self.is_coarse = False
        self._budget = _MOST_PAIRS

    def look(self, left: int, left_end: int, right: int, right_end: int) -> None:
        """Find the blocks between these places."""
        waiting = [(left, left_end, right, right_end)]
        while waiting:
            a, a_end, b, b_end = self._trimmed(*waiting.pop())
            if a == a_end or b == b_end:
                continue
            pairs = (a_end - a) * (b_end - b)
            if pairs <= self._budget:
                self._budget -= pairs
                self._exactly(a, a_end, b, b_end)
            elif anchors := self._anchors(a, a_end, b, b_end):
                for at, there in [*anchors, (a_end, b_end)]:
                    waiting.append((a, at, b, there))
                    a, b = at, there
            else:
                self.is_coarse = True
                waiting += self._strips(a, a_end, b, b_end) if self._budget > _LEAST_PAIRS else ()

    def _strips(self, a: int, a_end: int, b: int, b_end: int) -> Iterator[tuple[int, int, int, int]]:
        """Equal shares of both, so many that half of what may still be looked at is enough for them."""
        count = 2 * (a_end - a) * (b_end - b) // self._budget + 1
        lefts = [a + (a_end - a) * i // count for i in range(count + 1)]
        rights = [b + (b_end - b) * i // count for i in range(count + 1)]
        for i in range(count):
            yield lefts[i], lefts[i + 1], rights[i], rights[i + 1]

    def _trimmed(self, a: int, a_end: int, b: int, b_end: int) -> tuple[int, int, int, int]:
        """Without what both begin and end with, which becomes a block."""
        left, right = self.left, self.right
        size = 0
        most = min(a_end - a, b_end - b)
        while size < most and left[a + size] == right[b + size]:
            size += 1
        if size:
            self.blocks.append(Block(a, b, size))
        a, b, most = a + size, b + size, most - size
        size = 0
        while size < most and left[a_end - 1 - size] == right[b_end - 1 - size]:
            size += 1
        if size:
            self.blocks.append(Block(a_end - size, b_end - size, size))
        return a, a_end - size, b, b_end - size

    def _exactly(self, a: int, a_end: int, b: int, b_end: int) -> None:
        columns = a_end - a
        places: dict[int, int] = {}
        for column in range(columns):
            item = self.left[a + column]
            places[item] = places.get(item, 0) | (1 << column)
        full = (1 << columns) - 1
        row_bits = full
        rows: list[int] = []
        for item in self.right[b:b_end]:
            matches = row_bits & places.get(item, 0)
            row_bits = ((row_bits + matches) | (row_bits - matches)) & full
            rows.append(row_bits)
        column, row = columns, b_end - b
        while row and column:
            if rows[row - 1] >> (column - 1) & 1:
                column -= 1
                continue
            row -= 1
            if not row or rows[row - 1] >> (column - 1) & 1:
                column -= 1
                self.blocks.append(Block(a + column, b + row, 1))

    def _anchors(self, a: int, a_end: int, b: int, b_end: int) -> list[tuple[int, int]]:
        """Items that stand once on each side, as many as are in the same order."""
        here, there = Counter(self.left[a:a_end]), Counter(self.right[b:b_end])
        at = {item: b + i for i, item in enumerate(self.right[b:b_end]) if there[item] == 1 == here.get(item, 0)}
        pairs = [(a + i, at[item]) for i, item in enumerate(self.left[a:a_end]) if item in at]
        return _increasing(pairs)


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs, sorted by their first numbers, whose second ones grow too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        size = bisect_left(ends, place)
        before.append(last[size - 1] if size else -1)
        if size == len(ends):
            ends.append(place)
            last.append(number)
        else:
            ends[size], last[size] = place, number
    run: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]
