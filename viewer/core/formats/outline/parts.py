# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A few interactions of a file that another process can read: it is told where they are and opens the file itself."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

from viewer.core.formats.api import Reader
from viewer.core.formats.outline.excerpt import Cutter, Reading, reading, readings
from viewer.core.formats.outline.file import CassetteFile, Stamp
from viewer.dataclass import dataclass

_TOGETHER_BYTES, _TOGETHER_MOST = 64_000, 16


class IrregularError(Exception):
    """An interaction does not stand by itself: all from there on is to be read at once (`settle`)."""

    def __init__(self, index: int) -> None:
        """Name the interaction."""
        self.index = index
        super().__init__(index)


@dataclass(frozen=True)
class Part:
    """Interactions `first` and following, as many as there are `lines`; `bounds` are their bytes, and the last end."""

    path: Path
    stamp: Stamp
    reader: Reader
    cutter: Cutter
    first: int
    bounds: array[int]
    lines: array[int]

    def __len__(self) -> int:
        """Number of interactions."""
        return len(self.lines)

    def read(self) -> Iterator[Reading]:
        """Each interaction; raises IrregularError, and OSError when the file is not there or no longer the same."""
        file = CassetteFile(self.path, self.stamp)
        try:
            number = 0
            while found := self._together(file, number):
                yield from found
                number += len(found)
            for rest in range(number, len(self)):  # something is wrong with one of them: with which is to be told
                yield self._alone(file, rest)
            file.check()
        finally:
            file.close()

    def _together(self, file: CassetteFile, number: int) -> list[Reading]:
        """One and some that follow; none at the end, or where something is wrong.

        Several small ones are one document: to begin one takes as long as to read a small one.
        """
        if number == len(self):
            return []
        stop, most = number + 1, self.bounds[number] + _TOGETHER_BYTES
        while stop < min(number + _TOGETHER_MOST, len(self)) and self.bounds[stop + 1] <= most:
            stop += 1
        data = file.read(self.bounds[number], self.bounds[stop])
        excerpt = self.cutter.items(self.first + number, data, self.lines[number])
        return readings(self.reader, excerpt, stop - number)

    def _alone(self, file: CassetteFile, number: int) -> Reading:
        data = file.read(self.bounds[number], self.bounds[number + 1])
        index = self.first + number
        found = reading(self.reader, self.cutter.item(index, data, self.lines[number]))
        if found is None:
            raise IrregularError(index)
        return found
