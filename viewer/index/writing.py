# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is written into the index: many files in one transaction, and what is dropped when it grows too large."""

from __future__ import annotations

import json
import os
import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from viewer.blake2 import blake2b
from viewer.core.contents import Contents
from viewer.core.searchable import Piece
from viewer.core.secrets.masking import Masker
from viewer.dataclass import dataclass
from viewer.index.codec import CodecError, encode
from viewer.index.folding import fold
from viewer.index.schema import has_words
from viewer.index.stamp import Stamp, digest_of_ends

_KEPT_SHARE = 0.7
"""What is left of the bound once something was dropped: not every file that comes drops another."""
_WORDS_SHARE = 1.0
"""Bytes of the index of words for a byte of folded text, about."""
_SETTLED_S = 0.02
"""After so long another change of a file has another time, however coarse the system's clock."""
_MOST_REFUSALS = 100_000
"""So many are kept, the last ones."""


def key_of(path: Path) -> bytes:
    """What a file is found by: its absolute path as the system writes it; links are not followed."""
    return os.fsencode(os.path.abspath(path))  # noqa: PTH100 - `absolute` keeps `..`


def _checksum(data: bytes) -> bytes:
    return blake2b(data, digest_size=8).digest()


def checked(data: bytes, checksum: bytes) -> bytes:
    """What was written, if it still is that; raises CodecError."""
    if _checksum(data) != checksum:
        raise CodecError("damaged")
    return data


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as it is written: packed contents, and its texts as rows."""

    key: bytes
    stamp: Stamp
    ends: bytes
    contents: bytes
    texts: tuple[tuple[bool, bytes, bytes, bytes, bytes | None], ...]
    """Whether it is said, its interactions and spots as JSON, folded, and packed as it is where that is another."""
    size: int

    @classmethod
    def of(cls, path: Path, stamp: Stamp, contents: Contents, pieces: Iterable[Piece]) -> Entry | None:
        """Prepare a file to be written, in any process; None where it changed meanwhile, or holds what has no form."""
        ends = _settled_ends(path, stamp)
        if ends is None:
            return None
        try:
            written = zlib.compress(encode(contents), 1)
        except (CodecError, UnicodeError, TypeError):  # a plug-in put something else into a field
            return None
        texts = tuple(map(_packed, pieces))
        size = len(written) + sum(
            len(spots) + int(len(folded) * (1 + _WORDS_SHARE)) + len(text or b"") for _, _, spots, folded, text in texts
        )
        return cls(key_of(path), stamp, ends, written, texts, size)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is not shown as a cassette: it is none, or one that is damaged."""

    reason: str
    line: int | None = None
    is_damaged: bool = False


@dataclass(frozen=True, slots=True)
class RefusalEntry:
    """A file that was refused, as it is written."""

    key: bytes
    stamp: Stamp
    ends: bytes
    refusal: Refusal
    size: int = 200

    @classmethod
    def of(cls, path: Path, stamp: Stamp, refusal: Refusal) -> RefusalEntry | None:
        """Prepare it to be written, secrets masked; None where the file changed meanwhile."""
        ends = _settled_ends(path, stamp)
        masked = replace(refusal, reason=Masker().text(refusal.reason))
        return cls(key_of(path), stamp, ends, masked) if ends is not None else None


def _settled_ends(path: Path, stamp: Stamp) -> bytes | None:
    """How a file begins and ends, once another change would show in its times."""
    if 0 <= (age := time.time() - max(stamp.mtime_ns, stamp.ctime_ns) / 1e9) < _SETTLED_S:
        time.sleep(_SETTLED_S - age)
    return digest_of_ends(path, stamp)


def _packed(piece: Piece) -> tuple[bool, bytes, bytes, bytes, bytes | None]:
    folded = fold(piece.text)
    interactions = json.dumps(sorted({spot.interaction for spot in piece.spots}), separators=(",", ":")).encode()
    spots = zlib.compress(json.dumps(piece.spots, separators=(",", ":")).encode(), 1)
    text = None if folded == piece.text else zlib.compress(piece.text.encode("utf-8", "surrogatepass"), 1)
    return piece.said, interactions, spots, folded.encode(), text


