# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON lines: streams of them, and the files that only look like one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.errors import Severity
from viewer.core.streams import frame

_LINES = b'{"done":false,"response":"a"}\n{"done":true,"response":""}\n'


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\n\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_every_line_is_an_event(line_end: bytes, mark: bytes) -> None:
    body = mark + b'{"a": 1}' + line_end + '{"b": "é\u2028x"}'.encode() + line_end
    name, (first, second) = frame(body, None)
    assert name == "ndjson"
    assert (first.json, second.json) == ({"a": 1}, {"b": "é\u2028x"})
    assert [body[slice(*event.span)] for event in (first, second)] == [b'{"a": 1}', '{"b": "é\u2028x"}'.encode()]
    assert first.problems == second.problems == ()


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (_LINES, None, "ndjson"),
        (_LINES, "application/json", "ndjson"),
        (_LINES, "application/octet-stream", None),
        (b'{"error": "no such model"}\n', "application/x-ndjson; charset=utf-8", "ndjson"),
        (b'{"is_finished": false, "ev', "application/stream+json", "ndjson"),
        (b'{"one": 1}\n', None, None),
        (b'{"one": 1}', "application/json", None),
        (b'{\n  "a": {\n    "b": 1\n  }\n}\n', None, None),
        (b'[{"a": 1},\n{"b": 2}]', None, None),
        (b'{"custom_id": "1", "result": {}}\n{"custom_id": "2", "result": {}}\n', "application/x-jsonl", None),
        (b'{"messages": []}\n{"messages": []}\n', None, None),
        (b'{"prompt": "a", "completion": "b"}\n{"prompt": "c", "completion": "d"}\n', "text/plain", None),
        (b'{"a": 1}\nand so on', None, None),
        (b"", "application/x-ndjson", None),
        (b" " * 100_000, None, None),
    ],
)
def test_what_is_a_stream_of_lines(body: bytes, content_type: str | None, expected: str | None) -> None:
    assert frame(body, content_type)[0] == expected


def test_a_tail_that_was_cut_off_is_an_event_with_a_problem() -> None:
    *_, last = frame(_LINES + b'{"response": "thr', None)[1]
    assert (last.index, last.is_json, last.data) == (2, False, '{"response": "thr')
    assert [(problem.severity, problem.event) for problem in last.problems] == [(Severity.WARNING, 3)]


def test_a_line_that_is_no_json_is_kept() -> None:
    events = frame(_LINES + b"oops\n" + _LINES, None)[1]
    assert [event.data for event in events][2] == "oops"
    assert [bool(event.problems) for event in events] == [False, False, True, False, False]


@given(st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=5)), min_size=2, max_size=5))
def test_what_was_written_is_read(objects: list[dict[str, str]]) -> None:
    body = "\n".join(json.dumps(one, ensure_ascii=False) for one in objects).encode("utf-8", errors="surrogatepass")
    name, events = frame(body, "application/x-ndjson")
    assert name == "ndjson"
    assert len(events) == len(objects)
