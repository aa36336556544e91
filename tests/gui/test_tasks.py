# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Background work: results arrive on the GUI thread, and outdated ones do not."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from threading import Event, get_ident

import pytest
from pytestqt.qtbot import QtBot

from viewer.gui.tasks import Tasks


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    """Tasks that leave no thread behind."""
    made = Tasks()
    yield made
    made.stop()


def test_result_arrives_on_the_gui_thread_and_work_runs_elsewhere(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[tuple[int, int]] = []
    tasks.run("name", lambda _cancelled: get_ident(), lambda worker: seen.append((worker, get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    (worker, receiver), here = seen[0], get_ident()
    assert receiver == here
    assert worker != here


def test_asking_again_drops_the_earlier_result(tasks: Tasks, qtbot: QtBot) -> None:
    started, gate = Event(), Event()
    results: list[str] = []
    stopped: list[bool] = []

    def slow(cancelled: object) -> str:
        started.set()
        gate.wait(5)
        stopped.append(cancelled())  # type: ignore[operator]
        return "old"

    tasks.run("name", slow, results.append)
    assert started.wait(5)
    tasks.run("name", lambda _cancelled: "new", results.append)
    gate.set()
    qtbot.waitUntil(lambda: bool(results) and bool(stopped))
    qtbot.wait(50)
    assert results == ["new"]
    assert stopped == [True]


def test_a_thread_holds_nobody_who_waits_for_it(tasks: Tasks) -> None:
    class Owner:
        def keep(self, result: object) -> None:
            pytest.fail(f"outdated: {result}")

    owner, gate = Owner(), Event()
    left = weakref.ref(owner)
    tasks.run("name", lambda _cancelled: gate.wait(5), owner.keep, owner.keep)
    tasks.cancel("name")
    del owner
    assert left() is None
    gate.set()


@pytest.mark.parametrize("is_broken", [False, True])
def test_what_the_work_refers_to_is_freed_on_the_gui_thread(tasks: Tasks, qtbot: QtBot, is_broken: bool) -> None:
    freed_by: list[int] = []

    class Dialog:
        def write(self) -> None:
            if is_broken:
                raise ValueError("broken")

    def start() -> None:
        dialog = Dialog()
        weakref.finalize(dialog, lambda: freed_by.append(get_ident()))
        tasks.run("name", lambda _cancelled: dialog.write(), lambda _result: None, lambda _error: None)

    start()
    tasks._pool.waitForDone()
    assert freed_by == []
    qtbot.waitUntil(lambda: freed_by == [get_ident()])


def test_failure_is_handed_to_the_owner(tasks: Tasks, qtbot: QtBot) -> None:
    failures: list[Exception] = []

    def work(_cancelled: object) -> None:
        raise ValueError("broken")

    tasks.run("name", work, lambda _result: pytest.fail("no result was due"), failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], ValueError)
    assert not tasks.is_running("name")


def test_told_values_of_outdated_work_are_dropped(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[object] = []
    gate = Event()

    def work(_cancelled: object) -> None:
        tasks.tell("name", told.append, 1)
        gate.wait(5)

    tasks.run("name", work, lambda _result: None)
    qtbot.waitUntil(lambda: told == [1])
    tasks.cancel("name")
    tasks.tell("name", told.append, 2)
    gate.set()
    qtbot.wait(30)
    assert told == [1]
