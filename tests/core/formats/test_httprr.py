# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import re
from pathlib import Path

import pytest

from viewer.core import bodies, formats
from viewer.core.errors import Severity
from viewer.core.formats import Probe, read_probe
from viewer.core.model import Cassette

_DATA = Path(__file__).parents[2] / "data" / "formats" / "httprr"


def _read(data: bytes) -> Cassette:
    return read_probe(Probe("x.httprr", data))


def _problems(cassette: Cassette) -> list[tuple[Severity, int | None, str]]:
    found = [*cassette.problems, *(p for i in cassette.interactions for p in i.problems)]
    return [(p.severity, p.line, p.text) for p in found]


def test_messages_as_they_were_sent() -> None:
    cassette = formats.read(_DATA / "text.httprr")
    assert (cassette.recorder, cassette.version, _problems(cassette)) == ("httprr", 1, [])
    first, second = cassette.interactions
    assert (first.request.method, first.request.http_version) == ("POST", "HTTP/1.1")
    assert first.request.url == "https://api.gale.example/v1/chat/completions"
    assert first.request.headers.all("x-names") == ["Ada", "Grace"]
    assert (first.request.body.stored or b"").decode() == '{"model":"gale-1","place":"Tromsø"}'
    assert (first.response.status, first.response.reason, first.response.http_version) == (200, "OK", "HTTP/2.0")
    assert (first.response.body.stored or b"").endswith(b"data: [DONE]\n\n")
    assert second.request.url == "http://localhost:11434/api/tags"


def test_chunked_framing_stays_in_the_body_until_it_is_decoded() -> None:
    _, second = formats.read(_DATA / "text.httprr").interactions
    assert (second.response.body.stored or b"").startswith(b"f\r\n{")
    decoded = bodies.decode(second.response.body, second.response.headers)
    assert decoded.data == b'{"done":false}\n{"done":true}\n'
    assert decoded.problems == ()


def test_places_are_lines_of_the_file() -> None:
    lines = (_DATA / "text.httprr").read_bytes().split(b"\n")
    first, second = formats.read(_DATA / "text.httprr").interactions
    of_lengths = [number for number, line in enumerate(lines, start=1) if re.fullmatch(rb"[0-9]+ [0-9]+", line)]
    assert [i.place.line for i in (first, second) if i.place] == of_lengths
    body = first.response.body
    for word in (b"delta", b"[DONE]"):
        line = bodies.line_of(body, (body.stored or b"").index(word))
        assert line is not None
        assert word in lines[line - 1]


def test_a_compressed_trace_with_binary_bodies() -> None:
    cassette = formats.read(_DATA / "binary.httprr.gz")
    image, text = cassette.interactions
    assert _problems(cassette) == []
    assert (image.response.status, image.response.reason) == (404, "Not Found")
    assert image.response.body.stored == b"\x89PNG\r\n\x1a\n\xff\x00"
    assert not image.response.body.was_text
    assert b"[DONE]" in (text.response.body.stored or b"")


def test_a_trace_without_interactions_says_so() -> None:
    assert _problems(_read(b"httprr trace v1\n")) == [(Severity.INFO, 1, "no interactions were recorded")]


def test_a_damaged_trace_keeps_what_stands_before() -> None:
    data = (_DATA / "text.httprr").read_bytes()
    cassette = _read(data + b"x y\nmore")
    assert len(cassette.interactions) == 2
    text = "two lengths are missing; the rest of the trace is not read"
    assert _problems(cassette) == [(Severity.ERROR, data.count(b"\n") + 1, text)]


def test_what_is_not_http_is_said() -> None:
    cassette = _read(b"httprr trace v1\n5 5\n\nhalfother")
    (only,) = cassette.interactions
    assert (only.request.method, only.request.url, only.response.status) == ("", "", None)
    assert [text for _, _, text in _problems(cassette)] == ["this is no HTTP request", "this is no HTTP response"]


@pytest.mark.parametrize("part", range(1, 6))
def test_every_cut_keeps_what_stands_before(part: int) -> None:
    data = (_DATA / "text.httprr").read_bytes()
    whole = formats.read(_DATA / "text.httprr").interactions
    for cut in range(16 + part, len(data), 5):
        cassette = _read(data[:cut])
        assert all(severity is Severity.ERROR for severity, _, _ in _problems(cassette)[:1])
        for kept, complete in zip(cassette.interactions[:-1], whole, strict=False):
            assert kept.response.body.stored == complete.response.body.stored


def test_every_recorded_trace_is_whole(shared: Path) -> None:
    paths = sorted((shared / "cassettes" / "tmc+langchaingo").rglob("*.httprr*"))
    assert paths
    for path in paths:
        cassette = formats.read(path)
        assert (cassette.recorder, _problems(cassette)) == ("httprr", []), path
        for interaction in cassette.interactions:
            assert interaction.request.url.startswith("http")
            assert interaction.response.status
