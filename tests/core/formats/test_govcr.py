# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from viewer.core import formats
from viewer.core.errors import CassetteError, NotACassette, Severity
from viewer.core.formats import Probe, read_probe
from viewer.core.formats.govcr import parse_duration
from viewer.core.model import Cassette

_DATA = Path(__file__).parents[2] / "data" / "formats" / "go-vcr"


def _read(text: str) -> Cassette:
    return read_probe(Probe("x.yaml", text.encode()))


def _texts(cassette: Cassette) -> list[str]:
    return [p.text for p in cassette.problems] + [p.text for i in cassette.interactions for p in i.problems]


def test_version_1() -> None:
    cassette = formats.read(_DATA / "version_1.yaml")
    assert (cassette.recorder, cassette.version, len(cassette.interactions)) == ("go-vcr", 1, 2)
    first, second = cassette.interactions
    assert first.id is None
    assert (first.request.method, first.request.url) == ("POST", "http://localhost:8080/forecast")
    assert first.request.body.stored == b"city=Oslo"
    assert first.request.headers.get("content-type") == "application/x-www-form-urlencoded"
    assert (first.response.status, first.response.reason) == (201, "Created")
    assert first.response.body.stored == b'{"forecast":"rain"}\n'
    assert first.duration_ms == 62_300
    assert second.duration_ms is None
    assert second.response.body.stored == b""
    assert _texts(cassette) == []


def test_version_2() -> None:
    cassette = formats.read(_DATA / "version_2.yaml")
    (only,) = cassette.interactions
    assert (cassette.version, only.id, only.index) == (2, 0, 0)
    assert only.request.http_version == "HTTP/1.1"
    assert only.response.http_version == "HTTP/2.0"
    assert only.request.headers.all("accept") == ["text/event-stream", "application/json"]
    assert b"It's me" in (only.request.body.stored or b"")
    assert only.response.headers.get("grpc-status") == "0"
    assert only.duration_ms == 0.8501
    assert (only.response.body.stored or b"").endswith(b"data: [DONE]\n\n")
    assert _texts(cassette) == []


def test_places_are_lines_of_the_file() -> None:
    path = _DATA / "version_2.yaml"
    lines = path.read_text(encoding="utf-8").split("\n")
    (only,) = formats.read(path).interactions
    assert only.place is not None
    assert lines[only.place.line - 1] == "    - id: 0"
    body = only.response.body
    assert body.place is not None
    text = (body.stored or b"").decode()
    for word in ("Grüße", "finish_reason", "[DONE]"):
        assert word in lines[body.place.line_at(text.index(word)) - 1]


def test_absent_keys_and_binary_body() -> None:
    cassette = formats.read(_DATA / "keys_left_out.yaml")
    (only,) = cassette.interactions
    assert only.id == 7
    assert only.request.body.stored is None
    assert only.response.body.stored == bytes([0, 1, 2, 3, 4, 5, 0xFE, 0xFF])
    assert not only.response.body.was_text
    assert _texts(cassette) == []


def test_json_instead_of_yaml() -> None:
    (only,) = formats.read(_DATA / "as_json.json").interactions
    assert only.response.body.stored == b'{"data": []}'
    assert only.duration_ms == 1.5
    assert only.response.body.place is not None
    assert only.response.body.place.line == 7


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("1.757821875s", 1757.821875),
        ("1038.042083ms", 1038.042083),
        ("850.1µs", 0.8501),
        ("850.1μs", 0.8501),
        ("850us", 0.85),
        ("5ns", 0.000005),
        ("1m2.3s", 62_300),
        ("1h", 3_600_000),
        ("-1s", -1000),
        ("+.5s", 500),
        ("0", 0),
        ("0s", 0),
        ("", None),
        ("5", None),
        ("1 s", None),
        ("1e3s", None),
        ("s", None),
        ("1d", None),
        ("9999999h", None),
        ("٣s", None),
    ],
)
def test_go_durations(text: str, milliseconds: float | None) -> None:
    assert parse_duration(text) == milliseconds


@pytest.mark.parametrize("text", ["version: 1\ninteractions: []\n", "version: 2\ninteractions:\n"])
def test_a_cassette_without_interactions_is_empty_and_says_so(text: str) -> None:
    cassette = _read(text)
    assert cassette.interactions == ()
    assert [p.severity for p in cassette.problems] == [Severity.INFO]


