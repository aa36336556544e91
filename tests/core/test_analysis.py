# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The pipeline over one interaction: total on anything, and honest about what it could not understand."""

from __future__ import annotations

import gzip
import json
import logging
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.core.chats import JSON_TYPE, SSE_TYPE, URL, asked, call, refused, said, user, whole
from viewer.core import dialects, recording
from viewer.core.analysis import Exchange, analyse
from viewer.core.formats import _yaml
from viewer.core.messages import Text, ToolCall
from viewer.core.model import Body, Headers, Interaction, Request, Response
from viewer.core.place import Place
from viewer.core.summary import summarise
from viewer.core.text.json_values import Json
from viewer.core.timeline import TimeSource

ASKED = asked([user("Hello")], stream=True)


def _analysed(request: Request, response: Response, duration_ms: float | None = None) -> Exchange:
    return analyse(Interaction(0, request, response, duration_ms=duration_ms))


def _stream(*events: Json | str) -> bytes:
    lines = (event if isinstance(event, str) else json.dumps(event) for event in events)
    return "".join(f"data: {line}\n\n" for line in lines).encode()


def _chunk(**delta: Json) -> dict[str, Json]:
    choice: Json = {"index": 0, "delta": delta, "finish_reason": None}
    return {"id": "x", "object": "chat.completion.chunk", "model": "parrot-2", "choices": [choice]}


# --- Anything at all

_WORDS = (
    "id object model choices index delta message content role tool_calls function function_call name arguments error "
    "messages tools parameters usage prompt_tokens reasoning_content reasoning_details finish_reason type text"
)
_words = st.sampled_from(_WORDS.split())
_json = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=4),
    max_leaves=8,
)
_lines = st.lists(st.sampled_from(["data: ", "data:", "event: ", ": ", "id: ", "", "\r", "junk"]), max_size=6)
_bodies = st.one_of(
    st.none(),
    st.binary(max_size=40),
    _json.map(lambda value: json.dumps(value).encode()),
    st.lists(_json, max_size=4).map(lambda events: _stream(*events)),
    st.tuples(_lines, _json).map(lambda it: "\n".join(f"{line}{json.dumps(it[1])}" for line in it[0]).encode()),
    _json.map(lambda value: gzip.compress(json.dumps(value).encode())[:30]),
)
_headers = st.lists(
    st.tuples(
        st.sampled_from(["Content-Type", "content-type", "Content-Encoding", "Content-Length", "Transfer-Encoding"]),
        st.sampled_from(["application/json", "text/event-stream", "gzip", "br", "chunked", "12", "; charset=no", "é"]),
    ),
    max_size=3,
).map(lambda fields: Headers(tuple(fields)))
_urls = st.sampled_from([URL, "", "http://[", "https://x/%ff", "https://a.example/v1/chat", "\x00"]) | st.text(
    max_size=9
)
_requests = st.builds(Request, st.sampled_from(["POST", "GET", ""]), _urls, _headers, st.builds(Body, _bodies))
_responses = st.builds(
    Response,
    st.sampled_from([None, 0, 101, 200, 204, 302, 429, 999, -1]),
    headers=_headers,
    body=st.builds(Body, _bodies),
)


@given(_requests, _responses, st.none() | st.floats(0, 1e9))
def test_analysis_takes_anything_and_its_parts_agree(
    request: Request, response: Response, duration_ms: float | None
) -> None:
    exchange = _analysed(request, response, duration_ms)
    steps = exchange.assembly.steps
    assert steps == (len(exchange.events) if exchange.events else exchange.shown_whole) <= max(len(exchange.events), 1)
    assert len(exchange.timeline) == len(exchange.events) == len(exchange.timeline.kinds)
    assert exchange.answer == exchange.assembly.answer(exchange.shown_whole)
    assert (exchange.prompt is None) == (exchange.dialect is None)
    assert all(0 < marker.position <= len(exchange.events) for marker in exchange.timeline.markers)
    assert [event.index for event in exchange.events] == list(range(len(exchange.events)))


# --- What is understood


def test_a_stream_is_folded_event_by_event() -> None:
    body = _stream(_chunk(role="assistant", content=""), _chunk(content="He"), _chunk(content="llo"), "[DONE]")
    exchange = _analysed(ASKED, Response(200, "OK", SSE_TYPE, Body(body)), 100.0)
    assert (exchange.framing, exchange.is_stream, len(exchange.events)) == ("sse", True, 4)
    assert exchange.answer.messages[0].parts == (Text("Hello"),)
    assert (exchange.model, exchange.timeline.source, exchange.failed) == ("parrot-2", TimeSource.SCALED, False)


def test_a_whole_answer_is_one_step_and_has_nothing_to_play() -> None:
    exchange = _analysed(asked([user("Hello")]), whole(said("Hi", call("c1", "add"))), 100.0)
    assert (exchange.framing, exchange.is_stream, exchange.shown_whole) == (None, False, 1)
    assert exchange.answer.messages[0].parts == (Text("Hi"), ToolCall("c1", "add", "{}"))
    assert exchange.timeline.markers == ()


