# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Work on the GUI thread that gives way: a generator is advanced for some milliseconds in each turn of the event loop.

Rule: each step of a generator takes a few milliseconds at most. For what needs the widget's own state and is too short
for a thread; long work on plain values belongs to `tasks.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

_SLICE_SECONDS = 0.008


class TimeSlices(QObject):
    """Runs one generator at a time; starting another drops the one before it."""

    advanced = Signal(bool)
    """A slice was done; the argument says whether it was the last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_timeout)

    @property
    def is_running(self) -> bool:
        """Whether there is work left."""
        return self._steps is not None

    def start(self, steps: Iterator[None]) -> None:
        """Do the first slice at once, the rest later: short work is done when this returns."""
        self._steps = steps
        self._timer.start()
        self._on_timeout()

    def stop(self) -> None:
        """Drop what is left."""
        self._steps = None
        self._timer.stop()

    def _on_timeout(self) -> None:
        steps, end = self._steps, perf_counter() + _SLICE_SECONDS
        if steps is None:
            return
        for _ in steps:
            if perf_counter() > end:
                self.advanced.emit(False)
                return
        self.stop()
        self.advanced.emit(True)
