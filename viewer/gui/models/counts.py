# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is counted of files, so that a folder's numbers need no walk through what it holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """Readable cassettes, their interactions, files that cannot be read, and what else has problems.

    That is what the filter `problem:yes` shows: interactions, and cassettes that hold none.
    """

    cassettes: int = 0
    interactions: int = 0
    unreadable: int = 0
    troubled: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.cassettes + other.cassettes,
            self.interactions + other.interactions,
            self.unreadable + other.unreadable,
            self.troubled + other.troubled,
        )

    def __sub__(self, other: Tally) -> Tally:
        """What is left without the other."""
        return self + Tally(-other.cassettes, -other.interactions, -other.unreadable, -other.troubled)
