# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""folder -> the cassettes in it, each as what is known of it without reading it again. Runs off the GUI thread.

Rule: the name decides only which files are looked at; the content decides which are cassettes. What the index knows is
not read; the rest is shared among worker processes where it is much, and a recording is dropped where it was read.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.core.contents import Contents, contents
from viewer.core.errors import CassetteError, NotACassette
from viewer.core.formats import HIDDEN_FOLDERS, file_suffixes
from viewer.core.notes import is_notes_file
from viewer.core.recording import load
from viewer.core.second_look import with_schema_problems
from viewer.dataclass import dataclass
from viewer.gui.documents.document import node_of
from viewer.gui.models.folders import natural
from viewer.gui.models.nodes import FileNode, error_node
from viewer.gui.tasks import Cancelled
from viewer.index.reading import reading
from viewer.index.stamp import Stamp
from viewer.index.writing import Entry, Refusal, RefusalEntry

if TYPE_CHECKING:
    from viewer.index.store import Store

_PASSED_OVER = frozenset(("node_modules", "__pycache__", "site-packages", "venv"))
"""Folders of other people's files; those whose names begin with a dot are passed over too."""
_HEAD = 512
_LIKE_A_HEAD = re.compile(rb"\s*(?:---\s*)?(?:-\s*\n?\s+\w+:|[\[{]|httprr |[A-Z]{3,7} /)")
"""How the files without a suffix begin that some recorder writes (php-vcr, node-replay)."""
_SAYS_SO = re.compile(rb"\b(?:http_)?interactions[\"']?\s*:")
"""What most cassettes say at once, under whatever name they are kept."""
_KEPT_AS = (".bak", ".old", ".orig", ".txt")
"""Suffixes of files that may be anything: a copy that somebody put by."""

_WORTH_SHARING = 16_000_000
"""Bytes below which starting other processes takes longer than reading."""
_ALONE = 12
"""So many files are read while the first worker starts."""

_MOST_ENTRY_BYTES = 256 << 20
"""What is to be kept of a larger file is not handed from one process to another."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was looked at: what it holds, why it cannot be read, or why it is left out.

    `entry` is what the index is to keep of it; `is_known` tells that it came from there, without what was said.
    """

    path: Path
    contents: Contents | None = None
    error: CassetteError | None = None
    reason: str = ""
    entry: Entry | RefusalEntry | None = None
    is_known: bool = False

    def node(self) -> FileNode | None:
        """What the tree shows of it; None where it is left out."""
        if self.contents is not None:
            return node_of(self.path, self.contents)
        return error_node(self.path, self.error) if self.error is not None else None


def walk(folder: Path, cancelled: Cancelled) -> Iterator[tuple[Path, Stamp]]:
    """The files below a folder that may be cassettes, as the tree orders them.

    Links to files are followed, links to folders are not. What has a cassette's suffix and is no file is told too.
    """
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: natural(entry.name))
    except OSError:
        return
    for entry in found:
        if cancelled():
            return
        is_hidden = entry.name.startswith(".") and entry.name not in HIDDEN_FOLDERS
        is_passed_over = is_hidden or entry.name in _PASSED_OVER
        if not is_passed_over and entry.is_dir(follow_symlinks=False):
            yield from walk(Path(entry.path), cancelled)
    names = {entry.name for entry in found}
    for entry in found:
        if entry.name.startswith(".") or is_notes_file(entry.name, names.__contains__):
            continue
        if (stamp := _stamp(entry)) is not None:
            yield Path(entry.path), stamp


def known(path: Path, stamp: Stamp, store: Store) -> Found | None:
    """What the index knows of a file as it is now; None where it has to be read."""
    found = store.get(path, stamp)
    if found is not None:
        return Found(path, found, is_known=True)
    refusal = store.refusal(path, stamp)
    if refusal is None:
        return None
    if refusal.is_damaged:
        return Found(path, error=CassetteError(str(path), refusal.line, refusal.reason), is_known=True)
    return Found(path, reason=refusal.reason, is_known=True)


def look_at(path: Path) -> None:
    """Read a cassette and its first interaction for what that imports: whoever shows one on the GUI thread need not."""
    with suppress(CassetteError, IndexError):
        load(path).exchanges[0]


