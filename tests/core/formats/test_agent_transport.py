# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import json
from pathlib import Path

import pytest

from viewer.core import bodies, formats
from viewer.core.errors import CassetteError, Severity
from viewer.core.formats import Probe, read_probe

_DATA = Path(__file__).parents[2] / "data" / "formats" / "claude-agent-sdk"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("both_directions.json", [("sent", "user"), ("received", "assistant")]),
        ("received.yaml", [("received", "control_response"), ("received", "assistant"), ("received", "result")]),
    ],
)
def test_all_messages_are_one_interaction(name: str, expected: list[tuple[str, str]]) -> None:
    cassette = formats.read(_DATA / name)
    (only,) = cassette.interactions
    assert (cassette.recorder, cassette.problems) == ("claude-agent-sdk", ())
    lines = [json.loads(line) for line in (only.response.body.stored or b"").decode().splitlines()]
    assert [(line["direction"], line["data"]["type"]) for line in lines] == expected
    assert [p.severity for p in only.problems] == [Severity.INFO]


def test_each_message_has_its_line() -> None:
    (only,) = formats.read(_DATA / "received.yaml").interactions
    body = only.response.body
    stored = body.stored or b""
    assert [bodies.line_of(body, stored.index(word)) for word in (b"success", b"West", b'"result"')] == [2, 5, 11]


def test_an_unknown_direction_is_said() -> None:
    text = '{"messages": [{"direction": "send", "message": {}},\n{"direction": "up", "message": {"type": "x"}}]}'
    (only,) = read_probe(Probe("x.json", text.encode())).interactions
    assert next((p.line, p.text) for p in only.problems) == (2, "direction 'up' is not known; shown as received")
    assert (only.response.body.stored or b"").count(b"received") == 1


@pytest.mark.parametrize(
    "text",
    [
        '{"messages": [{"role": "user", "content": "hi"}]}',
        '{"messages": [], "metadata": {}}',
        '{"messages": [{"type": "user"}], "model": "gale-1"}',
    ],
)
def test_chats_are_no_transports(text: str) -> None:
    with pytest.raises(CassetteError):
        read_probe(Probe("x.json", text.encode()))
