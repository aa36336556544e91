# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Python's collector of cycles, on the GUI thread alone.

Rule: nobody else turns the collector on. Left to itself it runs in whichever thread happens to allocate. A window that
it frees there waits until the GUI thread has answered, and keeps the interpreter from the GUI thread meanwhile: nothing
moves again.

A collection looks at every object that is not frozen, and of a large library there are millions. So what has survived
is frozen, and only what is new is looked at, often enough to be little. What is frozen is looked at again, for it may
be garbage by now, when nothing has moved for a while, when much of it was let go, and sometimes whatever happens.
"""

from __future__ import annotations

import gc
from sys import getallocatedblocks

from PySide6.QtCore import QObject, Qt, QTimer

_EVERY_MS, _HURRIED_MS = 250, 50
"""The time between turns, and while a file is read: the sooner what is new is looked at, the less there is of it."""
_QUIET, _LONG = 120, 720
"""Turns in which hardly anything was allocated until nothing moves, and turns after which nobody waits for that."""
_GROWN, _MUCH_GROWN = 1.1, 1.5
"""Memory in use compared to when all was looked at, in a quiet moment and in any."""
_SHRUNK, _STEADY, _STEADY_TURNS = 0.5, 0.98, 4
"""Memory in use compared to the most since then, and to the turn before: while it still becomes less, that waits.

So many turns, for what is large is let go of bit by bit, and others wait for the interpreter too.
"""


class GarbageCollector(QObject):
    """Collects now and then in the thread that made it, as much as the interpreter would have by itself."""

    def __init__(self, parent: QObject) -> None:
        """From now on the interpreter does not collect by itself."""
        super().__init__(parent)
        gc.disable()
        self._due, middle, _ = gc.get_threshold()
        self._old_due = self._due * middle * middle // 2
        self._allocated = self._turns = self._quiet_turns = self._steady_turns = 0
        self._kept = self._most = self._used = getallocatedblocks()
        self._timer = QTimer(self, interval=_EVERY_MS, timerType=Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect what is new if there is much of it, and everything where that pays or nobody minds."""
        allocated = gc.get_count()[0]
        self._turns += self._timer.interval() == _EVERY_MS
        self._timer.setInterval(_EVERY_MS if allocated < self._old_due // 4 else _HURRIED_MS)
        if allocated < self._due:
            self._quiet_turns += 1
        else:
            self._quiet_turns = 0
            self._collect_new(allocated)
        before, self._used = self._used, getallocatedblocks()
        self._most = max(self._most, self._used)
        self._steady_turns = self._steady_turns + 1 if self._used > before * _STEADY else 0
        if self._is_all_due():
            self._collect_all()

    def _collect_new(self, allocated: int) -> None:
        self._allocated += allocated
        if self._allocated < self._old_due:
            gc.collect(1)
            return
        gc.collect()
        gc.freeze()
        self._allocated = 0

    def _is_all_due(self) -> bool:
        if self._used < self._most * _SHRUNK and self._steady_turns >= _STEADY_TURNS:
            return True
        if self._quiet_turns >= _QUIET:
            return self._used > self._kept * _GROWN
        return self._turns >= _LONG and self._used > self._kept * _MUCH_GROWN

    def _collect_all(self) -> None:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._allocated = self._turns = self._quiet_turns = 0
        self._kept = self._most = self._used = getallocatedblocks()
