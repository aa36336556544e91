# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The recorders that write `http_interactions`: VCR for Ruby, vcr for R and Betamax."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from viewer.core import bodies, formats
from viewer.core.errors import Severity
from viewer.core.formats import Probe, read_probe
from viewer.core.formats._dates import parse_moment
from viewer.core.model import Cassette

_DATA = Path(__file__).parents[2] / "data" / "formats"
_FILES = [path for name in ("ruby-vcr", "r-vcr", "betamax") for path in sorted((_DATA / name).iterdir())]


def _texts(cassette: Cassette) -> list[str]:
    return [p.text for p in cassette.problems] + [p.text for i in cassette.interactions for p in i.problems]


def _whole(name: str) -> Cassette:
    cassette = formats.read(_DATA / name)
    assert cassette.recorder == Path(name).parent.name
    assert _texts(cassette) == []
    return cassette


def _read(text: str) -> Cassette:
    return read_probe(Probe("x.yml", text.encode()))


def test_ruby_vcr_6() -> None:
    cassette = _whole("ruby-vcr/version_6.yml")
    first, second = cassette.interactions
    assert cassette.version == "6.4.0"
    assert (first.request.method, first.request.url) == ("POST", "https://api.gale.example/v1/chat")
    assert first.request.body.stored == b'{"model":"gale-1","stream":true}'
    assert first.request.headers.get("accept") == "*/*"
    assert (first.response.status, first.response.reason) == (200, "OK")
    assert first.response.headers.all("set-cookie") == ["a=1", "b=2"]
    assert first.response.body.stored == 'data: {"text":"Rægn"}\n\ndata: [DONE]\n\n'.encode()
    assert not first.response.body.was_text
    assert first.recorded_at == datetime(2026, 6, 11, 20, 15, 35, tzinfo=UTC)
    assert second.response.body.stored == b'{\n  "error": "slow down"\n}\n'
    assert second.response.body.was_text  # ASCII-8BIT does not mean binary
    assert second.response.body.place is not None
    assert second.response.body.place.line_at(4) == 48
    assert (second.request.body.stored, second.response.status) == (b"", 429)


def test_ruby_vcr_with_exact_bytes_and_no_response_body() -> None:
    (only,) = _whole("ruby-vcr/exact_bytes.yml").interactions
    assert only.request.body.stored == bytes(range(48))
    assert not only.request.body.was_text
    assert (only.response.status, only.response.body.stored) == (204, None)


def test_ruby_vcr_2_0_has_bare_bodies() -> None:
    (only,) = _whole("ruby-vcr/version_2_0.yml").interactions
    assert only.request.headers.get("accept") == "*/*"
    assert (only.response.body.stored, only.response.http_version) == (b"west", "HTTP/1.1")


def test_ruby_vcr_1_dumped_its_structs() -> None:
    cassette = _whole("ruby-vcr/version_1.yml")
    (only,) = cassette.interactions
    assert cassette.version is None
    assert (only.request.method, only.request.url) == ("GET", "http://localhost:80/wind")
    assert (only.request.body.stored, only.request.headers.fields) == (None, ())
    assert (only.response.status, only.response.reason) == (404, "Not Found")
    assert only.response.headers.get("content-length") == "6"
    assert only.response.body.stored == b"still\n"
    assert only.response.http_version == "HTTP/1.1"
    assert only.recorded_at is None


def test_r_vcr() -> None:
    cassette = _whole("r-vcr/version_2.yml")
    first, second, third = cassette.interactions
    assert cassette.version == "2.1.0"
    assert first.request.method == "POST"
    assert first.request.headers.fields == ()
    assert (first.response.status, first.response.reason) == (200, "")
    assert first.response.headers.all("vary") == ["Origin", "Accept"]
    assert first.response.body.stored == '{"wind":"norð"}'.encode()
    assert first.recorded_at == datetime(2026, 8, 2, 22, 26, 49, tzinfo=UTC)
    assert second.request.body.was_parsed
    assert second.request.body.stored == b'{"fields":{"file":{"path":"wind.pdf","type":"application/pdf","name":null}}}'
    assert second.response.body.stored is None
    assert third.request.body.stored is None
    assert third.response.body.stored == b"\0\1\2\xff"
    assert third.recorded_at == datetime(2026, 8, 2, 22, 26, 51, tzinfo=UTC)


def test_betamax() -> None:
    cassette = _whole("betamax/version_0_9.json")
    (only,) = cassette.interactions
    assert cassette.version == "0.9.0"
    assert only.request.body.stored == '{"place": "Tromsø"}'.encode()
    body = only.response.body
    assert (body.stored or b"").startswith(b"\x1f\x8b")
    assert bodies.decode(body, only.response.headers).data == b'{"v": 1, "raw": 0}\n'
    assert only.response.headers.all("set-cookie") == ["a=1", "b=2"]
    assert only.recorded_at == datetime(2026, 6, 11, 20, 15, 35, tzinfo=UTC)


