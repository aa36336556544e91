# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Logs of agents: each message is kept once, so a request shows what it added and names the answer before it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.core.runs.made_session import log_answer, log_record, write_records
from viewer.core import formats, recording
from viewer.core.messages import Message, Reasoning, Text, ToolCall, ToolCallResponse
from viewer.core.recording import Recording
from viewer.core.runs.tracing import trace

_DATA = Path(__file__).parents[2] / "data" / "formats"
_IS_LOG = "the log keeps what was said, not what was sent: the request shows what it added to the one before"
_IS_LOG += ", and the status 200 is assumed"


def _loaded(sample: str) -> Recording:
    return recording.load(_DATA / sample)


def _asked(of: Recording, number: int) -> list[Message]:
    prompt = of.exchanges[number].prompt
    assert prompt is not None
    return list(prompt.messages)


def test_calls_of_a_session_of_claude_code() -> None:
    session = _loaded("claude-code/session.jsonl")
    assert [summary.status for summary in session.summaries] == [529, 200, 200, 200, 500, 200, 200, None]
    failed, called, by_agent, answered, *_ = session.exchanges
    assert failed.answer.error is not None
    assert (failed.answer.error.type, failed.answer.error.message) == ("overloaded_error", "Overloaded")
    assert [type(part) for part in called.answer.messages[0].parts] == [Reasoning, ToolCall, ToolCall]
    assert called.answer.usage is not None
    assert (called.answer.usage.output_tokens, called.answer.messages[0].native_finish_reason) == (9, "tool_use")
    assert called.interaction.id == "req_1"
    assert by_agent.model == "claude-gale-0"
    assert answered.interaction.duration_ms == 3000
    assert [problem.text for problem in answered.problems] == [_IS_LOG, "the result of a tool is an error: no rope"]
    assert [problem.text for problem in failed.problems if "records" in problem.text] == [
        "records of the log that are not shown: 1 file-history-snapshot, 1 compact_boundary"
    ]


def test_results_of_calls_made_side_by_side_are_all_sent_back() -> None:
    session = _loaded("claude-code/session.jsonl")
    parts = [part for message in _asked(session, 3) for part in message.parts]
    assert [(part.id, part.is_error) for part in parts if isinstance(part, ToolCallResponse)] == [
        ("toolu_1", True),
        ("toolu_2", False),
    ]


def test_a_session_is_linked_by_parents() -> None:
    session = _loaded("claude-code/session.jsonl")
    turns = session.threads.turns
    assert [turn.conversation for turn in turns] == [0, 0, 1, 0, 0, 0, 2, 2]
    assert (turns[1].retry_of, turns[3].parent) == (0, 1)
    assert turns[4].parent == turns[5].parent == 3, "what the user took back is a branch"
    assert session.threads[2].title.startswith("This session is being continued")
    assert _asked(session, 7)[0].parts == (Text("Thanks"),)


def test_a_log_of_a_sub_agent_is_read_by_itself() -> None:
    (summary,) = _loaded("claude-code/agent.jsonl").summaries
    assert (summary.title, summary.model) == ("Look the depth up.", "claude-gale-0")


def test_records_that_are_parents_of_one_another_end() -> None:
    told = {"sessionId": "s", "type": "user", "message": {"role": "user", "content": "hi"}}
    rows = [{**told, "uuid": "1", "parentUuid": "2"}, {**told, "uuid": "2", "parentUuid": "1"}]
    probe = formats.Probe("x.jsonl", "\n".join(map(json.dumps, rows)).encode())
    (interaction,) = formats.read_probe(probe).interactions
    assert interaction.response.status is None


def test_a_record_under_very_many_answers_is_not_told_with_each() -> None:
    told: dict[str, object] = {"sessionId": "s", "parentUuid": "1"}
    asked = {
        **told,
        "type": "user",
        "uuid": "1",
        "parentUuid": None,
        "message": {"role": "user", "content": "x" * 1000},
    }
    answers = [
        {**told, "type": "assistant", "uuid": f"a{n}", "message": {"id": f"m{n}", "role": "assistant", "content": []}}
        for n in range(100)
    ]
    text = "\n".join(map(json.dumps, [asked, *answers]))
    cassette = formats.read_probe(formats.Probe("x.jsonl", text.encode()))
    assert len(cassette.interactions) == 100
    assert sum(len(one.request.body.stored or b"") for one in cassette.interactions) < 2 * len(text)
    assert "not shown here again" in cassette.interactions[-1].problems[0].text


