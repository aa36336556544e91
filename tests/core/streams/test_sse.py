# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

from collections.abc import Iterator, Sequence

import httpx_sse
import pytest
from httpx_sse._decoders import SSEDecoder, SSELineDecoder
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.errors import Severity
from viewer.core.streams import StreamEvent, frame


def _events(body: bytes) -> Sequence[StreamEvent]:
    name, events = frame(body, None)
    assert name == "sse"
    return events


def _texts(event: StreamEvent) -> list[str]:
    return [problem.text for problem in event.problems]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_an_event_in_full(line_end: str, mark: bytes) -> None:
    text = ': hello\n\nevent: add\nid: 7\nretry: 10\ndata: {"a":\ndata:  1}\n\n\ndata\n\n'.replace("\n", line_end)
    first, second = _events(mark + text.encode())
    assert (first.index, first.name, first.id, first.data) == (0, "add", "7", '{"a":\n 1}')
    assert (first.json, first.is_json, first.problems) == ({"a": 1}, True, ())
    assert (second.index, second.name, second.id, second.data) == (1, None, "7", "")
    assert not second.is_json


def test_the_span_is_the_lines_of_the_event() -> None:
    body = "\ufeff: é\n\nevent: x\ndata: é1\n: c\ndata: 2\n\n\ndata: 3".encode()
    assert [body[slice(*event.span)].decode() for event in _events(body)] == [
        "event: x\ndata: é1\n: c\ndata: 2",
        "data: 3",
    ]


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_only_cr_and_lf_end_a_line(character: str) -> None:
    (event,) = _events(f"data: a{character}b\n\n".encode())
    assert event.data == f"a{character}b"


def test_null_is_json_and_done_is_not() -> None:
    null, done = _events(b"data: null\n\ndata: [DONE]\n\n")
    assert (null.is_json, null.json) == (True, None)
    assert (done.is_json, done.json, done.problems) == (False, None, ())


@pytest.mark.parametrize(
    ("tail", "count", "severity", "said"),
    [
        (b"data: 2", 2, Severity.INFO, "without a blank line"),
        (b"data: [DONE]\n", 2, Severity.INFO, "without a blank line"),
        (b'data: {"a": "cut', 2, Severity.WARNING, "incomplete"),
        (b"event: x", 1, Severity.WARNING, "inside an event"),
        (b"da", 1, Severity.WARNING, "no field of an event: da"),
    ],
)
def test_a_broken_tail_is_a_problem_of_the_last_event(tail: bytes, count: int, severity: Severity, said: str) -> None:
    events = _events(b"data: 1\n\n" + tail)
    assert len(events) == count
    (problem,) = events[-1].problems
    assert problem.severity is severity
    assert said in problem.text
    assert problem.event == count


def test_a_stray_line_is_kept_with_the_next_event() -> None:
    first, second = _events(b"data: 1\n\nerror: gone\n\ndata: 2\n\n")
    assert first.problems == ()
    assert _texts(second) == ["a line that is no field of an event: error: gone"]


def test_an_error_in_a_field_of_its_own_is_an_event() -> None:
    _, second = _events(b'data: 1\n\nerror: {"error": {"message": "no room"}}\n\n')
    assert (second.name, second.json, second.problems) == ("error", {"error": {"message": "no room"}}, ())


def test_strays_without_any_event_are_an_event_of_their_own() -> None:
    (event,) = _events(b"event: x\nfoo\n\n")
    assert event.data == ""
    assert _texts(event) == ["a line that is no field of an event: foo"]


def test_blanks_before_a_field_are_forgiven_and_said() -> None:
    (event,) = _events(b"  data: 1\n\n")
    assert event.data == "1"
    assert _texts(event) == ["blanks before 'data'"]


@pytest.mark.parametrize(
    "body", [b'{"error": {}}', b"", b"\n\n", b"<html>", b"database: x", b"hello\ndata: 1\n\n", b"[]"]
)
def test_what_is_no_event_stream(body: bytes) -> None:
    name, events = frame(body, "text/event-stream")
    assert name is None
    assert not events


def test_the_content_type_does_not_matter() -> None:
    assert frame(b"\n\ndata: 1\n\n", "application/json")[0] == "sse"


_FIELDS = ["data: a", "data:b", "data:  c", "data", "data:", "data: {}", "data: é\u2028\x85", "event: x", "event"]
_FIELDS += ["id: 1", "id", "id: a\0b", "retry: 5", "retry: x", ": comment", ":"]


def _reference(text: str, *, is_ended: bool) -> Iterator[httpx_sse.ServerSentEvent]:
    """What httpx-sse reads; a missing blank line at the end is added, since it drops an event that lacks one."""
    lines, decoder = SSELineDecoder(), SSEDecoder()
    for line in [*lines.decode(text), *lines.flush(), *([] if is_ended else [""])]:
        event = decoder.decode(line)
        if event is not None:
            yield event


def _has_data(block: list[str]) -> bool:
    return any(line.split(":")[0] == "data" for line in block)


@given(
    blocks=st.lists(st.lists(st.sampled_from(_FIELDS), max_size=6).filter(_has_data), min_size=1, max_size=6),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    is_ended=st.booleans(),
)
def test_the_events_are_those_of_httpx_sse(blocks: list[list[str]], line_end: str, is_ended: bool) -> None:
    """Every block has data: of one without, httpx-sse makes an event when it has a name or an id, the standard none."""
    text = (line_end * 2).join(line_end.join(block) for block in blocks) + line_end * 2 * is_ended
    theirs = [(event.data, event.event, event.id) for event in _reference(text, is_ended=is_ended)]
    assert [(event.data, event.name or "message", event.id or "") for event in _events(text.encode())] == theirs
    assert len(theirs) == len(blocks)


@given(data=st.binary(max_size=200))
def test_any_bytes_are_framed_without_an_error_and_spans_are_in_order(data: bytes) -> None:
    _, events = frame(b"data:" + data, "text/event-stream")
    last = 0
    for event in events:
        assert last <= event.span[0] <= event.span[1] <= len(data) + 5
        last = event.span[1]


def test_events_without_blank_lines_between_them_are_events_and_one_problem_says_so() -> None:
    body = b'event: a\ndata: {"n": 1}\nevent: b\ndata: {"n": 2}\ndata: [DONE]\n'
    first, second, last = _events(body)
    assert [(event.name, event.data) for event in (first, second)] == [("a", '{"n": 1}'), ("b", '{"n": 2}')]
    assert [body[slice(*event.span)].decode() for event in (first, second, last)] == [
        'event: a\ndata: {"n": 1}',
        'event: b\ndata: {"n": 2}',
        "data: [DONE]",
    ]
    assert last.data == "[DONE]"
    assert _texts(first) + _texts(second) + _texts(last) == ["the events are not parted by blank lines"]


def test_the_last_of_events_without_blank_lines_may_be_cut_off() -> None:
    first, last = _events(b'data: {"n": 1}\ndata: {"n": ')
    assert (first.json, last.is_json) == ({"n": 1}, False)
    assert _texts(last) == ["the stream ends inside this event, whose JSON is incomplete"]