@pytest.mark.parametrize(
    ("encoding", "string", "stored"),
    [
        ("ISO-8859-1", "RÃ¦gn", "Rægn".encode()),  # what Betamax makes of UTF-8 that names no charset
        ("utf-8", "Rægn", "Rægn".encode()),
        ("UTF-16LE", "no", b"n\0o\0"),
        ("ASCII-8BIT", "Rægn", "Rægn".encode()),
        ("US-ASCII", "Rægn", "Rægn".encode()),
        ("hex", "Rægn", "Rægn".encode()),
        ("\0", "Rægn", "Rægn".encode()),
    ],
)
def test_the_encoding_turns_text_into_the_bytes_that_it_was(encoding: str, string: str, stored: bytes) -> None:
    body = {"encoding": encoding, "string": string}
    request = {"method": "GET", "uri": "http://localhost/"}
    interaction = {"request": request, "response": {"status": {"code": 200}, "body": body}}
    text = json.dumps({"http_interactions": [interaction], "recorded_with": "betamax/0.9.0"})
    (only,) = _read(text).interactions
    assert only.response.body.stored == stored
    assert only.response.body.was_text is (stored == string.encode())


def test_betamax_before_it_had_bodies_with_encodings() -> None:
    cassette = _whole("betamax/version_0_1.json")
    (only,) = cassette.interactions
    assert cassette.version is None
    assert only.request.body.stored == b""
    assert only.request.headers.fields == (("Accept", "*/*"),)
    assert (only.response.status, only.response.body.stored) == (200, '{"wind": "norð"}'.encode())


@pytest.mark.parametrize("path", _FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_cut_is_still_of_its_recorder_and_keeps_what_precedes(path: Path) -> None:
    data = path.read_bytes()
    whole = formats.read(path).interactions
    answered = data.index(b"response")
    first_is_whole = data.index(b"recorded_at") if b"recorded_at" in data else len(data)
    for cut in range(answered, len(data)):
        cassette = read_probe(Probe(path.name, data[:cut]))
        assert cassette.interactions[0].request.url == whole[0].request.url
        if cut > first_is_whole:
            assert cassette.recorder == path.parent.name
            assert cassette.interactions[0].response.body.stored == whole[0].response.body.stored


@pytest.mark.parametrize(
    ("recorded_with", "recorder"),
    [("VCR 3.0.3", "ruby-vcr"), ("vcr/0.2.0, webmockr/0.2.4", "r-vcr"), ("betamax/0.4.2", "betamax")],
)
def test_an_empty_cassette_says_so(recorded_with: str, recorder: str) -> None:
    cassette = _read(f"http_interactions: []\nrecorded_with: {recorded_with}\n")
    assert (cassette.recorder, cassette.interactions) == (recorder, ())
    assert [(p.severity, p.text) for p in cassette.problems] == [(Severity.INFO, "no interactions were recorded")]


def test_a_wrong_field_costs_only_itself() -> None:
    cassette = _read(
        "http_interactions:\n"
        "- request:\n"
        "    method: get\n"
        "    uri: http://localhost/\n"
        "    body: {encoding: UTF-8}\n"
        "  response:\n"
        "    status: {code: 200, message: OK, colour: red}\n"
        "    body:\n"
        "      base64_string: 'aGk=?'\n"
        "  recorded_at: soon\n"
        "recorded_with: VCR 6.4.0\n"
    )
    (only,) = cassette.interactions
    assert only.request.body.stored is None
    assert (only.response.status, only.response.body.stored, only.recorded_at) == (200, b"hi", None)
    assert [(p.line, p.severity) for p in only.problems] == [
        (7, Severity.INFO),
        (9, Severity.WARNING),
        (10, Severity.WARNING),
    ]


def test_a_body_in_another_file_is_said() -> None:
    cassette = _read(
        "http_interactions:\n"
        "- request: {method: GET, uri: http://localhost/}\n"
        "  response: {status: 200, body: {encoding: '', file: yes, string: out.csv}}\n"
        "recorded_with: VCR-vcr/1.0.0\n"
    )
    assert _texts(cassette) == ["the body was written to another file, which is not read"]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Thu, 11 Jun 2026 20:15:35 GMT", datetime(2026, 6, 11, 20, 15, 35, tzinfo=UTC)),
        ("2026-06-11T20:15:35Z", datetime(2026, 6, 11, 20, 15, 35, tzinfo=UTC)),
        ("2026-06-11 20:15:35 GMT", datetime(2026, 6, 11, 20, 15, 35, tzinfo=UTC)),
        ("2026-06-11T20:15:35.25", datetime(2026, 6, 11, 20, 15, 35, 250_000)),  # noqa: DTZ001
        ("2026-13-11", None),
        ("Thu, 99 Jun 2026 20:15:35 GMT", None),
        ("soon", None),
        ("", None),
    ],
)
def test_moments(text: str, moment: datetime | None) -> None:
    assert parse_moment(text) == moment


def test_every_recorded_cassette_is_whole(recorded: dict[Path, Cassette]) -> None:
    own = [cassette for cassette in recorded.values() if cassette.recorder in ("ruby-vcr", "r-vcr", "betamax")]
    assert len(own) > 50
    for cassette in own:
        assert _texts(cassette) == [], cassette.path
        for interaction in cassette.interactions:
            assert interaction.request.method
            assert interaction.request.url
            assert interaction.response.status
            assert interaction.recorded_at is not None
            assert interaction.recorded_at.tzinfo is not None
