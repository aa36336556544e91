# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from viewer.core import bodies, formats
from viewer.core.errors import Severity
from viewer.core.formats import Probe, read_probe
from viewer.core.model import Cassette, Interaction

_DATA = Path(__file__).parents[2] / "data" / "formats" / "vcrpy"


def _read(text: str) -> Cassette:
    return read_probe(Probe("x.yaml", text.encode()))


def _texts(cassette: Cassette) -> list[str]:
    return [p.text for p in cassette.problems] + [p.text for i in cassette.interactions for p in i.problems]


def _interactions(name: str) -> Sequence[Interaction]:
    cassette = formats.read(_DATA / name)
    assert cassette.recorder == "vcrpy"
    assert _texts(cassette) == []
    return cassette.interactions


def test_the_usual_shape() -> None:
    first, second = _interactions("usual.yaml")
    assert formats.read(_DATA / "usual.yaml").version == 1
    assert first.request.method == "POST"
    assert first.request.url == "https://api.gale.example/v1/chat/completions?trace=1"
    assert first.request.headers.all("X-Names") == ["Ada", "Grace"]
    assert "in Tromsø?" in (first.request.body.stored or b"").decode()
    assert (first.response.status, first.response.reason) == (200, "OK")
    assert first.response.headers.get("filtered") == "yes it was"
    assert (first.response.body.stored or b"").endswith(b"data: [DONE]\n\n")
    assert first.response.body.was_text
    assert not first.response.body.was_parsed
    assert (first.id, first.duration_ms, first.recorded_at) == (None, None, None)
    assert second.request.body.stored is None
    assert second.request.headers.fields == ()
    assert (second.response.status, second.response.reason, second.response.body.stored) == (429, "", b"")


def test_places_are_lines_of_the_file() -> None:
    lines = (_DATA / "usual.yaml").read_text(encoding="utf-8").split("\n")
    first, second = _interactions("usual.yaml")
    assert [i.place.line for i in (first, second) if i.place] == [2, 26]
    body = first.response.body
    assert body.place is not None
    text = (body.stored or b"").decode()
    for word in ("data", "finish_reason", "[DONE]"):
        assert word in lines[body.place.line_at(text.index(word)) - 1]


def test_parsed_bodies_are_json_again_and_say_that_they_were_parsed() -> None:
    first, second = _interactions("parsed_body.yaml")
    sent, got = first.request.body, first.response.body
    messages = r'[{"role":"user","content":"Two lines,\nboth «mine»."}]'
    expected = f'{{"model":"gale-1","messages":{messages},"temperature":0.5,"since":"2026-01-02"}}'
    assert sent.stored == expected.encode()
    assert got.stored == b'[{"id":"answer-1","usage":null}]'
    assert (sent.was_parsed, got.was_parsed, sent.was_text) == (True, True, False)
    assert sent.place is not None
    assert sent.place.line == 8
    decoded = bodies.decode(got, first.response.headers)
    assert decoded.json == [{"id": "answer-1", "usage": None}]
    assert decoded.problems == ()  # the headers speak of other bytes
    assert second.request.body.stored == b'{"inputs":"parsed too"}'
    assert second.request.body.was_parsed


def test_a_compressed_body_stays_compressed_until_it_is_decoded() -> None:
    _, second = _interactions("parsed_body.yaml")
    body = second.response.body
    assert (body.stored or b"").startswith(b"\x1f\x8b")
    assert not body.was_text
    assert bodies.decode(body, second.response.headers).data == b'{"v": 1, "raw": 0}\n'


def test_the_old_httpx_stub() -> None:
    (only,) = _interactions("httpx_content.yaml")
    assert formats.read(_DATA / "httpx_content.yaml").version is None
    assert only.response.status == 200
    assert only.response.http_version == "HTTP/1.1"
    assert only.response.body.stored == b'{"wind": "west"}'
    assert only.request.body.stored == b""


def test_python_objects_are_read_as_what_they_hold() -> None:
    first, second = _interactions("python_objects.yaml")
    assert first.request.body.stored == b"\0\1\2\3"
    assert first.request.headers.fields == (
        ("Accept", "application/json"),
        ("X-Wrapped", "inside"),
        ("X-Amz-Date", "20260102T030405Z"),
    )
    assert first.response.headers.fields == (("Vary", "Accept"), ("Vary", "Origin"), ("Server", "loopback"))
    assert first.response.body.stored == b"stored"
    assert second.request.body.stored == b"first second"


def test_before_version_1_in_yaml() -> None:
    (only,) = _interactions("before_1_0.yaml")
    assert only.request.url == "http://localhost:8080/wind?from=west"
    assert only.request.headers.fields == (("accept", "*/*"), ("user-agent", "gale/0.1"))
    assert only.response.headers.fields == (("Content-Type", "application/json"), ("X-Time", "12:30"))
    assert only.response.body.stored == b'{"wind": 7}'


