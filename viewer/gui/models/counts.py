# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is counted of files, so that a folder's numbers need no walk through what it holds."""

from __future__ import annotations

from viewer.core.errors import NO_PROBLEMS, ProblemCounts
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """Readable cassettes, their interactions, files that cannot be read, what else has problems, and the problems.

    `troubled` is what the filter `problem:yes` shows: interactions, and cassettes that hold none. `problems` are those
    that `check` tells. `secrets` counts the interactions that hold any.
    """

    cassettes: int = 0
    interactions: int = 0
    unreadable: int = 0
    troubled: int = 0
    problems: ProblemCounts = NO_PROBLEMS
    secrets: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(
            self.cassettes + other.cassettes,
            self.interactions + other.interactions,
            self.unreadable + other.unreadable,
            self.troubled + other.troubled,
            self.problems + other.problems,
            self.secrets + other.secrets,
        )

    def __sub__(self, other: Counts) -> Counts:
        """What is left without the other."""
        turned = (-other.cassettes, -other.interactions, -other.unreadable, -other.troubled)
        return self + Counts(*turned, NO_PROBLEMS - other.problems, -other.secrets)