def is_busy(error: Exception) -> bool:
    """Whether another process was just using the index."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class Writing:
    """The connection that writes. Raises sqlite3.DatabaseError and nothing else."""

    def __init__(self, connection: sqlite3.Connection, max_bytes: int) -> None:
        """Take over a connection."""
        self._connection, self._max_bytes = connection, max_bytes
        self._has_words = has_words(connection)

    def probe(self) -> None:
        """Find out whether something can be written at all; where somebody writes just now, it can."""
        try:
            with self._transaction():
                self._connection.execute("DELETE FROM files WHERE id = -1")
        except sqlite3.OperationalError as error:
            if not is_busy(error):
                raise

    def write(self, entries: Sequence[Entry | RefusalEntry], program: str) -> None:
        """Write files, all or none; the last one of a path counts."""
        if not entries:
            return
        now = int(time.time())
        with self._transaction():
            for entry in {entry.key: entry for entry in entries}.values():
                self._drop(self._numbers("SELECT id FROM files WHERE path = ?", entry.key))
                self._connection.execute("DELETE FROM refusals WHERE path = ?", (entry.key,))
                if isinstance(entry, RefusalEntry):
                    self._insert_refusal(entry, program)
                else:
                    self._insert(entry, program, now)
            self._bound()
        with suppress(sqlite3.OperationalError):  # somebody reads: the next time then
            self._connection.execute("PRAGMA incremental_vacuum(2000)").fetchall()

    def mark_used(self, numbers: Iterable[int]) -> None:
        """Remember that files were asked for, so that others are dropped first."""
        used = [(int(time.time()), number) for number in numbers]
        if used:
            with self._transaction():
                self._connection.executemany("UPDATE files SET used = ? WHERE id = ?", used)

    def close(self) -> None:
        """Close the connection."""
        with suppress(sqlite3.Error):
            self._connection.close()

    def _insert(self, entry: Entry, program: str, now: int) -> None:
        checksum = _checksum(entry.contents)
        row = (entry.key, *entry.stamp, entry.ends, program, now, entry.size, checksum, entry.contents)
        number = self._connection.execute(
            "INSERT INTO files(path, size, mtime_ns, ctime_ns, ends, program, used, bytes, checksum, contents)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        ).lastrowid
        for text in entry.texts:
            added = self._connection.execute(
                "INSERT INTO texts(file, said, interactions, spots, folded, text) VALUES(?, ?, ?, ?, ?, ?)",
                (number, *text),
            ).lastrowid
            if self._has_words:
                self._connection.execute("INSERT INTO words(rowid, folded) VALUES(?, ?)", (added, text[3].decode()))

    def _insert_refusal(self, entry: RefusalEntry, program: str) -> None:
        why = entry.refusal
        row = (entry.key, *entry.stamp, entry.ends, program, why.reason, why.line, why.is_damaged)
        number = self._connection.execute(
            "INSERT INTO refusals(path, size, mtime_ns, ctime_ns, ends, program, reason, line, is_damaged)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        ).lastrowid
        self._connection.execute("DELETE FROM refusals WHERE id <= ?", ((number or 0) - _MOST_REFUSALS,))

    def _bound(self) -> None:
        """Drop the files that were not used for longest where the index has become too large."""
        total = self._connection.execute("SELECT total(bytes) FROM files").fetchone()[0]
        if total <= self._max_bytes:
            return
        dropped = []
        for number, size in self._connection.execute("SELECT id, bytes FROM files ORDER BY used, id"):
            if total <= self._max_bytes * _KEPT_SHARE:
                break
            dropped.append(number)
            total -= size
        self._drop(dropped)

    def _drop(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            if self._has_words:  # which do not keep the texts: they are told again what to take out
                self._connection.execute(
                    "INSERT INTO words(words, rowid, folded)"
                    " SELECT 'delete', id, CAST(folded AS TEXT) FROM texts WHERE file = ?",
                    (number,),
                )
            self._connection.execute("DELETE FROM texts WHERE file = ?", (number,))
            self._connection.execute("DELETE FROM files WHERE id = ?", (number,))

    def _numbers(self, query: str, value: bytes) -> list[int]:
        return [row[0] for row in self._connection.execute(query, (value,))]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")
