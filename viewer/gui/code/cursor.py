# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where the reader is, and what is selected: positions in lines as they are shown.

Rule: a value, no drawing; columns count from the left edge of the shown text, indentation included.
"""

from __future__ import annotations

from typing import NamedTuple


class Position(NamedTuple):
    """A place between two characters: a line and a column of its shown text."""

    line: int
    column: int


class CodeCursor(NamedTuple):
    """The place of the reader and the other end of the selection; equal when nothing is selected."""

    position: Position = Position(0, 0)
    anchor: Position = Position(0, 0)

    @property
    def has_selection(self) -> bool:
        """Whether any character is selected."""
        return self.position != self.anchor

    @property
    def start(self) -> Position:
        """The upper end of the selection."""
        return min(self.position, self.anchor)

    @property
    def end(self) -> Position:
        """The lower end of the selection."""
        return max(self.position, self.anchor)

    def moved(self, position: Position, *, keep_anchor: bool) -> CodeCursor:
        """The reader went elsewhere, extending the selection or leaving it."""
        return CodeCursor(position, self.anchor if keep_anchor else position)

    def columns(self, line: int, width: int) -> tuple[int, int] | None:
        """The selected columns of a line that is `width` columns long, one more where the line end is selected too."""
        if not self.has_selection or not self.start.line <= line <= self.end.line:
            return None
        first = min(self.start.column, width) if line == self.start.line else 0
        last = min(self.end.column, width) if line == self.end.line else width + 1
        return (first, last) if last > first else None
