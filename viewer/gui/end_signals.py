# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Ctrl+C, and the system's wish to end: the window closes as by its button. Asked twice, it ends at once.

Python hears a signal only when it is its turn, which in Qt's event loop may never come: the system writes a byte into a
socket that the loop listens to (signal.set_wakeup_fd).
"""

from __future__ import annotations

import os
import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

_LOOK_MS = 200


class EndSignals(QObject):
    """Hears the signals by which a process is asked to end."""

    asked = Signal()

    def __init__(self, parent: QObject) -> None:
        """Take them over from Python; a signal that is ignored, as under nohup, stays so."""
        super().__init__(parent)
        self._times = 0
        self._read, self._written = socket.socketpair()
        self._read.setblocking(False)
        self._written.setblocking(False)
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._hear)
        signal.set_wakeup_fd(self._written.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)
        if os.name == "nt":  # where its loop does not listen to such sockets in time, Python gets its turn by a clock
            timer = QTimer(self, interval=_LOOK_MS)
            timer.timeout.connect(lambda: None)
            timer.start()

    def _wake(self) -> None:
        """Python handles what it was told as soon as it runs: here it runs."""
        try:
            self._read.recv(64)
        except BlockingIOError:
            return

    def _hear(self, number: int, _frame: object) -> None:
        self._times += 1
        if self._times > 1:
            os._exit(128 + number)
        QTimer.singleShot(0, self, self.asked.emit)
