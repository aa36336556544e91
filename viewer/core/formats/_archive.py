# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A ZIP archive in memory, of which members are read by name and nothing is ever written to disk.

Rule: it is bounded. An archive with very many members or much in them is read up to the bounds, and says so.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator

from viewer.core import content_codings

MAGIC = b"PK\x03\x04"
"""How an archive begins."""

MAX_MEMBERS = 100_000
"""Members that are listed."""

MAX_MEMBER = 1 << 28
"""The most bytes that a member is inflated to."""

MAX_TOTAL = 1 << 30
"""The most bytes that are inflated of all members."""

_PIECE = 1 << 20
_ZSTD, _LOCAL_HEADER = 93, 30
_DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(ValueError, RuntimeError, NotImplementedError, OverflowError, LookupError),
)
"""What the standard library raises on an archive that is damaged."""


class Archive:
    """The members of an archive; `faults` tell what of them could not be read."""

    def __init__(self, data: bytes) -> None:
        """List the members; an archive that is damaged has none."""
        self.faults: list[str] = []
        self._data, self._left = data, MAX_TOTAL
        self._infos: dict[str, zipfile.ZipInfo] = {}
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
            infos = self._file.infolist()
        except _DAMAGES as error:
            self.faults.append(f"the archive is damaged: {error}")
            return
        if len(infos) > MAX_MEMBERS:
            self.faults.append(f"the archive has {len(infos):,} members, of which {MAX_MEMBERS:,} are read")
        self._infos = {info.filename: info for info in infos[:MAX_MEMBERS] if _is_file(info.filename)}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its files, in order."""
        return tuple(self._infos)

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, as far as they can be read; None for one that is not there."""
        info = self._infos.get(name)
        if info is None:
            return None
        if info.flag_bits & 0x1:
            self.faults.append(f"{name[:200]} is encrypted")
            return None
        pieces: list[bytes] = []
        try:
            pieces.extend(self._pieces(info))
        except _DAMAGES as error:
            self.faults.append(f"{name[:200]} is damaged: {error}")
        return b"".join(pieces)

    def _pieces(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """The bytes of a member, never more than what is left of the bounds: its own word on its size is not taken."""
        size = 0
        for piece in self._of_zstd(info) if info.compress_type == _ZSTD else self._inflated(info):
            size += len(piece)
            self._left -= len(piece)
            if size > MAX_MEMBER or self._left < 0:
                self.faults.append(f"{info.filename[:200]} is too large, its end is not read")
                return
            yield piece

    def _inflated(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        with self._file.open(info) as member:
            while piece := member.read(_PIECE):
                yield piece

    def _of_zstd(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """A member in zstd, which the standard library cannot read before Python 3.14 (APPNOTE.TXT, 4.3.7)."""
        head = self._data[info.header_offset : info.header_offset + _LOCAL_HEADER]
        start = info.header_offset + len(head) + sum(struct.unpack("<HH", head[-4:]))
        inflated = content_codings.inflate(self._data[start : start + info.compress_size], "zstd")
        if inflated.fault:
            self.faults.append(f"{info.filename[:200]} is damaged: {inflated.fault}")
        yield inflated.data


def _is_file(name: str) -> bool:
    return bool(name) and not name.endswith("/")
