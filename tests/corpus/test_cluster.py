# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A real Dask cluster of two processes on this machine, one of which is killed while it has a file.

The file is a named pipe: a worker that opens it waits until something is written, so the test knows who has it.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs named pipes and /proc")

T = TypeVar("T", str, bytes)
Cassette = Callable[..., Path]
_PATIENCE = 60


@contextmanager
def _ended(process: subprocess.Popen[T]) -> Iterator[subprocess.Popen[T]]:
    """A process that does not outlive its test, and whose pipes are closed."""
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


class Cluster:
    """A scheduler and two workers of one thread each."""

    def __init__(self, root: Path, repository: Path, ending: ExitStack, *, allowed_failures: int = 3) -> None:
        self._root, self._repository, self._ending = root, repository, ending
        self._file = root / "scheduler.json"
        failures = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(allowed_failures)}
        self._environment = {**os.environ, "PYTHONPATH": str(repository), **failures}
        self._start("dask_scheduler", "--port", "0")
        self.address: str = json.loads(self._written())["address"]
        self.workers = [
            self._start("dask_worker", "--no-nanny", "--nthreads", "1", "--local-directory", str(root / str(number)))
            for number in range(2)
        ]

    def _start(self, module: str, *more: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", "--host", "127.0.0.1", "--no-dashboard"]
        with (self._root / "log").open("ab") as log:
            process = subprocess.Popen(
                [*command, "--scheduler-file", str(self._file), *more],
                cwd=self._root,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        return self._ending.enter_context(_ended(process))

    def _written(self) -> str:
        for _ in range(_PATIENCE * 10):
            text = self._file.read_text("utf-8") if self._file.exists() else ""
            if text.rstrip().endswith("}"):
                return text
            time.sleep(0.1)
        raise AssertionError((self._root / "log").read_text("utf-8"))

    def table(self, *arguments: str) -> subprocess.Popen[str]:
        """Begin `cassette-viewer table` on this cluster."""
        command = [sys.executable, "-m", "viewer", "table", *arguments, "--to", "jsonl", "--scheduler", self.address]
        pipe = subprocess.PIPE
        return self._ending.enter_context(
            _ended(subprocess.Popen(command, cwd=self._repository, stdout=pipe, stderr=pipe, text=True))
        )

    def holder(self, pipe: Path) -> subprocess.Popen[bytes]:
        """The worker that has opened a pipe."""

        def has(process: subprocess.Popen[bytes]) -> bool:
            links = Path(f"/proc/{process.pid}/fd").iterdir()
            return any(os.path.realpath(link) == str(pipe) for link in links)

        for _ in range(_PATIENCE * 10):
            for worker in self.workers:
                if worker.poll() is None and has(worker):
                    return worker
            time.sleep(0.1)  # it is about to open it
        raise AssertionError("no worker has the file")


def _opened(pipe: Path) -> int:
    """The pipe for writing, when somebody has opened it for reading."""
    for _ in range(_PATIENCE * 10):
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:  # which means that nobody reads
                raise
            time.sleep(0.1)
    raise AssertionError("no worker came to the file")


def _kill_holder(cluster: Cluster, pipe: Path) -> None:
    """Kill the worker that reads a pipe; stopped first, so that it never sees the end of what it reads."""
    writer = _opened(pipe)
    worker = cluster.holder(pipe)
    worker.send_signal(signal.SIGSTOP)
    os.waitpid(worker.pid, os.WUNTRACED)
    os.close(writer)
    worker.kill()
    worker.wait()


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "piped.yaml"
    os.mkfifo(path)
    return path


def _told(table: Path) -> list[str]:
    """The files that a table has rows of, without their folders."""
    lines = (line for file in table.rglob("*.jsonl") for line in file.read_text("utf-8").splitlines())
    return sorted({Path(json.loads(line)["cassette.file"]).name for line in lines})


def test_what_a_killed_worker_had_is_done_by_the_other(
    tmp_path: Path, repository: Path, cassette: Cassette, pipe: Path, folder: Path
) -> None:
    paths = [cassette(f"{number}.yaml") for number in range(5)]
    with ExitStack() as ending:
        cluster = Cluster(tmp_path, repository, ending)
        command = cluster.table(*map(str, (paths[0], pipe, *paths[1:])), "--output", str(folder))
        _kill_holder(cluster, pipe)
        with os.fdopen(_opened(pipe), "wb") as again:
            os.set_blocking(again.fileno(), True)
            again.write(paths[0].read_bytes())
        said, errors = command.communicate(timeout=_PATIENCE)
    assert (command.returncode, errors) == (0, "")
    assert "12 interactions and 48 messages of 6 files" in said
    assert (
        _told(folder / "messages") == _told(folder / "interactions") == [*(path.name for path in paths), "piped.yaml"]
    )
    assert list(folder.rglob("*.part")) == []


def test_a_file_that_workers_are_lost_over_is_told_and_the_others_are_done(
    tmp_path: Path, repository: Path, cassette: Cassette, pipe: Path, folder: Path
) -> None:
    paths = [cassette(f"{number}.yaml") for number in range(3)]
    cassette("damaged.yaml").write_text("a:\n  - {]\n", "utf-8")
    with ExitStack() as ending:
        cluster = Cluster(tmp_path, repository, ending, allowed_failures=0)
        command = cluster.table(str(tmp_path / "in"), str(pipe), "--output", str(folder))
        _kill_holder(cluster, pipe)
        _, errors = command.communicate(timeout=_PATIENCE)
    assert command.returncode == 2
    damaged, lost = errors.splitlines()
    assert damaged.startswith(f"cassette-viewer: {tmp_path / 'in' / 'damaged.yaml'}:2: ")
    assert lost == f"cassette-viewer: {pipe}: workers were lost over it, and it is not given to another"
    assert _told(folder / "messages") == [path.name for path in paths]


def test_no_scheduler_is_one_line(
    cassette: Cassette, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from viewer.cli import main

    monkeypatch.setattr("viewer.corpus.cluster._PATIENCE", 1)
    assert main(["table", str(cassette()), "--to", "jsonl", "--output", str(folder), "--scheduler", "127.0.0.1:9"]) == 2
    (error,) = capsys.readouterr().err.splitlines()
    assert error.startswith("cassette-viewer: 127.0.0.1:9: ")
