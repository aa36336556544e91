# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The real window on one file, by the names of its widgets: everything that one can do to it.

`python -m tests.bench.window FILE` measures the longest stops of the event loop.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QModelIndex
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QTabBar, QTreeView, QWidget

from tests.bench.heart import Gap, Heart, Paints, turn, turn_until
from tests.bench.process import memory_mb, report
from viewer.gui.app import Application, build
from viewer.gui.garbage import GarbageCollector
from viewer.gui.window.commands import Commands

_SELECTED = 3
_SEEKS = 40
_STEPS = 40
_PLAYED_S = 2.0


class Bench:
    """The application with a file or none, driven as a user would."""

    def __init__(self, *paths: Path) -> None:
        self.app = Application(["bench"])
        self.heart = Heart()
        self.commands: Commands = build(self.app)
        gc.freeze()  # as the application does when it runs
        GarbageCollector(self.commands)
        self.window = self.commands.window
        self.commands.open(list(paths))
        self.window.show()

    def widget(self, name: str) -> QWidget:
        found = self.window.findChild(QWidget, name)
        assert found is not None, name
        return found

    @property
    def tree(self) -> QTreeView:
        found = self.widget("interactionTree")
        assert isinstance(found, QTreeView)
        return found

    @property
    def scrubber(self) -> QAbstractSlider:
        found = self.widget("scrubber")
        assert isinstance(found, QAbstractSlider)
        return found

    @property
    def tabs(self) -> QTabBar:
        found = self.widget("tabs")
        assert isinstance(found, QTabBar)
        return found

    def is_loaded(self) -> bool:
        """Whether the tree has an interaction."""
        return next(_leaves(self.tree.model()), None) is not None

    def click(self, name: str) -> None:
        button = self.widget(name)
        assert isinstance(button, QAbstractButton)
        button.click()


def _leaves(model: QAbstractItemModel, parent: QModelIndex | None = None, depth: int = 0) -> Iterator[QModelIndex]:
    """The rows that have no rows below them, file and conversation rows aside."""
    parent = parent or QModelIndex()
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        if model.rowCount(index):
            yield from _leaves(model, index, depth + 1)
        elif depth:
            yield index


def work(path: Path) -> None:
    """Open, select, look into every tab, seek, step and play."""
    bench = Bench()
    turn(1.0)
    began = time.perf_counter()
    bench.heart.reset()
    bench.commands.open([path])
    turn_until(bench.is_loaded)
    loaded = time.perf_counter() - began
    turn(1.0)
    gaps, tabs = {"open": bench.heart.gap}, bench.tabs
    measured: dict[str, object] = {}
    for number, index in enumerate(islice(_leaves(bench.tree.model()), _SELECTED)):
        gaps[f"select #{number}"] = bench.heart.during(1.2, partial(bench.tree.setCurrentIndex, index))
        for tab in range(tabs.count()):
            name = f"#{number} {tabs.tabText(tab).split(' ')[0]}"
            gaps[name] = bench.heart.during(0.8, partial(tabs.setCurrentIndex, tab))
        tabs.setCurrentIndex(0)
        turn(0.3)
        if bench.scrubber.maximum() > 100 and "seek" not in measured:
            measured |= _played(bench, gaps)
    worst = sorted(gaps.items(), key=lambda item: -item[1].wall)
    report(
        loaded_s=loaded,
        memory=memory_mb(),
        gaps=[(name, gap.wall, gap.cpu) for name, gap in worst],
        **measured,
    )


def _played(bench: Bench, gaps: dict[str, Gap]) -> dict[str, object]:
    """Seek anywhere, step, and play; each until it is painted."""
    scrubber, every = bench.scrubber, bench.scrubber.maximum()
    paints = Paints(bench.widget("conversationPane"))
    bench.heart.reset()
    seeks = [_painted(paints, partial(scrubber.setValue, at)) for at in _anywhere(every)]
    gaps["seek"] = bench.heart.gap
    scrubber.setValue(every // 2)
    turn(0.5)
    bench.heart.reset()
    steps = [_painted(paints, partial(bench.click, "stepForwardButton")) for _ in range(_STEPS)]
    gaps["step"] = bench.heart.gap
    return {"seek": _figures(seeks), "step": _figures(steps), "play": _play(bench, paints, every // 2, gaps)}


def _anywhere(every: int) -> list[int]:
    return [(number * 7919 + 13) % (every + 1) for number in range(_SEEKS)]


def _painted(paints: Paints, act: Callable[[], object]) -> float:
    """Milliseconds of computing from an action until what it changed is painted, the wait for the frame aside."""
    turn(0.03)
    before, cpu = paints.count, time.thread_time()
    act()
    end = time.perf_counter() + 0.25
    while paints.count == before and time.perf_counter() < end:
        turn(0.001)
    return (time.thread_time() - cpu) * 1000


def _figures(times: list[float]) -> tuple[float, float]:
    return statistics.median(times), max(times)


def _play(bench: Bench, paints: Paints, start_at: int, gaps: dict[str, Gap]) -> dict[str, float]:
    """Play for some seconds: positions and pictures a second, and how far behind the clock it was at the end."""
    positions: list[float] = []
    bench.scrubber.setValue(start_at)
    turn(0.3)
    bench.scrubber.valueChanged.connect(lambda _: positions.append(time.perf_counter()))
    painted = paints.count
    began = time.perf_counter()
    gaps["play"] = bench.heart.during(_PLAYED_S, partial(bench.click, "playButton"))
    seconds = time.perf_counter() - began
    bench.click("playButton")
    return {
        "updates": len(positions) / seconds,
        "paints": (paints.count - painted) / seconds,
        "events": (bench.scrubber.value() - start_at) / seconds,
    }


if __name__ == "__main__":
    work(Path(sys.argv[1]))
