# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Runs of a session and of its sub-agents' logs -> runs of one numbering, the logs' under the calls that started them.

Interactions and conversations of the session keep their numbers; those of each log follow, and `Runs.origins` says
which numbers are of which file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from viewer.core.runs.lineage import CallPlace
from viewer.core.runs.run import Origin, Run, Runs, SubAgentLog
from viewer.core.runs.step import Step, Turn
from viewer.core.runs.tool_use import ToolUse


def joined(runs: Runs, interactions: int) -> Runs:
    """The runs of a session of so many interactions together with those of its logs."""
    if not runs.logs and not runs.unlinked_logs:
        return runs
    made = _Joining(runs, interactions)
    made.join(runs)
    for log in runs.unlinked_logs:
        made.add(log, None)
    return Runs(tuple(made.all), runs.other, made.below, origins=tuple(made.origins))


class _Joining:
    """What was joined so far, and the numbers that are free."""

    def __init__(self, session: Runs, interactions: int) -> None:
        self.all = list(session.all)
        self.below = dict(session.below)
        self.origins: list[Origin] = []
        self._exchange = max([interactions, *(_last(run) + 1 for run in session.all)])
        self._conversation = max((run.conversation + 1 for run in session.all), default=0)

    def join(self, caller: Runs, by: int = 0) -> None:
        """Add the logs of what `caller` called, whose numbers were moved by so many; those without a call by none."""
        told: set[CallPlace] = set()
        for use in caller.tools:
            place = CallPlace(use.exchange, use.track)
            told.add(place)
            for log in caller.logs_of(use):
                self.add(log, _moved_place(place, by))
        for place, logs in caller.logs.items():
            for log in logs if place not in told else ():
                self.add(log, None)

    def add(self, log: SubAgentLog, place: CallPlace | None) -> None:
        """Add a log under a call, or beside the session, and the logs of what it called after it."""
        by, conversations = self._exchange, self._conversation
        moved = [_moved(run, by, conversations) for run in log.runs.all]
        self.origins.append(Origin(log.path, by, conversations, place))
        self._exchange = max([by, *(_last(run) + 1 for run in moved)])
        self._conversation = max([conversations, *(run.conversation + 1 for run in moved)])
        tops = {run.conversation + conversations for run in log.runs.roots}
        moved = [
            replace(run, spawned_by=place, agent=run.agent or log.agent) if run.conversation in tops else run
            for run in moved
        ]
        self.all += moved
        known = {run.conversation: run for run in moved}
        for call, children in log.runs.below.items():
            self.below[_moved_place(call, by)] = tuple(known[child.conversation + conversations] for child in children)
        if place is not None:
            roots = tuple(run for run in moved if run.conversation in tops)
            self.below[place] = (*self.below.get(place, ()), *roots)
        self.join(log.runs, by)


def _last(run: Run) -> int:
    return max(_exchanges(run), default=-1)


def _exchanges(run: Run) -> Iterator[int]:
    return (step.exchange for step in run.steps)


def _moved_place(place: CallPlace, by: int) -> CallPlace:
    return CallPlace(place.exchange + by, place.track)


def _moved(run: Run, by: int, conversations: int) -> Run:
    """A run with other numbers."""
    compaction = run.compaction
    if compaction is not None:
        compaction = replace(compaction, conversation=compaction.conversation + conversations)
    return replace(
        run,
        conversation=run.conversation + conversations,
        turns=tuple(Turn(turn.title, tuple(_moved_step(step, by) for step in turn.steps)) for turn in run.turns),
        spawned_by=_moved_place(run.spawned_by, by) if run.spawned_by is not None else None,
        compaction=compaction,
    )


def _moved_step(step: Step, by: int) -> Step:
    return replace(
        step,
        exchange=step.exchange + by,
        tools=tuple(_moved_use(use, by) for use in step.tools),
        retry_of=step.retry_of + by if step.retry_of is not None else None,
        branch_of=step.branch_of + by if step.branch_of is not None else None,
    )


def _moved_use(use: ToolUse, by: int) -> ToolUse:
    result = use.result
    if result is not None:
        result = replace(result, exchange=result.exchange + by)
    return replace(use, exchange=use.exchange + by, result=result)
