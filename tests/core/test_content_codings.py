# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import gzip
import random
import zlib

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from viewer.core import content_codings
from viewer.core.content_codings import dechunk, detect, inflate, looks_like_text

_TEXT = "".join(random.Random(1).choices("abcdefghij \n", k=60_000)).encode()  # noqa: S311


def _raw_deflate(data: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=-15)
    return deflater.compress(data) + deflater.flush()


_CODED = {
    "gzip": gzip.compress(_TEXT),
    "deflate": zlib.compress(_TEXT),
    "br": brotli.compress(_TEXT),
    "zstd": zstandard.compress(_TEXT),
}


@pytest.mark.parametrize("coding", _CODED)
def test_a_coding_is_detected_and_undone(coding: str) -> None:
    data = _CODED[coding]
    assert detect(data, coding) == coding
    assert inflate(data, coding) == content_codings.Inflated(_TEXT)


@pytest.mark.parametrize("coding", ["gzip", "zstd", "deflate"])
def test_magic_bytes_need_no_header(coding: str) -> None:
    assert detect(_CODED[coding], "") == coding


@pytest.mark.parametrize("declared", ["gzip", "br", "zstd", "deflate", ""])
@pytest.mark.parametrize("data", [b"", b"{}", "data: é\n\n".encode(), b"x^ is not deflate"])
def test_plain_text_has_no_coding_whatever_the_header_says(data: bytes, declared: str) -> None:
    assert detect(data, declared) is None


def test_deflate_without_its_header() -> None:
    data = _raw_deflate(_TEXT)
    assert detect(data, "deflate") == "deflate"
    assert inflate(data, "deflate").data == _TEXT


@pytest.mark.parametrize("coding", _CODED)
def test_of_a_cut_body_the_readable_part_is_kept(coding: str) -> None:
    data = _CODED[coding]
    half = inflate(data[: len(data) // 2], coding)
    assert half.fault == "it is cut off before its end"
    assert _TEXT.startswith(half.data)
    assert coding == "zstd" or len(half.data) > len(_TEXT) // 4  # zstd gives whole blocks only


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_of_a_corrupt_body_the_part_before_is_kept(coding: str) -> None:
    data = bytearray(_CODED[coding])
    data[len(data) // 2 :] = b"\xff" * 50
    found = inflate(bytes(data), coding)
    assert found.fault
    assert _TEXT[: len(_TEXT) // 4] == found.data[: len(_TEXT) // 4]


@pytest.mark.parametrize("coding", ["gzip", "deflate", "zstd"])
def test_what_follows_the_end_is_said(coding: str) -> None:
    found = inflate(_CODED[coding] + b"junk", coding)
    assert found.data == _TEXT
    assert found.fault


def test_gzip_members_are_joined() -> None:
    assert inflate(_CODED["gzip"] + gzip.compress(b"more") + b"\0\0", "gzip") == content_codings.Inflated(
        _TEXT + b"more"
    )


@pytest.mark.parametrize("coding", _CODED)
def test_a_bomb_stops_at_the_limit(coding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_codings, "MAX_OUTPUT", 3 << 20)
    compress = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstandard.compress}
    bomb = compress[coding](bytes(8 << 20))
    found = inflate(bomb, coding)
    assert len(found.data) == 3 << 20
    assert found.fault == "more than 3 MB come out of it"


@given(data=st.binary(max_size=200), coding=st.sampled_from(sorted(_CODED)))
def test_any_bytes_are_inflated_without_an_error(data: bytes, coding: str) -> None:
    inflate(data, coding)
    inflate(_CODED[coding][:40] + data, coding)
    detect(data, coding)
    dechunk(data)


@pytest.mark.parametrize(
    ("data", "body"),
    [
        (b"5\r\nhello\r\n6;a=b\r\n world\r\n0\r\n\r\n", b"hello world"),
        (b"A \r\n0123456789\r\n000\r\nTrailer: x\r\n\r\n", b"0123456789"),
        (b"0\r\n\r\n", b""),
        (b"5\r\nhello\r\n0\r\n\r\nmore", None),
        (b"5\r\nhello\r\n", None),
        (b"6\r\nhello\r\n0\r\n\r\n", None),
        (b"FFFFFFFFFFFFFFF\r\nx", None),
        (b"hello", None),
        (b"", None),
    ],
)
def test_chunked_framing_is_removed_only_when_all_of_it_is(data: bytes, body: bytes | None) -> None:
    assert dechunk(data) == body


@pytest.mark.parametrize(
    ("data", "is_text"),
    [
        (b"", True),
        (b"a\tb\r\n\x1b[0m", True),
        (b"a\0", False),
        (b"\x80", False),
        ("é".encode() * 5000, True),
        (b"a" + "é".encode() * 5000, True),
    ],
)
def test_what_looks_like_text(data: bytes, is_text: bool) -> None:
    assert looks_like_text(data) is is_text
