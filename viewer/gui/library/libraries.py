# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The folders that are open as libraries: read in the background, watched, read again where files changed.

What is known of a library is the nodes of its files, which the tree keeps, and what this says of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from viewer.dataclass import dataclass
from viewer.gui.documents.document import named
from viewer.gui.models.nodes import FileNode
from viewer.gui.tasks import Cancelled, Tasks

if TYPE_CHECKING:
    from viewer.gui.library.scan import Changes, Found, Stamp

_TELL_SECONDS = 0.15
"""How often found files are told; each time the tree lays out what is visible."""
_WATCHED_MOST = 256
"""Folders that are watched, in one library; the rest is looked at when the window comes to the front, or by F5."""
_SETTLE_MS = 400
_RECHECK_SECONDS = 3.0
_UNFOLDED_MOST = 12
"""Up to so many files stand unfolded; larger libraries begin folded."""


@dataclass(slots=True, eq=False)
class Library:
    """What is known of an open folder: files by stamp, those left out with the reason, and how far reading is."""

    root: Path
    stamps: dict[Path, Stamp] = field(default_factory=dict)
    left_out: dict[Path, str] = field(default_factory=dict)
    done: int = 0
    every: int = 0
    is_reading: bool = True
    is_small: bool = False
    """Whether all of its files can stand unfolded."""
    checked: float = 0.0


class Libraries(QObject):
    """Opens, watches and closes folders; tells of cassettes as they are found."""

    opened = Signal(Path)
    found = Signal(Path, list)
    """A library, and the `FileNode`s of files that are new in it or were read again."""
    lost = Signal(Path, list)
    """A library, and the paths of files that it does not hold any more."""
    progressed = Signal(Path)
    """A library is read further, or to the end."""
    nothing_found = Signal(Path)
    """A folder held no cassette; it is not open any more."""
    closed = Signal(Path)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        """Start with no folder."""
        super().__init__(parent)
        self._tasks = tasks
        self._libraries: dict[Path, Library] = {}
        self._watcher = QFileSystemWatcher(parent=self)
        self._watcher.directoryChanged.connect(self._on_touched)
        self._touched: set[Path] = set()
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._on_settled)

    def __iter__(self) -> Iterator[Library]:
        """Every library, in the order of opening."""
        return iter(tuple(self._libraries.values()))

    def __len__(self) -> int:
        """Number of open folders."""
        return len(self._libraries)

    def get(self, root: Path) -> Library | None:
        """The library of an open folder."""
        return self._libraries.get(root)

    def holding(self, path: Path) -> Library | None:
        """The library that a path lies in."""
        return next((library for root, library in self._libraries.items() if path.is_relative_to(root)), None)

    def holds(self, path: Path) -> bool:
        """Whether a library has found that file."""
        library = self.holding(path)
        return library is not None and path in library.stamps and path not in library.left_out

    def open(self, folder: Path) -> Path:
        """Open a folder, unless it lies in an open one; those that lie in it become part of it."""
        root = named(folder)
        if self.holding(root) is None:
            for inner in [known for known in self._libraries if known.is_relative_to(root)]:
                self.close(inner)
            self._libraries[root] = Library(root)
            self.opened.emit(root)
            self._read(self._libraries[root])
        return root

    def read_again(self, root: Path) -> None:
        """Look for what is new, changed or gone."""
        library = self._libraries.get(root)
        if library is not None:
            self._read(library)

    def recheck(self) -> None:
        """Look at all libraries again, unless that was done just now."""
        for library in self:
            if not library.is_reading and monotonic() - library.checked > _RECHECK_SECONDS:
                self._read(library)

    def close(self, root: Path) -> None:
        """Forget a folder."""
        library = self._libraries.pop(root, None)
        if library is not None:
            self._tasks.cancel(_task(root))
            watched = [name for name in self._watcher.directories() if Path(name).is_relative_to(root)]
            if watched:
                self._watcher.removePaths(watched)
            self.closed.emit(root)

    # --- reading

    def _read(self, library: Library) -> None:
        library.is_reading, library.done, library.every = True, 0, 0
        root, known = library.root, dict(library.stamps)
        self._tasks.run(
            _task(root),
            lambda cancelled: self._scan(root, known, cancelled),
            lambda _: self._on_done(root),
        )

    def _scan(self, root: Path, known: dict[Path, Stamp], cancelled: Cancelled) -> None:
        """In a pool thread: find what there is to read, read it, and tell of it in batches."""
        from viewer.gui.library.scan import changes, look_all  # noqa: PLC0415 - a first picture needs no folder

        what = changes(root, known, cancelled)
        self._tasks.tell(_task(root), self._on_walked, (root, what))
        batch: list[tuple[Found, FileNode | None]] = []
        told = monotonic()
        size = sum(what.stamps[path][1] for path in what.fresh)
        for found in look_all(what.fresh, size, cancelled):
            batch.append((found, found.node()))
            if monotonic() - told > _TELL_SECONDS:
                self._tasks.tell(_task(root), self._on_read, (root, what, batch))
                batch, told = [], monotonic()
        self._tasks.tell(_task(root), self._on_read, (root, what, batch))

    def _on_walked(self, told: tuple[Path, Changes]) -> None:
        root, what = told
        library = self._libraries[root]
        library.every, library.is_small = len(what.fresh), len(what.stamps) <= _UNFOLDED_MOST
        for path in what.gone:
            library.stamps.pop(path, None)
            library.left_out.pop(path, None)
        if what.gone:
            self.lost.emit(root, list(what.gone))
        self._watch(root, what)
        self.progressed.emit(root)

    def _on_read(self, told: tuple[Path, Changes, Sequence[tuple[Found, FileNode | None]]]) -> None:
        root, what, batch = told
        library = self._libraries[root]
        nodes: list[FileNode] = []
        gone: list[Path] = []
        for file, node in batch:
            was_shown = file.path in library.stamps and file.path not in library.left_out
            library.stamps[file.path] = what.stamps[file.path]
            library.left_out.pop(file.path, None)
            if node is not None:
                nodes.append(node)
            else:
                library.left_out[file.path] = file.reason
                gone += [file.path] if was_shown else []
        library.done += len(batch)
        if gone:
            self.lost.emit(root, gone)
        if nodes:
            self.found.emit(root, nodes)
        self.progressed.emit(root)

    def _on_done(self, root: Path) -> None:
        library = self._libraries[root]
        library.is_reading, library.checked = False, monotonic()
        if len(library.stamps) == len(library.left_out):
            self.close(root)
            self.nothing_found.emit(root)
        else:
            self.progressed.emit(root)

    # --- watching

    def _watch(self, root: Path, what: Changes) -> None:
        folders = {root, *(path.parent for path in what.stamps)}
        watched = set(self._watcher.directories())
        wanted = sorted(map(str, folders), key=len)[:_WATCHED_MOST]
        if new := [name for name in wanted if name not in watched]:
            self._watcher.addPaths(new)

    def _on_touched(self, name: str) -> None:
        library = self.holding(Path(name))
        if library is not None:
            self._touched.add(library.root)
            self._settle.start()

    def _on_settled(self) -> None:
        for root in [*self._touched]:
            library = self._libraries.get(root)
            if library is None or not library.is_reading:
                self._touched.discard(root)
                self.read_again(root)
        if self._touched:
            self._settle.start()


def _task(root: Path) -> str:
    return f"library {root}"
