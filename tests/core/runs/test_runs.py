# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What runs say of conversations that a made run has not: sums that stay apart, causes, branches, hand-offs, logs."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from viewer.core import recording
from viewer.core.messages import Message, Prompt, Text, ToolCall, ToolCallResponse, ToolDefinition, Usage
from viewer.core.runs import costs, tokens
from viewer.core.runs.cache import CacheState, cache_use, first_change
from viewer.core.runs.context import ContextKind, context_of, sizes_of
from viewer.core.runs.costs import Costs
from viewer.core.runs.lineage import Beginning, CallPlace, compacted_from, spawned_by
from viewer.core.runs.run import Run, Runs
from viewer.core.runs.step import human_words
from viewer.core.runs.sums import sums_of
from viewer.core.runs.tool_use import words_in
from viewer.core.runs.tracing import trace
from viewer.core.secrets.masking import Masker
from viewer.core.transcript.run_json import RunJson
from viewer.core.transcript.run_text import RunText

_DATA = Path(__file__).parents[2] / "data" / "formats"
_BEGIN = datetime(2026, 1, 5, 10, tzinfo=UTC)


def _call(
    messages: list[dict[str, Any]], message: dict[str, Any] | None, *, at: float = 0, status: int = 200, **more: object
) -> dict[str, Any]:
    """An entry of a HAR: a chat completion; `more` are keys of the request, `usage` and `answered_by` of the answer."""
    usage, answered_by = more.pop("usage", None), more.pop("answered_by", "gale-1")
    asked = {"model": "gale-1", "messages": messages, **more}
    answer: dict[str, Any] = {"error": {"message": "busy", "type": "busy"}}
    if message is not None:
        choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": "stop"}
        answer = {"object": "chat.completion", "model": answered_by, "choices": [choice], "usage": usage}
    return {
        "startedDateTime": (_BEGIN + timedelta(seconds=at)).isoformat(),
        "time": 1000,
        "request": {
            "method": "POST",
            "url": "https://llm.example/v1/chat/completions",
            "headers": [],
            "postData": {"mimeType": "application/json", "text": json.dumps(asked)},
        },
        "response": {
            "status": status,
            "headers": [],
            "content": {"mimeType": "application/json", "text": json.dumps(answer)},
        },
    }


