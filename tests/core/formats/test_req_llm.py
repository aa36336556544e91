# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from viewer.core import bodies, formats
from viewer.core.formats import READERS, Probe, read_probe
from viewer.core.model import Interaction
from viewer.core.registry import Match

_DATA = Path(__file__).parents[2] / "data" / "formats" / "req-llm"
_SSE = 'data: {"choices":[{"index":0,"delta":{"content":"Wést"}}]}\n\ndata: [DONE]\n\n'.encode()


def _interaction(name: str) -> Interaction:
    cassette = formats.read(_DATA / name)
    (only,) = cassette.interactions
    assert (cassette.recorder, cassette.problems, only.problems) == ("req-llm", (), ())
    assert (only.request.method, only.request.url) == ("POST", "https://api.gale.example/v1/chat/completions")
    assert json.loads(only.request.body.stored or b"")["messages"][0]["content"] == "Wind?"
    return only


def test_a_stream_is_joined_of_the_pieces_that_came() -> None:
    only = _interaction("streamed.json")
    assert only.response.body.stored == _SSE
    assert only.recorded_at == datetime(2026, 1, 2, 3, 4, 5, 250_000, tzinfo=UTC)
    assert only.request.headers.fields[-1] == ("authorization", "[REDACTED:authorization]")


def test_each_piece_has_its_line() -> None:
    lines = (_DATA / "streamed.json").read_text(encoding="utf-8").split("\n")
    starts = [number for number, line in enumerate(lines) if '"b64"' in line][:3]
    body = _interaction("streamed.json").response.body
    assert [bodies.line_of(body, offset) for offset in (0, 50, len(_SSE) - 1)] == starts


def test_a_whole_answer_stands_parsed() -> None:
    only = _interaction("whole.json")
    assert only.response.body.stored == b'{"id":"a1","usage":null,"choices":[]}'
    assert only.response.body.was_parsed
    assert not only.request.body.was_parsed


def test_pieces_among_events() -> None:
    only = _interaction("events.json")
    assert only.request.body.was_parsed
    assert only.response.headers.fields == (("content-type", "text/event-stream"), ("vary", "Accept"))
    assert only.response.body.stored == _SSE


@pytest.mark.parametrize(
    ("body", "stored"), [({"b64": "AAE="}, b"\0\1"), ("plain", b"plain"), ([1], b"[1]"), (None, None), ({}, b"{}")]
)
def test_other_answers(body: object, stored: bytes | None) -> None:
    request = {"method": "get", "url": "http://x", "canonical_json": None}
    file = {"request": request, "response": {"status": 200, "body": body}}
    (only,) = read_probe(Probe("x.json", json.dumps(file).encode())).interactions
    assert only.response.body.stored == stored
    assert only.request.body.stored is None
    assert only.problems == ()


def test_wrong_fields_cost_only_themselves() -> None:
    text = '{"request": {"method": "post", "url": "http://x", "canonical_json": {}},\n"response": {"status": "?"},\n'
    text += '"captured_at": "soon",\n"chunks": [{"b64": "!"},\n"text",\n7]}'
    (only,) = read_probe(Probe("x.json", text.encode())).interactions
    assert only.response.body.stored == b"text7"
    assert sorted(problem.line or 0 for problem in only.problems) == [2, 2, 3, 4]


@pytest.mark.parametrize(
    "text",
    [
        '{"schema_version": 1, "request": {"url": "x"}, "chunks": []}',
        '{"request": {"method": "get", "url": "x"}, "response": {"status": {"code": 200}}}',
        '{"chunks": []}',
    ],
)
def test_other_mappings_are_not_its_own(text: str) -> None:
    reader = READERS.named("req-llm")
    assert reader is not None
    assert reader.match(Probe("x.json", text.encode())) is Match.NO