def test_before_version_1_in_json() -> None:
    (only,) = _interactions("before_1_0.json")
    assert only.request.url == "https://api.gale.example/wind"
    assert only.request.headers.fields == (("accept", "*/*"),)
    assert only.response.headers.fields == (("content-type", "text/plain"),)
    assert (only.response.status, only.response.body.stored) == (200, b"west")


def test_json_of_today() -> None:
    (only,) = _interactions("as_json.json")
    assert only.request.body.stored == b'{"place": "Oslo"}'
    assert only.response.body.stored == '{"wind": "norð"}'.encode()
    assert only.response.body.place is not None
    assert only.response.body.place.line == 14


def test_two_lists_in_a_compressed_file() -> None:
    first, second = _interactions("two_lists.yaml.gz")
    assert (first.request.method, first.request.body.stored) == ("POST", b'{"model": "gale-1"}')
    assert (first.response.status, first.response.body.stored) == (200, b'{"wind": "west"}')
    assert second.request.url == "https://api.gale.example/v1/models"
    assert (second.response.status, second.response.body.stored) == (404, b"\0\1\2")
    assert [i.place.line for i in (first, second) if i.place] == [2, 8]


def test_what_has_no_counterpart_in_the_other_list_is_kept() -> None:
    cassette = _read(
        "requests:\n"
        "- {method: GET, uri: http://localhost/, headers: 5}\n"
        "- {method: GET, uri: http://localhost/second}\n"
        "responses: []\n"
    )
    first, second = cassette.interactions
    assert [p.text for p in cassette.problems] == ["2 requests and 0 responses were recorded"]
    assert [p.line for p in first.problems] == [2]
    assert (second.request.url, second.response.status, second.problems) == ("http://localhost/second", None, ())


def test_an_interaction_may_have_an_id() -> None:
    (only,) = _read(
        "interactions:\n- {id: '3', request: {uri: u, method: GET}, response: {status_code: 200}}\n"
    ).interactions
    assert (only.id, only.problems) == ("3", ())


def test_a_key_that_stands_twice_is_said() -> None:
    text = (_DATA / "usual.yaml").read_text(encoding="utf-8") + "version: 1\n"
    cassette = _read(text)
    assert [(p.severity, p.line) for p in cassette.problems] == [(Severity.WARNING, 36)]
    assert len(cassette.interactions) == 2


def test_a_wrong_field_costs_only_itself() -> None:
    cassette = _read(
        "interactions:\n"
        "- 5\n"
        "- request:\n"
        "    uri: http://localhost/\n"
        "    method: [get]\n"
        "    headers: 3\n"
        "    colour: red\n"
        "  response:\n"
        "    headers: [a, {B: c}, [D, e], 7]\n"
        "    body: {string: !!binary aGk=?}\n"
        "    status: {code: many}\n"
    )
    _, last = cassette.interactions
    assert last.request.url == "http://localhost/"
    assert last.response.headers.fields == (("a", ""), ("B", "c"), ("D", "e"))
    assert last.response.body.stored == b"hi"
    assert last.response.status is None
    lines = [problem.line for i in cassette.interactions for problem in i.problems]
    assert sorted(line or 0 for line in lines) == [2, 4, 5, 6, 9, 9, 11]
    assert [(p.line, p.text) for p in cassette.problems] == [(10, "base64 is damaged after 2 bytes")]


@pytest.mark.parametrize("text", ["interactions: []\nversion: 1\n", "interactions:\nversion: 1\n"])
def test_an_empty_cassette_says_so(text: str) -> None:
    cassette = _read(text)
    assert (cassette.recorder, cassette.version, cassette.interactions) == ("vcrpy", 1, ())
    assert [p.text for p in cassette.problems] == ["no interactions were recorded"]


@pytest.mark.parametrize("name", ["usual.yaml", "parsed_body.yaml"])
def test_every_cut_keeps_the_interactions_before_it(name: str) -> None:
    data = (_DATA / name).read_bytes()
    whole = _interactions(name)
    second = data.index(b"- request:", data.index(b"- request:") + 1)
    for cut in range(data.index(b"- request:") + len("- request:"), len(data)):
        cassette = read_probe(Probe("x.yaml", data[:cut]))
        assert cassette.recorder == "vcrpy"
        if cut > second:
            kept = cassette.interactions[0]
            assert kept.request.url == whole[0].request.url
            assert kept.response.body.stored == whole[0].response.body.stored


def test_every_recorded_cassette_is_whole(shared: Path) -> None:
    paths = [p for p in sorted((shared / "cassettes").rglob("*.y*ml")) if Path.is_file(p)]
    read = [formats.read(p) for p in paths if _is_of_vcrpy(p)]
    assert len(read) > 100
    for cassette in read:
        assert _texts(cassette) == [], cassette.path
        for interaction in cassette.interactions:
            assert interaction.request.method
            assert interaction.request.url
            assert interaction.response.status


def _is_of_vcrpy(path: Path) -> bool:
    reader = formats.reader_of(Probe.open(path))
    return reader is not None and reader.name == "vcrpy"