def test_calls_of_a_rollout() -> None:
    rollout = _loaded("codex/rollout.jsonl")
    called, told, anew = rollout.exchanges
    assert called.prompt is not None
    assert called.prompt.system[0].parts == (Text("You dive."),)
    assert called.model == "gale-codex"
    assert called.answer.usage is not None
    assert (called.answer.usage.input_tokens, called.answer.usage.output_tokens) == (20, 6)
    assert told.prompt is not None
    assert told.prompt.system == (), "a log of a thousand calls has the instructions once"
    assert told.answer.usage is not None
    assert told.answer.usage.cache_read_input_tokens == 20
    assert [type(part) for message in _asked(rollout, 1) for part in message.parts] == [ToolCallResponse]
    assert anew.answer.messages[0].parts == (Text("56 metres."),)
    assert anew.answer.usage is None, "the counts of before, told again"
    assert [part for message in _asked(rollout, 2) for part in message.parts] == [
        Text("The lake was measured without a rope."),
        Text("Try again."),
    ]
    assert [turn.conversation for turn in rollout.threads.turns] == [0, 0, 1]
    assert called.problems[0].text == "records of the log that are not shown: 1 ghost_snapshot, 1 turn_aborted"


def test_spans_of_a_trace() -> None:
    trace = _loaded("otlp/trace.json")
    called, told, failed = trace.exchanges
    assert called.prompt is not None
    assert called.interaction.request.url == "https://api.gale.example:8443/chat/completions"
    assert (called.prompt.model, called.model) == ("gale-1", "gale-1b")
    assert [tool.name for tool in called.prompt.tools] == ["sound"]
    assert called.answer.messages[0].parts == (Reasoning("I measure."), ToolCall("call_1", "sound", '{"lake": "Gale"}'))
    assert called.answer.usage is not None
    assert (called.answer.usage.input_tokens, called.answer.usage.cache_read_input_tokens) == (6, 2)
    assert called.interaction.duration_ms == 1500
    assert called.problems[0].text == "records of the log that are not shown: 1 invoke_agent, 1 execute_tool"
    assert _asked(trace, 1)[2].parts == (ToolCallResponse("call_1", "56"),)
    assert told.answer.messages[0].parts == (Text("56 metres"),)
    assert failed.answer.error is not None
    assert (failed.interaction.response.status, failed.answer.error.message) == (429, "Too deep")


def test_older_conventions_of_traces() -> None:
    by_event, by_number, at_once, detailed = _loaded("otlp/older.jsonl").exchanges
    assert by_event.prompt is not None
    assert by_event.prompt.system[0].parts == (Text("You dive."),)
    assert by_event.answer.messages[0].parts == (ToolCall("call_1", "sound", "{}"),)
    assert by_event.answer.messages[0].native_finish_reason == "tool_calls"
    assert by_number.prompt is not None
    assert [message.role for message in by_number.prompt.messages] == ["user", "assistant", "tool"]
    assert by_number.answer.messages[0].parts == (Text("56 metres"),)
    assert by_number.answer.usage is not None
    assert by_number.answer.usage.output_tokens == 3
    for exchange in (at_once, detailed):
        assert exchange.prompt is not None
        assert exchange.prompt.messages[0].parts == (Text("How deep?"),)
        assert exchange.answer.messages[0].parts == (Text("56"),)


def test_calls_of_a_session_of_copilot() -> None:
    session = _loaded("copilot-cli/events.jsonl")
    called, by_agent, answered, anew, unanswered = session.exchanges
    assert (called.model, by_agent.model) == ("gale-5", "gale-5-mini")
    assert [type(part) for part in called.answer.messages[0].parts] == [Reasoning, Text, ToolCall, ToolCall]
    assert called.interaction.duration_ms == 2000
    assert _asked(session, 1)[0].parts == (Text("Look the depth up."),)
    results = [part for message in _asked(session, 2) for part in message.parts]
    assert [part.id for part in results if isinstance(part, ToolCallResponse)] == ["t1", "t2"]
    assert answered.answer.usage is not None
    assert answered.answer.usage.output_tokens == 7
    assert [turn.conversation for turn in session.threads.turns] == [0, 1, 0, 2, 2]
    assert [part for message in _asked(session, 3) for part in message.parts] == [
        Text("The lake is 56 metres deep."),
        Text("And how wide?"),
    ]
    assert anew.answer.messages[0].parts == (Text("3 kilometres."),)
    assert unanswered.interaction.response.status is None
    assert called.problems[0].text == "records of the log that are not shown: 1 session.info"


