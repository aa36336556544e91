# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Worker processes: order, errors, and what becomes of the work when a worker is killed."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path

import pytest

from viewer.core.errors import CassetteError, NotACassette
from viewer.core.formats.outline.file import FileChangedError
from viewer.core.formats.outline.parts import IrregularError
from viewer.workers import Workers, end_with_parent


def _double(number: int) -> int:
    return 2 * number


def _refuse(number: int) -> int:
    raise CassetteError("x.yaml", number, "is refused")


def _die(told: tuple[int, int]) -> int:
    """End the process abruptly, unless it is the one that asked."""
    number, parent = told
    if number == 3 and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_results_come_in_order_and_items_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def items() -> object:
        for number in range(40):
            taken.append(number)
            yield number

    workers = Workers(2)
    results = workers.map(_double, items())  # type: ignore[arg-type]
    assert next(results) == 0
    assert len(taken) < 12
    assert list(results) == [2 * number for number in range(1, 40)]
    workers.close()


def test_an_error_is_raised_here_as_it_was_there() -> None:
    workers = Workers(1)
    with pytest.raises(CassetteError, match=r"x\.yaml:7: is refused"):
        list(workers.map(_refuse, [7]))
    workers.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals of that kind")
def test_what_a_killed_worker_leaves_undone_is_done_here() -> None:
    workers = Workers(2)
    assert list(workers.map(_die, [(number, os.getpid()) for number in range(12)])) == list(range(12))
    workers.close()


@pytest.mark.parametrize(
    "error", [CassetteError("a", 1, "b"), NotACassette("a", None, "b"), FileChangedError(), IrregularError(4)]
)
def test_errors_that_cross_between_processes_arrive_as_they_were(error: Exception) -> None:
    arrived = pickle.loads(pickle.dumps(error))  # noqa: S301 - of our own
    assert (type(arrived), str(arrived), vars(arrived)) == (type(error), str(error), vars(error))


def test_nothing_is_left_running() -> None:
    before = set(active_children())
    workers = Workers(2)
    assert list(workers.map(_double, [1])) == [2]
    assert set(active_children()) - before
    workers.close()
    workers.close()
    assert set(active_children()) == before


def _linger(told: tuple[str, int]) -> int:
    """Work for a minute, and write down how that ended."""
    folder, number = told
    begun = Path(folder, f"{number}.begun")
    begun.touch()
    try:
        for _ in range(6000):
            time.sleep(0.01)
    finally:
        Path(folder, f"{number}.cleaned").touch()
    return number


def _wait_for(what: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not what():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_nobody_waits_for_work_that_is_not_wanted(tmp_path: Path) -> None:
    before = set(active_children())
    workers = Workers(2)
    results = workers.map(_linger, [(str(tmp_path), number) for number in range(4)])
    _wait_for(lambda: len(list(tmp_path.glob("*.begun"))) == 2)
    del results
    workers.close()
    assert not set(active_children()) - before
    assert len(list(tmp_path.glob("*.cleaned"))) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals of that kind")
def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import sys; sys.path[:0] = [sys.argv[2], sys.argv[3]]\n"
        "from tests.test_workers import _linger\n"
        "from viewer.workers import Workers\n"
        "if __name__ == '__main__': list(Workers(2).map(_linger, [(sys.argv[1], n) for n in range(2)]))\n"
    )
    root = str(Path(__file__).parents[1])
    parent = subprocess.Popen([sys.executable, str(script), str(tmp_path), root, root])
    try:
        _wait_for(lambda: len(list(tmp_path.glob("*.begun"))) == 2)
    finally:
        parent.kill()
        parent.wait()
    _wait_for(lambda: len(list(tmp_path.glob("*.cleaned"))) == 2)


def stay(begun: str) -> None:
    """In a process: do nothing for a minute."""
    end_with_parent()
    Path(begun).touch()
    time.sleep(60)


@pytest.mark.skipif(sys.platform == "win32", reason="a process that is killed keeps no pipe open there")
def test_a_process_of_its_own_ends_with_its_parent(tmp_path: Path) -> None:
    script, begun = tmp_path / "parent.py", tmp_path / "begun"
    script.write_text(
        "import sys; sys.path[:0] = [sys.argv[2]]\n"
        "from multiprocessing import get_context\n"
        "from tests.test_workers import stay\n"
        "if __name__ == '__main__':\n"
        "    process = get_context('spawn').Process(target=stay, args=(sys.argv[1],), daemon=True)\n"
        "    process.start()\n"
        "    process.join()\n"
    )
    root = str(Path(__file__).parents[1])
    parent = subprocess.Popen([sys.executable, str(script), str(begun), root], stdout=subprocess.PIPE)
    try:
        _wait_for(begun.exists)
    finally:
        parent.kill()
    parent.communicate(timeout=30)  # until nobody has its end of the pipe any more
