# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""An interaction in the tree of a file of very many, whose row is made when somebody looks at it.

A range holds a thousand of them, of which a screenful is seen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from viewer.gui.models.nodes import Node
from viewer.gui.models.rows import Row

if TYPE_CHECKING:
    from pathlib import Path

_UNMADE = Row("interaction", "")


class RangedLeaf(Node):
    """`make` tells what the row of an interaction says, by its number."""

    __slots__ = ("_made", "_make")

    def __init__(self, path: Path, number: int, make: Callable[[int], Row]) -> None:
        self._make = make
        self._made: Row | None = None
        super().__init__(path, _UNMADE, exchange=number)
        self.forget_row()

    @property
    def row(self) -> Row:
        """What is seen of it."""
        if self._made is None:
            self._made = self._make(self.exchange)
        return self._made

    @row.setter
    def row(self, row: Row) -> None:
        self._made = row

    def forget_row(self) -> None:
        """Make the row anew when somebody looks at it."""
        self._made = None
