# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Everything that was put into a made run is found, and its sums are those that were counted apart."""

from __future__ import annotations

import pytest

from tests.core.runs import made_run
from tests.core.runs.made_run import MadeRun
from viewer.core import recording
from viewer.core.runs.cache import CacheState
from viewer.core.runs.run import Run, Runs
from viewer.core.runs.tracing import trace


@pytest.fixture(scope="module")
def made() -> MadeRun:
    return MadeRun()


@pytest.fixture(scope="module")
def runs(made: MadeRun) -> Runs:
    return trace(recording.load_text("made.har", made.text().encode()))


def _main(runs: Runs) -> tuple[Run, Run]:
    before, after = runs.roots
    return before, after


def test_turns_go_from_one_human_message_to_the_next(runs: Runs, made: MadeRun) -> None:
    before, after = _main(runs)
    titles = [turn.title for run in (before, after) for turn in run.turns]
    assert len(titles) == made_run.TURNS + 1  # the summary is asked for by a message of its own
    assert titles[0] == "Measure buoy 1."
    told = [turn.tokens.output for turn in before.turns[:23]]
    assert told == [made.counted.by_turn[turn] for turn in range(1, 24)]


def test_failed_tools(runs: Runs) -> None:
    before, after = _main(runs)
    found = {
        turn.title: use.result.failure
        for run in (before, after)
        for turn in run.turns
        for use in turn.tools
        if use.result is not None and use.failed
    }
    assert found == {
        "Measure buoy 3.": "the rope broke",
        "Measure buoy 9.": "exit code 7",
        "Measure buoy 21.": "the rope broke",
        "Measure buoy 36.": "exit code 7",
    }


def test_sub_agents_hang_under_the_call_that_asked_for_them(runs: Runs) -> None:
    calls = [(use, child) for use in runs.tools for child in runs.children(use)]
    assert [(use.name, child.title) for use, child in calls] == [
        ("Task", f"Look up what is known of buoy {turn} in the old books.") for turn in made_run.SUB_AGENTS
    ]
    assert all([use.name for use in child.tools] == ["Grep"] for _, child in calls)
    before, _ = _main(runs)
    assert [run.conversation for run in runs.with_children(before)] == [
        0,
        calls[0][1].conversation,
        calls[1][1].conversation,
    ]


def test_a_compaction_tells_what_fell_away(runs: Runs) -> None:
    before, after = _main(runs)
    assert before.compaction is None
    assert after.compaction is not None
    assert after.compaction.conversation == before.conversation
    assert after.compaction.tokens_before > after.compaction.tokens_after
    assert after.compaction.messages > 50


def test_the_cache_is_missed_once_and_the_change_is_shown(runs: Runs) -> None:
    found = [(turn, step) for run in runs.all for turn in run.turns for step in turn.steps]
    missed = [(turn, step) for turn, step in found if step.cache.state in (CacheState.MISS, CacheState.PARTIAL)]
    ((turn, step),) = missed
    assert turn.title == f"Measure buoy {made_run.SYSTEM_CHANGES_AT}."
    assert step.cache.cause == "system changed"
    assert step.cache.change is not None
    assert "be exact" in step.cache.change.before
    assert "be very exact" in step.cache.change.after
    begins = sum(1 for _, step in found if step.cache.state is CacheState.NONE)
    assert begins == len(runs.all)


def test_retries(runs: Runs) -> None:
    again = [
        (turn.title, step) for run in runs.all for turn in run.turns for step in turn.steps if step.retry_of is not None
    ]
    assert [title for title, _ in again] == [f"Measure buoy {turn}." for turn in made_run.RETRIED]
    failed = {step.exchange: step for step in runs.steps if step.failed}
    assert all(failed[step.retry_of].error == "Overloaded" for _, step in again if step.retry_of is not None)
    assert not any(step.branch_of for step in runs.steps)


def test_sums_are_those_that_were_counted_apart(runs: Runs, made: MadeRun) -> None:
    counted, tokens, costs = made.counted, runs.tokens, runs.costs
    assert (tokens.input, tokens.output) == (counted.input, counted.output)
    assert (tokens.cache_read, tokens.cache_written) == (counted.read, counted.written)
    assert tokens.untold == len(made_run.RETRIED)
    assert (costs.estimated, costs.failed, costs.recorded, costs.unknown) == (counted.calls, 2, 0, 0)
    assert costs.estimated_usd == pytest.approx(counted.cost, rel=1e-9)
    assert len(list(runs.tools)) == counted.tools
    ((model, (calls, by_model, _)), *others) = runs.by_model().items()
    assert not others
    assert (model, calls, by_model) == (made_run.MODEL, counted.calls + 2, tokens)


def test_contexts_are_told_and_add_up(runs: Runs) -> None:
    for step in runs.steps:
        assert step.context.is_told is not step.failed
        assert abs(sum(tokens for _, tokens in step.context.kinds) - step.context.tokens) <= len(step.context.kinds)
        assert 0 <= step.context.added <= step.context.tokens


def test_times_are_those_of_the_recording(runs: Runs) -> None:
    assert all(step.duration_ms == 2000 for step in runs.steps)
    waits = [use.waited_ms for use in runs.tools if use.name == "Read"]
    assert waits
    assert set(waits) == {1000}
