# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The index keeps what it is given, and forgets what is not so any more."""

from __future__ import annotations

import os
import random
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.index.recordings import COOKIE, SECRET, Write, exchange, keep, read, secretive
from viewer.index import schema
from viewer.index.stamp import Stamp
from viewer.index.store import Store
from viewer.index.writing import Refusal, RefusalEntry


def _get(store: Store, path: Path) -> object:
    stamp = Stamp.of(path)
    return stamp and store.get(path, stamp)


def test_what_is_known_comes_back_without_the_file_being_read(store: Store, database: Path, write: Write) -> None:
    path = write(exchange("How deep is the lake?", "56 metres"), exchange("And how wide?", "Wider"))
    found = keep(store, path)
    store.flush()
    bare = tuple(replace(summary, text="") for summary in found.contents.summaries)
    with closing(Store(database)) as other:
        assert _get(other, path) == replace(found.contents, summaries=bare)
        assert other.told() == ()


def test_what_waits_is_written_at_the_end(database: Path, write: Write) -> None:
    path = write(exchange("Hello", "There"))
    with closing(Store(database)) as store:
        keep(store, path)
        assert _get(store, path) is None
    with closing(Store(database)) as store:
        assert _get(store, path) is not None


def test_a_file_that_changed_is_not_known(store: Store, write: Write) -> None:
    path = write(exchange("Hello", "There"))
    keep(store, path)
    store.flush()
    write(exchange("Hello", "Three"))  # as long as before
    assert _get(store, path) is None
    keep(store, path)
    store.flush()
    status = path.stat()
    write(exchange("Hello", "Theme"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert _get(store, path) is None


def test_the_ends_of_a_file_are_compared_where_its_times_say_nothing(store: Store, write: Write) -> None:
    path = write(exchange("Hello", "There"))
    found = read(path)
    assert found.stamp is not None
    assert store.put(path, found.stamp, found.contents, found.pieces)
    store.flush()
    write(exchange("Hello", "Three"))
    now = Stamp.of(path)
    with closing(sqlite3.connect(str(store.path))) as connection, connection:
        assert now is not None
        connection.execute("UPDATE files SET mtime_ns = ?, ctime_ns = ?", now[1:])
    assert _get(store, path) is None


def test_a_file_that_changed_while_it_was_read_is_not_kept(store: Store, write: Write) -> None:
    path = write(exchange("Hello", "There"))
    found = read(path)
    write(exchange("Hello", "Three"))
    assert found.stamp is not None
    assert not store.put(path, found.stamp, found.contents, found.pieces)


def test_what_another_program_understood_is_not_taken(database: Path, write: Write) -> None:
    path = write(exchange("Hello", "There"))
    with closing(Store(database, program="1")) as store:
        keep(store, path)
    with closing(Store(database, program="2")) as store:
        assert _get(store, path) is None
        keep(store, path)
    with closing(Store(database, program="2")) as store:
        assert _get(store, path) is not None


def test_another_format_begins_anew(database: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(exchange("Hello", "There"))
    with closing(Store(database)) as store:
        keep(store, path)
    monkeypatch.setattr(schema, "FORMAT", schema.FORMAT + 1)
    with closing(Store(database)) as store:
        assert store.usable
        assert _get(store, path) is None


def test_secrets_are_nowhere_in_the_files(store: Store, database: Path, write: Write) -> None:
    keep(store, write(secretive()))
    store.flush()
    written = {file.name: file.read_bytes() for file in database.parent.iterdir()}
    assert "index.sqlite3-wal" in written
    assert b"my key is" in b"".join(written.values())
    for data in written.values():
        for secret in (SECRET, SECRET[8:24], COOKIE):
            assert secret.encode() not in data
            assert secret.lower().encode() not in data


def test_no_secret_is_in_what_is_packed(store: Store, write: Write) -> None:
    keep(store, write(secretive()))
    store.flush()
    with store.snapshot() as connection:
        assert connection is not None
        import zlib

        packed = [row[0] for row in connection.execute("SELECT contents FROM files")]
        packed += [row[0] for row in connection.execute("SELECT text FROM texts WHERE text IS NOT NULL")]
        unpacked = b"\n".join(map(zlib.decompress, packed))
    assert b"POST" in unpacked
    assert SECRET[8:24].encode() not in unpacked
    assert COOKIE.encode() not in unpacked


def test_files_of_the_index_are_for_the_user_alone(store: Store, database: Path, write: Write) -> None:
    keep(store, write(secretive()))
    store.flush()
    if sys.platform != "win32":
        assert [oct(path.stat().st_mode & 0o77) for path in (database.parent, *database.parent.iterdir())] == [
            "0o0"
        ] * 4


def test_forget(store: Store, database: Path, write: Write) -> None:
    path = write(exchange("Hello", "There"))
    keep(store, path)
    store.flush()
    before = database.stat().st_ino
    store.forget()
    assert _get(store, path) is None
    assert database.stat().st_ino != before or b"hello" not in database.read_bytes()
    keep(store, path)
    store.flush()
    assert _get(store, path) is not None
    assert store.told() == ()


def test_what_was_not_used_for_longest_is_dropped(database: Path, write: Write) -> None:
    chance = random.Random(1)  # noqa: S311
    paths = [write(exchange(chance.randbytes(4000).hex(" "), "There"), name=f"{n}.yaml") for n in range(12)]
    with closing(Store(database, max_bytes=150_000)) as store:
        for number, path in enumerate(paths):
            keep(store, path)
            store.flush()
            with closing(sqlite3.connect(database)) as other, other:
                other.execute("UPDATE files SET used = ? WHERE used > 1000", (number,))
        known = [_get(store, path) is not None for path in paths]
        assert 1 < sum(known) < len(paths)
        assert known == sorted(known)
        with store.snapshot() as connection:
            assert connection is not None
            assert connection.execute("SELECT count(DISTINCT file) FROM texts").fetchone()[0] == sum(known)
    _check_words(database)


def test_why_a_file_was_refused_is_kept_until_it_changes(store: Store, database: Path, write: Write) -> None:
    path = write()
    path.write_text("no cassette")
    stamp = Stamp.of(path)
    assert stamp is not None
    entry = RefusalEntry.of(path, stamp, Refusal(f"is not one, {SECRET}", 3, is_damaged=True))
    assert entry is not None
    assert store.keep(entry)
    assert store.flush()
    with closing(Store(database)) as other:
        kept = other.refusal(path, stamp)
        assert kept is not None
        assert SECRET not in kept.reason
        assert (kept.line, kept.is_damaged) == (3, True)
        assert other.get(path, stamp) is None
    path.write_text("no cassette, longer")
    again = Stamp.of(path)
    assert again is not None
    assert store.refusal(path, again) is None
    assert RefusalEntry.of(path, stamp, Refusal("gone")) is None


def test_a_file_is_refused_or_known_and_never_both(store: Store, write: Write) -> None:
    path = write(exchange("Hello", "There"))
    stamp = Stamp.of(path)
    assert stamp is not None
    refused = RefusalEntry.of(path, stamp, Refusal("is not a cassette"))
    assert refused is not None
    store.keep(refused)
    keep(store, path)
    store.flush()
    assert store.get(path, stamp) is not None
    assert store.refusal(path, stamp) is None
    store.keep(refused)
    store.flush()
    assert store.get(path, stamp) is None
    assert store.refusal(path, stamp) == Refusal("is not a cassette")


def test_files_are_found_in_a_snapshot_by_their_stamps(store: Store, write: Write) -> None:
    path, other = write(exchange("Hello", "There")), write(exchange("Hi", "Yes"), name="other.yaml")
    keep(store, path)
    keep(store, other)
    store.flush()
    stamps = {known: stamp for known in (path, other) if (stamp := Stamp.of(known)) is not None}
    assert len(stamps) == 2
    with store.snapshot() as snapshot:
        assert snapshot is not None
        assert store.numbers(snapshot, stamps).keys() == {path, other}
        assert store.numbers(snapshot, {path: stamps[other]}) == {}
    assert store.size > 0


def _check_words(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.execute("INSERT INTO words(words) VALUES('integrity-check')")
