# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The index of cassettes in the user's cache: what is known of each file, and the texts of all, to be searched.

Rule: whoever asks is never stopped and never fails. What cannot be opened, read or written is worked without, and
`told()` says so once. Any thread may call; a process that was copied from this one must not.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterable, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viewer.core.contents import Contents
from viewer.core.errors import Problem, Severity
from viewer.core.searchable import Piece
from viewer.index.cache_folder import cache_folder
from viewer.index.codec import CodecError, decode
from viewer.index.schema import connect, has_trigrams, make_private, remove, size_of
from viewer.index.stamp import Stamp, digest_of_ends, program_version
from viewer.index.writing import Entry, Refusal, RefusalEntry, Writing, checked, is_busy, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "index.sqlite3"
MAX_BYTES = 1 << 30
"""How large the index may become before the files that were not asked for longest are dropped from it."""
_BATCH_BYTES, _BATCH_FILES = 8 << 20, 200
_MOST_WAITING = 64 << 20
_LAST_TRY_S = 2.0
_TRIES = 3
_ROW = "SELECT id, size, mtime_ns, ctime_ns, ends, program, checksum, contents FROM files WHERE path = ?"
_STAMPS = "SELECT id, path, size, mtime_ns, ctime_ns, program FROM files"
_REFUSAL = "SELECT id, size, mtime_ns, ctime_ns, ends, program, reason, line, is_damaged FROM refusals WHERE path = ?"


