# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Whoever allocates, a widget that nobody knows any more is freed on the GUI thread."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from threading import Thread, current_thread, main_thread

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from viewer.gui import garbage
from viewer.gui.garbage import GarbageCollector


class Knot:
    """Refers to itself, so only the collector frees it."""

    def __init__(self) -> None:
        self.me = self


def _allocate() -> None:
    """Leave so many cycles behind that the interpreter would have collected all of them."""
    for _ in range(200_000):
        Knot()


@pytest.fixture
def owner(qtbot: QtBot) -> Iterator[QObject]:
    """The parent of a collector that does not outlive its test."""
    made = QObject()
    yield made
    delete(made)  # at once: its collector would go on freezing what other tests count
    gc.unfreeze()


def test_another_thread_frees_no_cycle(owner: QObject) -> None:
    freed_by: list[Thread] = []
    collector = GarbageCollector(owner)
    collector.collect()
    knot = Knot()
    weakref.finalize(knot, lambda: freed_by.append(current_thread()))
    del knot
    worker = Thread(target=_allocate)
    worker.start()
    worker.join()
    assert freed_by == []
    collector.collect()
    assert freed_by == [main_thread()]


def test_it_collects_by_itself_once_there_is_much(owner: QObject, qtbot: QtBot) -> None:
    GarbageCollector(owner)
    last = Knot()
    left = weakref.ref(last)
    del last
    _allocate()
    qtbot.waitUntil(lambda: left() is None)


def test_little_is_left_alone(owner: QObject) -> None:
    collector = GarbageCollector(owner)
    gc.collect()
    left = weakref.ref(Knot())
    collector.collect()
    assert left() is not None


def test_what_survived_is_not_looked_at_again(owner: QObject) -> None:
    collector = GarbageCollector(owner)
    kept = Knot()
    _allocate()
    collector.collect()
    assert gc.get_freeze_count() > 0
    assert not any(found is kept for found in gc.get_objects())


def test_when_much_is_let_go_everything_is_looked_at(owner: QObject) -> None:
    collector = GarbageCollector(owner)
    old, much = Knot(), [[n] for n in range(3_000_000)]
    left = weakref.ref(old)
    _allocate()
    collector.collect()
    del old, much
    for _ in range(garbage._STEADY_TURNS):
        collector.collect()
        assert left() is not None, "it became less not long ago"
    collector.collect()
    assert left() is None


@pytest.mark.parametrize(("turns", "is_quiet"), [(garbage._QUIET, True), (garbage._LONG, False)])
def test_what_grew_is_looked_at_in_a_quiet_moment_and_at_last_in_any(
    owner: QObject, monkeypatch: pytest.MonkeyPatch, turns: int, is_quiet: bool
) -> None:
    used = iter((1_000, 2_000, *[2_000] * turns, 2_000))
    monkeypatch.setattr(garbage, "getallocatedblocks", lambda: next(used, 2_000))
    collector = GarbageCollector(owner)
    old = Knot()
    left = weakref.ref(old)
    _allocate()
    collector.collect()
    del old
    monkeypatch.setattr(gc, "get_count", lambda: (0 if is_quiet else 1_000, 0, 0))
    monkeypatch.setattr(collector, "_collect_new", lambda _allocated: None)
    for _ in range(turns - 2):
        collector.collect()
    assert left() is not None
    for _ in range(2):
        collector.collect()
    assert left() is None


def test_what_did_not_grow_is_left_alone(owner: QObject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "getallocatedblocks", lambda: 1_000)
    collector = GarbageCollector(owner)
    monkeypatch.setattr(collector, "_collect_all", lambda: pytest.fail("nothing was due"))
    for _ in range(garbage._LONG + 2):
        collector.collect()
