# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where a second start finds the first: one address for each user, display and file system. No Qt yet.

Rule: nothing is trusted that somebody else could have put there.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path

from viewer.blake2 import blake2b
from viewer.dataclass import dataclass
from viewer.display import display

_LONGEST = 100
"""Bytes of a socket's path: sun_path has 108 on Linux and 104 on macOS (unix(7), unix(4))."""
_FOR_OTHERS_TO_WRITE = stat.S_IWGRP | stat.S_IWOTH


class Untrusted(Exception):  # noqa: N818 - a fact about a place, not a failure of ours
    """The place where the first instance should be found belongs to somebody else, or is open to others."""


@dataclass(frozen=True, slots=True)
class Address:
    """The socket on which the first instance listens (on Windows a pipe), and the lock that guards a start."""

    socket: str
    lock: str

    def is_taken(self) -> bool:
        """Whether something is there that may be a listening instance; raises Untrusted when it is not ours."""
        if sys.platform == "win32":
            return True  # a pipe has no file to look at: only a connection tells
        try:
            status = os.lstat(self.socket)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise Untrusted(f"{self.socket}: {error.strerror}") from error
        if not stat.S_ISSOCK(status.st_mode) or not _is_ours(status):
            raise Untrusted(f"{self.socket} is not this user's own socket")
        return True


def find_address() -> Address:
    """The address of this user's instance on this display; raises Untrusted when there is no safe place for one."""
    name = f"cassette-viewer-{_key()}"
    if sys.platform == "win32":
        return Address(name, str(Path(tempfile.gettempdir(), f"{name}.lock")))
    folder = _folder(len(name))
    return Address(str(folder / name), str(folder / f"{name}.lock"))


def _key() -> str:
    """Tells displays apart, for a window must not open on another's screen, and places where paths mean other files.

    The latter are containers and chroots that share a folder with their host: their root folder is another.
    """
    parts = [display(), os.environ.get("XDG_RUNTIME_DIR", "")]
    if sys.platform == "win32":
        parts += [os.environ.get("USERDOMAIN", ""), os.environ.get("USERNAME", ""), os.environ.get("SESSIONNAME", "")]
    else:
        root = os.stat("/")  # noqa: PTH116 - beside lstat
        parts += [str(os.geteuid()), str(root.st_dev), str(root.st_ino)]
    return blake2b("\0".join(parts).encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()


def _folder(name_length: int) -> Path:
    """The user's folder for sockets: the session's own if it fits and is safe, else one below the temporary folder."""
    session = os.environ.get("XDG_RUNTIME_DIR", "")
    fits = len(os.fsencode(session)) + 1 + name_length <= _LONGEST
    if os.path.isabs(session) and fits and _is_own_folder(session):  # noqa: PTH117 - a string from outside, not a path yet
        return Path(session)
    made = Path(tempfile.gettempdir(), f"cassette-viewer-{os.geteuid() if sys.platform != 'win32' else ''}")
    try:
        made.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Untrusted(f"{made}: {error.strerror}") from error
    if not _is_own_folder(str(made)):
        raise Untrusted(f"{made} is not this user's own folder")
    return made


def _is_own_folder(path: str) -> bool:
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return False
    return stat.S_ISDIR(status.st_mode) and _is_ours(status)


def _is_ours(status: os.stat_result) -> bool:
    """Whether something belongs to this user and nobody else can write to it."""
    return sys.platform == "win32" or (status.st_uid == os.geteuid() and not status.st_mode & _FOR_OTHERS_TO_WRITE)