DAMAGED = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What SQLite raises; of a schema that is damaged it tells in words that may be no text."""
_OF_THE_PLACE = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_NOMEM,
)
Row = tuple[Any, ...]


class Store:
    """What is known of files: `get` and `put`, and connections for whoever searches.

    `put` keeps what it is given in memory and writes many at once; `flush` and `close` write the rest. `max_bytes`
    bounds the file, `program` names who understood the files: what another one wrote is not taken.
    """

    def __init__(self, path: Path | None, max_bytes: int = MAX_BYTES, program: str | None = None) -> None:
        """Open the index at `path`, which is made; without a path, work without."""
        self.path = path
        self._program = program or program_version()
        self._max_bytes = max_bytes
        self._owner = os.getpid()
        self._lock = threading.Lock()
        self._threads = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._writing: Writing | None = None
        self._waiting: list[Entry | RefusalEntry] = []
        self._waiting_bytes = 0
        self._used: set[int] = set()
        self._problems: list[Problem] = []
        self._known: set[str] = set()
        self._generation = 0
        self._open()

    @property
    def usable(self) -> bool:
        """Whether there is an index; without one nothing is found and nothing is kept."""
        return self._writing is not None and os.getpid() == self._owner

    def told(self) -> tuple[Problem, ...]:
        """What went wrong since this was last asked: each thing once."""
        with self._lock:
            problems, self._problems = tuple(self._problems), []
        return problems

    def get(self, path: Path, stamp: Stamp) -> Contents | None:
        """What is known of a file as it is now, without what was said (`Summary.text`); None where nothing is."""
        row = self._row(path)
        if row is None or not self._is_fresh(row, path, stamp):
            return None
        number, checksum, contents = row[0], row[6], row[7]
        try:
            found = decode(zlib.decompress(checked(contents, checksum)), str(path))
        except (CodecError, zlib.error, TypeError):
            self._say("the index of cassettes is damaged; files are read again", Severity.INFO)
            return None
        self._used.add(number)
        return found

    def put(self, path: Path, stamp: Stamp, contents: Contents, pieces: Iterable[Piece]) -> bool:
        """Keep what a file of that stamp holds; False where that is not done: no index, or it changed meanwhile."""
        if not self.usable:
            return False
        entry = Entry.of(path, stamp, contents, pieces)
        return entry is not None and self.keep(entry)

    def refusal(self, path: Path, stamp: Stamp) -> Refusal | None:
        """Why a file, as it is now, is no cassette or cannot be read; None where nothing is known of it."""
        row = self._row(path, _REFUSAL)
        if row is None or not self._is_fresh(row, path, stamp):
            return None
        reason, line, is_damaged = row[6:]
        if not isinstance(reason, str) or not isinstance(line, int | None):
            return None
        return Refusal(reason, line, bool(is_damaged))

    def keep(self, entry: Entry | RefusalEntry) -> bool:
        """Keep what another process, or this one, prepared; False where there is no index."""
        if not self.usable:
            return False
        with self._lock:
            self._waiting.append(entry)
            self._waiting_bytes += entry.size
            if self._waiting_bytes > _BATCH_BYTES or len(self._waiting) > _BATCH_FILES:
                self._write()
            while self._waiting_bytes > _MOST_WAITING:
                self._waiting_bytes -= self._waiting.pop(0).size
        return True

    def flush(self) -> bool:
        """Write what waits; False where another process is writing just now."""
        with self._lock:
            return self._write()

    @property
    def size(self) -> int:
        """The bytes that the index takes on the disk."""
        return size_of(self.path) if self.path is not None else 0

    def forget(self) -> None:
        """Remove the index, and begin an empty one."""
        with self._lock:
            self._waiting.clear()
            self._waiting_bytes = 0
            self._shut()
            if self.path is not None:
                try:
                    remove(self.path)
                except OSError as error:
                    self._tell(f"the index of cassettes cannot be removed: {error.strerror}", Severity.WARNING)
                    return
            self._open()

    def close(self) -> None:
        """Write what waits, and close."""
        with self._lock:
            until = time.monotonic() + _LAST_TRY_S
            while self._waiting and not self._write() and self._writing is not None and time.monotonic() < until:
                time.sleep(0.05)
            if self._writing is not None:
                with suppress(*DAMAGED):
                    self._writing.mark_used(self._used)
            self._shut()

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection | None]:
        """A connection that sees the index as it is now until it is left; None where there is none."""
        connection = None
        if self.usable and self.path is not None:
            with suppress(*DAMAGED):
                connection = connect(self.path)
                connection.execute("BEGIN")
                connection.execute("SELECT count(*) FROM files").fetchone()
        try:
            yield connection
        finally:
            if connection is not None:
                connection.close()

    def is_fresh(self, connection: sqlite3.Connection, path: Path, stamp: Stamp) -> int | None:
        """The number of a file in a snapshot, where it is known there as it is now."""
        with suppress(*DAMAGED):
            row: Row | None = connection.execute(_ROW, (key_of(path),)).fetchone()
            if row is not None and self._is_fresh(row, path, stamp):
                self._used.add(row[0])
                return int(row[0])
        return None

    def numbers(self, connection: sqlite3.Connection, stamps: Mapping[Path, Stamp]) -> dict[Path, int]:
        """The numbers of the files that a snapshot knows with these stamps; the files are not looked at."""
        wanted = {key_of(path): path for path in stamps}
        found = {}
        with suppress(*DAMAGED):
            for number, key, *stamp, program in connection.execute(_STAMPS):
                path = wanted.get(key)
                if path is not None and program == self._program and tuple(stamp) == stamps[path]:
                    found[path] = int(number)
        return found

    # --- Opening ----------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        if self.path is None:
            self._tell("there is no folder for caches: cassettes are not indexed", Severity.INFO)
            return
        try:
            make_private(self.path)
        except OSError as error:
            self._tell(f"cassettes are not indexed: {self.path.parent}: {error.strerror}", Severity.INFO)
            return
        for attempt in reversed(range(_TRIES)):
            try:
                self._writing = Writing(connect(self.path), self._max_bytes)
                self._writing.probe()
                break
            except sqlite3.DatabaseError as error:
                self._shut()
                may_pass = is_busy(error) or (not _is_passing(error) and self._removed())
                if not may_pass or not attempt:
                    self._tell(f"cassettes are not indexed: {error}", Severity.INFO)
                    return
        if not has_trigrams():
            self._tell("this SQLite has no index of text (FTS5, trigram): searches take longer", Severity.INFO)

    def _removed(self) -> bool:
        """Whether an index that is damaged, or of another format, is out of the way."""
        with suppress(OSError):
            if self.path is not None:
                remove(self.path)
                make_private(self.path)
                return True
        return False

    def _shut(self) -> None:
        """Under the lock, or while nobody else knows this store: close every connection."""
        self._generation += 1
        for connection in self._readers:
            with suppress(sqlite3.Error):
                connection.close()
        self._readers.clear()
        if self._writing is not None:
            self._writing.close()
        self._writing = None

    # --- Reading ----------------------------------------------------------------------------------------------------

    def _row(self, path: Path, query: str = _ROW) -> Row | None:
        try:
            connection = self._reader()
            found: Row | None = connection.execute(query, (key_of(path),)).fetchone() if connection else None
        except sqlite3.ProgrammingError:  # somebody closed or forgot the index just now
            return None
        except DAMAGED as error:
            self._failed(error)
            return None
        return found

    def _reader(self) -> sqlite3.Connection | None:
        """This thread's own connection: nobody waits for another thread's search, nor for who writes."""
        known: tuple[int, sqlite3.Connection] | None = getattr(self._threads, "reader", None)
        if known is not None and known[0] == self._generation:
            return known[1] if self.usable else None
        if not self.usable or self.path is None:
            return None
        connection = connect(self.path)
        self._threads.reader = self._generation, connection
        self._readers.append(connection)
        return connection

    def _is_fresh(self, row: Row, path: Path, stamp: Stamp) -> bool:
        is_same = Stamp(row[1], row[2], row[3]) == stamp and row[5] == self._program
        return is_same and digest_of_ends(path, stamp) == row[4]

    # --- Writing, under the lock ------------------------------------------------------------------------------------

    def _write(self) -> bool:
        """Whether everything that waited is written, or never will be."""
        if self._writing is None or os.getpid() != self._owner:
            self._waiting.clear()
            self._waiting_bytes = 0
            return True
        try:
            self._writing.write(self._waiting, self._program)
            self._writing.mark_used(self._used)
        except DAMAGED as error:
            if is_busy(error):
                return False
            self._failed_under_lock(error)
        self._waiting.clear()
        self._waiting_bytes = 0
        self._used.clear()
        return True

    def _failed(self, error: Exception) -> None:
        if not is_busy(error):
            with self._lock:
                self._failed_under_lock(error)

    def _failed_under_lock(self, error: Exception) -> None:
        """Go on without the index; a damaged one is out of the way for the next start."""
        self._shut()
        if not _is_passing(error):
            self._removed()
        self._tell(f"the index of cassettes is not used any more: {error}", Severity.INFO)

    def _say(self, text: str, severity: Severity) -> None:
        with self._lock:
            self._tell(text, severity)

    def _tell(self, text: str, severity: Severity) -> None:
        if text not in self._known:
            self._known.add(text)
            self._problems.append(Problem(severity, text))


def open_store(*, max_bytes: int = MAX_BYTES) -> Store:
    """The index in the user's cache folder; never raises."""
    folder = cache_folder()
    return Store(folder / NAME if folder else None, max_bytes)


def no_store() -> Store:
    """A store that keeps nothing, for who wants no index; it has nothing to tell."""
    store = Store(None)
    store.told()
    return store


def _is_passing(error: Exception) -> bool:
    """Whether it is the place, and not the index, that is in no state to be used: it is left as it is."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _OF_THE_PLACE
