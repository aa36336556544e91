# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A good stream has no problem; each test breaks one thing and finds exactly that."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import pytest

from viewer.core import bodies, dialects, health, streams
from viewer.core.case import UncheckedExchange
from viewer.core.errors import Problem, Severity
from viewer.core.fold import fold
from viewer.core.model import Body, Headers, Interaction, Request, Response
from viewer.core.streams import EventList

Payload: TypeAlias = Any
"""JSON as a test writes it."""

URL = "https://api.example.com/v1/chat/completions"
JSON_TYPE = "application/json"
ASKED: Payload = {
    "model": "m-1",
    "stream": True,
    "messages": [{"role": "user", "content": "Hi"}],
    "tools": [
        {
            "type": "function",
            "function": {"name": "add", "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}}},
        }
    ],
}


def _chunk(delta: Payload, finish: str | None = None, index: int = 0, **envelope: Payload) -> Payload:
    choice = {"index": index, "delta": delta, "finish_reason": finish}
    return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "model": "m-1", "choices": [choice], **envelope}


def _call(arguments: str, name: str = "add", index: int = 0) -> Payload:
    call = {"index": index, "id": f"call_{index}", "function": {"name": name, "arguments": arguments}}
    return _chunk({"tool_calls": [call]})


HELLO, WORLD, STOP, DONE = _chunk({"content": "Hello"}), _chunk({"content": " world"}), _chunk({}, "stop"), "[DONE]"


def _sse(payloads: Sequence[Payload]) -> str:
    return "".join(f"data: {p if isinstance(p, str) else json.dumps(p)}\n\n" for p in payloads)


def _evidence(
    answer: str, asked: Payload = ASKED, *, url: str = URL, status: int = 200, types: tuple[str, str] = (JSON_TYPE, "")
) -> UncheckedExchange:
    """What `analysis` has in hands when it asks for problems."""
    sent = asked if isinstance(asked, str) else json.dumps(asked)
    of = [Headers((("Content-Type", content_type),)) if content_type else Headers() for content_type in types]
    interaction = Interaction(
        0,
        Request("POST", url, of[0], Body(sent.encode())),
        Response(status, "", of[1], Body(answer.encode())),
    )
    request = bodies.decode(interaction.request.body, of[0])
    response = bodies.decode(interaction.response.body, of[1])
    framing, events = streams.frame(response.data, types[1])
    dialect = dialects.choose(interaction, request.json, events[0] if events else None)
    steps = [dialect.deltas(event) for event in events] if dialect else [()] * len(events)
    if dialect and not events:
        steps = [dialect.response(response.json if response.is_json else response.text)]
    assembly = fold(steps)
    prompt = dialect.request(request.json) if dialect else None
    return UncheckedExchange(
        interaction, request, response, framing, events, dialect, prompt, assembly, assembly.answer()
    )


def _found(evidence: UncheckedExchange) -> list[tuple[Severity, str, int | None]]:
    """Severity, text and event of each problem; the line is that of the byte, counted in tens to tell it apart."""
    problems = health.check(evidence, line_at=lambda offset: offset * 10)
    for problem in problems:
        if problem.event is not None:
            assert problem.line == evidence.events[problem.event - 1].span[0] * 10
    return [(problem.severity, problem.text, problem.event) for problem in problems]


def _of(*payloads: Payload, asked: Payload = ASKED, url: str = URL) -> list[tuple[Severity, str, int | None]]:
    return _found(_evidence(_sse(payloads), asked, url=url))


ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def test_a_good_stream_has_no_problem() -> None:
    assert _of(HELLO, WORLD, STOP, DONE) == []
    assert _of(_call('{"a": 1}'), _chunk({}, "tool_calls"), DONE) == []


def test_a_good_whole_answer_has_no_problem() -> None:
    message = {"role": "assistant", "content": "Hello"}
    body = {"id": "x", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}
    assert _found(_evidence(json.dumps(body))) == []


# --- The end of a stream --------------------------------------------------------------------------------


def test_a_stream_that_was_cut_off_is_told_once() -> None:
    assert _of(HELLO, WORLD) == [(ERROR, "the stream was cut off: it ends without finish reason and [DONE]", 2)]


def test_no_end_mark() -> None:
    assert _of(HELLO, STOP) == [(WARNING, "the stream ends without [DONE]", 2)]


@pytest.mark.parametrize("host", ["api.perplexity.ai", "api.writer.com", "router.huggingface.co"])
def test_hosts_that_send_no_end_mark(host: str) -> None:
    assert _of(HELLO, STOP, url=f"https://{host}/v1/chat/completions") == []


def test_no_finish_reason() -> None:
    assert _of(HELLO, DONE) == [(WARNING, "no finish reason", 2)]
    assert _of(HELLO, _chunk({}, ""), DONE) == [(WARNING, "no finish reason", 3)]
    second = _chunk({"content": "x"}, index=1)
    assert _of(HELLO, second, STOP, DONE) == [(WARNING, "no finish reason for choice 1", 4)]


