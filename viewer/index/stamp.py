# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What tells that a file, and the program that read it, are still the same."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from viewer import __version__
from viewer.blake2 import blake2b

_END_BYTES = 4096
_DIGEST_BYTES = 16


class Stamp(NamedTuple):
    """Size, and times of the last change of content and of anything (on Windows: of its making), in ns."""

    size: int
    mtime_ns: int
    ctime_ns: int

    @classmethod
    def of(cls, path: Path) -> Stamp | None:
        """The stamp of a file; None for what is no file, or cannot be asked."""
        with suppress(OSError, ValueError):
            return cls.of_status(path.stat())
        return None

    @classmethod
    def of_status(cls, status: os.stat_result) -> Stamp | None:
        """The stamp in what the system said of a file; None for what is none."""
        if not stat.S_ISREG(status.st_mode):
            return None
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def digest_of_ends(path: Path, stamp: Stamp) -> bytes | None:
    """A digest of how a file begins and ends; None where it is not the file of that stamp any more, or unreadable."""
    with suppress(OSError, ValueError):
        # O_NONBLOCK: what was a file may be a pipe by now.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            if Stamp.of_status(os.fstat(descriptor)) != stamp:
                return None
            made = blake2b(os.read(descriptor, _END_BYTES), digest_size=_DIGEST_BYTES)
            os.lseek(descriptor, max(stamp.size - _END_BYTES, 0), os.SEEK_SET)
            made.update(os.read(descriptor, _END_BYTES))
            return made.digest()
        finally:
            os.close(descriptor)
    return None


@cache
def program_version() -> str:
    """Names this very program: its version, its modules and those that it may load, by when they were changed.

    What an older program understood of a file may not be what this one does; plug-ins are installed beside it.
    """
    made = blake2b(digest_size=_DIGEST_BYTES)
    package = Path(__file__).resolve().parents[1]
    modules = sorted((package / "core").rglob("*.py")) or [Path(sys.executable)]
    places = [Path(place) for place in sys.path if place.endswith(("site-packages", "dist-packages"))]
    for path in (*modules, *places):
        with suppress(OSError):
            status = path.stat()
            made.update(f"{path.name} {status.st_mtime_ns} {status.st_size if path.is_file() else ''}\n".encode())
    return f"{__version__} {made.hexdigest()}"
