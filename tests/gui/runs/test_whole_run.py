# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What belongs together is one run, its moments are in order, and everything that was put into it stands out."""

from __future__ import annotations

import json

from tests.core.runs import made_run
from viewer.core import recording
from viewer.core.runs.run import Runs
from viewer.core.runs.tracing import trace
from viewer.gui.runs.run_facts import facts_of
from viewer.gui.runs.whole_run import Standout, WholeRun, belonging, whole_run


def test_sub_agents_and_what_goes_on_from_a_summary_belong_to_a_run(traced: Runs, made: WholeRun) -> None:
    assert made.runs.all == traced.all
    assert len(made.roots) == 2
    for run in traced.all:  # wherever one comes from
        assert belonging(traced, run.conversation) == traced.all


def test_what_has_nothing_to_do_with_a_run_is_another() -> None:
    one, other = made_run.MadeRun(3), made_run.MadeRun(3)
    for entry in other.entries:
        asked = entry["request"]["postData"]
        asked["text"] = asked["text"].replace("Measure buoy", "Paint boat")
    har = one.har
    har["log"]["entries"] += other.entries
    text = json.dumps(har).encode()
    runs = trace(recording.load_text("two.har", text))
    assert len(runs.all) == 2
    assert [run.conversation for run in whole_run(runs, 1).runs.all] == [1]
    assert len(whole_run(runs, None).runs.all) == 2


def test_moments_are_in_the_order_of_the_file(made: WholeRun) -> None:
    exchanges = [moment.step.exchange for moment in made.moments]
    assert exchanges == sorted(exchanges)
    assert [made.by_exchange[exchange] for exchange in exchanges] == list(range(len(exchanges)))
    assert sum(moment.is_sub_agent for moment in made.moments) == 2 * len(made_run.SUB_AGENTS)


def test_sums_at_the_last_moment_are_those_of_the_run(made: WholeRun) -> None:
    tokens_in, tokens_out, costs = made.until[-1]
    assert (tokens_in, tokens_out) == (made.sums.tokens.input, made.sums.tokens.output)
    assert costs.calls == made.sums.costs.calls
    assert abs(costs.estimated_usd - made.sums.costs.estimated_usd) < 1e-9


def test_everything_that_was_put_into_it_stands_out(made: WholeRun) -> None:
    assert {what: made.count(what) for what in Standout} == {
        Standout.FAILED_TOOL: len(made_run.FAILED_TOOLS),
        Standout.FAILED_CALL: len(made_run.RETRIED),
        Standout.SUB_AGENT: len(made_run.SUB_AGENTS),
        Standout.COMPACTION: 1,
        Standout.RETRY: len(made_run.RETRIED),
        Standout.CACHE_MISS: 1,
        Standout.BRANCH: 0,
    }


def test_facts_say_what_is_estimated_and_what_was_not_told(made: WholeRun) -> None:
    facts = {noun: number for number, noun in facts_of(made)}
    assert facts["tool calls"] == "19"
    assert facts["estimated"].startswith("≈ $")
    assert facts["out, 2 not told"].startswith("≥ ")
