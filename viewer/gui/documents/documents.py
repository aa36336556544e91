# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The files that are open: loading, reloading when they change on disk, closing. No widget knows a path's bytes.

Small files are read at once (a thread would only delay them), others in the background. A file of a library is only
visited: its recording is there while it is on show, and for some time after.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.core.errors import CassetteError, Severity
from viewer.core.recording import KEPT_BYTES, Recording
from viewer.core.timeline import DEFAULT_PACING, Pacing
from viewer.gui.documents.document import Document, may_swell, named, read_document, with_pacing, with_second_look
from viewer.gui.documents.file_watch import FileWatch
from viewer.gui.models.nodes import error_node
from viewer.gui.tasks import Cancelled, Tasks
from viewer.loose_text import LooseText

if TYPE_CHECKING:
    from viewer.gui.documents.growth import Grown

_INLINE_BYTES = 48 * 1024
_WORTH_GROWING = 4_000_000
"""Bytes of a file from which on it is shown before it is read to its end."""
_CLOSER_LOOK_MS = 400
"""The window is painted by then; what the second look imports would delay it."""
_VISITED_MOST = 12
_VISITED_BYTES = 32_000_000
"""Bytes of the visited files whose recordings are kept, the one on show aside; a recording takes several times that."""


class _Outdated(Exception):  # noqa: N818 - not an error: leaves `load` early when nobody waits for it any more
    pass