def test_before_an_answer_names_a_model_the_one_that_was_asked_counts() -> None:
    assert _analysed(ASKED, refused()).model == "parrot-1"


def test_an_answer_under_the_wrong_content_type_is_known_by_its_bytes() -> None:
    body = _stream(_chunk(content="Hi"), "[DONE]")
    assert _analysed(ASKED, Response(200, "OK", JSON_TYPE, Body(body))).is_stream


def test_plain_http_has_no_dialect_and_no_answer() -> None:
    page = Response(200, "OK", Headers((("Content-Type", "text/html"),)), Body(b"<html>"))
    exchange = _analysed(Request("GET", "https://example.org/"), page)
    assert (exchange.dialect, exchange.prompt, exchange.answer.messages, exchange.failed) == (None, None, (), False)
    assert exchange.response.text == "<html>"


def test_a_stream_that_no_dialect_reads_still_has_its_events() -> None:
    other = Response(200, "OK", SSE_TYPE, Body(_stream({"a": 1}, {"a": 2})))
    exchange = _analysed(Request("GET", "https://example.org/feed"), other)
    assert exchange.dialect is None
    assert (len(exchange.events), list(exchange.assembly.additions)) == (2, [(), ()])


# --- What failed


@pytest.mark.parametrize(
    ("response", "failed"),
    [
        (whole(said("Hi")), False),
        (Response(204), False),
        (Response(302), False),
        (refused(), True),
        (Response(500), True),
        (Response(0), True),
        (Response(None), True),
        (Response(200, "OK", SSE_TYPE, Body(_stream(_chunk(content="He"), {"error": {"message": "broke"}}))), True),
        (Response(200, "OK", JSON_TYPE, Body(b'{"error": {"message": "broke"}}')), True),
    ],
)
def test_failed_is_what_gave_no_good_answer(response: Response, failed: bool) -> None:
    assert _analysed(ASKED, response).failed is failed


def test_the_words_of_an_error_are_the_answer() -> None:
    error = _analysed(ASKED, refused()).answer.error
    assert error is not None
    assert error.message == "Slow down"


def test_an_error_page_that_is_no_json_is_told_as_it_is() -> None:
    page = Response(502, "", Headers((("Content-Type", "text/html"),)), Body(b"<h1>Bad gateway</h1>"))
    error = _analysed(ASKED, page).answer.error
    assert error is not None
    assert "Bad gateway" in error.message


# --- Places


def _placed(text: str) -> Place:
    """The place of a text that stands in a file as a literal block, from line 2 on."""
    document = _yaml.load(yaml.safe_dump({"body": text}, default_style="|", allow_unicode=True))
    place = document.place(("body",))
    assert place is not None
    return place


def test_events_and_bytes_know_their_line_of_the_file() -> None:
    body = _stream(_chunk(content="é"), "[DONE]").replace(b"\\u00e9", "é".encode())
    exchange = _analysed(ASKED, Response(200, "OK", SSE_TYPE, Body(body, _placed(body.decode()))))
    assert [exchange.line_of_event(0), exchange.line_of_event(1)] == [2, 4]
    assert exchange.response_line(len(body) - 3) == 4
    assert exchange.request_line(0) is None


def test_in_a_body_whose_coding_was_undone_every_byte_is_at_its_first_line() -> None:
    text = "6\r\n{}\n{}\n\r\n0\r\n\r\n"
    place = _placed("{}\n{}\n")
    asked_with = Request("POST", URL, JSON_TYPE, Body(text.encode(), place))
    exchange = _analysed(asked_with, Response(200, "OK", JSON_TYPE, Body(text.encode(), place)))
    assert exchange.response.encodings == ("chunked",)
    assert exchange.response_line(4) == exchange.response_line(0)
    assert exchange.request_line(4) == exchange.request_line(0)


def test_a_dialect_that_fails_costs_its_interaction_only(
    monkeypatch: pytest.MonkeyPatch, samples: Path, stray_logs: list[logging.LogRecord]
) -> None:
    broken, good = recording.load(samples / "agent-tools.yaml").cassette.interactions[:2]

    def fail(*_: object) -> None:
        raise LookupError("a plug-in\nof somebody")

    with monkeypatch.context() as patched:
        patched.setattr(dialects, "choose", fail)
        exchange = analyse(broken)
    assert [record.exc_info is not None for record in stray_logs] == [True]
    stray_logs.clear()
    assert [problem.text for problem in exchange.problems] == ["internal error: LookupError: a plug-in of somebody"]
    assert exchange.response.data
    assert exchange.answer.messages == ()
    assert not summarise(exchange).says_something
    assert analyse(good).dialect is not None
