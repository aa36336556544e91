# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Values of which there are few kinds, one byte each: what is asked of all of them is asked of the bytes."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from itertools import compress
from typing import TypeVar, overload

T = TypeVar("T")


class Members(Sequence[T]):
    """A column of members of `of`, by their `numbers` there. Read-only."""

    __slots__ = ("_numbers", "_of")

    def __init__(self, of: Sequence[T] = (), numbers: bytes = b"") -> None:
        """`of` are 256 at most, no two of them equal."""
        self._of, self._numbers = of, numbers

    def __len__(self) -> int:
        """How many values."""
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Members[T]: ...
    def __getitem__(self, index: int | slice) -> T | Members[T]:
        """One, or a column of some of them."""
        if isinstance(index, slice):
            return Members(self._of, self._numbers[index])
        return self._of[self._numbers[index]]

    def __iter__(self) -> Iterator[T]:
        """All of them in order."""
        return map(self._of.__getitem__, self._numbers)

    def __eq__(self, other: object) -> bool:
        """Whether another sequence holds the same."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # it is only as equal as what it holds

    def among(self, start: int = 0, stop: int | None = None) -> list[T]:
        """Those that occur from one place to another, in the order in which they occur first."""
        found = ((self._numbers.find(number, start, stop), member) for number, member in enumerate(self._of))
        return [member for at, member in sorted(found, key=lambda one: one[0]) if at >= 0]

    def count(self, value: object, start: int = 0) -> int:
        """How often a value occurs from a place on."""
        return self._numbers.count(self._of.index(value), start) if value in self._of else 0

    def places(self, values: Collection[T]) -> array[int]:
        """Where any of some values stands."""
        wanted = self._numbers.translate(
            bytes(self._of[number] in values for number in range(len(self._of))).ljust(256)
        )
        return array("Q", compress(range(len(self)), wanted))
