# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Erlang's external term format (erlang.org/doc/apps/erts/erl_ext_dist) -> the bytes of binaries and I/O lists.

Rule: only what a body can be is read, so nothing is ever constructed from such a term.
"""

from __future__ import annotations

import struct
import zlib

_VERSION = 131
_COMPRESSED = 80
_SMALL_INTEGER, _NIL, _STRING, _LIST, _BINARY = 97, 106, 107, 108, 109
_MOST_BYTES = 1 << 28


def term_bytes(data: bytes) -> bytes:
    """The bytes that a term stands for; raises ValueError when it is no binary, string or list of them."""
    if data[:1] != bytes([_VERSION]):
        raise ValueError("no external term")
    try:
        return _bytes(_inflated(data[1:]))
    except (struct.error, IndexError, zlib.error) as error:
        raise ValueError(f"damaged term: {error}") from error


def _inflated(term: bytes) -> bytes:
    """The term inside a compressed one."""
    if term[0] != _COMPRESSED:
        return term
    (size,) = struct.unpack_from(">I", term, 1)
    return zlib.decompressobj().decompress(term[5:], min(size, _MOST_BYTES))


def _bytes(term: bytes) -> bytes:
    """The bytes of a term; lists are walked without recursion."""
    parts: list[bytes] = []
    at, expected = 0, 1
    while expected:
        tag = term[at]
        expected -= 1
        if tag in (_BINARY, _STRING):
            (size,) = struct.unpack_from(">I" if tag == _BINARY else ">H", term, at + 1)
            at += 5 if tag == _BINARY else 3
            parts.append(term[at : at + size])
            at += size
        elif tag == _SMALL_INTEGER:
            parts.append(term[at + 1 : at + 2])
            at += 2
        elif tag == _LIST:
            expected += struct.unpack_from(">I", term, at + 1)[0] + 1  # its tail is a term, too
            at += 5
        elif tag == _NIL:
            at += 1
        else:
            raise ValueError(f"term {tag} is no body")
    if at > len(term):
        raise ValueError("the term is cut off")
    return b"".join(parts)
