# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A few interactions of a file that another process can read: it is told where they are and opens the file itself."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

from viewer.core.formats.api import Reader
from viewer.core.formats.outline.excerpt import Cutter, Reading, reading
from viewer.core.formats.outline.file import CassetteFile, Stamp
from viewer.dataclass import dataclass


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
            for number, line in enumerate(self.lines):
                data = file.read(self.bounds[number], self.bounds[number + 1])
                index = self.first + number
                found = reading(self.reader, self.cutter.item(index, data, line))
                if found is None:
                    raise IrregularError(index)
                yield found
            file.check()
        finally:
            file.close()
