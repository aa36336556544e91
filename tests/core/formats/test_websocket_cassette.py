# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassettes of a websocket session: one interaction, its messages in order with their lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from viewer.core import bodies, streams
from viewer.core.formats import Probe, read, read_probe
from viewer.core.model import Cassette, Headers
from viewer.core.streams import StreamEvent

_DATA = Path(__file__).parents[2] / "data" / "formats" / "websocket"


def _events(cassette: Cassette) -> Sequence[StreamEvent]:
    (only,) = cassette.interactions
    decoded = bodies.decode(only.response.body, Headers())
    name, events = streams.frame(decoded.data, decoded.content_type)
    assert name == "websocket"
    return events


def test_a_session_is_one_interaction() -> None:
    cassette = read(_DATA / "realtime.yaml")
    (only,) = cassette.interactions
    assert (cassette.recorder, cassette.version) == ("websocket", 1)
    assert (only.request.method, only.request.url, only.response.status) == ("GET", "", 101)
    assert only.request.body.stored is None


def test_messages_keep_order_direction_and_line() -> None:
    cassette = read(_DATA / "realtime.yaml")
    events = _events(cassette)
    assert [event.direction for event in events] == ["received", "sent", "sent", "received", "received"]
    assert [event.name for event in events][1:] == [
        "conversation.item.create",
        "response.create",
        "response.output_text.delta",
        "close",
    ]
    assert events[-1].json == {"code": 1000, "reason": "done", "ok": True}
    body = cassette.interactions[0].response.body
    lines = [bodies.line_of(body, event.span[0]) for event in events]
    source = cassette.source.split("\n")
    assert [source[line - 1][:7] for line in lines if line] == ["- kind:"] * 5
    assert lines == sorted(set(lines), key=lambda line: line or 0)


def test_what_is_no_message_is_told_and_the_rest_is_read() -> None:
    text = """
interactions:
- {kind: message, direction: sent, data: plain}
- 7
- {kind: message, direction: up, data: {type: x}, colour: red}
"""
    cassette = read_probe(Probe("x.yaml", text.encode()))
    events = _events(cassette)
    assert [(event.direction, event.data) for event in events] == [("sent", "plain"), ("received", '{"type": "x"}')]
    told = [(problem.line, problem.text) for problem in cassette.interactions[0].problems]
    assert [line for line, _ in told] == [4, 5, 5]
    assert "colour" in told[1][1]


def test_times_where_the_recorder_tells_them() -> None:
    text = """
interactions:
- {kind: message, direction: received, at: 0.0, data: {type: a}}
- {kind: message, direction: sent, at: 0.0725, data: {type: b}}
- {kind: close, at: 2, code: 1000}
"""
    cassette = read_probe(Probe("x.yaml", text.encode()))
    assert [event.time_ms for event in _events(cassette)] == [0, 72.5, 2000]
    assert cassette.interactions[0].problems == ()
