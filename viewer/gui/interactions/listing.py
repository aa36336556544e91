# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the list holds, as numbers: interactions of one file or of several, and an order of them.

Rule: a row is asked of its file when somebody looks at it, so that a list of very many costs some bytes for each.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.dataclass import dataclass
from viewer.gui.interactions.columns import WORDS, Column, Key
from viewer.gui.models.rows import Row

if TYPE_CHECKING:
    from viewer.gui.models.nodes import FileNode, Node

_GONE = Row("interaction", "no longer open")
_LOOK_UP = 1000
"""So many rows are gone through before it is asked whether anybody still wants to know."""


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """Interactions of one file that a filter lets through, by their numbers."""

    file: FileNode
    numbers: Sequence[int]


class Listing:
    """Interactions of files one after another; each has a place, counted from 0."""

    def __init__(self, parts: Sequence[Listed] = ()) -> None:
        """`parts` are files in order of the tree."""
        self.parts = tuple(part for part in parts if len(part.numbers))
        self._ends = [*accumulate(len(part.numbers) for part in self.parts)]

    def __len__(self) -> int:
        """How many interactions there are."""
        return self._ends[-1] if self._ends else 0

    def at(self, place: int) -> tuple[FileNode, int]:
        """The file of an interaction, and its number there."""
        which = bisect_right(self._ends, place)
        part = self.parts[which]
        return part.file, part.numbers[place - self._ends[which] + len(part.numbers)]

    def row(self, place: int) -> Row:
        """What is known of an interaction."""
        file, number = self.at(place)
        try:
            return file.row_of(number)
        except LookupError:  # the file was closed, and the list is about to hear of it
            return _GONE

    def place_of(self, path: Path, number: int) -> int | None:
        """Where an interaction is listed."""
        before = 0
        for part in self.parts:
            if part.file.path == path:
                return before + part.numbers.index(number) if number in part.numbers else None
            before += len(part.numbers)
        return None


def listing(node: Node) -> Listing:
    """Everything that a filter lets through in a file, or in the files of a folder."""
    return Listing([Listed(file, file.shown_numbers()) for file in node.files() if file.is_shown])


def order_by(
    listed: Listing, column: Column, *, descending: bool, is_outdated: Callable[[], bool] = lambda: False
) -> Sequence[int]:
    """The places of a listing in order of a column; what has nothing there comes last either way, as in the file."""
    if column is Column.NUMBER:
        return range(len(listed) - 1, -1, -1) if descending else range(len(listed))
    rank = WORDS[column].rank
    known: list[tuple[Key, int]] = []
    unknown: list[int] = []
    for place in range(len(listed)):
        if place % _LOOK_UP == 0 and is_outdated():
            break
        key = rank(listed.row(place))
        if key is None:
            unknown.append(place)
        else:
            known.append((key, place))
    # Stable either way: what is equal stays as it is in the file.
    known.sort(key=lambda one: one[0], reverse=descending)
    return array("I", [*(place for _, place in known), *unknown])
