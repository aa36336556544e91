# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How far a command is with many files. Rule: only a terminal sees it, and nothing of it stays there."""

from __future__ import annotations

import sys


class Progress:
    """A bar on a terminal that tells how many of many files are done, on a line that is gone afterwards."""

    _CELLS = 30

    def __init__(self, total: int) -> None:
        """Count to `total` files; of a single one nothing is said."""
        self._done, self._total = 0, total
        self._shown = total > 1 and sys.stderr.isatty()

    def step(self) -> None:
        """Count one file more, and say so."""
        self._done += 1
        if self._shown:
            bar = "#" * (self._done * self._CELLS // self._total)
            text = f"[{bar:.<{self._CELLS}}] {self._done:,} of {self._total:,} files"
            self._show(text)

    def clear(self) -> None:
        """Empty the line, for what is printed next."""
        if self._shown:
            self._show("\r\x1b[K")

    def _show(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
