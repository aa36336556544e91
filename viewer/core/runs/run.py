# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recording -> Runs: its conversations with their turns, steps, tools and costs, and how they came of one another.

Rule: one exchange at a time. Of a request that was not read from the cache the one before it is looked at once more.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field

from viewer.core.runs import costs, tokens
from viewer.core.runs.costs import Costs
from viewer.core.runs.lineage import CallPlace
from viewer.core.runs.step import Step, Turn
from viewer.core.runs.tokens import Tokens
from viewer.core.runs.tool_use import ToolUse
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Compaction:
    """A conversation that begins with a summary of another: tokens of the last request before, and of the first after.

    `messages` are those of the conversation before that are no more there.
    """

    conversation: int
    tokens_before: int
    tokens_after: int
    messages: int


@dataclass(frozen=True, slots=True)
class Run:
    """One conversation: what it was about, its turns, and the call or the conversation that it came of."""

    conversation: int
    title: str
    turns: tuple[Turn, ...]
    spawned_by: CallPlace | None = None
    compaction: Compaction | None = None
    agent: str | None = None
    """The sub-agent that it is of, where the recording names it."""

    @property
    def steps(self) -> Iterator[Step]:
        """Every call of a model in order."""
        return (step for turn in self.turns for step in turn.steps)

    @property
    def tools(self) -> Iterator[ToolUse]:
        """Every call of a tool in order."""
        return (use for step in self.steps for use in step.tools)

    @property
    def tokens(self) -> Tokens:
        """The tokens of its steps, not those of sub-agents."""
        return tokens.total(step.tokens for step in self.steps)

    @property
    def costs(self) -> Costs:
        """What its steps cost, not those of sub-agents."""
        return costs.total(step.costs for step in self.steps)


@dataclass(frozen=True, slots=True)
class SubAgentLog:
    """The runs of a sub-agent whose log is a file of its own. `linked_by` says how its call was found."""

    path: str
    runs: Runs
    agent: str | None = None
    linked_by: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that the interactions and conversations from two numbers on are of; the call that started its agent."""

    path: str
    exchange: int
    conversation: int
    called_by: CallPlace | None = None


@dataclass(frozen=True, slots=True)
class Runs:
    """Every conversation of a file, in the order in which they began; `other` exchanges are no calls of a model."""

    all: tuple[Run, ...]
    other: int = 0
    below: dict[CallPlace, tuple[Run, ...]] = field(default_factory=dict)
    """The sub-agents that a call asked for."""
    logs: dict[CallPlace, tuple[SubAgentLog, ...]] = field(default_factory=dict)
    """The logs of sub-agents that a call started, of those that were looked for in other files."""
    unlinked_logs: tuple[SubAgentLog, ...] = ()
    """Those of which nothing tells the call."""
    origins: tuple[Origin, ...] = ()
    """The logs whose runs were joined into these (`joined_logs`), in the order of their numbers."""

    def origin_of(self, exchange: int) -> Origin | None:
        """The log that an interaction was joined from; None for one of the file itself."""
        at = bisect_right(self.origins, exchange, key=lambda origin: origin.exchange)
        return self.origins[at - 1] if at else None

    def number_of(self, exchange: int) -> int:
        """The number of an interaction in its own file."""
        origin = self.origin_of(exchange)
        return exchange - origin.exchange if origin is not None else exchange

    def conversation_number_of(self, conversation: int) -> int:
        """The number of a conversation in its own file."""
        at = bisect_right(self.origins, conversation, key=lambda origin: origin.conversation)
        return conversation - self.origins[at - 1].conversation if at else conversation

    def of(self, conversation: int) -> Run:
        """The run of a conversation."""
        return self.all[conversation]

    @property
    def roots(self) -> tuple[Run, ...]:
        """Those that no call of another asked for."""
        return tuple(run for run in self.all if run.spawned_by is None)

    def children(self, use: ToolUse) -> tuple[Run, ...]:
        """The sub-agents that a call asked for."""
        return self.below.get(CallPlace(use.exchange, use.track), ())

    def logs_of(self, use: ToolUse) -> tuple[SubAgentLog, ...]:
        """The logs of the sub-agents that a call started."""
        return self.logs.get(CallPlace(use.exchange, use.track), ())

    @property
    def all_logs(self) -> Iterator[SubAgentLog]:
        """Every log of a sub-agent in another file, those of its own sub-agents after it."""
        for log in (*(one for logs in self.logs.values() for one in logs), *self.unlinked_logs):
            yield log
            yield from log.runs.all_logs

    def with_children(self, run: Run) -> Iterator[Run]:
        """A run and all that came of its calls, each below the one that asked for it."""
        waiting = [run]
        while waiting:
            now = waiting.pop()
            yield now
            waiting += reversed([child for use in now.tools for child in self.children(use)])

    @property
    def steps(self) -> Iterator[Step]:
        """Every call of a model, run by run."""
        return (step for run in self.all for step in run.steps)

    @property
    def tools(self) -> Iterator[ToolUse]:
        """Every call of a tool, run by run."""
        return (use for run in self.all for use in run.tools)

    @property
    def tokens(self) -> Tokens:
        """The tokens of all steps."""
        return tokens.total(step.tokens for step in self.steps)

    @property
    def costs(self) -> Costs:
        """What all steps cost."""
        return costs.total(step.costs for step in self.steps)

    def by_model(self) -> dict[str, tuple[int, Tokens, Costs]]:
        """By model how often it was asked, its tokens and its cost."""
        return _by(self.steps, lambda step: step.model or "unknown model")


def _by(steps: Iterable[Step], name: Callable[[Step], str]) -> dict[str, tuple[int, Tokens, Costs]]:
    grouped: dict[str, list[Step]] = {}
    for step in steps:
        grouped.setdefault(name(step), []).append(step)
    return {
        key: (len(found), tokens.total(s.tokens for s in found), costs.total(s.costs for s in found))
        for key, found in grouped.items()
    }