def test_calls_of_a_session_of_opencode() -> None:
    session = _loaded("opencode-session/session.json")
    called, answered, failed, summed_up, anew = session.exchanges
    assert called.answer.usage is not None
    usage = called.answer.usage
    assert (usage.input_tokens, usage.output_tokens, usage.cache_read_input_tokens) == (18, 6, 10)
    assert (usage.cost, called.interaction.duration_ms) == (0.002, 4000)
    results = [part for message in _asked(session, 1) for part in message.parts]
    assert [part.id for part in results if isinstance(part, ToolCallResponse)] == ["c1", "c2"]
    assert answered.answer.messages[0].parts == (Text("56 metres."),)
    assert failed.answer.error is not None
    assert (failed.interaction.response.status, failed.answer.error.message) == (500, "the lake froze")
    assert summed_up.answer.messages[0].parts == (Text("The lake is 56 metres deep."),)
    assert [turn.conversation for turn in session.threads.turns] == [0, 0, 0, 0, 1]
    assert anew.answer.messages[0].parts == (Text("3 kilometres."),)


def test_failed_tools_and_lineage_of_both() -> None:
    copilot, opencode = (trace(_loaded(name)) for name in ("copilot-cli/events.jsonl", "opencode-session/session.json"))
    assert [(use.name, use.failed) for use in copilot.tools] == [("bash", True), ("task", False)]
    assert [(use.name, use.failed) for use in opencode.tools] == [("bash", True), ("read", False)]
    assert [child.title for use in copilot.tools for child in copilot.children(use)] == ["Look the depth up."]
    for runs in (copilot, opencode):
        (compaction,) = [run.compaction for run in runs.all if run.compaction is not None]
        assert compaction.conversation == 0


def test_tokens_that_a_rollout_tells_after_the_results_are_those_of_the_call_before() -> None:
    def counted(inputs: int, total: int) -> dict[str, object]:
        last = {"input_tokens": inputs, "output_tokens": 5, "total_tokens": inputs + 5}
        return {
            "type": "token_count",
            "info": {"total_token_usage": {"total_tokens": total}, "last_token_usage": last},
        }

    told = [
        ("session_meta", {"id": "s"}),
        ("turn_context", {"model": "m-1"}),
        ("response_item", {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "hi"}]}),
        ("response_item", {"type": "function_call", "name": "ls", "call_id": "c", "arguments": "{}"}),
        ("response_item", {"type": "function_call_output", "call_id": "c", "output": "a b"}),
        ("event_msg", counted(10, 15)),
        ("turn_context", {"model": "m-2"}),
        ("response_item", {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "A"}]}),
        ("token_usage_record", {"usage": {"input_tokens": 30, "output_tokens": 5, "total_tokens": 35}}),
        ("event_msg", counted(30, 50)),
    ]
    rows = [{"timestamp": "2026-01-05T10:00:00Z", "type": kind, "payload": payload} for kind, payload in told]
    data = "\n".join(map(json.dumps, rows)).encode()
    summaries = recording.load_text("x.jsonl", data).summaries
    assert [(one.model, one.usage and one.usage.input_tokens) for one in summaries] == [("m-1", 10), ("m-2", 30)]


def test_a_command_of_opencode_that_exits_with_a_code_failed() -> None:
    state = {"status": "completed", "input": {"command": "ls x"}, "output": "no x", "metadata": {"exit": 2}}
    task = {"status": "completed", "input": {"prompt": "dive"}, "output": "56", "metadata": {"sessionId": "ses_2"}}
    parts = [
        {"type": "tool", "tool": "bash", "callID": "c1", "state": state},
        {"type": "tool", "tool": "task", "callID": "c2", "state": task},
        {"type": "step-finish"},
        {"type": "text", "text": "No x."},
        {"type": "step-finish"},
    ]
    messages = [
        {"info": {"id": "m0", "role": "user", "sessionID": "ses_1"}, "parts": [{"type": "text", "text": "hi"}]},
        {"info": {"id": "m1", "role": "assistant", "sessionID": "ses_1", "modelID": "m"}, "parts": parts},
    ]
    data = json.dumps({"info": {"id": "ses_1", "version": "1"}, "messages": messages}).encode()
    bash, by_agent = trace(recording.load_text("x.json", data)).tools
    assert (bash.failed, by_agent.failed) == (True, False)


