# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The index keeps what it is given, forgets what is not so any more, and is never needed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.index.recordings import COOKIE, SECRET, Write, exchange, keep, read, secretive
from viewer.index import schema
from viewer.index import store as stores
from viewer.index.stamp import Stamp
from viewer.index.store import Store, no_store, open_store


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


def _check_words(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.execute("INSERT INTO words(words) VALUES('integrity-check')")


# --- Whatever is wrong ----------------------------------------------------------------------------------------------


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


# --- Several at once ------------------------------------------------------------------------------------------------

_WRITER = """
import sys
from pathlib import Path
from viewer.index.store import Store
from tests.index.recordings import read
store = Store(Path(sys.argv[1]))
found = [(Path(name), read(Path(name))) for name in sys.argv[2:]]
print("ready", flush=True)
while True:
    for path, reading in found:
        store.put(path, reading.stamp, reading.contents, reading.pieces)
        store.flush()
"""


def test_a_process_that_is_killed_while_it_writes(database: Path, write: Write, repository: Path) -> None:
    paths = [write(exchange(f"Hello {number} " * 500, "There"), name=f"{number}.yaml") for number in range(8)]
    command = [sys.executable, "-c", _WRITER, str(database), *map(str, paths)]
    for _ in range(3):
        with subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(0.2)
            writer.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        with closing(Store(database)) as store:
            assert store.usable
            assert any(_get(store, path) is not None for path in paths)
            assert store.told() == ()
    _check_words(database)


def test_two_processes_on_one_library(database: Path, write: Write, repository: Path) -> None:
    paths = [write(exchange(f"Hello {number}", "There"), name=f"{number}.yaml") for number in range(8)]
    command = [sys.executable, "-c", _WRITER, str(database), *map(str, paths)]
    with subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE) as writer, closing(Store(database)) as store:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        for path in paths * 3:
            keep(store, path)
            store.flush()
        writer.kill()
    with closing(Store(database)) as store:
        assert all(_get(store, path) is not None for path in paths)
        assert store.told() == ()


def test_threads(store: Store, write: Write) -> None:
    paths = [write(exchange(f"Hello {number}", "There"), name=f"{number}.yaml") for number in range(6)]
    found = [read(path) for path in paths]
    seen: list[object] = []

    def work() -> None:
        for path, reading in zip(paths, found, strict=True):
            assert reading.stamp is not None
            store.put(path, reading.stamp, reading.contents, reading.pieces)
            store.flush()
            seen.append(store.get(path, reading.stamp))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 24
    assert None not in seen
    assert store.told() == ()