class Documents(QObject):
    """The open files, in the order they were opened."""

    opened = Signal(Path)
    """A path joined the list; it may still be loading."""
    changed = Signal(Path)
    """What is known of a document changed: loaded, failed, reloaded or progressed."""
    learned = Signal(Path)
    """More is known of a document, whose exchanges stay the same."""
    repaced = Signal(Path)
    """The streams of a document are timed at another pacing; all else stays the same."""
    grown = Signal(Path, object)
    """A file that is shown already is read further: what is new, as a `growth.Grown`."""
    understood = Signal(Path, int)
    """An interaction that was asked for is understood."""
    told = Signal(str)
    """Something to say in passing."""
    closed = Signal(Path)
    reload_failed = Signal(Path, str)
    """A file that is shown cannot be read any more: what was read stays; the reason is given."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        """Start with no file."""
        super().__init__(parent)
        self._tasks = tasks
        self._pacing = DEFAULT_PACING
        self._documents: dict[Path, Document] = {}
        self._visited: dict[Path, None] = {}
        """Files of libraries among the documents, the last visited at the end."""
        self._watch = FileWatch(self)
        self._watch.changed.connect(self._on_file_changed)
        self._troubles: dict[Path, str] = {}
        self._is_trouble_told = False
        self._unlooked: list[Path] = []
        self._closer_look = QTimer(self, singleShot=True, interval=_CLOSER_LOOK_MS)
        self._closer_look.timeout.connect(self._look_closer)

    def __iter__(self) -> Iterator[Document]:
        """Every document that was opened itself, in order."""
        return iter([document for path, document in self._documents.items() if path not in self._visited])

    def __len__(self) -> int:
        """Number of files that were opened themselves."""
        return len(self._documents) - len(self._visited)

    def known(self) -> Iterator[Document]:
        """Every document, those that are only visited too."""
        return iter(tuple(self._documents.values()))

    def get(self, path: Path) -> Document | None:
        """The document of a path, None when it is neither open nor visited."""
        return self._documents.get(path)

    def trouble(self, path: Path) -> str:
        """Why a file that is shown cannot be read any more; empty where it can."""
        return self._troubles.get(path, "")

    def open(self, path: Path) -> Path:
        """Open a file, or do nothing when it is open; returns the path that names it from now on."""
        path = named(path)
        if path not in self._documents:
            self._documents[path] = Document(path)
            self.opened.emit(path)
            self._read(path)
            self._tell_loading(path)
            self._watch.add(path)
        return path

    def open_text(self, text: LooseText) -> Path:
        """Open a text that lies in no file; returns the name that stands for its path, made unlike any other."""
        path, number = Path(text.name), 1
        while path in self._documents:
            number += 1
            path = Path(f"{text.name} {number}")
        self._documents[path] = Document(path, text=text)
        self.opened.emit(path)
        self._read(path)
        self._tell_loading(path)
        return path

    def _tell_loading(self, path: Path) -> None:
        """A file that is small is there already; of another something is told before its first interaction."""
        if self._documents[path].is_loading:
            self.changed.emit(path)

    def visit(self, path: Path) -> None:
        """Read a file of a library, to show it; those visited before are forgotten in their turn."""
        is_new = path not in self._documents
        if is_new or path in self._visited:
            self._visited.pop(path, None)
            self._visited[path] = None
        if is_new:
            self._documents[path] = Document(path)
            self._read(path)
            self._watch.add(path)
        self._forget_visited(path)

    def is_visited(self, path: Path) -> bool:
        """Whether a file is here only for its library."""
        return path in self._visited

    def forget_visited(self, folder: Path) -> None:
        """Forget what was visited below a folder."""
        for path in [path for path in self._visited if path.is_relative_to(folder)]:
            self._forget(path)

    def move_to_library(self, path: Path) -> None:
        """Take an open file for a visited one: it belongs to a library from now on."""
        if path in self._documents:
            self._visited[path] = None

    def understand(self, path: Path, number: int) -> None:
        """Understand an interaction in the background; only the one that was asked for last is told."""
        document = self._documents.get(path)
        if document is not None and document.recording is not None:
            exchanges = document.recording.exchanges
            self._tasks.run("understand", lambda _: exchanges[number], lambda _: self.understood.emit(path, number))

    def _forget_visited(self, shown: Path) -> None:
        """Drop what was visited long ago, or is not even read yet."""
        kept = size = 0
        for path in reversed(list(self._visited)):
            document = self._documents[path]
            if path == shown:
                continue
            size += min(document.recording.cassette.size, KEPT_BYTES) if document.recording else 0
            kept += 1
            if document.is_loading or kept > _VISITED_MOST or size > _VISITED_BYTES:
                self._forget(path)

    def reload(self, path: Path) -> None:
        """Read a file again; what is shown stays until the new content is there. A text never changes."""
        document = self._documents.get(path)
        if document is not None and document.text is None:
            self._read(path)

    def set_pacing(self, pacing: Pacing) -> None:
        """Time all streams at a reader's pacing, those that are opened later too."""
        self._pacing = pacing
        for document in list(self._documents.values()):
            self._pace(document)

    def close(self, path: Path) -> None:
        """Forget a file."""
        if path in self._documents:
            self._forget(path)
            self.closed.emit(path)

    def _forget(self, path: Path) -> None:
        document = self._documents.pop(path)
        self._visited.pop(path, None)
        self._troubles.pop(path, None)
        self._tasks.cancel(_task(path))
        for what in ("look", "pace"):
            self._tasks.cancel(f"{what} {path}")
        if document.text is None:
            self._watch.remove(path)

    def _read(self, path: Path) -> None:
        known = self._documents[path]
        size = self._watch.stamp(path) if known.text is None else len(known.text.data)
        if size >= _WORTH_GROWING and known.text is None:
            before = known.recording if known.share_read is None else known.before
            self._tasks.run(_task(path), lambda cancelled: self._grow(path, before, cancelled), self._on_grown_up)
        elif size <= _INLINE_BYTES and not may_swell(path, known.text):
            self._keep(read_document(path, None, self._pacing, known.recording, known.text))
        else:
            self._tasks.run(_task(path), lambda cancelled: self._load(known, cancelled), self._keep)

    def _load(self, known: Document, cancelled: Cancelled) -> Document:
        """In a pool thread: read, and tell every so often how far it is."""
        path = known.path

        def progress(done: int, every: int) -> None:
            if cancelled():
                raise _Outdated
            if done % 50 == 0:
                self._tasks.tell(_task(path), self._on_progress, (path, done, every))

        return read_document(path, progress, self._pacing, known.recording, known.text)

    def _grow(self, path: Path, before: Recording | None, cancelled: Cancelled) -> tuple[Path, Grown | None]:
        """In a pool thread: show the beginning of a large file, and then what follows."""
        from viewer.gui.documents import growth  # noqa: PLC0415 - a first picture is mostly of a small file

        try:
            document = growth.begin(path, self._pacing, before)
        except CassetteError as error:
            self._tasks.tell(_task(path), self._keep, Document(path, error_node(path, error), error=error))
            return path, None
        self._tasks.tell(_task(path), self._keep, document)

        def tell(grown: Grown) -> None:
            self._tasks.tell(_task(path), self._on_grown, (path, grown))

        return path, growth.grow(document, tell, cancelled)

    def _on_grown(self, told: tuple[Path, Grown]) -> None:
        path, grown = told
        document = self._documents.get(path)
        if document is not None:
            lines = grown.recording.cassette.line_count
            self._documents[path] = replace(document, share_read=grown.share_read, lines=lines)
            self.grown.emit(path, grown)
            if (trouble := grown.recording.trouble) and not self._is_trouble_told:
                self._is_trouble_told = True
                self.told.emit(f"No room for temporary files ({trouble}): what is known of large files stays in memory")

    def _on_grown_up(self, told: tuple[Path, Grown | None]) -> None:
        """A large file is read to its end."""
        path, grown = told
        if grown is not None and path in self._documents:
            self._on_grown((path, grown))
            problems = grown.recording.counts
            self._documents[path] = document = replace(
                self._documents[path],
                share_read=None,
                problems=problems,
                before=None,
                unread_changes=grown.changes,
            )
            self.learned.emit(path)
            self._look_closer_later(document)

    def _on_progress(self, told: tuple[Path, int, int]) -> None:
        path, done, every = told
        document = self._documents.get(path)
        if document is not None and document.is_loading:
            self._keep(replace(document, progress=(done, every)))

    def _keep(self, document: Document) -> None:
        known = self._documents.get(document.path)
        if known is None or (known.recording is not None and self._waits_for(document, known.recording)):
            return
        self._watch.accept(document.path)
        if known.recording is not None and document.error is not None:
            self._troubles[document.path] = document.error.reason
            self.reload_failed.emit(document.path, document.error.reason)
        else:
            self._troubles.pop(document.path, None)
            self._documents[document.path] = document
            self.changed.emit(document.path)
            if document.recording is not None:
                self._look_closer_later(document)
                self._pace(document)

    def _look_closer_later(self, document: Document) -> None:
        """Once all files are on show; not while one still grows."""
        if document.share_read is None:
            self._unlooked.append(document.path)
            self._closer_look.start()

    def _pace(self, document: Document) -> None:
        """Time a document's streams, unless they are timed so already."""
        if document.recording is not None and document.pacing != self._pacing:
            self._tasks.run(f"pace {document.path}", lambda _: with_pacing(document, self._pacing), self._keep_paced)

    def _keep_paced(self, done: tuple[Document, Document]) -> None:
        before, after = done
        now = self._documents.get(before.path)
        if now is before:
            self._documents[before.path] = after
            self.repaced.emit(before.path)
        if now is not None:
            self._pace(self._documents[before.path])

    def _waits_for(self, document: Document, before: Recording) -> bool:
        """Whether to leave what was read before on show for a moment, because this looks like half of a file."""
        is_shorter = document.unread_changes is not None and bool(document.unread_changes.difference.gone)
        is_damaged = document.recording is None or (_is_damaged(document.recording) and not _is_damaged(before))
        return (is_shorter or is_damaged) and self._watch.waits_for(document.path)

    def _look_closer(self) -> None:
        """Find out in the background what takes longer to know, when all files are on show."""
        while self._unlooked:
            document = self._documents.get(self._unlooked.pop(0))
            if document is not None and document.recording is not None:
                self._tasks.run(f"look {document.path}", partial(with_second_look, document), self._learn)

    def _learn(self, known: tuple[Document, Document]) -> None:
        before, after = known
        now = self._documents.get(before.path)
        if now is before and after is not before:
            self._documents[before.path] = after
            self.learned.emit(before.path)
        elif now is not None and now.pacing != before.pacing:  # what was looked at is not what stands there now
            self._unlooked.append(before.path)
            self._closer_look.start()

    def _on_file_changed(self, path: Path) -> None:
        """Read again what is open; a file of a library too, as long as it is kept."""
        self.reload(path)


def _is_damaged(recording: Recording) -> bool:
    """Whether a part of the file could not be read."""
    return any(problem.severity is Severity.ERROR for problem in recording.cassette.problems)


def _task(path: Path) -> str:
    return f"read {path}"
