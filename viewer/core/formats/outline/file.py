# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A file that stays open while parts of it are read.

Rule: it is never mapped. Another program may cut a file short in place, and then a mapping ends the process that reads
it (SIGBUS); a read is short instead, and is told.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from threading import Lock
from typing import NamedTuple

_BLOCK = 1 << 20


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


class CassetteFile:
    """A regular file, open for reading. It can be pickled: the copy opens the file anew, and only the same file."""

    def __init__(self, path: Path, stamp: Stamp | None = None) -> None:
        """Open it; raises OSError, and FileChangedError when it has not the stamp that it is known by."""
        self.path = path
        self._lock = Lock()
        self._file = path.open("rb", buffering=0)
        found = os.fstat(self._file.fileno())
        self.is_regular = stat.S_ISREG(found.st_mode)
        self.stamp = Stamp.of(found)
        if stamp not in (None, self.stamp):
            self._file.close()
            raise FileChangedError

    def __reduce__(self) -> tuple[type[CassetteFile], tuple[Path, Stamp]]:
        """Where it is, and what it is known by."""
        return CassetteFile, (self.path, self.stamp)

    @property
    def size(self) -> int:
        """Its bytes, as it was opened."""
        return self.stamp.size

    def read(self, start: int, end: int) -> bytes:
        """The bytes of a span, all that are there before the end; raises FileChangedError when some are missing."""
        end = min(end, self.size)
        pieces: list[bytes] = []
        while start < end:
            piece = self._read_at(start, end - start)
            if not piece:
                raise FileChangedError
            pieces.append(piece)
            start += len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _read_at(self, start: int, length: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(self._file.fileno(), length, start)
        with self._lock:  # Windows has one position for all who read
            self._file.seek(start)
            return self._file.read(length) or b""

    def check(self) -> None:
        """Raise FileChangedError when the open file was written to; one that another took the place of stays whole."""
        found = Stamp.of(os.fstat(self._file.fileno()))
        if found[:2] != self.stamp[:2]:
            raise FileChangedError

    def close(self) -> None:
        """Let go of it."""
        self._file.close()
