# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Python's collector of cycles, on the GUI thread alone.

Rule: nobody else turns the collector on. Left to itself it runs in whichever thread happens to allocate. A window that
it frees there waits until the GUI thread has answered, and keeps the interpreter from the GUI thread meanwhile: nothing
moves again.
"""

from __future__ import annotations

import gc
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer

_EVERY_MS = 1000
_FULL_SHARE = 0.01
"""A full collection looks at every object there is; this part of the time may go into that."""


class GarbageCollector(QObject):
    """Collects now and then in the thread that made it, as much as the interpreter would have by itself."""

    def __init__(self, parent: QObject) -> None:
        """From now on the interpreter does not collect by itself."""
        super().__init__(parent)
        gc.disable()
        young, middle, _ = gc.get_threshold()
        self._due, self._full_due = young, young * middle * middle
        self._allocated, self._not_before = 0, 0.0
        timer = QTimer(self, interval=_EVERY_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        timer.timeout.connect(self.collect)
        timer.start()

    def collect(self) -> None:
        """Collect what is young if there is much of it, and everything if there was much of it for long."""
        allocated = gc.get_count()[0]
        if allocated < self._due:
            return
        self._allocated += allocated
        begun = perf_counter()
        if self._allocated < self._full_due or begun < self._not_before:
            gc.collect(1)
            return
        gc.collect()
        ended = perf_counter()
        self._allocated, self._not_before = 0, ended + (ended - begun) / _FULL_SHARE
