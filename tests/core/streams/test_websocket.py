# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Websocket messages and gRPC messages: what readers compose, the framings take apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from viewer.core.bodies import decode, line_of
from viewer.core.formats._composed import Line, composed_body
from viewer.core.formats._websocket import WebSocketMessage, websocket_body
from viewer.core.media_types import CLOSE, GRPC, WEBSOCKET
from viewer.core.model import Headers
from viewer.core.streams import StreamEvent, frame
from viewer.core.streams.api import Direction

_DATA = Path(__file__).parents[2] / "data" / "streams"


def _session() -> Sequence[StreamEvent]:
    name, events = frame((_DATA / "websocket" / "session.jsonl").read_bytes(), None)
    assert name == "websocket"
    return events


def test_direction_and_time_of_each_message() -> None:
    told = [(event.direction, event.time_ms) for event in _session()]
    sent, received = Direction.SENT, Direction.RECEIVED
    assert told == [(sent, 12.5), (received, 80), (received, 91), (received, 95), (sent, None), (received, 120)]


def test_payloads_are_text_parsed_values_and_what_binary_messages_hold() -> None:
    asked, created, inside, binary, text, close = _session()
    assert (asked.data, asked.json) == ('{"type":"response.create"}', {"type": "response.create"})
    assert asked.name == "response.create"
    assert created.json == {"type": "response.created", "response": {"id": "r1"}}
    assert (inside.data, inside.json, inside.name) == ('{"hi":"Xé"}', {"hi": "Xé"}, None)
    assert (binary.data, binary.is_json, binary.name) == ("AAEC/w==", False, "binary")
    assert (text.data, text.is_json) == ("plain «text»", False)
    assert (close.json, close.name) == ({"code": 1000, "reason": "done"}, "close")


def test_what_is_composed_is_taken_apart_with_its_lines() -> None:
    messages = [
        WebSocketMessage(is_sent=True, data={"type": "a", "text": "é"}, line=3),
        WebSocketMessage(is_sent=False, data="x", time_ms=5, line=9),
        WebSocketMessage(is_sent=False, data={"code": 1006}, opcode=CLOSE, line=12),
    ]
    body = websocket_body(messages, None)
    decoded = decode(body, Headers())
    name, events = frame(decoded.data, decoded.content_type)
    assert (name, decoded.content_type) == ("websocket", WEBSOCKET)
    assert [event.json for event in events] == [{"type": "a", "text": "é"}, None, {"code": 1006}]
    assert [event.name for event in events] == ["a", None, "close"]
    assert [line_of(body, event.span[0]) for event in events] == [3, 9, 12]


def test_a_line_that_is_no_message_is_shown_with_its_problem() -> None:
    good, broken = (_DATA / "websocket" / "session.jsonl").read_bytes().split(b"\n")[:2]
    _, events = frame(good + b"\n" + broken[:20] + b"\n" + b'{"direction":"up","data":1}\n', None)
    assert [len(event.problems) for event in events] == [0, 1, 1]
    assert events[1].data == broken[:20].decode()


def test_grpc_messages_come_without_their_wrapping() -> None:
    body = composed_body([Line({"grpc": {"id": "g1"}}, 4), Line({"grpc": {"id": "é"}}, 8)], None, GRPC)
    name, events = frame(body.stored or b"", body.media_type)
    assert name == "grpc"
    assert [event.json for event in events] == [{"id": "g1"}, {"id": "é"}]
    assert [event.direction for event in events] == [None, None]
    assert [line_of(body, event.span[0]) for event in events] == [4, 8]


def test_a_grpc_line_that_is_no_message_is_shown_with_its_problem() -> None:
    _, events = frame(b'{"grpc":{}}\n{"grp\n[1]\n', None)
    assert [len(event.problems) for event in events] == [0, 1, 1]
