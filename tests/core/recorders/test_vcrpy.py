# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""VCR.py records a server, through each HTTP client that it can listen to; the viewer reads back what was sent."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.core.recorders.loopback import EXCHANGES, Exchange, assert_read_back
from viewer.core import formats

vcr = pytest.importorskip("vcr")

Client = Callable[[str, bytes], None]


def _urllib(url: str, body: bytes) -> None:
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310
            response.read()
    except urllib.error.HTTPError as refusal:
        refusal.close()  # it is an answer as well, with a body


def _requests(url: str, body: bytes) -> None:
    requests = pytest.importorskip("requests")
    assert requests.post(url, body, timeout=10).content is not None


def _httpx(url: str, body: bytes) -> None:
    httpx = pytest.importorskip("httpx")
    assert httpx.post(url, content=body).content is not None


@pytest.mark.parametrize("client", [_urllib, _requests, _httpx])
def test_yaml(server: str, tmp_path: Path, client: Client) -> None:
    path = tmp_path / "cassette.yaml"
    with vcr.VCR().use_cassette(str(path)):
        for exchange in EXCHANGES:
            client(server + exchange.path, exchange.sent)
    cassette = formats.read(path)
    assert (cassette.recorder, cassette.version) == ("vcrpy", 1)
    assert_read_back(cassette, server)


def test_json(server: str, tmp_path: Path) -> None:
    path = tmp_path / "cassette.json"
    exchanges = tuple(exchange for exchange in EXCHANGES if _is_text(exchange))
    with vcr.VCR(serializer="json").use_cassette(str(path)):
        for exchange in exchanges:
            _urllib(server + exchange.path, exchange.sent)
    assert_read_back(formats.read(path), server, exchanges)


def _is_text(exchange: Exchange) -> bool:
    """Whether VCR.py can put it into JSON."""
    return not exchange.content_encoding and exchange.path != "/binary"


def test_decoded_by_the_recorder(server: str, tmp_path: Path) -> None:
    path = tmp_path / "cassette.yaml"
    with vcr.VCR(decode_compressed_response=True).use_cassette(str(path)):
        for exchange in EXCHANGES:
            _urllib(server + exchange.path, exchange.sent)
    assert_read_back(formats.read(path), server)


def test_a_body_that_is_an_iterator(server: str, tmp_path: Path) -> None:
    requests = pytest.importorskip("requests")
    path = tmp_path / "cassette.yaml"
    (exchange,) = (exchange for exchange in EXCHANGES if exchange.path == "/json")
    pieces = iter([exchange.sent[:7], exchange.sent[7:]])
    with vcr.VCR().use_cassette(str(path)):
        requests.post(server + exchange.path, pieces, headers={"Content-Length": str(len(exchange.sent))}, timeout=10)
    assert_read_back(formats.read(path), server, (exchange,))
