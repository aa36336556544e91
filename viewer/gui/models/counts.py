# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is counted of files, so that a folder's numbers need no walk through what it holds."""

from __future__ import annotations

from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """Readable cassettes, their interactions, files that cannot be read, and what else has problems.

    That is what the filter `problem:yes` shows: interactions, and cassettes that hold none. `secrets` counts the
    interactions that hold any.
    """

    cassettes: int = 0
    interactions: int = 0
    unreadable: int = 0
    troubled: int = 0
    secrets: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(
            self.cassettes + other.cassettes,
            self.interactions + other.interactions,
            self.unreadable + other.unreadable,
            self.troubled + other.troubled,
            self.secrets + other.secrets,
        )

    def __sub__(self, other: Counts) -> Counts:
        """What is left without the other."""
        return self + Counts(-other.cassettes, -other.interactions, -other.unreadable, -other.troubled, -other.secrets)
