# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The one gate through which a file is written that a user named: whole or not at all, and never over a cassette.

Rule: it is the file behind the name that counts: links and `..` are followed first, and what lies there is looked at.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from viewer.core.errors import CassetteError, NotACassette
from viewer.core.formats import Probe, reader_of


def refuse_cassette(target: Path) -> None:
    """Raise CassetteError when a cassette would be overwritten, a damaged one too; nothing here ever writes to one."""
    try:
        target = _behind(target)
        is_cassette = target.is_file() and bool(target.stat().st_size) and reader_of(Probe.open(target)) is not None
    except NotACassette:
        return
    except OSError:
        return  # writing will say why it cannot
    except CassetteError as error:
        raise CassetteError(str(target), None, "may be a cassette and is not overwritten") from error
    if is_cassette:
        raise CassetteError(str(target), None, "is a cassette and is not overwritten")


def require_folder(folder: Path) -> None:
    """Raise CassetteError when there is no such folder; one that was mistyped must not come to be."""
    is_there = False
    with suppress(OSError):
        is_there = folder.is_dir()
    if not is_there:
        raise CassetteError(str(folder), None, "is no folder" if folder.exists() else "no such folder")


def write_whole(target: Path, write: Callable[[TextIO], None]) -> None:
    """Write a text so that it is there whole or not at all; raises CassetteError for a cassette, and OSError."""
    _replace(target, lambda partial: _write_text(partial, write))


def write_bytes(target: Path, data: bytes) -> None:
    """Write bytes likewise."""
    _replace(target, lambda partial: partial.write(data))


def _replace(asked: Path, write: Callable[[BinaryIO], object]) -> None:
    target = _behind(asked)
    if target.exists() and not target.is_file():  # a pipe or a device: nothing to replace
        with target.open("wb") as out:
            write(out)
        return
    refuse_cassette(target)
    with _named(asked):
        handle, name = tempfile.mkstemp(".part", f".{target.name[:50]}.", target.parent)
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            write(out)
        with _named(asked):
            partial.chmod(_mode(target))
            partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


@contextmanager
def _named(asked: Path) -> Iterator[None]:
    """Have errors name the file that was asked for: nobody knows the one that is written in its place."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(asked), None
        raise


def _write_text(partial: BinaryIO, write: Callable[[TextIO], None]) -> None:
    out = TextIOWrapper(partial, "utf-8", errors="backslashreplace", newline="\n")
    write(out)
    out.flush()
    out.detach()


def _behind(target: Path) -> Path:
    """The file that a name means."""
    return Path(os.path.realpath(target))


def _mode(target: Path) -> int:
    """The permissions that the target has, else those that a new file gets."""
    with suppress(FileNotFoundError):
        return target.stat().st_mode & 0o777
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask
