# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import base64
import json
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core import formats
from viewer.core.formats import Probe, read_probe
from viewer.core.formats._erlang import term_bytes
from viewer.core.model import Interaction

_DATA = Path(__file__).parents[2] / "data" / "formats" / "exvcr"
_BINARY = bytes([131, 109]) + struct.pack(">I", 3) + b"abc"


def _interactions(name: str) -> Sequence[Interaction]:
    cassette = formats.read(_DATA / name)
    assert (cassette.recorder, cassette.problems) == ("exvcr", ())
    assert [problem for i in cassette.interactions for problem in i.problems] == []
    return cassette.interactions


def _response(**fields: object) -> Interaction:
    file = [{"request": {"url": "http://x", "method": "get", "options": []}, "response": fields}]
    (only,) = read_probe(Probe("x.json", json.dumps(file).encode())).interactions
    return only


def test_text_and_binary_bodies() -> None:
    text, binary = _interactions("recorded.json")
    assert (text.request.method, text.request.url) == ("POST", "https://api.gale.example/v1/chat/completions")
    assert (text.request.body.stored or b"").decode() == '{"place":"Tromsø"}'
    assert text.response.headers.all("set-cookie") == ["a=1", "b=2"]
    assert (text.response.status, text.response.body.stored) == (200, b'{"wind":"west"}')
    assert binary.request.body.stored == b"p=3"
    response = binary.response
    assert (response.http_version, response.status, response.reason) == ("HTTP/1.1", 404, "Not Found")
    assert response.body.stored == b"\x89PNG\0\xff"
    assert not response.body.was_text


def test_a_stub_has_only_what_is_needed() -> None:
    (only,) = _interactions("stub.json")
    assert (only.request.url, only.response.body.stored) == ("~r/http://localhost/.+", b"<h1>Hi</h1>")


def test_an_error_says_its_reason() -> None:
    only = _response(type="error", body="%{reason: :timeout}", status_code=None, headers=[])
    assert (only.response.status, only.response.body.stored) == (None, b"%{reason: :timeout}")
    assert [p.text for p in only.problems] == ["no response was received: %{reason: :timeout}"]


def test_a_reason_may_be_a_list() -> None:
    only = _response(type="error", body=["conn_failed", ["error", "nxdomain"]], status_code=None)
    assert only.response.body.stored == b'["conn_failed",["error","nxdomain"]]'


@pytest.mark.parametrize("body", ["!", base64.b64encode(_BINARY[:-1]).decode(), base64.b64encode(b"\x83\x64").decode()])
def test_a_damaged_binary_body_is_shown_as_it_stands(body: str) -> None:
    only = _response(type="ok", binary=True, body=body, status_code=200)
    assert only.response.body.stored == body.encode()
    assert "the binary body is shown as it stands" in only.problems[0].text


def test_terms() -> None:
    string = bytes([107]) + struct.pack(">H", 2) + b"de"
    nested = bytes([108]) + struct.pack(">I", 3) + _BINARY[1:] + bytes([97, 33]) + string + bytes([106])
    assert term_bytes(_BINARY) == b"abc"
    assert term_bytes(b"\x83" + nested) == b"abc!de"
    assert term_bytes(b"\x83\x6a") == b""
    packed = bytes([131, 80]) + struct.pack(">I", len(nested)) + zlib.compress(nested)
    assert term_bytes(packed) == b"abc!de"


@given(st.binary(max_size=40))
def test_any_term_is_read_or_refused(data: bytes) -> None:
    try:
        term_bytes(b"\x83" + data)
    except ValueError:
        return


def test_every_recorded_cassette_is_whole(shared: Path) -> None:
    paths = sorted((shared / "cassettes" / "parroty+exvcr").rglob("*.json"))
    assert paths
    for path in paths:
        cassette = formats.read(path)
        assert (cassette.recorder, cassette.problems) == ("exvcr", ()), path
        for interaction in cassette.interactions:
            assert bool(interaction.response.status) == (interaction.problems == ()), path
