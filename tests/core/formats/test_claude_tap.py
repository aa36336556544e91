# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from viewer.core import bodies, formats, streams
from viewer.core.formats import Probe, read_probe

_DATA = Path(__file__).parents[2] / "data" / "formats" / "claude-tap"


def test_the_events_of_a_stream_are_a_stream_again() -> None:
    cassette = formats.read(_DATA / "trace.jsonl")
    assert (cassette.recorder, cassette.problems) == ("claude-tap", ())
    first = cassette.interactions[0]
    assert (first.id, first.duration_ms, first.problems) == ("req_1", 1200, ())
    assert first.recorded_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (first.request.method, first.request.url) == ("POST", "https://api.gale.example/v1/messages")
    assert json.loads(first.request.body.stored or b"")["model"] == "gale-1"
    decoded = bodies.decode(first.response.body, first.response.headers)
    framing, events = streams.frame(decoded.data, decoded.content_type)
    assert framing == "sse"
    assert [(event.name, event.data) for event in events] == [
        ("message_start", '{"type": "message_start"}'),
        (None, '{"choices": []}'),
        ("raw", "two\nlines «»"),
    ]


def test_websocket_events_and_plain_answers() -> None:
    _, socket, plain = formats.read(_DATA / "trace.jsonl").interactions
    assert (socket.response.status, socket.request.method) == (101, "WEBSOCKET")
    lines = [json.loads(line) for line in (socket.response.body.stored or b"").decode().splitlines()]
    assert [(line["direction"], line["data"]["type"]) for line in lines] == [
        ("received", "response.created"),
        ("received", "response.completed"),
    ]
    assert plain.request.body.stored is None
    assert plain.response.body.stored == b'{"data":[]}'
    assert [i.place.line for i in (socket, plain) if i.place] == [2, 3]
    assert bodies.line_of(socket.response.body, 0) == 2


def test_a_trace_of_one_record_is_one_document() -> None:
    (only,) = formats.read(_DATA / "one_turn.jsonl").interactions
    assert only.request.url == "https://api.gale.example/v1/models"


def test_a_damaged_record_costs_only_itself() -> None:
    lines = (_DATA / "trace.jsonl").read_text(encoding="utf-8").splitlines()
    wrong = '{"turn": "x", "request": {"method": 1, "path": "/p"}, "response": 5, "timestamp": "soon", "colour": 1}'
    cassette = read_probe(Probe("x.jsonl", "\n".join([lines[0], lines[1][:-9], wrong, lines[2]]).encode()))
    assert [problem.line for problem in cassette.problems] == [2]
    assert [i.request.url for i in cassette.interactions][1:] == ["/p", "https://api.gale.example/v1/models"]
    assert {problem.line for problem in cassette.interactions[1].problems} == {3}
    assert cassette.interactions[2].problems == ()
