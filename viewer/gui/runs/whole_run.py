# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Runs of a file -> one whole run: a conversation with its sub-agents and with what goes on from its summary.

Made in a task. Its moments are the calls of models in the order of the file, which is that of time; those of a log of a
sub-agent in another file follow the call that started it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from enum import StrEnum

from viewer.core.runs.cache import is_missed
from viewer.core.runs.costs import Costs
from viewer.core.runs.costs import total as total_costs
from viewer.core.runs.run import Run, Runs
from viewer.core.runs.step import Step
from viewer.core.runs.sums import Sums, sums_of
from viewer.core.runs.tool_use import ToolUse
from viewer.dataclass import dataclass


class Standout(StrEnum):
    """What one looks for in a run."""

    FAILED_TOOL = "failed tool"
    FAILED_CALL = "failed call"
    SUB_AGENT = "sub-agent"
    COMPACTION = "compaction"
    RETRY = "retry"
    CACHE_MISS = "cache miss"
    BRANCH = "branch"


@dataclass(frozen=True, slots=True)
class Moment:
    """A call of a model in its run: the turn that it belongs to, counted from 1; whether a sub-agent made it."""

    step: Step
    run: Run
    turn: int
    is_sub_agent: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Something that stands out: its exchange, the track of a call of a tool, the conversation, where it is one."""

    what: Standout
    exchange: int
    track: int | None = None
    conversation: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class WholeRun:
    """Runs that belong together, with those of logs in other files; `all_runs` are all of the file."""

    all_runs: Runs
    runs: Runs
    moments: tuple[Moment, ...]
    found: tuple[Found, ...]
    sums: Sums
    until: tuple[tuple[int, int, Costs], ...]
    """Tokens in and out and costs of the moments up to each, that one too."""
    by_exchange: dict[int, int] = field(default_factory=dict)
    """The moment of an exchange."""

    @property
    def roots(self) -> tuple[Run, ...]:
        """The runs that no call asked for, in the order in which they began."""
        return self.runs.roots

    def count(self, what: Standout) -> int:
        """How often something is found."""
        return sum(found.what is what for found in self.found)

    def goes_on_in(self, run: Run) -> Run | None:
        """The run that begins with a summary of this one."""
        number = run.conversation
        return next((r for r in self.runs.all if r.compaction and r.compaction.conversation == number), None)

    @property
    def logs(self) -> frozenset[str]:
        """The files, beside its own, that it is read from."""
        origins = (self.runs.origin_of(next(run.steps).exchange) for run in self.runs.all if self.runs.origins)
        return frozenset(origin.path for origin in origins if origin is not None)

    def is_log(self, run: Run) -> bool:
        """Whether a run is of the log of a sub-agent, a file of its own."""
        return self.runs.origin_of(next(run.steps).exchange) is not None

    def run_of(self, conversation: int) -> Run | None:
        """The run of a conversation, where it belongs to these."""
        return next((run for run in self.runs.all if run.conversation == conversation), None)


def belonging(runs: Runs, conversation: int) -> tuple[Run, ...]:
    """The run of a conversation, and all that came of it or that it came of, in the order in which they began."""
    of_exchange = {step.exchange: run.conversation for run in runs.all for step in run.steps}
    beside: dict[int, set[int]] = {}
    for run in runs.all:
        came_of = [of_exchange[run.spawned_by.exchange]] if run.spawned_by is not None else []
        came_of += [run.compaction.conversation] if run.compaction is not None else []
        for other in came_of:
            beside.setdefault(run.conversation, set()).add(other)
            beside.setdefault(other, set()).add(run.conversation)
    known, waiting = {conversation}, [conversation]
    while waiting:
        fresh = beside.get(waiting.pop(), set()) - known
        known |= fresh
        waiting += fresh
    return tuple(run for run in runs.all if run.conversation in known)


def whole_run(all_runs: Runs, conversation: int | None) -> WholeRun:
    """The whole run that a conversation belongs to; without one everything in the file."""
    chosen = all_runs.all if conversation is None else belonging(all_runs, conversation)
    other = all_runs.other if conversation is None else 0
    runs = Runs(chosen, other, all_runs.below, origins=all_runs.origins)
    moments = _in_order(runs)
    number_of = {moment.step.exchange: number for number, moment in enumerate(moments)}
    tokens_in = tokens_out = 0
    costs, until = Costs(), []
    for moment in moments:
        tokens_in += moment.step.tokens.input
        tokens_out += moment.step.tokens.output
        costs = total_costs((costs, moment.step.costs))
        until.append((tokens_in, tokens_out, costs))
    return WholeRun(
        all_runs,
        runs,
        tuple(moments),
        tuple(sorted(_found(runs), key=lambda found: number_of.get(found.exchange, 0))),
        sums_of(runs),
        tuple(until),
        number_of,
    )


def _in_order(runs: Runs) -> list[Moment]:
    """By number, what a log holds behind the call that started it; that of no call stands at the end."""
    ways: dict[str, tuple[int, ...]] = {}
    for origin in runs.origins:  # that of a caller stands before those that it called
        place = origin.called_by
        ways[origin.path] = (*_way(runs, ways, place.exchange), place.exchange) if place is not None else ()

    return sorted(_moments(runs), key=lambda moment: (*_way(runs, ways, moment.step.exchange), moment.step.exchange))


def _way(runs: Runs, ways: dict[str, tuple[int, ...]], exchange: int) -> tuple[int, ...]:
    """The calls from log to log down to the one that an interaction is in."""
    origin = runs.origin_of(exchange)
    return ways[origin.path] if origin is not None else ()


def _moments(runs: Runs) -> Iterable[Moment]:
    for run in runs.all:
        is_sub_agent = run.spawned_by is not None or runs.origin_of(next(run.steps).exchange) is not None
        for number, turn in enumerate(run.turns, 1):
            for step in turn.steps:
                yield Moment(step, run, number, is_sub_agent)


def _found(runs: Runs) -> Iterable[Found]:
    for run in runs.all:
        first = next(run.steps).exchange
        if run.compaction is not None:
            yield Found(Standout.COMPACTION, first, conversation=run.conversation)
        if run.spawned_by is None and runs.origin_of(first) is not None:
            yield Found(Standout.SUB_AGENT, first, conversation=run.conversation)
        for step in run.steps:
            yield from _in_step(step)
            for use in step.tools:
                yield from _in_tool(runs, use)


def _in_step(step: Step) -> Iterable[Found]:
    if step.failed:
        yield Found(Standout.FAILED_CALL, step.exchange)
    if step.retry_of is not None:
        yield Found(Standout.RETRY, step.exchange)
    if step.branch_of is not None:
        yield Found(Standout.BRANCH, step.exchange)
    if is_missed(step.cache):
        yield Found(Standout.CACHE_MISS, step.exchange)


def _in_tool(runs: Runs, use: ToolUse) -> Iterable[Found]:
    if use.failed:
        yield Found(Standout.FAILED_TOOL, use.exchange, use.track)
    for child in runs.children(use):
        yield Found(Standout.SUB_AGENT, use.exchange, use.track, child.conversation)
