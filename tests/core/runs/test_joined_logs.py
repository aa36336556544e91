# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Logs of sub-agents that are joined into the runs of their session stand under their calls, in one numbering."""

from __future__ import annotations

from pathlib import Path

from tests.core.runs.made_session import made_session
from viewer.core import recording
from viewer.core.runs.joined_logs import joined
from viewer.core.runs.run import Runs
from viewer.core.runs.sub_agent_logs import with_sub_agents
from viewer.core.runs.sums import sums_of, sums_with_logs
from viewer.core.runs.tracing import trace


def _both(path: Path) -> tuple[Runs, Runs]:
    """The runs of a session with its logs beside, and joined."""
    found = recording.load(path)
    beside = with_sub_agents(trace(found), found, path)
    return beside, joined(beside, len(found.summaries))


def _name(runs: Runs, exchange: int) -> str:
    """`session#1`, `agent-a1#0`: where an interaction stands."""
    origin = runs.origin_of(exchange)
    return f"{Path(origin.path).stem if origin is not None else 'session'}#{runs.number_of(exchange)}"


def test_every_interaction_has_a_number_of_its_own_and_keeps_its_place(tmp_path: Path) -> None:
    _, runs = _both(made_session(tmp_path))
    places = [_name(runs, step.exchange) for step in runs.steps]
    assert sorted(places) == ["agent-a1#0", "agent-a2#0", "agent-a3#0", "session#0", "session#1"]
    assert len({step.exchange for step in runs.steps}) == len(places)
    assert len({run.conversation for run in runs.all}) == len(runs.all)
    assert {runs.conversation_number_of(run.conversation) for run in runs.all} == {0}


def test_logs_stand_under_the_calls_that_started_them(tmp_path: Path) -> None:
    _, runs = _both(made_session(tmp_path))
    called = {
        use.id: [_name(runs, next(child.steps).exchange) for child in runs.children(use)]
        for use in runs.tools
        if runs.children(use)
    }
    assert called == {"t1": ["agent-a1#0"], "t2": ["agent-a2#0"], "t3": ["agent-a3#0"]}
    assert [run.conversation for run in runs.roots] == [0]


def test_the_sums_are_those_that_the_logs_beside_make(tmp_path: Path) -> None:
    beside, runs = _both(made_session(tmp_path))
    assert sums_of(runs) == sums_with_logs(beside)
    assert sums_of(runs).calls == 5


def test_a_log_whose_call_is_no_step_s_is_unlinked(tmp_path: Path) -> None:
    beside, _ = _both(made_session(tmp_path))
    place, logs = next(iter(beside.logs.items()))
    moved = {type(place)(place.exchange, 99) if one == place else one: of for one, of in beside.logs.items()}
    runs = joined(Runs(beside.all, beside.other, beside.below, moved), 2)
    alone = [run for run in runs.roots if run.conversation != 0]
    assert [_name(runs, next(run.steps).exchange) for run in alone] == [f"{Path(logs[0].path).stem}#0"]


def test_without_logs_nothing_changes(tmp_path: Path) -> None:
    runs = trace(recording.load(made_session(tmp_path)))
    assert joined(runs, 2) is runs
