# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Whatever is wrong with the index, or with where it lies: it is worked without, and said once."""

from __future__ import annotations

import os
import random
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.index.recordings import Write, exchange, keep, read
from viewer.index import schema
from viewer.index import store as stores
from viewer.index.stamp import Stamp
from viewer.index.store import Store, no_store, open_store


def _get(store: Store, path: Path) -> object:
    stamp = Stamp.of(path)
    return stamp and store.get(path, stamp)


def _works_without(store: Store, path: Path) -> None:
    """Nothing is found, nothing is kept, nothing is raised, and one notice says so."""
    assert len(store.told()) == 1
    found = read(path)
    assert found.stamp is not None
    assert store.get(path, found.stamp) is None
    assert not store.put(path, found.stamp, found.contents, found.pieces)
    with store.snapshot() as connection:
        assert connection is None
    store.flush()
    store.close()
    assert store.told() == ()


@pytest.mark.parametrize("damage", ["empty", "cut", "noise", "no database", "foreign"])
def test_what_is_damaged_is_made_anew(database: Path, write: Write, damage: str) -> None:
    path = write(exchange("Hello", "There"))
    with closing(Store(database)) as store:
        keep(store, path)
    data = database.read_bytes()
    if damage == "foreign":
        database.unlink()
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("CREATE TABLE files(something)")
    else:
        made = {"empty": b"", "cut": data[: len(data) // 2], "noise": data[:100] + bytes(reversed(data[100:]))}
        database.write_bytes(made.get(damage, b"no database at all" * 1000))
    with closing(Store(database)) as store:
        _get(store, path)
        if not store.usable:  # the damage was found only when something was asked
            assert len(store.told()) == 1
            store.close()
    with closing(Store(database)) as store:
        keep(store, path)
        store.flush()
        assert _get(store, path) is not None


@pytest.mark.parametrize("seed", range(20))
def test_bytes_that_turned_never_hurt(database: Path, write: Write, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    path = write(*(exchange(f"Hello {number}", "There") for number in range(20)))
    with closing(Store(database)) as store:
        whole = keep(store, path).contents
    data = bytearray(database.read_bytes())
    for _ in range(200):
        data[chance.randrange(len(data))] = chance.randrange(256)
    database.write_bytes(data)
    bare = replace(whole, summaries=tuple(replace(summary, text="") for summary in whole.summaries))
    with closing(Store(database)) as store:
        assert _get(store, path) in (None, bare)
        keep_stamp = read(path)
        assert keep_stamp.stamp is not None
        store.put(path, keep_stamp.stamp, keep_stamp.contents, keep_stamp.pieces)
        store.flush()
        assert len(store.told()) <= 2


def test_locked_by_another_process(database: Path, write: Write) -> None:
    path = write(exchange("Hello", "There"))
    Store(database).close()
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("DELETE FROM files")
        store = Store(database)
        _works_without(store, path)
        assert database.exists()


def test_who_reads_does_not_wait_for_who_writes(database: Path, write: Write) -> None:
    path = write(exchange("Hello", "There"))
    with closing(Store(database)) as store:
        keep(store, path)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM files")
        with closing(Store(database)) as store:
            assert _get(store, path) is not None
            keep(store, path)
            store.flush()  # not now
            assert store.told() == ()
            other.execute("ROLLBACK")
        with closing(Store(database)) as store:
            assert _get(store, path) is not None


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to(database: Path, write: Write) -> None:
    path = write(exchange("Hello", "There"))
    database.parent.mkdir(parents=True)
    database.parent.chmod(0o500)
    try:
        _works_without(Store(database), path)
    finally:
        database.parent.chmod(0o700)


def test_a_file_where_the_folder_should_be(tmp_path: Path, write: Write) -> None:
    (tmp_path / "cache").write_text("in the way", "utf-8")
    _works_without(Store(tmp_path / "cache" / "index.sqlite3"), write(exchange("Hello", "There")))


def test_a_full_disk(database: Path, write: Write) -> None:
    path = write(exchange("Hello " * 100_000, "There"))
    with closing(Store(database)) as store:
        assert store._writing is not None
        store._writing._connection.execute("PRAGMA max_page_count = 20")
        keep(store, path)
        store.flush()
        (notice,) = store.told()
        assert "full" in notice.text
        assert _get(store, path) is None
        store.flush()
        assert store.told() == ()


def test_no_home(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    _works_without(open_store(), write(exchange("Hello", "There")))


def test_the_index_lies_in_the_cache_folder(tmp_path: Path) -> None:
    with closing(open_store()) as store:
        assert store.usable
        assert store.path is not None
        assert store.path.parent.name == "cassette-viewer"


def test_without_an_index_of_words_it_is_said_once(
    database: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (schema, stores):
        monkeypatch.setattr(module, "has_trigrams", lambda: False)
    path = write(exchange("Hello", "There"))
    with closing(Store(database)) as store:
        assert len(store.told()) == 1
        keep(store, path)
        store.flush()
        assert _get(store, path) is not None
        assert store.told() == ()


def test_no_index_has_nothing_to_tell() -> None:
    assert no_store().told() == ()
    assert not no_store().usable


def test_a_copied_process_leaves_the_index_alone(store: Store, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(exchange("Hello", "There"))
    keep(store, path)
    store.flush()
    monkeypatch.setattr(store, "_owner", os.getpid() + 1)
    assert not store.usable
    assert _get(store, path) is None
