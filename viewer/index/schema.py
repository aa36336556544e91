# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The tables of the index, and how a connection to them is opened.

`files` has a row a cassette, `refusals` one a file that is none or cannot be read; `texts` every text of a file once,
folded and as it is, with the interactions and places where it stands; `words` the three-letter pieces of the folded
texts (FTS5), without the texts themselves. A text that holds all pieces of a word need not hold the word: `words` only
says which texts are worth a look.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from contextlib import closing, suppress
from functools import cache
from pathlib import Path

from viewer.index.codec import shape

APPLICATION = 0x43565849
"""What marks a file of SQLite as ours (PRAGMA application_id): CVXI."""
FORMAT = (3 << 24) | (zlib.crc32(shape().encode()) & 0xFFFFFF)
"""Goes into PRAGMA user_version: the first part is counted by hand, the rest changes with what is written."""
_WAIT_MS = 40
"""A reader waits for another process no longer, so that nobody who asks notices."""
_PAGE_BYTES = 8192
_HASH_BYTES = 32 << 20
"""FTS5 gathers so much in memory before it writes a segment."""

_TABLES = """
CREATE TABLE files(
    id INTEGER PRIMARY KEY AUTOINCREMENT, path BLOB NOT NULL UNIQUE, size INTEGER, mtime_ns INTEGER, ctime_ns INTEGER,
    ends BLOB, program TEXT, used INTEGER, bytes INTEGER, checksum BLOB, contents BLOB);
CREATE TABLE texts(
    id INTEGER PRIMARY KEY, file INTEGER NOT NULL, said INTEGER, interactions BLOB, spots BLOB, folded BLOB, text BLOB);
CREATE INDEX texts_of_file ON texts(file);
CREATE TABLE refusals(
    id INTEGER PRIMARY KEY AUTOINCREMENT, path BLOB NOT NULL UNIQUE, size INTEGER, mtime_ns INTEGER, ctime_ns INTEGER,
    ends BLOB, program TEXT, reason TEXT, line INTEGER, is_damaged INTEGER);
"""
_WORDS = "CREATE VIRTUAL TABLE words USING fts5(folded, content='', detail='none', tokenize='trigram case_sensitive 1')"


class ForeignDatabaseError(sqlite3.DatabaseError):
    """A file of SQLite that is of another format."""


@cache
def has_trigrams() -> bool:
    """Whether this SQLite has FTS5 with the tokenizer for parts of words (since 3.34)."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute(_WORDS)
        except sqlite3.OperationalError:
            return False
    return True


def connect(path: Path) -> sqlite3.Connection:
    """A connection to the index, its tables made where there are none; raises sqlite3.Error.

    `ForeignDatabaseError` where it is no index of this format, or one that another SQLite filled without words.
    """
    connection = sqlite3.connect(path, timeout=_WAIT_MS / 1000, isolation_level=None, check_same_thread=False)
    try:
        _prepare(connection)
    except UnicodeDecodeError as error:  # a damaged schema, told in its own words
        connection.close()
        raise sqlite3.DatabaseError("damaged") from error
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.text_factory = str
    version = _pragma(connection, "user_version")
    if version == 0 and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        _create(connection)
    elif version != FORMAT or _pragma(connection, "application_id") != APPLICATION:
        raise ForeignDatabaseError("another format")
    elif has_words(connection) != has_trigrams():
        raise ForeignDatabaseError("another SQLite")
    connection.execute("PRAGMA synchronous = NORMAL")  # with a write-ahead log a crash loses the last writes only
    connection.execute("PRAGMA trusted_schema = OFF")


def _create(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if _pragma(connection, "user_version") != FORMAT:  # another process may have been faster
        for statement in filter(str.strip, _TABLES.split(";")):
            connection.execute(statement)
        if has_trigrams():
            connection.execute(_WORDS)
            connection.execute("INSERT INTO words(words, rank) VALUES('hashsize', ?)", (_HASH_BYTES,))
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("COMMIT")


def has_words(connection: sqlite3.Connection) -> bool:
    """Whether texts are indexed by their three-letter pieces."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'words'").fetchone() is not None


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value


def remove(path: Path) -> None:
    """Remove an index with what SQLite keeps beside it; raises OSError."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def size_of(path: Path) -> int:
    """The bytes of an index with what SQLite keeps beside it."""
    size = 0
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            size += path.with_name(path.name + suffix).stat().st_size
    return size


def make_private(path: Path) -> None:
    """Make the folder and the file, for this user alone; raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
