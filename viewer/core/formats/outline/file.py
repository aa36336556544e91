# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A file that stays open while parts of it are read.

Rule: it is never mapped. Another program may cut a file short in place, and then a mapping ends the process that reads
it (SIGBUS); a read is short instead, and is told.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from weakref import finalize


class Stamp(NamedTuple):
    """What changes when a file is replaced or written to."""

    size: int
    mtime_ns: int
    inode: int
    device: int

    @classmethod
    def of(cls, found: os.stat_result) -> Stamp:
        """The stamp that a look at a file tells."""
        return cls(found.st_size, found.st_mtime_ns, found.st_ino, found.st_dev)


class FileChangedError(OSError):
    """The file is not what it was when it was opened."""

    def __init__(self) -> None:
        """Say so in the words that are shown."""
        super().__init__(None, "the file was changed while it was open")

    def __reduce__(self) -> tuple[type[FileChangedError], tuple[()]]:
        """Made again in another process."""
        return type(self), ()


class CassetteFile:
    """A regular file, open for reading until `close` or until nobody refers to it.

    On Windows it is opened for each read: a file that is open there cannot be replaced, and recorders replace theirs.
    """

    def __init__(self, path: Path, stamp: Stamp | None = None) -> None:
        """Open it; raises OSError, and FileChangedError when it has not the stamp that it is known by."""
        self.path = path
        descriptor = _opened(path)
        self._close = finalize(self, os.close, descriptor)
        self._kept: int | None = descriptor
        self.stamp = Stamp.of(os.fstat(descriptor))
        if stamp not in (None, self.stamp):
            self.close()
            raise FileChangedError
        if not _KEEPS_OPEN:
            self._close()
            self._kept = None

    @property
    def size(self) -> int:
        """Its bytes, as it was opened."""
        return self.stamp.size

    def read(self, start: int, end: int) -> bytes:
        """The bytes of a span, all that are there before the end; raises FileChangedError when some are missing."""
        end = min(end, self.size)
        pieces: list[bytes] = []
        with self._descriptor() as descriptor:
            while start < end:
                piece = _read_at(descriptor, start, end - start)
                if not piece:
                    raise FileChangedError
                pieces.append(piece)
                start += len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def check(self) -> None:
        """Raise FileChangedError when the open file was written to; one that another took the place of stays whole."""
        with self._descriptor() as descriptor:
            if Stamp.of(os.fstat(descriptor))[:2] != self.stamp[:2]:
                raise FileChangedError

    def close(self) -> None:
        """Let go of it; a read raises OSError from now on."""
        self._close()
        self._kept = -1

    @contextmanager
    def _descriptor(self) -> Iterator[int]:
        if self._kept is not None:
            yield self._kept
            return
        descriptor = _opened(self.path)
        try:
            yield descriptor
        finally:
            os.close(descriptor)


_KEEPS_OPEN = os.name != "nt"


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))


def _read_at(descriptor: int, start: int, length: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(descriptor, length, start)
    os.lseek(descriptor, start, os.SEEK_SET)
    return os.read(descriptor, length)


def is_plain(data: bytes) -> bool:
    """Whether bytes are UTF-8 whose lines all end in a line feed; others are left to those who read a file whole."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return b"\r" not in data or data.count(b"\r") == data.count(b"\r\n")
