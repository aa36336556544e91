# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from viewer.core import formats
from viewer.core.errors import Severity
from viewer.core.formats import Probe, read_probe
from viewer.core.model import Interaction

_DATA = Path(__file__).parents[2] / "data" / "formats" / "php-vcr"


def _interactions(name: str) -> Sequence[Interaction]:
    cassette = formats.read(_DATA / name)
    assert (cassette.recorder, cassette.problems) == ("php-vcr", ())
    assert [problem for i in cassette.interactions for problem in i.problems] == []
    return cassette.interactions


def test_a_file_whose_name_has_no_suffix() -> None:
    chat, form = _interactions("without_suffix")
    assert (chat.request.method, chat.request.url) == ("POST", "https://api.gale.example/v1/chat/completions")
    assert chat.request.headers.get("content-length") == "0"
    assert (chat.request.body.stored or b"").decode() == '{"place":"Tromsø"}'
    assert (chat.response.status, chat.response.body.stored) == (200, b'{"wind":"west"}')
    assert chat.duration_ms == 250
    assert chat.response.body.place is not None
    assert chat.response.body.place.line == 15
    assert form.request.body.stored == b"city=Oslo+%26+co&days=3"
    response = form.response
    assert (response.status, response.reason, response.http_version) == (404, "Not Found", "HTTP/1.1")
    assert response.body.stored == b"\0\1\xff"


def test_json_leaves_out_what_is_empty() -> None:
    (only,) = _interactions("as_json.json")
    assert only.request.body.stored is None
    assert (only.response.status, only.response.reason, only.response.body.stored) == (204, "No Content", None)


def test_wrong_fields_cost_only_themselves() -> None:
    text = (
        "- request:\n    method: POST\n    url: http://x\n    headers: 5\n"
        "    post_fields: {a: [1]}\n    post_files: [{}]\n"
        "  response:\n    status: often\n    body: [1]\n    curl_info: {total_time: long}\n"
    )
    (only,) = read_probe(Probe("x", text.encode())).interactions
    assert only.request.body.stored == b'{"a":[1]}'
    assert only.response.body.stored == b"[1]"
    expected = [(4, False), (6, True), (8, False), (8, False), (9, False), (10, False)]
    assert sorted((p.line or 0, p.severity is Severity.INFO) for p in only.problems) == expected


def test_every_cut_keeps_the_interactions_before_it() -> None:
    data = (_DATA / "without_suffix").read_bytes()
    whole = _interactions("without_suffix")
    for cut in range(data.index(b"localhost/form"), len(data)):
        cassette = read_probe(Probe("x", data[:cut]))
        assert cassette.recorder == "php-vcr"
        assert cassette.interactions[0].response.body.stored == whole[0].response.body.stored


def test_every_recorded_cassette_is_whole(shared: Path) -> None:
    paths = [path for path in (shared / "cassettes" / "php-vcr+php-vcr").rglob("*") if path.is_file()]
    assert paths
    for path in paths:
        cassette = formats.read(path)
        assert (cassette.recorder, cassette.problems) == ("php-vcr", ()), path
        for interaction in cassette.interactions:
            assert interaction.problems == (), path
            assert interaction.response.status