def test_calls_of_a_session_of_gemini_cli() -> None:
    session = _loaded("gemini-cli-session/session.jsonl")
    assert [summary.status for summary in session.summaries] == [200, 200, 200, 200, 200, None]
    called, answered, taken_back, *_ = session.exchanges
    assert called.answer.usage is not None
    counts = called.answer.usage.input_tokens, called.answer.usage.cache_read_input_tokens
    assert (*counts, called.answer.usage.output_tokens) == (3000, 1000, 36)
    parts = [type(part) for part in called.answer.messages[0].parts]
    assert parts == [Reasoning, Text, ToolCall, ToolCall, ToolCall]
    assert session.summaries[0].tools == ("run_shell_command", "ask_diver", "write_file")
    results = [part for message in _asked(session, 1) for part in message.parts]
    told = [(part.id, part.is_error) for part in results if isinstance(part, ToolCallResponse)]
    assert told == [("ls_1", False), ("agent_1", False), ("write_1", True)], "each result once"
    assert (answered.interaction.duration_ms, session.threads[0].title) == (2000, "How deep is the lake?")
    assert "1 info" in next(problem.text for problem in called.problems if "not shown" in problem.text)
    assert taken_back.prompt is not None


def test_what_a_session_of_gemini_cli_took_back_is_a_branch_and_what_it_replaced_a_compaction() -> None:
    session = _loaded("gemini-cli-session/session.jsonl")
    runs = trace(session)
    assert [step.branch_of for step in runs.steps] == [None, None, None, 1, None, None]
    assert [turn.conversation for turn in session.threads.turns] == [0, 0, 0, 0, 1, 1]
    assert runs.of(1).compaction is not None
    assert [turn.title for turn in runs.of(1).turns] == ["Again?", "Bye"]
    assert [use.failed for use in runs.tools] == [True, False, True]
    assert [use.agent for use in runs.tools] == [None, "b7c2", None]


def test_older_sessions_of_gemini_cli_are_one_document() -> None:
    session = _loaded("gemini-cli-session/session.json")
    assert [summary.answer for summary in session.summaries] == ["I look.", "Nobody knows."]
    (use,) = trace(session).tools
    assert (use.failed, use.result is not None and use.result.exchange) == (True, 1)


def test_what_the_program_says_in_a_models_place_is_no_call() -> None:
    told = {"sessionId": "s", "isSidechain": False, "timestamp": "2026-01-05T10:00:00Z"}

    def row(uuid: str, parent: str | None, kind: str, content: object, **message: object) -> dict[str, object]:
        said = {"role": kind, "content": content, **message}
        return {**told, "type": kind, "uuid": uuid, "parentUuid": parent, "message": said}

    rows = [
        row("1", None, "user", "<local-command-stdout>Compacted</local-command-stdout>"),
        row("2", "1", "assistant", [{"type": "text", "text": "No response requested."}], id="m1", model="<synthetic>"),
        row("3", "2", "user", "Say it again."),
        row("4", "3", "assistant", [{"type": "text", "text": "56 metres."}], id="m2", model="claude-gale-0"),
    ]
    session = recording.load_text("x.jsonl", "\n".join(map(json.dumps, rows)).encode())
    (summary,) = session.summaries
    assert (summary.model, summary.title) == ("claude-gale-0", "Say it again.")
    assert [message.role for message in _asked(session, 0)] == ["user", "assistant", "user"]
    assert [turn.title for run in trace(session).all for turn in run.turns] == ["Say it again."]


def _gemini_rows() -> list[dict[str, object]]:
    def message(id_: str, kind: str, content: object, **more: object) -> dict[str, object]:
        return {"id": id_, "timestamp": "2026-01-05T10:00:00Z", "type": kind, "content": content, **more}

    def answer(id_: str, text: str, **more: object) -> dict[str, object]:
        return message(id_, "gemini", text, model="gemini-gale-0", tokens={"input": 9, "output": 1}, **more)

    response = {"functionResponse": {"id": "c1", "name": "ls", "response": {"output": "a"}}}
    call = {"id": "c1", "name": "ls", "args": {}, "result": [response], "status": "success"}
    head: dict[str, object] = {"sessionId": "s", "projectHash": "h", "startTime": "2026-01-05T10:00:00Z"}
    called, results = answer("g1", "I look.", toolCalls=[call]), message("u2", "user", [response])
    return [head, message("u1", "user", "How deep?"), called, results, answer("g2", "56 metres.")]


