# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The folders that are open as libraries: read in the background, watched, read again where files changed.

What is known of a library is the nodes of its files, which the tree keeps, and what this says of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal

from viewer.dataclass import dataclass
from viewer.gui.documents.document import named
from viewer.gui.library.library_index import LibraryIndex
from viewer.gui.models.nodes import FileNode
from viewer.gui.tasks import Cancelled, Tasks

if TYPE_CHECKING:
    from viewer.core.summary import Summary
    from viewer.gui.library.scan import Changes, Found
    from viewer.index.stamp import Stamp
    from viewer.index.store import Store

_TELL_SECONDS = 0.15
"""How often found files are told; each time the tree lays out what is visible."""
_TELL_FILES = 60
"""So many files are told at once at most: each takes the window some time."""
_SMALL_BYTES = 1_000_000
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
    unindexed: dict[Path, Sequence[Summary]] = field(default_factory=dict)
    """What was said in the files that are not in the index, or not yet."""
    keeps_texts: bool = False
    """Whether that stays here though the index may hold it: once it lost what it held."""
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
    told = Signal(str)
    """Something is wrong with the index, which is worked without; each thing once."""

    def __init__(self, tasks: Tasks, index: LibraryIndex | None = None, parent: QObject | None = None) -> None:
        """Start with no folder; without an index nothing is kept."""
        super().__init__(parent)
        self._tasks = tasks
        self.index = index or LibraryIndex(wanted=False)
        self._libraries: dict[Path, Library] = {}
        self._watcher = QFileSystemWatcher(parent=self)
        self._watcher.directoryChanged.connect(self._on_touched)
        self._touched: set[Path] = set()
        self._has_read = False
        """Whether a cassette was read in the background, and not only found in the index."""
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

    def on_application_state_changed(self, state: Qt.ApplicationState) -> None:
        """Who comes back from another program may have changed files there."""
        if state is Qt.ApplicationState.ApplicationActive:
            self.recheck()

    def recheck(self) -> None:
        """Look at all libraries again, unless that was done just now."""
        for library in self:
            if not library.is_reading and monotonic() - library.checked > _RECHECK_SECONDS:
                self._read(library)

    def read_unindexed(self) -> None:
        """The index lost what only it knew: read that again."""
        for library in self:
            if library.is_reading:  # asked again when that is over
                continue
            library.keeps_texts = True
            lost = [path for path in library.stamps if path not in library.unindexed and path not in library.left_out]
            for path in lost:
                del library.stamps[path]
            if lost:
                self._read(library)

    def stop(self) -> None:
        """Read no further, and close the index."""
        for library in self:
            self._tasks.cancel(_task(library.root))
        self.index.close()

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
        root, known, reads_all = library.root, dict(library.stamps), library.keeps_texts
        self._tasks.run(
            _task(root),
            lambda cancelled: self._scan(root, known, cancelled, reads_all=reads_all),
            lambda _: self._on_done(root),
        )

    def _scan(self, root: Path, before: dict[Path, Stamp], cancelled: Cancelled, *, reads_all: bool) -> None:
        """In a pool thread: find what there is to know, from the index or by reading, and tell of it in batches."""
        from viewer.gui.library.scan import changes, known, look_all, look_at  # noqa: PLC0415 - a first picture needs no folder

        store = self.index.store()
        what = changes(root, before, cancelled)
        self._tasks.tell(_task(root), self._on_walked, (root, what))
        tell = _Batches(lambda batch: self._tasks.tell(_task(root), self._on_read, (root, what, batch)))
        unread: list[tuple[Path, Stamp]] = []
        for path in what.fresh:
            if cancelled():
                return
            found = None if reads_all else known(path, what.stamps[path], store)
            if found is not None:
                if not self._has_read and found.contents and what.stamps[path].size < _SMALL_BYTES:
                    self._has_read = True
                    look_at(path)
                tell.add(found)
            else:
                unread.append((path, what.stamps[path]))
        for found in look_all(unread, cancelled, for_index=store.usable):
            if found.entry is not None:
                store.keep(found.entry)
            tell.add(found)
        tell.end()
        store.flush()
        self._tasks.tell(_task(root), self._on_indexed, (root, indexed(store, what.stamps)))

    def _on_walked(self, told: tuple[Path, Changes]) -> None:
        root, what = told
        library = self._libraries[root]
        library.every, library.is_small = len(what.fresh), len(what.stamps) <= _UNFOLDED_MOST
        for path in what.gone:
            library.stamps.pop(path, None)
            library.left_out.pop(path, None)
            library.unindexed.pop(path, None)
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
            library.unindexed.pop(file.path, None)
            if file.contents is not None and not file.is_known:
                library.unindexed[file.path] = file.contents.summaries
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

    def _on_indexed(self, told: tuple[Path, frozenset[Path]]) -> None:
        """What the index holds now need not be kept here too; it is let go elsewhere, for it may be much."""
        root, paths = told
        library = self._libraries[root]
        dropped = [] if library.keeps_texts else [path for path in library.unindexed if path in paths]
        gone = [library.unindexed.pop(path) for path in dropped]
        if gone:
            self._tasks.run(f"let go {root}", lambda _: gone.clear(), lambda _: None)
        for text in self.index.told():
            self.told.emit(text)

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


def indexed(store: Store, stamps: Mapping[Path, Stamp]) -> frozenset[Path]:
    """The files with these stamps that the index holds; runs in any thread."""
    with store.snapshot() as snapshot:
        return frozenset(store.numbers(snapshot, stamps)) if snapshot is not None else frozenset()


class _Batches:
    """Gathers what was found, with its nodes made, and tells of it every so often."""

    def __init__(self, tell: Callable[[list[tuple[Found, FileNode | None]]], None]) -> None:
        self._tell = tell
        self._batch: list[tuple[Found, FileNode | None]] = []
        self._told = monotonic()

    def add(self, found: Found) -> None:
        self._batch.append((replace(found, entry=None), found.node()))
        if monotonic() - self._told > _TELL_SECONDS or len(self._batch) >= _TELL_FILES:
            self.end()

    def end(self) -> None:
        self._tell(self._batch)
        self._batch, self._told = [], monotonic()


def _task(root: Path) -> str:
    return f"library {root}"
