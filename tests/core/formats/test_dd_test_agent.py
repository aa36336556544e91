# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

from pathlib import Path

import pytest

from viewer.core import formats
from viewer.core.errors import CassetteError
from viewer.core.formats import Probe, read_probe

_DATA = Path(__file__).parents[2] / "data" / "formats" / "dd-test-agent"


def test_the_one_interaction_of_a_file() -> None:
    cassette = formats.read(_DATA / "chat.json")
    assert (cassette.recorder, cassette.version, cassette.problems) == ("dd-test-agent", None, ())
    (only,) = cassette.interactions
    assert (only.request.method, only.request.url) == ("POST", "https://api.gale.example/v1/chat/completions")
    assert only.request.headers.get("user-agent") == "gale/0.1"
    assert "Wind in Tromsø?" in (only.request.body.stored or b"").decode()
    assert (only.response.status, only.response.reason) == (200, "OK")
    assert b"West, 7 m/s." in (only.response.body.stored or b"")
    assert only.response.body.place is not None
    assert only.response.body.place.line == 20
    assert only.problems == ()


def test_binary_bodies_stand_as_base64() -> None:
    (only,) = formats.read(_DATA / "binary.json").interactions
    assert only.request.body.stored == b""
    assert only.response.body.stored == b"\0\1\2\3\xff"
    assert not only.response.body.was_text
    assert only.problems == ()


def test_wrong_fields_cost_only_themselves() -> None:
    text = '{"request": {"method": 5, "url": "http://x/", "headers": [], "body": {}},\n'
    text += '"response": {"status": {"code": "x"}, "headers": 1,\n"body": "base64:AAE!"}}'
    (only,) = read_probe(Probe("x.json", text.encode())).interactions
    assert only.request.method == "5"
    assert only.response.body.stored == b""
    assert sorted(problem.line or 0 for problem in only.problems) == [1, 2, 2, 2, 3]


def test_every_cut_after_the_url_is_read() -> None:
    data = (_DATA / "chat.json").read_bytes()
    for cut in range(data.index(b'"headers"'), len(data) - 2):
        cassette = read_probe(Probe("x.json", data[:cut]))
        assert cassette.recorder == "dd-test-agent"
        assert cassette.interactions[0].request.url == "https://api.gale.example/v1/chat/completions"


@pytest.mark.parametrize("text", ['{"request": {"url": "x"}, "response": {}, "more": 1}', '{"request": {"get": 1}}'])
def test_other_mappings_are_no_cassettes(text: str) -> None:
    with pytest.raises(CassetteError):
        read_probe(Probe("x.json", text.encode()))


def test_every_recorded_cassette_is_whole(shared: Path) -> None:
    paths = sorted((shared / "cassettes" / "DataDog+dd-trace-py").rglob("*.json"))
    assert paths
    for path in paths:
        cassette = formats.read(path)
        (only,) = cassette.interactions
        assert (cassette.recorder, cassette.problems, only.problems) == ("dd-test-agent", (), ()), path
        assert only.request.method
        assert only.response.status