def _runs(*entries: dict[str, Any]) -> Runs:
    har = {"log": {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": list(entries)}}
    return trace(recording.load_text("x.har", json.dumps(har).encode()))


def _user(text: str) -> dict[str, Any]:
    return {"role": "user", "content": text}


def _said(text: str) -> dict[str, Any]:
    return {"role": "assistant", "content": text}


def _calls(name: str, **arguments: object) -> dict[str, Any]:
    function = {"name": name, "arguments": json.dumps(arguments)}
    return {"content": None, "tool_calls": [{"id": "call_1", "type": "function", "function": function}]}


# --- sums


def test_costs_of_different_kinds_are_never_one_sum() -> None:
    found = costs.total([Costs(recorded_usd=0.5, recorded=1), Costs(estimated_usd=0.25, estimated=1), Costs(unknown=1)])
    assert (found.recorded_usd, found.estimated_usd, found.unknown, found.calls) == (0.5, 0.25, 1, 3)
    assert found.known_usd == 0.75
    assert costs.total([Costs(unknown=2)]).known_usd is None


def test_a_recorded_cost_is_told_as_such_and_an_unknown_one_is_counted() -> None:
    told = {"prompt_tokens": 5, "completion_tokens": 2, "cost": 0.125}
    first = _call([_user("a")], {"content": "b"}, usage=told)
    runs = _runs(first, _call([_user("c")], {"content": "d"}, usage={"prompt_tokens": 5, "completion_tokens": 2}))
    assert runs.costs == Costs(recorded_usd=0.125, recorded=1, unknown=1)


def test_answers_without_counts_are_counted() -> None:
    both = tokens.total([tokens.tokens_of(None), tokens.tokens_of(Usage(input_tokens=3, output_tokens=1))])
    assert (both.input, both.output, both.untold) == (3, 1, 1)


# --- contexts


def test_a_context_is_estimated_where_no_sum_is_told() -> None:
    prompt = Prompt(
        system=(Message("system", (Text("x" * 40),)),),
        messages=(Message("user", (Text("y" * 80),)), Message("tool", (ToolCallResponse("1", "z" * 20),))),
        tools=(ToolDefinition("sound", "measures", None),),
    )
    sizes = sizes_of(prompt)
    estimated, told = context_of(sizes, None, 0), context_of(sizes, 1000, 100)
    assert dict(estimated.kinds) == {
        ContextKind.SYSTEM: 10,
        ContextKind.TOOLS: 3,
        ContextKind.USER: 20,
        ContextKind.RESULTS: 5,
    }
    assert (estimated.tokens, estimated.is_told, estimated.added) == (39, False, 39)
    assert (told.tokens, told.is_told) == (1000, True)
    assert told.carried == 1000 - told.added == round(1000 * 100 / sum(sizes.values()))


def test_what_the_provider_holds_is_part_of_the_context() -> None:
    session = trace(recording.load(_DATA / "claude-code" / "session.jsonl"))
    (last,) = [step for step in session.steps if step.exchange == 3]
    assert dict(last.context.kinds).keys() == {
        ContextKind.USER,
        ContextKind.REASONING,
        ContextKind.CALLS,
        ContextKind.RESULTS,
    }


# --- caches


@pytest.mark.parametrize(
    ("read", "written", "before", "state"),
    [
        (None, None, Usage(cache_creation_input_tokens=2000), CacheState.UNTOLD),
        (0, 2000, None, CacheState.NONE),
        (2000, 10, Usage(cache_creation_input_tokens=2000), CacheState.HIT),
        (700, 10, Usage(cache_creation_input_tokens=2000), CacheState.PARTIAL),
        (0, 2010, Usage(cache_creation_input_tokens=2000), CacheState.MISS),
        (0, None, Usage(input_tokens=2000, cache_read_input_tokens=0), CacheState.MISS),
        (0, None, Usage(input_tokens=900, cache_read_input_tokens=0), CacheState.NONE),
    ],
)
def test_hits_and_misses(read: int | None, written: int | None, before: Usage | None, state: CacheState) -> None:
    now = Usage(cache_read_input_tokens=read, cache_creation_input_tokens=written)
    assert cache_use(now, before).state is state


def test_the_first_difference_of_prompts() -> None:
    def prompt(system: str, *said: str, tools: tuple[str, ...] = ("a", "b")) -> Prompt:
        asked = tuple(Message("user", (Text(text),)) for text in said)
        made = tuple(ToolDefinition(name) for name in tools)
        return Prompt(system=(Message("system", (Text(system),)),), messages=asked, tools=made)

    assert first_change(prompt("x", "1"), prompt("x", "1", "2")) is None
    assert [
        change.where if (change := first_change(prompt("x", "1", "2"), now)) else None
        for now in (prompt("y", "1", "3"), prompt("x", "1", "3"), prompt("x", "1"), prompt("x", "1", "2", tools=("a",)))
    ] == ["system", "message 2", "message 2", "tool 2"]


def _cached(read: int) -> dict[str, Any]:
    return {"prompt_tokens": 2000, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": read}}


def test_causes_are_those_that_the_recording_supports() -> None:
    again = [_user("a"), _said("b"), _user("c")]
    first = _call([_user("a")], {"content": "b"}, usage=_cached(0))
    for second, cause in (
        (_call(again, {"content": "d"}, at=20, usage=_cached(0)), ""),
        (
            _call(again, {"content": "d"}, at=900, usage=_cached(0)),
            "15 minutes after the request before; a prefix is kept for 5 minutes at the least",
        ),
        (_call(again, {"content": "d"}, at=900, usage=_cached(0), tool_choice="none"), "tool_choice changed"),
        (
            _call(again, {"content": "d"}, at=20, usage=_cached(0), answered_by="gale-2"),
            "another model: gale-1, then gale-2",
        ),
    ):
        assert [step.cache.cause for step in _runs(first, second).steps] == ["", cause]


def test_what_is_too_small_to_be_cached_is_told() -> None:
    small = {"prompt_tokens": 900, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": 0}}
    (step,) = _runs(_call([_user("a")], {"content": "b"}, usage=small)).steps
    assert (step.cache.state, step.cache.cause) == (
        CacheState.NONE,
        "900 tokens: below 1,024 no provider caches a prompt by itself",
    )
    (step,) = _runs(_call([_user("a")], {"content": "b"}, usage=_cached(0))).steps
    assert step.cache.cause == ""


def _anthropic(said: str, at: int, usage: dict[str, Any], **more: object) -> dict[str, Any]:
    """An entry of a HAR: a call of Anthropic's API that goes on after "one", "two"."""
    messages = [{"role": "user", "content": "one"}]
    if said != "one":
        messages += [{"role": "assistant", "content": "two"}, {"role": "user", "content": said}]
    entry = _call([], None, at=at)
    asked = {"model": "claude-sonnet-4-20250514", "max_tokens": 9, "messages": messages, **more}
    answer = {"id": f"msg_{at}", "type": "message", "role": "assistant", "model": asked["model"], "usage": usage}
    answer |= {"content": [{"type": "text", "text": "two" if said == "one" else "four"}], "stop_reason": "end_turn"}
    entry["request"] |= {"url": "https://api.anthropic.com/v1/messages"}
    entry["request"]["postData"]["text"], entry["response"]["content"]["text"] = json.dumps(asked), json.dumps(answer)
    return entry


def _written(tokens: int, *, read: int = 0, for_an_hour: bool = False) -> dict[str, Any]:
    told = {"ephemeral_1h_input_tokens": tokens if for_an_hour else 0}
    counts = {"input_tokens": 10, "output_tokens": 5, "cache_read_input_tokens": read}
    return {**counts, "cache_creation_input_tokens": tokens, "cache_creation": told}


def test_what_is_kept_for_an_hour_did_not_end_after_six_minutes() -> None:
    marked: dict[str, Any] = {"cache_control": {"type": "ephemeral"}}
    again = _anthropic("three", 360, _written(2100), **marked)
    for for_an_hour, begins in ((False, "6 minutes after"), (True, "")):
        first = _anthropic("one", 0, _written(2000, for_an_hour=for_an_hour), **marked)
        _, step = _runs(first, again).steps
        assert step.cache.state is CacheState.MISS
        assert step.cache.cause.startswith(begins)
        assert bool(step.cache.cause) == bool(begins)


def test_a_request_that_asks_for_no_caching_reads_none() -> None:
    first = _anthropic("one", 0, _written(2000), cache_control={"type": "ephemeral"})
    _, step = _runs(first, _anthropic("three", 20, {**_written(0), "input_tokens": 2100})).steps
    assert step.cache.cause == "it asks for no caching (cache_control), as the request before did"


def test_the_changed_character_is_marked() -> None:
    change = first_change(*(Prompt(system=(Message("system", (Text(text),)),)) for text in ("day 12", "day 13")))
    assert change is not None
    assert (change.character, change.before[change.marked], change.after[change.marked]) == (5, "2", "3")


def test_what_is_carried_has_a_price_of_its_own() -> None:
    first = _anthropic("one", 0, _written(2000))
    second = _anthropic("three", 20, _written(100, read=2000))
    runs = _runs(first, second)
    one, two = (step.context for step in runs.steps)
    assert (one.carried, one.carried_usd) == (0, None)
    read, written = min(2000, two.carried), max(two.carried - 2000, 0)  # 2,110 tokens, most of them carried
    assert two.carried_usd == pytest.approx((read * 0.3 + written * 3.75) / 1e6)
    carried = sums_of(runs).carried
    assert (carried.tokens, carried.of, carried.priced, carried.unpriced) == (two.carried, 4120, 1, 0)
    assert f"which cost ≈ ${two.carried_usd:.6f} (estimate)" in "\n".join(RunText(runs, Masker()).lines())


def test_requests_that_failed_and_told_no_tokens_carried_nothing() -> None:
    again = [_user("a"), _said("b"), _user("c")]
    runs = _runs(
        _call([_user("a")], {"content": "b"}, usage=_cached(0)), _call(again, None, status=500), _call(again, None)
    )
    assert sums_of(runs).carried.of == 2000


# --- turns, branches, hand-offs


def test_reminders_and_results_are_no_human() -> None:
    result = Message("user", (ToolCallResponse("1", "ok"), Text("go on")))
    assert human_words([result, Message("user", (Text("<system-reminder>x</system-reminder>"),))]) is None
    assert human_words([result, Message("user", (Text("And now?"),))]) == "And now?"


def test_a_second_way_to_go_on_is_a_branch() -> None:
    before = [_user("a"), _said("b")]
    runs = _runs(
        _call([_user("a")], {"content": "b"}),
        _call([*before, _user("c")], {"content": "d"}),
        _call([*before, _user("e")], {"content": "f"}),
    )
    (run,) = runs.all
    assert [(turn.title, turn.steps[0].branch_of) for turn in run.turns] == [("a", None), ("c", None), ("e", 0)]


def test_the_same_said_again_with_other_settings_is_the_same_turn() -> None:
    failed = _call([_user("a")], None, status=529)
    (run,) = _runs(failed, _call([_user("a")], {"content": "b"}, temperature=0)).all
    assert [len(turn.steps) for turn in run.turns] == [2]


def test_a_hand_off_names_the_agent() -> None:
    (use,) = _runs(_call([_user("a")], _calls("transfer_to_diver"))).tools
    assert (use.hands_over_to, use.result) == ("diver", None)


# --- lineage


def test_a_sub_agent_is_found_inside_of_what_it_was_told() -> None:
    prompt = "Look up everything that is known of the depth of the lake."
    child = _call([{"role": "system", "content": "x"}, _user(f"<task>{prompt}</task>")], {"content": "56"}, at=5)
    runs = _runs(_call([_user("How deep?")], _calls("ask", question=prompt, n=1)), child)
    (use,) = runs.tools
    assert [run.title for run in runs.children(use)] == [f"<task>{prompt}</task>"]


def test_two_calls_with_one_prompt_have_a_sub_agent_each() -> None:
    texts = ("Look it up.",)
    begun = [
        Beginning(0, 0, 9, ("hi",), calls=[(CallPlace(0, 0), ["Look it up."]), (CallPlace(0, 1), ["Look it up."])]),
        Beginning(1, 1, 1, texts),
        Beginning(2, 2, 2, texts),
        Beginning(3, 3, 3, texts),
    ]
    assert spawned_by(begun) == {1: CallPlace(0, 0), 2: CallPlace(0, 1)}


def test_a_call_after_a_conversation_did_not_ask_for_it() -> None:
    child, later = Beginning(0, 0, 0, ("Look it up.",)), Beginning(1, 1, 1, ("hi",))
    later.calls.append((CallPlace(1, 0), ["Look it up."]))
    assert spawned_by([child, later]) == {}


def test_a_summary_asked_for_apart_links_what_it_sums_up() -> None:
    summary = "The lake was measured at every buoy, and all of the depths were written down in the book of depths."
    begun = [
        Beginning(0, 0, 4, ("Measure.",), answer="56 metres", systems=[b"diver"]),
        Beginning(1, 5, 5, ("Summarise this: …",), answer=summary, systems=[b"writer"]),
        Beginning(2, 6, 8, (f"Before: {summary}\nGo on.",), systems=[b"diver"]),
        Beginning(3, 9, 9, ("Something else.",), systems=[b"diver"]),
    ]
    assert compacted_from(begun, {}) == {2: 0}


def test_an_answer_that_is_handed_on_to_another_agent_is_no_summary() -> None:
    answer = "The lake was measured at every buoy, and all of the depths were written down in the book of depths."
    writer = Beginning(1, 5, 8, (f"Write a poem about this: {answer}",), systems=[b"poet"])
    measured = Beginning(0, 0, 4, ("Measure.",), answer=answer, systems=[b"diver"])
    assert compacted_from([measured, writer], {}) == {}
    single = Beginning(0, 4, 4, ("Measure.",), answer=answer, systems=[b"poet"])
    assert compacted_from([single, writer], {}) == {}


def _of(runs: Runs, title: str) -> Run:
    return next(run for run in runs.all if run.title.startswith(title))


@pytest.mark.parametrize(
    ("sample", "title"),
    [("claude-code/session.jsonl", "This session is being"), ("codex/rollout.jsonl", "The lake was measured")],
)
def test_logs_tell_their_compactions(sample: str, title: str) -> None:
    runs = trace(recording.load(_DATA / sample))
    compaction = _of(runs, title).compaction
    assert compaction is not None
    assert compaction.conversation == 0


def test_a_session_of_claude_code_is_a_run() -> None:
    runs = trace(recording.load(_DATA / "claude-code" / "session.jsonl"))
    assert runs.roots[0].title == "How deep is the lake?"
    bash, task = runs.tools
    assert (bash.failed, bash.result and bash.result.failure) == (True, "no rope")
    assert [child.title for child in runs.children(task)] == ["Look the depth up."]
    assert [(step.exchange, step.retry_of) for step in runs.steps if step.retry_of is not None] == [(1, 0)]


def test_texts_that_are_no_json_are_prompts_too() -> None:
    assert words_in(ToolCall("1", "ask", "Look it up.")) == ["Look it up."]
    assert words_in(ToolCall("1", "ask", "")) == []


def test_sub_agents_of_sub_agents_have_no_end_that_breaks_anything() -> None:
    rows: list[dict[str, Any]] = []
    for depth in range(400):
        task = {"type": "tool_use", "id": f"t{depth}", "name": "Task", "input": {"prompt": f"Dive {depth + 1}."}}
        said = {"sessionId": "s", "isSidechain": depth > 0}
        asked = {"role": "user", "content": f"Dive {depth}."}
        answer = {"id": f"m{depth}", "role": "assistant", "content": [task]}
        rows.append({**said, "type": "user", "uuid": f"u{depth}", "parentUuid": None, "message": asked})
        rows.append({**said, "type": "assistant", "uuid": f"a{depth}", "parentUuid": f"u{depth}", "message": answer})
    found = recording.load_text("x.jsonl", "\n".join(map(json.dumps, rows)).encode())
    runs = trace(found)
    assert [run.conversation for run in runs.with_children(runs.all[0])] == list(range(400))
    lines = list(RunText(runs, Masker()).lines())
    assert lines[-1].endswith("too deep to be told here, --json has it")
    assert json.dumps(RunJson(runs, Masker()).document(found))