@dataclass(frozen=True, slots=True)
class Look:
    """Reads files and keeps what the tree shows of them; `for_index` prepares what the index is to keep too."""

    for_index: bool = False

    def __call__(self, file: tuple[Path, Stamp]) -> Found:
        """What there is to know of a file; never raises."""
        path, stamp = file
        if reason := _no_file(path):
            return Found(path, reason=reason)
        try:
            recording = load(path, look=with_schema_problems)
        except NotACassette as error:
            return self._refused(Found(path, reason=error.reason), stamp, Refusal(error.reason))
        except CassetteError as error:
            return self._refused(Found(path, error=error), stamp, Refusal(error.reason, error.line, is_damaged=True))
        if not self.for_index:
            return Found(path, contents(recording))
        kept = reading(recording, stamp)
        entry = Entry.of(path, stamp, kept.contents, kept.pieces)
        return Found(path, kept.contents, entry=entry if entry and entry.size <= _MOST_ENTRY_BYTES else None)

    def _refused(self, found: Found, stamp: Stamp, refusal: Refusal) -> Found:
        return replace(found, entry=RefusalEntry.of(found.path, stamp, refusal)) if self.for_index else found


def look_all(files: Sequence[tuple[Path, Stamp]], cancelled: Cancelled, *, for_index: bool = False) -> Iterator[Found]:
    """Look at files in their order; the first of many at once, while others start to help."""
    look, size = Look(for_index), sum(stamp.size for _, stamp in files)
    alone = files if size < _WORTH_SHARING else files[:_ALONE]
    with _helped(look, files[len(alone) :]) as helped:
        for found in chain(map(look, alone), helped):
            yield found
            if cancelled():
                return


@contextmanager
def _helped(look: Look, files: Sequence[tuple[Path, Stamp]]) -> Iterator[Iterator[Found]]:
    """Files that worker processes look at, who begin now."""
    if not files:
        yield iter(())
        return
    from viewer.workers import Workers  # noqa: PLC0415 - with what it imports, for large folders only

    workers = Workers()
    try:
        yield workers.map(look, files)
    finally:
        workers.close()


@dataclass(frozen=True, slots=True)
class Changes:
    """What a walk found: files that are new or have another stamp, in order, and those that are gone."""

    fresh: tuple[Path, ...]
    gone: tuple[Path, ...]
    stamps: dict[Path, Stamp]


def changes(folder: Path, known: Mapping[Path, Stamp], cancelled: Cancelled) -> Changes:
    """Compare a folder with what is known of it."""
    stamps = dict(walk(folder, cancelled))
    fresh = tuple(path for path, stamp in stamps.items() if known.get(path) != stamp)
    return Changes(fresh, tuple(path for path in known if path not in stamps), stamps)


_suffixes = cache(file_suffixes)


def _stamp(entry: os.DirEntry[str]) -> Stamp | None:
    """The stamp of what may be a cassette, None for all else; that of the link itself where it leads to nothing."""
    status = _status(entry)
    if status is None or stat.S_ISDIR(status.st_mode) or not _may_be(entry, status.st_mode):
        return None
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    with suppress(OSError):
        return entry.stat()
    with suppress(OSError):
        return entry.stat(follow_symlinks=False)
    return None


def _may_be(entry: os.DirEntry[str], mode: int) -> bool:
    """By its suffix; where that tells nothing, by its first bytes, which nothing but a file has."""
    name = entry.name.lower()
    if name.endswith(_suffixes()):
        return True
    has_none = "." not in name
    if not (has_none or name.endswith(_KEPT_AS)) or not stat.S_ISREG(mode):
        return False
    try:
        with Path(entry.path).open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    return bool(_SAYS_SO.search(head) or (has_none and _LIKE_A_HEAD.match(head)))


def _no_file(path: Path) -> str:
    """Why there is nothing to read, nor ever will be; empty for a file, and for what is gone already."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return "is a link that leads nowhere" if path.is_symlink() else ""
    if stat.S_ISREG(mode):
        return ""
    return "is a pipe, not a file" if stat.S_ISFIFO(mode) else "is not a file"
