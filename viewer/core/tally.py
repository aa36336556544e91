# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Summaries -> what is counted of them: columns and sums, added to as the summaries come."""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import accumulate

from viewer.core.errors import NO_PROBLEMS, count_problems
from viewer.core.summary import Summary


class Tally:
    """What is counted of summaries as they come, so that nobody has to go through all of them for it."""

    def __init__(self) -> None:
        """Nothing came yet."""
        self.models: Counter[str] = Counter()
        self.streams = bytearray()
        """For each interaction whether it has a stream."""
        self.calls = array("I")
        """For each interaction how many tool calls its answer has."""
        self.with_problems = array("I")
        """The interactions that have problems, in order, and how many these and those before have."""
        self.problems_until = array("Q")
        self.severities = NO_PROBLEMS
        """All problems by severity."""
        self.troubled = self.secrets = 0
        """Interactions that failed, or have an error or a warning; and those that hold secrets."""
        self.characters = 0
        """Of all that was said."""

    @property
    def problems(self) -> int:
        """The number of problems."""
        return self.problems_until[-1] if self.problems_until else 0

    def add(self, summary: Summary) -> None:
        """Count one more; its number is that of those that came before."""
        if summary.model:
            self.models[summary.model] += 1
        if summary.problems:
            self.severities += count_problems(summary.problems)
            self.problems_until.append(self.problems + len(summary.problems))
            self.with_problems.append(len(self.streams))
        self.calls.append(len(summary.tools))
        self.troubled += summary.troubled
        self.secrets += bool(summary.secrets)
        self.characters += len(summary.text)
        self.streams.append(summary.is_stream)

    def amend(self, number: int, before: Summary, after: Summary) -> None:
        """Count an interaction anew whose problems are others now."""
        self.troubled += after.troubled - before.troubled
        self.severities += count_problems(after.problems) - count_problems(before.problems)
        starts = (0, *self.problems_until[:-1])
        counts = {
            interaction: end - start
            for interaction, start, end in zip(self.with_problems, starts, self.problems_until, strict=True)
        }
        counts[number] = len(after.problems)
        told = sorted(item for item in counts.items() if item[1])
        self.with_problems = array("I", [interaction for interaction, _ in told])
        self.problems_until = array("Q", accumulate(count for _, count in told))
