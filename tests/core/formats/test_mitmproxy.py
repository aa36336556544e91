# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Flow files: what was measured, failures, websockets, damage, and tnetstrings as such."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from viewer.core.formats import Probe, read, read_probe
from viewer.core.formats._tnetstring import Damaged, fields_at

_FILE = Path(__file__).parents[2] / "data" / "formats" / "mitmproxy" / "flows.mitm"


def test_what_was_measured() -> None:
    first, *_ = read(_FILE).interactions
    assert (first.request.url, first.request.http_version) == (
        "https://api.gale.example/v1/chat/completions",
        "HTTP/2.0",
    )
    assert (first.duration_ms, first.first_byte_ms) == (265, 200)
    assert (first.id, first.recorded_at) == ("f-1767319445", datetime(2026, 1, 2, 2, 4, 5, 500_000, tzinfo=UTC))


def test_places_are_lines_of_the_file() -> None:
    cassette = read(_FILE)
    streamed = cassette.interactions[1].response.body
    assert streamed.place is not None
    assert streamed.place.line_at((streamed.stored or b"").index(b"[DONE]")) == 1 + _FILE.read_bytes().split(b"[DONE]")[
        0
    ].count(b"\n")


def test_a_failure_says_why() -> None:
    failed = read(_FILE).interactions[2]
    assert failed.response.status is None
    assert [problem.text for problem in failed.problems] == ["the exchange failed: connection refused"]


def test_messages_of_a_websocket_have_ways_and_times() -> None:
    *_, session = read(_FILE).interactions
    lines = [json.loads(line) for line in (session.response.body.stored or b"").splitlines()]
    assert [(line["direction"], line["time_ms"], line.get("opcode")) for line in lines] == [
        ("sent", 250, None),
        ("received", 500, None),
        ("received", 1000, 2),
    ]
    assert lines[2]["data"] == "AAEC"


def test_what_is_before_damage_is_kept() -> None:
    data = _FILE.read_bytes()
    cassette = read_probe(Probe("x.mitm", data[:-20]))
    assert len(cassette.interactions) == 3
    assert "cut off" in cassette.problems[0].text


def test_flows_that_are_not_http_are_told() -> None:
    flow = b"4:type;3:tcp;7:version;2:21#"
    data = _FILE.read_bytes() + b"%d:%s}" % (len(flow), flow)
    cassette = read_probe(Probe("x.mitm", data))
    assert [problem.text for problem in cassette.problems] == ["a flow of type tcp is not shown"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"27:1:a;1:1#1:b;3:1.5^1:c;0:~}", {"a": 1, "b": 1.5, "c": None}),
        (b"26:1:a,4:true!1:b;6:3:x\xc3\xa9,]}", {"a": True}),
    ],
)
def test_values(data: bytes, expected: dict[str, object]) -> None:
    body = data.partition(b":")[2][:-1]
    found, end = fields_at(b"%d:%s}" % (len(body), body), 0)
    assert {name: found[name].value for name in expected} == expected
    assert end == len(b"%d:%s}" % (len(body), body))


@pytest.mark.parametrize("data", [b"", b"x", b"5:abc}", b"3:abc?", b"4:1:x#}", b"3:abc,", b"99999999999999:", b"0:]"])
def test_what_is_no_mapping_is_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        fields_at(data, 0)


def test_lists_in_lists_end_somewhere() -> None:
    data = b"0:]"
    for _ in range(5000):
        data = b"%d:%s]" % (len(data), data)
    with pytest.raises(Damaged):
        fields_at(data, 0)