def _gemini(rows: list[dict[str, object]]) -> Recording:
    return recording.load_text("x.jsonl", "\n".join(map(json.dumps, rows)).encode())


def test_what_claude_code_says_in_the_user_s_name_opens_no_turn(tmp_path: Path) -> None:
    continued = "Continue from where you left off."

    def said(uuid: str, parent: str | None, text: object, **more: object) -> dict[str, object]:
        return log_record(uuid, parent, "user", {"role": "user", "content": text}, **more)

    def told(uuid: str, parent: str) -> dict[str, object]:
        return log_answer(uuid, parent, [{"type": "text", "text": "56 m"}])

    rows = [
        said("1", None, "How deep is it?"),
        told("2", "1"),
        said("3", "2", [{"type": "text", "text": continued}], isMeta=True),
        told("4", "3"),
        said("5", "4", "y" * 900, isMeta=True),
        told("6", "5"),
        said("7", "6", continued),  # a human may say so too
        told("8", "7"),
    ]
    session = recording.load(write_records(tmp_path / "s.jsonl", rows))
    (run,) = trace(session).all
    assert [(turn.title, len(turn.steps)) for turn in run.turns] == [("How deep is it?", 3), (continued, 1)]
    assert [part for message in _asked(session, 1) for part in message.parts] == [Text(continued)]


def test_a_return_takes_back_a_message_with_what_came_after_it() -> None:
    def said(id_: str) -> dict[str, object]:
        return {"id": id_, "type": "user", "content": id_}

    rows: list[dict[str, object]] = [said("a"), said("b"), said("c"), {"$rewindTo": "b"}, said("d")]
    assert _texts(_gemini([*_gemini_rows()[:1], *rows]).exchanges[1].asked) == ["a", "d"]
    nowhere: list[dict[str, object]] = [said("a"), said("b"), {"$rewindTo": "z"}, said("d")]
    assert _texts(_gemini([*_gemini_rows()[:1], *nowhere]).exchanges[1].asked) == ["d"]


def _texts(messages: Sequence[Message]) -> list[str]:
    return [part.content for message in messages for part in message.parts if isinstance(part, Text)]


def test_a_resumed_session_of_gemini_cli_writes_its_messages_again_and_asks_nothing_twice() -> None:
    rows = _gemini_rows()
    again = [*rows[1:3], {**rows[3], "id": "g1"}, *rows[3:]]  # results once more, under the id of the call's message
    resumed = _gemini([*rows, {"$set": {"messages": again}}, {**rows[1], "id": "u3"}, {**rows[4], "id": "g3"}])
    assert [summary.answer for summary in resumed.summaries] == ["I look.", "56 metres.", "56 metres."]
    assert len(resumed.threads) == 1
    assert trace(resumed).of(0).compaction is None
    assert [len(_asked(resumed, number)) for number in range(3)] == [1, 1, 1]


def test_what_a_compaction_of_gemini_cli_keeps_is_sent_again_and_no_call() -> None:
    rows = _gemini_rows()
    summary = {**rows[1], "id": "c0", "content": "<summary>Somebody asked how deep it is.</summary>"}
    put: dict[str, object] = {"$set": {"messages": [summary, rows[4]]}}
    compacted = _gemini([*rows, put, {**rows[1], "id": "u3", "content": "Sure?"}, {**rows[4], "id": "g3"}])
    assert [one.status for one in compacted.summaries] == [200, 200, 200]
    assert [message.role for message in _asked(compacted, 2)] == ["user", "assistant", "user"]
    found = trace(compacted).of(1).compaction
    assert found is not None
    assert found.conversation == 0


def test_what_gemini_cli_takes_back_after_a_failure_was_asked_and_is_not_sent_again() -> None:
    head, asked, called, results, answered = _gemini_rows()
    context = {**asked, "id": "u0", "content": "<session_context> The lake is here."}
    bad = {**asked, "id": "b1", "content": "Bad?"}
    back: dict[str, object] = {"$set": {"messages": [context]}}
    session = _gemini([head, context, bad, back, asked, called, results, answered])
    assert [(one.status, one.title) for one in session.summaries[:2]] == [(None, "Bad?"), (200, "How deep?")]
    assert len(session.summaries) == 3
    assert [len(_asked(session, number)) for number in range(3)] == [2, 2, 1]
