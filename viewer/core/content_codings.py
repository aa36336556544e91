# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Content codings (RFC 9110, 8.4.1) and chunked framing (RFC 9112, 7.1), undone by what the bytes are.

Rule: the header only hints. Recorders store compressed bodies with and without it, and plain bodies under it.
Whatever could be inflated of a damaged body is kept; a small body never becomes more than `MAX_OUTPUT` bytes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, Any

from viewer.dataclass import dataclass

if TYPE_CHECKING:
    from zstandard import ZstdDecompressor


MAX_OUTPUT = 64 * 1024 * 1024
"""The most bytes that a body is inflated to."""

_PIECE = 512
_STEP = 1 << 20
_LARGEST_WINDOW = 1 << 27
_CUT_OFF = "it is cut off before its end"
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r\n")
_TRAILERS = re.compile(rb"(?:[^\r\n:]+:[^\r\n]*\r\n)*\r\n")
_CONTROL = bytes([*range(9), *range(0x0E, 0x1B), *range(0x1C, 0x20)])


@dataclass(frozen=True, slots=True)
class Inflated:
    """What came out of a coding, and what was wrong on the way; None when all was well."""

    data: bytes
    fault: str | None = None


def looks_like_text(data: bytes) -> bool:
    """Whether a body begins as UTF-8 without control characters, as no compressed one does."""
    head = data[:4096]
    if len(head.translate(None, _CONTROL)) < len(head):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3 and len(data) > len(head)
    return True


def dechunk(data: bytes) -> bytes | None:
    """The body inside chunked framing that a recorder left in; None unless all of it is such framing."""
    parts: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(data, at):
        length = int(size[1], 16)
        if length == 0:
            end = _TRAILERS.match(data, size.end())
            return b"".join(parts) if end and end.end() == len(data) else None
        at = size.end() + length
        if data[at : at + 2] != b"\r\n":
            return None
        parts.append(data[size.end() : at])
        at += 2
    return None


def detect(data: bytes, declared: str) -> str | None:
    """The coding that a body has: by its magic bytes, else the declared one when the body looks like no text."""
    if data.startswith(b"\x1f\x8b"):
        return "gzip"
    if data.startswith(b"\x28\xb5\x2f\xfd"):
        return "zstd"
    if not data or looks_like_text(data):
        return None
    if declared in ("br", "deflate"):
        return declared
    return "deflate" if has_zlib_header(data) and inflate(data, "deflate").fault is None else None


def has_zlib_header(data: bytes) -> bool:
    """Whether it begins by RFC 1950, 2.2: method 8, and a check that makes the two bytes a multiple of 31."""
    return len(data) > 6 and data[0] & 0x8F == 0x08 and int.from_bytes(data[:2], "big") % 31 == 0


def inflate(data: bytes, coding: str) -> Inflated:
    """Undo a coding of `detect`; never raises."""
    output, size = [], 0
    try:
        for piece in _INFLATERS[coding](data):
            output.append(piece)
            size += len(piece)
            if size >= MAX_OUTPUT:
                return Inflated(b"".join(output)[:MAX_OUTPUT], f"more than {MAX_OUTPUT >> 20} MB come out of it")
    except (zlib.error, _Damaged, EOFError) as error:
        return Inflated(b"".join(output), str(error) or "damaged")
    return Inflated(b"".join(output))


def _gunzip(data: bytes) -> Iterator[bytes]:
    """All members of a gzip file (RFC 1952, 2.2)."""
    at = 0
    while data.startswith(b"\x1f\x8b", at):
        at = yield from _run(zlib.decompressobj(31), data, at)
    _expect_end(data[at:].lstrip(b"\0"))


def _inflate_deflate(data: bytes) -> Iterator[bytes]:
    """`deflate` with the zlib header that the standard asks for, or without as some servers send it."""
    at = yield from _run(zlib.decompressobj(15 if has_zlib_header(data) else -15), data, 0)
    _expect_end(data[at:])


def _run(inflater: zlib._Decompress, data: bytes, at: int) -> Generator[bytes, None, int]:
    """One zlib stream from `at`; the index after it. In pieces, so that an error costs only its own piece."""
    while at < len(data):
        piece = data[at : at + _PIECE]
        at += len(piece)
        while piece:
            yield inflater.decompress(piece, _STEP)
            piece = inflater.unconsumed_tail
        if inflater.eof:
            return at - len(inflater.unused_data)
    raise EOFError(_CUT_OFF)


class _Damaged(Exception):  # noqa: N818 - what the libraries say in errors of their own
    pass


# Both libraries are imported where they are used: most cassettes need neither.


def _inflate_brotli(data: bytes) -> Iterator[bytes]:
    import brotli  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        yield from _brotli_pieces(data, brotli.Decompressor())
    except brotli.error as error:
        raise _Damaged(str(error)) from error


def _brotli_pieces(data: bytes, inflater: Any) -> Iterator[bytes]:  # noqa: ANN401 - the library has no types
    for at in range(0, len(data), _PIECE):
        yield inflater.process(data[at : at + _PIECE], output_buffer_limit=_STEP)
        while not inflater.can_accept_more_data():
            yield inflater.process(b"", output_buffer_limit=_STEP)
    while not inflater.is_finished():  # all input is taken, but not all output given
        piece = inflater.process(b"", output_buffer_limit=_STEP)
        if not piece:
            raise EOFError(_CUT_OFF)
        yield piece


def _inflate_zstd(data: bytes) -> Iterator[bytes]:
    """All frames (RFC 8878, 3). A piece of input is small enough not to become too much output at once."""
    import zstandard  # noqa: PLC0415

    try:
        yield from _zstd_pieces(data, zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW))
    except zstandard.ZstdError as error:
        raise _Damaged(str(error)) from error


def _zstd_pieces(data: bytes, library: ZstdDecompressor) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        inflater = library.decompressobj()
        while not inflater.eof:
            if at >= len(data):
                raise EOFError(_CUT_OFF)
            yield inflater.decompress(data[at : at + _PIECE])
            at = min(at + _PIECE, len(data))
        at -= len(inflater.unused_data)


def _expect_end(left: bytes) -> None:
    if left:
        raise EOFError(f"{len(left)} bytes follow its end")


_INFLATERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gunzip,
    "deflate": _inflate_deflate,
    "br": _inflate_brotli,
    "zstd": _inflate_zstd,
}
