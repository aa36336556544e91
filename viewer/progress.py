# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How far a command is with many files, or with one that holds much.

Rule: only a terminal sees it, and nothing of it stays there.
"""

from __future__ import annotations

import sys


class Progress:
    """A bar on a terminal that tells how many of many are done, on a line that is gone afterwards."""

    _CELLS = 30

    def __init__(self, total: int, what: str = "files") -> None:
        """Count to `total` files, or `what` there is; of a single one nothing is said."""
        self._done, self._total, self._what = 0, total, what
        self._shown = total > 1 and sys.stderr.isatty()
        self._cells = -1

    def step(self) -> None:
        """Count one more, and say so."""
        self._done += 1
        self._tell()

    def reach(self, done: int, total: int) -> None:
        """So many are done of so many; said where it makes the bar longer."""
        self._done, self._total = done, max(total, 1)
        if done * self._CELLS // self._total != self._cells:
            self._tell()

    def _tell(self) -> None:
        if self._shown:
            self._cells = self._done * self._CELLS // self._total
            bar = "#" * self._cells
            self._show(f"\r[{bar:.<{self._CELLS}}] {self._done:,} of {self._total:,} {self._what}")

    def clear(self) -> None:
        """Empty the line, for what is printed next."""
        if self._shown:
            self._show("\r\x1b[K")

    def _show(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