def test_a_stream_without_message() -> None:
    assert _of({"id": "chatcmpl-1", "choices": []}, DONE) == [(WARNING, "the stream holds no message", 2)]


def test_an_error_explains_why_a_stream_ends() -> None:
    failed = {"error": {"message": "Overloaded", "code": 503}}
    assert _of(HELLO, failed) == [(ERROR, "an error inside a 200 answer: Overloaded", 2)]


def test_an_error_is_told_once_and_not_as_an_end_too() -> None:
    failed = {"error": {"message": "Overloaded"}, **_chunk({}, "error")}
    assert _of(HELLO, failed) == [(ERROR, "an error inside a 200 answer: Overloaded", 2)]
    assert _of(HELLO, failed, failed) == [(ERROR, "an error inside a 200 answer: Overloaded", 2)]
    refused = {"choices": [{"index": 0, "message": {"content": ""}, "finish_reason": "error"}]}
    assert _found(_evidence(json.dumps(refused), status=500)) == []


def test_an_error_answer_is_no_problem_of_its_own() -> None:
    assert _found(_evidence(json.dumps({"error": {"message": "Slow down"}}), status=429)) == []


def test_no_body() -> None:
    evidence = _evidence("")
    assert _found(evidence) == [(WARNING, "the answer has no body", None)]
    left_out = replace(evidence.interaction.response, body=Body(None))
    told = replace(evidence.interaction, response=left_out, problems=(Problem(INFO, "the body was not recorded"),))
    assert _found(replace(evidence, interaction=told)) == []


# --- Events ---------------------------------------------------------------------------------------------


def test_a_last_event_that_is_cut_off() -> None:
    cut = json.dumps(WORLD)[:40]
    for body in (f"data: {cut}", f"data: {cut}\n\n"):
        found = _found(_evidence(_sse([HELLO]) + body))
        serious = [one for one in found if one[0] is not INFO]
        assert serious == [
            (ERROR, "the stream was cut off inside an event: it ends without finish reason and [DONE]", 2)
        ]


def test_arguments_that_are_cut_off_with_their_stream_are_told_once() -> None:
    text = "the stream was cut off inside the arguments of “add”: it ends without finish reason and [DONE]"
    assert _of(_call('{"a": ')) == [(ERROR, text, 1)]
    cut = _found(_evidence(_sse([_call('{"a": ')]) + 'data: {"id": "c'))
    assert cut == [(ERROR, text, 2)]


def test_an_event_that_is_no_json() -> None:
    (problem,) = _of(HELLO, "{'content': 1}", STOP, DONE)
    assert problem == (ERROR, "the event is not JSON (character 2)", 2)


def test_plain_text_is_a_problem_of_no_other_api() -> None:
    evidence = _evidence(_sse(["Hello", "[DONE]", " world"]), url="https://example.com/words", asked="")
    assert evidence.dialect is None
    assert _found(evidence) == []


def test_what_the_decoder_found_gets_its_place() -> None:
    evidence = _evidence(_sse([HELLO, STOP, DONE]))
    stray = evidence.events[1]._replace(problems=(Problem(WARNING, "stray line"),))
    events = EventList((evidence.events[0], stray, evidence.events[2]))
    assert _found(replace(evidence, events=events)) == [(WARNING, "stray line", 2)]


def test_json_that_is_too_deep_to_be_read() -> None:
    deep = "[" * 5000 + "]" * 5000
    (problem,) = _of(HELLO, f'{{"choices": {deep}}}', STOP, DONE)
    assert problem == (WARNING, "the event's JSON is nested too deeply to be read", 2)


# --- Contents -------------------------------------------------------------------------------------------


def test_usage_that_was_asked_for() -> None:
    asked = {**ASKED, "stream_options": {"include_usage": True}}
    text = "usage was asked for (stream_options.include_usage) and not sent"
    assert _of(HELLO, STOP, DONE, asked=asked) == [(WARNING, text, 3)]
    counted = {"id": "chatcmpl-1", "choices": [], "usage": {"prompt_tokens": 1}}
    assert _of(HELLO, STOP, counted, DONE, asked=asked) == []


def test_gaps_in_numbers() -> None:
    second = _chunk({"content": "x"}, "stop", index=2)
    assert _of(HELLO, STOP, second, DONE) == [(WARNING, "choice 1 is missing before choice 2", 4)]
    calls = [_call("{}"), _call("{}", index=2), _chunk({}, "tool_calls")]
    assert _of(*calls, DONE) == [(WARNING, "tool call 1 is missing before tool call 2", 2)]


