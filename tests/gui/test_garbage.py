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
    made.deleteLater()


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


def test_a_full_collection_takes_a_small_part_of_the_time(owner: QObject, monkeypatch: pytest.MonkeyPatch) -> None:
    generations: list[int] = []
    seconds = iter((0.0, 1.0, 100.0, 101.5, 101.5))
    monkeypatch.setattr(garbage, "perf_counter", lambda: next(seconds))

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            generations.append(info["generation"])

    collector = GarbageCollector(owner)
    gc.callbacks.append(note)
    try:
        for _ in range(3):
            _allocate()
            collector.collect()
    finally:
        gc.callbacks.remove(note)
    assert generations == [2, 1, 2]
