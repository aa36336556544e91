# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from viewer.core import bodies, formats
from viewer.core.formats import READERS, Probe, read_probe
from viewer.core.model import Interaction
from viewer.core.registry import Match

_DATA = Path(__file__).parents[2] / "data" / "formats" / "nock" / "recorded.json"


def _interactions() -> Sequence[Interaction]:
    cassette = formats.read(_DATA)
    assert (cassette.recorder, cassette.problems) == ("nock", ())
    assert [problem for i in cassette.interactions for problem in i.problems] == []
    return cassette.interactions


def test_json_bodies_stand_parsed() -> None:
    first = _interactions()[0]
    assert (first.request.method, first.response.status) == ("POST", 200)
    assert first.request.url == "https://api.gale.example:443/model/gale-1/converse?trace=1"
    assert first.request.headers.all("accept") == ["a", "b"]
    assert json.loads(first.request.body.stored or b"")["messages"][0]["content"] == [{"text": "Wind in Tromsø?"}]
    assert first.request.body.was_parsed
    assert first.response.headers.all("vary") == ["Accept", "Origin"]
    assert first.response.body.stored == b'{"output":{"message":{"role":"assistant","content":[{"text":"West."}]}}}'


def test_binary_bodies_stand_in_hexadecimal() -> None:
    _, binary, coded, _ = _interactions()
    assert binary.request.body.stored == b""
    assert binary.response.body.stored == b"\0\1\xfe\xff"
    assert coded.response.headers.all("set-cookie") == ["a=1", "b=2"]
    assert bodies.decode(coded.response.body, coded.response.headers).data == b'{"wind":"west"}'


def test_what_only_looks_like_hexadecimal_is_left_alone() -> None:
    *_, last = _interactions()
    assert last.request.body.stored == b"cafe"
    assert last.response.body.stored == b'["cafe","babe"]'


def test_wrong_fields_cost_only_themselves() -> None:
    text = '[{"scope": "http://x", "method": "GET", "path": "/", "status": "oops",\n'
    text += '"rawHeaders": ["A", "b", "C"], "response": "zz", "responseIsBinary": true, "colour": 1},\n5]'
    first, second = read_probe(Probe("x.json", text.encode())).interactions
    assert first.response.headers.fields == (("A", "b"),)
    assert first.response.body.stored == b"zz"
    assert {problem.line for problem in first.problems} == {1, 2}
    assert [(p.line, p.text) for p in second.problems] == [(3, "[1] should be a mapping and is a number")]


def test_every_cut_keeps_the_interactions_before_it() -> None:
    data, whole = _DATA.read_bytes(), _interactions()
    for cut in range(data.index(b"/bytes"), len(data), 3):
        cassette = read_probe(Probe("x.json", data[:cut]))
        assert cassette.recorder == "nock"
        assert cassette.interactions[0].response.body.stored == whole[0].response.body.stored


@pytest.mark.parametrize(
    "text", ["[]", '[{"scope": 1}]', '[{"method": "GET", "path": "/"}]', '{"scope": 1, "path": 2}']
)
def test_other_lists_are_not_nocks(text: str) -> None:
    reader = READERS.named("nock")
    assert reader is not None
    assert reader.match(Probe("x.json", text.encode())) is Match.NO


def test_every_recorded_cassette_is_whole(shared: Path) -> None:
    folder = shared / "cassettes"
    paths = [*(folder / "nock+nock").rglob("*.json"), *(folder / "Arize-ai+openinference").rglob("recordings/*.json")]
    assert paths
    for path in paths:
        cassette = formats.read(path)
        assert (cassette.recorder, cassette.problems) == ("nock", ()), path
        for interaction in cassette.interactions:
            assert interaction.problems == (), path
            assert interaction.response.status