def test_numbers_may_begin_with_one() -> None:
    calls = [_call("{}", index=1), _call("{}", index=2), _chunk({}, "tool_calls")]
    assert _of(*calls, DONE) == []


def test_an_id_that_changes() -> None:
    other = {**WORLD, "id": "chatcmpl-2"}
    text = "the id changes within the stream, from “chatcmpl-1” to “chatcmpl-2”"
    assert _of(HELLO, other, {**STOP, "id": "chatcmpl-2"}, DONE) == [(INFO, text, 2)]


def test_an_empty_id_is_no_change() -> None:
    assert _of({"id": "", "choices": []}, HELLO, STOP, DONE) == []


def test_text_after_the_finish_reason() -> None:
    assert _of(HELLO, STOP, WORLD, DONE) == [(INFO, "more was added after the finish reason", 3)]
    assert _of(HELLO, STOP, _chunk({"content": ""}), DONE) == []


@pytest.mark.parametrize(
    ("native", "expected"),
    [
        ("length", (INFO, "the answer was stopped by the length limit (length)", 2)),
        ("content_filter", (INFO, "the answer was stopped by a content filter (content_filter)", 2)),
        ("error", (ERROR, "the answer was ended by an error (error)", 2)),
    ],
)
def test_answers_that_ended_too_early(native: str, expected: tuple[Severity, str, int]) -> None:
    assert _of(HELLO, _chunk({}, native), DONE) == [expected]


# --- Tool calls -----------------------------------------------------------------------------------------


def test_arguments_that_are_no_json() -> None:
    pieces = [_call('{"a": '), _call("oops"), _call("}"), _chunk({}, "tool_calls"), DONE]
    assert _of(*pieces) == [
        (INFO, "id and name of “add” are told again", 2),
        (ERROR, "the arguments of “add” are not JSON at character 7", 2),
    ]
    assert _of(_call('{"a": '), _chunk({}, "tool_calls"), DONE) == [
        (ERROR, "the arguments of “add” end before their JSON does", 1)
    ]
    limit = ": the answer was stopped by the length limit (length)"
    assert _of(_call('{"a": '), _chunk({}, "length"), DONE) == [
        (ERROR, f"the arguments of “add” end before their JSON does{limit}", 1)
    ]
    custom = {**ASKED, "tools": [{"type": "custom", "custom": {"name": "add"}}]}
    assert _of(_call('{"a": '), _chunk({}, "length"), DONE, asked=custom) == [
        (INFO, "the answer was stopped by the length limit (length)", 2)
    ]
    assert _of(_call('{"a":\n oops}'), _chunk({}, "tool_calls"), DONE) == [
        (ERROR, "the arguments of “add” are not JSON at character 8 (line 2, column 2)", 1)
    ]


def test_no_arguments_are_good_arguments() -> None:
    assert _of(_call(""), _chunk({}, "tool_calls"), DONE) == []


def test_a_tool_that_nobody_declared() -> None:
    answer = [_call("{}", name="divide"), _chunk({}, "tool_calls"), DONE]
    assert _of(*answer) == [(WARNING, "the answer calls “divide”, which the request does not declare", 1)]


def test_without_a_request_nothing_is_undeclared() -> None:
    assert _of(_call("{}"), _chunk({}, "tool_calls"), DONE, asked="") == []


def test_one_finish_of_coheres_is_that_of_all_texts() -> None:
    said = [{"index": index, "text": text, "is_finished": False} for index, text in ((0, "a"), (1, "b"))]
    end = {"is_finished": True, "finish_reason": "COMPLETE"}
    url, asked = "https://api.cohere.com/v1/generate", {"prompt": "Hi", "num_generations": 2, "stream": True}
    evidence = _evidence("".join(json.dumps(line) + "\n" for line in (*said, end)), asked, url=url)
    assert evidence.assembly.choices == [0, 1]
    assert [text for _, text, _ in _found(evidence) if "cut off" in text] == []
    unended = _evidence("".join(json.dumps(line) + "\n" for line in said), asked, url=url)
    assert [text for _, text, _ in _found(unended) if "cut off" in text] != []


def test_arguments_that_do_not_fit_are_found_by_the_slower_check() -> None:
    evidence = _evidence(_sse([_call('{"a": "x"}'), _chunk({}, "tool_calls"), DONE]))
    assert _found(evidence) == []
    (problem,) = health.check_schemas(evidence, line_at=lambda _: 7)
    text = "the arguments of “add” do not fit its schema at a: 'x' is not of type 'integer'"
    assert problem == Problem(WARNING, text, line=7, event=1)
    good = _evidence(_sse([_call('{"a": 1}'), _chunk({}, "tool_calls"), DONE]))
    assert health.check_schemas(good, line_at=lambda _: 7) == ()


# --- Bodies ---------------------------------------------------------------------------------------------


