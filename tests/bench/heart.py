# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Watches the event loop of the GUI thread: how long it stands still, and when something is painted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

_BEAT_MS = 2


@dataclass(slots=True)
class Gap:
    """The longest time between two turns of the event loop: in ms, and how much of it this thread was computing."""

    wall: float = 0.0
    cpu: float = 0.0


class Heart(QObject):
    """Beats every other millisecond while the event loop turns."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self.reset()
        self._timer.start()

    def reset(self) -> None:
        """Forget the longest gap."""
        self.gap, self._wall, self._cpu = Gap(), time.perf_counter(), time.thread_time()

    def _on_beat(self) -> None:
        wall, cpu = time.perf_counter(), time.thread_time()
        if (wall - self._wall) * 1000 > self.gap.wall:
            self.gap = Gap((wall - self._wall) * 1000, (cpu - self._cpu) * 1000)
        self._wall, self._cpu = wall, cpu

    def during(self, seconds: float, act: Callable[[], object] | None = None) -> Gap:
        """The longest gap while something is done and for some seconds after it began."""
        self.reset()
        if act is not None:
            QTimer.singleShot(0, act)
        turn(seconds)
        return self.gap


def turn(seconds: float) -> None:
    """Let the event loop turn."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def turn_until(is_done: Callable[[], bool], seconds: float = 120.0) -> None:
    """Let the event loop turn until something is so; SystemExit when it does not come about."""
    end = time.perf_counter() + seconds
    while not is_done():
        turn(0.01)  # not more often: to ask takes computing time from what is waited for
        if time.perf_counter() > end:
            raise SystemExit(f"{is_done.__qualname__}: not within {seconds:.0f} s")


class Paints(QObject):
    """Counts paint events of a widget and all in it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        for one in (widget, *widget.findChildren(QWidget)):
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """See paint events go by."""
        self.count += event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)
