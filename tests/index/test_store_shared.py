# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Several processes and threads on one index, one of them killed."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

from tests.index.recordings import Write, exchange, keep, read
from viewer.index.stamp import Stamp
from viewer.index.store import Store


def _get(store: Store, path: Path) -> object:
    stamp = Stamp.of(path)
    return stamp and store.get(path, stamp)


def _check_words(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.execute("INSERT INTO words(words) VALUES('integrity-check')")


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