def test_bodies_that_are_not_what_they_claim() -> None:
    evidence = _evidence("<html>", '{"model": "m-1",}', status=502, types=(JSON_TYPE, JSON_TYPE))
    claim = "body is not the JSON that its content type claims"
    assert _found(evidence) == [
        (WARNING, f"the request {claim} (character 17)", None),
        (WARNING, f"the response {claim} (character 1)", None),
    ]
    assert _found(_evidence("<html>", status=502, types=(JSON_TYPE, "text/html"))) == []
    types = (JSON_TYPE, "application/stream+json")
    lines = _evidence('{"a": 1}\n{"b": 2}\n', "", url="https://example.com/", types=types)
    assert _found(lines) == []


def test_streams_under_another_content_type_and_the_other_way_round() -> None:
    stream = _sse([HELLO, _chunk({}, "stop"), DONE])
    text = "the body is a stream of server-sent events, but its content type says application/json"
    assert _found(_evidence(stream, types=(JSON_TYPE, JSON_TYPE))) == [(INFO, text, None)]
    assert _found(_evidence(stream, types=(JSON_TYPE, "Text/Event-Stream; charset=utf-8"))) == []
    refused = json.dumps({"error": {"message": "Slow down", "type": "rate_limit"}})
    said = "the content type says that the body is an event stream, but it is"
    types = (JSON_TYPE, "text/event-stream")
    assert _found(_evidence(refused, status=429, types=types)) == [(INFO, f"{said} one JSON value", None)]
    assert _found(_evidence("Bad gateway", status=502, types=types)) == [(WARNING, f"{said} none", None)]


def test_a_request_that_claims_nothing_and_begins_like_json() -> None:
    text = "the request body begins like JSON and is none (character 17)"
    types = ("", "text/event-stream")
    assert (WARNING, text, None) in _found(_evidence(_sse([HELLO, STOP, DONE]), '{"model": "m-1" "n"}', types=types))


def test_an_answer_left_out() -> None:
    assert _found(_evidence("")) == [(WARNING, "the answer has no body", None)]
    assert _found(_evidence("", {"mime_type": "text/plain"})) == []


# --- Usage and counters -----------------------------------------------------------------------------------


def test_counts_that_contradict() -> None:
    counted = [{**HELLO, "usage": {"completion_tokens": 7}}, {**STOP, "usage": {"completion_tokens": 5}}]
    assert _of(*counted, DONE) == [(WARNING, "the output tokens counted fall from 7 to 5", 2)]
    none = {**STOP, "usage": {"prompt_tokens": 3, "completion_tokens": 0}}
    assert _of(HELLO, none, DONE) == [(WARNING, "usage counts no output tokens, though the model said something", 2)]


def _responses(*events: Payload, model: str = "m-1") -> list[tuple[Severity, str, int | None]]:
    asked = {"model": model, "stream": True, "input": "Hi"}
    stream = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)
    return _found(_evidence(stream, asked, url="https://api.example.com/v1/responses"))


def test_events_that_their_own_count_leaves_out() -> None:
    answer = {"id": "resp_1", "object": "response", "model": "m-1", "status": "completed", "output": []}
    usage = {"input_tokens": 1, "output_tokens": 2}
    text = {"type": "response.output_text.delta", "item_id": "i", "output_index": 0, "content_index": 0, "delta": "Hi"}
    created = {"type": "response.created", "sequence_number": 0, "response": {**answer, "status": "in_progress"}}
    done = {"type": "response.completed", "response": {**answer, "usage": usage}}
    assert _responses(created, {**text, "sequence_number": 1}, {**done, "sequence_number": 2}) == []
    (gap,) = _responses(created, {**text, "sequence_number": 4}, {**done, "sequence_number": 5})
    assert gap == (WARNING, "sequence_number goes from 0 to 4", 2)
    silent = {"type": "response.completed", "sequence_number": 2, "response": answer}
    (missing,) = _responses(created, {**text, "sequence_number": 1}, silent)
    assert missing == (INFO, "the stream ends without usage, which this API always sends", 3)


def test_end_marks_are_for_server_sent_events() -> None:
    lines = "".join(json.dumps(chunk) + "\n" for chunk in (HELLO, STOP))
    assert _found(_evidence(lines, types=(JSON_TYPE, "application/x-ndjson"))) == []


def test_what_no_dialect_knows_is_told_once_for_each_place() -> None:
    odd = _chunk({"content": "Hi", "mood": "calm"})
    assert [text for _, text, _ in _of(odd, odd, STOP, DONE)] == ["not understood: choices[].delta.mood (2 times)"]


def test_an_answer_whose_words_no_message_holds_is_a_warning() -> None:
    silent = _chunk({}, "stop", service_tier="words that nobody reads")
    assert "the answer holds words, and none of them was understood" in [text for _, text, _ in _of(silent, DONE)]
