# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Bytes -> the same in the codings that a stored body had, as long as that was where it can be.

Rule: what is made is undone again and compared, so that nobody stores a body that says something else.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import product

from viewer.core import content_codings

_COMMENT = 0x10
"""The flag of gzip's header (RFC 1952, 2.3) behind which a text stands that nobody decodes."""
_HEAD = 10
"""Bytes of gzip's header before that text."""
_SMALL = 1 << 20
"""Up to so many bytes other ways are tried for the sake of the length."""


def recoded(data: bytes, stored: bytes, codings: Sequence[str]) -> bytes | None:
    """`data` in the codings of `stored`, outermost first; None where one of them is not made here.

    It is as long as `stored` where that can be had, else it may be shorter or longer.
    """
    if not codings:
        return data
    outer, *others = codings
    is_chunked = outer == "chunked"
    inner = content_codings.dechunk(stored) if is_chunked else content_codings.inflate(stored, outer).data
    within = recoded(data, inner or b"", others)
    if within is None:
        return None
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(within), within) if is_chunked else _best(within, stored, outer)


def _best(data: bytes, stored: bytes, coding: str) -> bytes | None:
    """The first form that is as long as what was stored, else the first of all."""
    first: bytes | None = None
    for made in _MAKERS[coding](data, stored):
        if content_codings.inflate(made, coding) != content_codings.Inflated(data):
            continue
        if len(made) == len(stored):
            return made
        first = made if first is None else first
    return first


def _gzip(data: bytes, stored: bytes) -> Iterator[bytes]:
    """No longer than what was stored, and then a comment in its header that makes up for the length."""
    made = next((made for made in _deflated(data, 31) if len(made) <= len(stored)), None)
    if made is None:
        yield from _deflated(data, 31)
        return
    missing = len(stored) - len(made)
    comment = b" " * (missing - 1) + b"\0" if missing else b""
    yield made[:3] + bytes([_COMMENT if missing else 0]) + stored[4:_HEAD] + comment + made[_HEAD:]


def _deflate(data: bytes, stored: bytes) -> Iterator[bytes]:
    yield from _deflated(data, 15 if content_codings.has_zlib_header(stored) else -15)


def _deflated(data: bytes, bits: int) -> Iterator[bytes]:
    """In several ways, each with a length of its own; a large one in one way."""
    for level in (9, 6, 8, 7, 5, 4, 3, 2, 1) if len(data) <= _SMALL else (9,):
        made = zlib.compressobj(level, zlib.DEFLATED, bits, 9)
        yield made.compress(data) + made.flush()


def _brotli(data: bytes, _stored: bytes) -> Iterator[bytes]:
    import brotli  # type: ignore[import-untyped]  # noqa: PLC0415 - most cassettes need neither library

    for quality in (5, 4, 6, 7, 8, 9, 3, 11) if len(data) <= _SMALL else (5,):
        yield brotli.compress(data, quality=quality)


def _zstd(data: bytes, _stored: bytes) -> Iterator[bytes]:
    import zstandard  # noqa: PLC0415

    for level, has_size in product((3, 9, 1, 19) if len(data) <= _SMALL else (3,), (True, False)):
        yield zstandard.ZstdCompressor(level=level, write_content_size=has_size).compress(data)


_MAKERS: dict[str, Callable[[bytes, bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