def test_a_wrong_field_costs_only_itself() -> None:
    cassette = _read(
        "version: 2\n"
        "interactions:\n"
        "- null\n"
        "- 5\n"
        "- id: x\n"
        "  request:\n"
        "    url: [a]\n"
        "    headers: 3\n"
        "    method: post\n"
        "    body: {a: 1}\n"
        "  response:\n"
        "    code: many\n"
        "    status: 404 Not Found\n"
        "    headers: {A: b, C: [1, null, 2020-01-01]}\n"
        "    body: 0x1F\n"
        "    duration: soon\n"
    )
    assert len(cassette.interactions) == 3
    last = cassette.interactions[2]
    assert last.request.method == "POST"
    assert last.request.body.stored == b'{"a":1}'
    assert (last.response.status, last.response.reason) == (404, "Not Found")
    assert last.response.headers.fields == (("A", "b"), ("C", "1"), ("C", ""), ("C", "2020-01-01"))
    assert last.response.body.stored == b"0x1F"
    lines = {problem.line: problem.text for i in cassette.interactions for problem in i.problems}
    assert lines[3] == "interactions[0] should be a mapping and is empty"
    assert lines[4] == "interactions[1] should be a mapping and is a number"
    assert lines.keys() == {3, 4, 5, 7, 8, 10, 12, 16}


@pytest.mark.parametrize(
    ("response", "said"),
    [
        ("{code: 500, status: 200 OK}", "code 500 and status '200' differ"),
        ("{code: 200, duration: -1s}", "less than nothing"),
        ("{body: x}", "has no status"),
        ("{code: 200, colour: red}", "colour"),
    ],
)
def test_what_cannot_be_is_said(response: str, said: str) -> None:
    cassette = _read(f"version: 2\ninteractions: [{{request: {{url: u, method: GET}}, response: {response}}}]\n")
    assert any(said in text for text in _texts(cassette)), _texts(cassette)


def test_the_status_line_stands_in_for_a_missing_code() -> None:
    (only,) = _read("interactions: [{request: {url: u, method: ''}, response: {status: 429 Slow}}]\n").interactions
    assert (only.response.status, only.response.reason) == (429, "Slow")
    assert only.request.method == "GET"


@pytest.mark.parametrize(
    ("text", "looks_like"),
    [
        ("", "empty"),
        ("\0\0\0", "NUL"),
        ("hello", "text"),
        ("a: 1", "keys a"),
        ("# nothing", "comments"),
        ("data: {}\n\n", "event stream"),
        ('[{"scope": 1}]', "keys scope"),
        ("-- go.mod --\nfoo\n", "txtar"),
    ],
)
def test_what_is_no_cassette_is_named(text: str, looks_like: str) -> None:
    with pytest.raises(NotACassette, match=looks_like):
        _read(text)


def test_a_missing_file_and_a_folder_are_errors_of_one_line(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.yaml", tmp_path):
        with pytest.raises(CassetteError) as caught:
            formats.read(path)
        assert str(caught.value).startswith(f"{path}: ")
        assert "\n" not in str(caught.value)


def test_every_cut_keeps_the_interactions_before_it() -> None:
    once = (_DATA / "version_2.yaml").read_bytes()
    again = once.split(b"interactions:\n")[1].replace(b"id: 0", b"id: 1")
    data = once + again
    whole = read_probe(Probe("x.yaml", data)).interactions
    assert len(whole) == 2
    for cut in range(len(once), len(data)):
        kept = read_probe(Probe("x.yaml", data[:cut])).interactions[0]
        assert kept.request.url == whole[0].request.url
        assert kept.response.body.stored == whole[0].response.body.stored
        assert kept.duration_ms == whole[0].duration_ms
    first_words = once.index(b"proto")
    for cut in range(first_words, len(once)):
        assert read_probe(Probe("x.yaml", data[:cut])).recorder == "go-vcr"
    for cut in range(first_words):
        with suppress(CassetteError):
            read_probe(Probe("x.yaml", data[:cut]))


def test_bytes_that_are_not_utf8_are_a_problem_with_its_line() -> None:
    data = (_DATA / "version_1.yaml").read_bytes().replace(b"rain", b"r\xe4in")
    cassette = read_probe(Probe("x.yaml", data))
    assert [(p.severity, p.line) for p in cassette.problems] == [(Severity.WARNING, 16)]
    assert cassette.interactions[0].response.body.stored == '{"forecast":"r\ufffdin"}\n'.encode()


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_obeyed(charset: str) -> None:
    text = (_DATA / "version_2.yaml").read_text(encoding="utf-8")
    cassette = read_probe(Probe("x.yaml", text.encode(charset)))
    assert "Grüße" in (cassette.interactions[0].response.body.stored or b"").decode()
    assert cassette.problems == ()
