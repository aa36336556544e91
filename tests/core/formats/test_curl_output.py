# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What curl prints, with its progress meter, its remarks and several answers for one request."""

from __future__ import annotations

import pytest

from viewer.core.formats import READERS, Probe, read_probe
from viewer.core.model import Interaction
from viewer.core.registry import Match

_METER = (
    "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n"
    "                                 Dload  Upload   Total   Spent    Left  Speed\n"
    "\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0"
)
_SENT = "> POST /v1/x HTTP/1.1\r\n> Host: gale.example:8080\r\n> \r\n"
_CAME = "< HTTP/1.1 200 OK\r\n< content-type: application/json\r\n< \r\n"


def _read(text: str) -> list[Interaction]:
    cassette = read_probe(Probe("x", text.encode()))
    assert (cassette.recorder, cassette.problems) == ("curl", ())
    return list(cassette.interactions)


@pytest.mark.parametrize(
    "printed",
    [
        _SENT + _CAME + '{"a": 1}',
        _METER
        + "*   Trying 192.0.2.1:8080...\n* Connected to gale.example\n"
        + _SENT
        + "} [76 bytes data]\n"
        + _CAME
        + "{ [8 bytes data]\n\r100   315  100   239  100    76   302k  98445 --:--:-- --:--:-- --:--:--  307k\n"
        + '* Connection #0 to host gale.example left intact\n{"a": 1}',
        _SENT + _CAME + '{"a": 1}* Connection #0 to host gale.example left intact\n',
        _SENT + _CAME + '* Closing connection 0\nHTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"a": 1}',
        _SENT + "< HTTP/1.1 100 Continue\r\n< \r\n" + _CAME + '{"a": 1}',
    ],
)
def test_a_body_is_what_the_server_said(printed: str) -> None:
    (only,) = _read(printed)
    assert (only.request.method, only.request.url) == ("POST", "http://gale.example:8080/v1/x")
    assert (only.response.status, only.response.headers.get("content-type")) == (200, "application/json")
    assert only.response.body.stored == b'{"a": 1}'


def test_a_text_with_marks_of_its_own_is_kept() -> None:
    said = "* one point\n\n* another\n"
    (only,) = _read(_SENT + _CAME + said + "* Connection #0 to host gale.example left intact\n")
    assert only.response.body.stored == said.encode()


def test_redirections_and_several_urls_are_exchanges_each() -> None:
    moved = (
        _SENT + "< HTTP/1.1 307 Temporary Redirect\r\n< location: /v1/x\r\n< \r\n* Issue another request to this URL\n"
    )
    first, second = _read(moved + _SENT + _CAME + "[]")
    assert (first.response.status, first.response.body.stored) == (307, b"")
    assert (second.response.status, second.response.body.stored) == (200, b"[]")
    assert second.place is not None
    assert second.place.line == 8


@pytest.mark.parametrize(
    ("remark", "version", "scheme"),
    [("", "1.1", "http"), ("* SSL connection using TLSv1.3\n", "1.1", "https"), ("", "2", "https")],
)
def test_the_scheme_is_told_by_what_curl_did(remark: str, version: str, scheme: str) -> None:
    (only,) = _read(remark + f"> GET /v1/x HTTP/{version}\n> Host: gale.example\n>\n< HTTP/{version} 204\n<\n")
    assert only.request.url == f"{scheme}://gale.example/v1/x"
    assert only.response.status == 204


def test_heads_that_follow_one_another_are_one_answers() -> None:
    interim = "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
    (only,) = _read(f"{interim}HTTP/2 200 \r\ncontent-type: text/plain\r\n\r\nHello\n")
    assert (only.response.http_version, only.response.body.stored) == ("HTTP/2", b"Hello\n")


@pytest.mark.parametrize(
    "text", ["HTTP/1.1 is a protocol\n", "> GET me\n< that\n", "HTTP/1.1 200 OK\n", "<html>\n> x HTTP/1\n"]
)
def test_other_texts_are_not_curls(text: str) -> None:
    reader = READERS.named("curl")
    assert reader is not None
    assert reader.match(Probe("x", text.encode())) is Match.NO
