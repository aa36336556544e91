# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Digests -> numbers, in three arrays: some 40 bytes an entry where a `dict` takes 200."""

from __future__ import annotations

from array import array
from struct import Struct

DIGEST_BYTES = 16
_halves = Struct("<QQ").unpack
_SMALLEST = 16
_EMPTY = 0


class DigestTable:
    """A hash table with open addressing: a digest is as good as random, so its first bytes say where it stands."""

    def __init__(self) -> None:
        """Empty."""
        self._count = 0
        self._allocate(_SMALLEST)

    def __len__(self) -> int:
        """The number of digests."""
        return self._count

    def get(self, digest: bytes) -> int | None:
        """The number that stands for a digest of `DIGEST_BYTES`."""
        first, second = _halves(digest)
        number = self._numbers[self._place(first, second)]
        return None if number == _EMPTY else number - 1

    def put(self, digest: bytes, number: int) -> None:
        """Let a number, from 0 on, stand for a digest."""
        first, second = _halves(digest)
        place = self._place(first, second)
        if self._numbers[place] == _EMPTY:
            self._count += 1
            if 3 * self._count > 2 * len(self._numbers):
                self._grow()
                place = self._place(first, second)
            self._firsts[place], self._seconds[place] = first, second
        self._numbers[place] = number + 1

    def _place(self, first: int, second: int) -> int:
        """Where a digest stands, or belongs."""
        firsts, seconds, numbers, mask = self._firsts, self._seconds, self._numbers, self._mask
        place = first & mask
        while numbers[place] != _EMPTY and (firsts[place] != first or seconds[place] != second):
            place = (place + 1) & mask
        return place

    def _allocate(self, room: int) -> None:
        self._mask = room - 1
        self._firsts, self._seconds = array("Q", bytes(8 * room)), array("Q", bytes(8 * room))
        self._numbers = array("I", bytes(4 * room))

    def _grow(self) -> None:
        before = zip(self._firsts, self._seconds, self._numbers, strict=True)
        self._allocate(2 * len(self._numbers))
        for first, second, number in before:
            if number != _EMPTY:
                place = self._place(first, second)
                self._firsts[place], self._seconds[place], self._numbers[place] = first, second, number
