# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a session's sub-agents did in logs of their own is told on the page of its run, where it was called."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.runs.made_session import SESSION, agent_records, made_session, write_records
from viewer.core import recording
from viewer.core.runs.joined_logs import joined
from viewer.core.runs.run import Runs
from viewer.core.runs.sub_agent_logs import with_sub_agents
from viewer.core.runs.tracing import trace
from viewer.gui.look.look import Look
from viewer.gui.runs.moment_words import where
from viewer.gui.runs.outline_model import OutlineModel
from viewer.gui.runs.run_facts import facts_of
from viewer.gui.runs.tool_calls_model import ToolCallsModel
from viewer.gui.runs.whole_run import Standout, WholeRun, whole_run


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    """Three logs that are linked, and one that nothing links."""
    session = made_session(tmp_path)
    write_records(tmp_path / SESSION / "subagents" / "agent-a9.jsonl", agent_records("a9", "Something else."))
    found = recording.load(session)
    return joined(with_sub_agents(trace(found), found, session), len(found.summaries))


@pytest.fixture
def whole(runs: Runs) -> WholeRun:
    return whole_run(runs, None)


def _name(runs: Runs, exchange: int) -> str:
    origin = runs.origin_of(exchange)
    return f"{Path(origin.path).stem if origin is not None else 'session'}#{runs.number_of(exchange)}"


def test_moments_of_a_log_follow_the_call_that_started_it(runs: Runs, whole: WholeRun) -> None:
    order = [_name(runs, moment.step.exchange) for moment in whole.moments]
    assert order == ["session#0", "agent-a1#0", "agent-a2#0", "agent-a3#0", "session#1", "agent-a9#0"]
    assert [moment.is_sub_agent for moment in whole.moments] == [False, True, True, True, False, True]
    assert whole.until[-1][0] == runs.tokens.input
    family = whole_run(runs, 0)  # what no call links belongs to no conversation
    assert [_name(runs, moment.step.exchange) for moment in family.moments] == order[:-1]
    assert len(family.logs) == 3


def test_turns_are_those_of_humans_and_every_log_is_a_sub_agent(whole: WholeRun) -> None:
    assert ("1", "turn") in facts_of(whole)
    assert ("6", "calls of models") in facts_of(whole)
    assert whole.count(Standout.SUB_AGENT) == len(whole.logs) == 4


def test_the_outline_has_a_row_for_every_place(whole: WholeRun, look: Look) -> None:
    model = OutlineModel(look)
    model.show(whole)
    for moment in whole.moments:
        node = model.node(model.place_of(moment.step.exchange))
        assert node is not None
        assert node.what is moment.step
    names = []
    for found in whole.found:
        row = model.row_of(model.place_of(found.exchange, found.track, found.conversation))
        assert row is not None
        names.append((row.name, row.words.rpartition(" · ")[2], [mark.text for mark in row.marks]))
    assert names == [
        ("Sub-agent", "agent-a1.jsonl", []),
        ("Sub-agent", "agent-a2.jsonl", []),
        ("Sub-agent", "agent-a3.jsonl", []),
        ("Sub-agent", "agent-a9.jsonl", ["nothing tells its call"]),
    ]


def test_numbers_are_those_of_the_log_s_own_file(whole: WholeRun, look: Look) -> None:
    told = [where(whole, number, look.masker).partition(" · ")[0] for number in range(len(whole.moments))]
    logs = ["#0 of agent-a1.jsonl", "#0 of agent-a2.jsonl", "#0 of agent-a3.jsonl"]
    assert told == ["#0", *logs, "#1", "#0 of agent-a9.jsonl"]
    table = ToolCallsModel(look)
    table.show(whole)
    assert [table.line(row).partition("\t")[0] for row in range(table.rowCount())] == ["#0", "#0", "↳ #0"]
