# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is known of a cassette without its exchanges: facts of the file, a summary of each interaction, conversations.

This is what a tree, a filter, a count or an index is made of: it can be pickled, and is small beside the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from viewer.core.conversations import Conversations
from viewer.core.errors import Problem, ProblemCounts, count_problems
from viewer.core.recording import Recording
from viewer.core.spooled_summaries import tally_of
from viewer.core.summary import Summary
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Contents:
    """`path` is the file's as it was opened; `lines` and `size` (bytes) are the file's, `problems` its own."""

    path: str
    recorder: str
    version: str | int | None
    size: int
    lines: int
    problems: tuple[Problem, ...]
    summaries: Sequence[Summary]
    threads: Conversations = field(default_factory=Conversations, compare=False)
    """Follow from the summaries."""

    @property
    def counts(self) -> ProblemCounts:
        """How many problems there are, the file's own too."""
        return count_problems(self.problems) + tally_of(self.summaries).severities

    @property
    def troubled(self) -> bool:
        """Whether a request failed, or an error or a warning was found anywhere."""
        return bool(count_problems(self.problems).serious) or bool(tally_of(self.summaries).troubled)


def contents(recording: Recording) -> Contents:
    """What is known of a recording."""
    cassette = recording.cassette
    return Contents(
        path=cassette.path,
        recorder=cassette.recorder,
        version=cassette.version,
        size=cassette.size,
        lines=cassette.line_count,
        problems=cassette.problems,
        summaries=recording.summaries,
        threads=recording.threads,
    )
