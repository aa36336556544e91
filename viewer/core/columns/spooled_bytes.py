# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Bytes one behind the other on the disk, in a temporary file that has no name where the system allows it.

It ends with the process. Copies of the process may read it too.
"""

from __future__ import annotations

import os
import tempfile
from typing import IO
from weakref import finalize


class SpooledBytes:
    """Bytes that are only added to; the file is made with the first of them."""

    def __init__(self, folder: str | None = None) -> None:
        """`folder` is where the file lies, the system's folder for such files where none is given."""
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._size = 0

    def append(self, data: bytes) -> int:
        """Put bytes behind the others; returns where they end. Raises OSError, and then nothing was added."""
        file, rest = self._opened(), memoryview(data)
        file.seek(self._size)
        while rest:
            rest = rest[file.write(rest) :]
        self._size += len(data)
        return self._size

    def read(self, start: int, end: int) -> bytes:
        """The bytes from one place to another."""
        file = self._opened()
        if hasattr(os, "pread"):  # copies of this process share its place in the file
            return os.pread(file.fileno(), end - start, start)
        file.seek(start)
        return file.read(end - start)

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            file = tempfile.TemporaryFile  # it stays open as long as this object is there
            self._file = file(prefix="cassette-viewer-", dir=self._folder, buffering=0)
            finalize(self, self._file.close)
        return self._file
