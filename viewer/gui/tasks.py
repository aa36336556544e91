# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Background work. Rule: the only place that knows threads; a result arrives on the GUI thread or not at all.

Work is a plain function of plain values. Asking again under the same name makes the earlier request outdated: its
result is dropped, and its `cancelled()` turns true so that it can stop early.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from viewer.dataclass import dataclass

T = TypeVar("T")
Cancelled = Callable[[], bool]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class _Request:
    name: str
    outdated: Event
    on_done: Callable[[Any], None]
    on_failed: Callable[[Exception], None]


class _Messenger(QObject):
    """Carries results over to the thread that it lives in (queued signals)."""

    done = Signal(object, object)
    failed = Signal(object, object)
    told = Signal(object, object, object)


class _Runnable(QRunnable):
    def __init__(self, request: _Request, work: Callable[[Cancelled], Any], messenger: _Messenger) -> None:
        super().__init__()
        self._request, self._work, self._messenger = request, work, messenger

    def run(self) -> None:
        """Do the work in a pool thread; whatever it raises is a result too."""
        if self._request.outdated.is_set():
            return
        try:
            result = self._work(self._request.outdated.is_set)
        except Exception as error:  # noqa: BLE001 - handed to the owner on the GUI thread
            self._messenger.failed.emit(self._request, error)
        else:
            self._messenger.done.emit(self._request, result)


class Tasks(QObject):
    """Runs functions off the GUI thread, at most one current request for each name."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with an idle pool of two threads: one works while another waits for a disk."""
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._current: dict[str, _Request] = {}
        self._messenger = _Messenger(self)
        self._messenger.done.connect(self._on_done)
        self._messenger.failed.connect(self._on_failed)
        self._messenger.told.connect(self._on_told)

    def run(
        self,
        name: str,
        work: Callable[[Cancelled], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Start `work`; `on_done(result)` or `on_failed(error)` follows here unless `name` is asked for again first."""
        self.cancel(name)
        request = _Request(name, Event(), on_done, on_failed or self._log_failure)
        self._current[name] = request
        self._pool.start(_Runnable(request, work, self._messenger))

    def tell(self, name: str, on_told: Callable[[Any], None], value: object) -> None:
        """Hand a value from the work called `name` to the GUI thread while that work goes on."""
        request = self._current.get(name)
        if request is not None:
            self._messenger.told.emit(request, on_told, value)

    def cancel(self, name: str) -> None:
        """Make the current request of that name outdated."""
        request = self._current.pop(name, None)
        if request is not None:
            request.outdated.set()

    def is_running(self, name: str) -> bool:
        """Whether a request of that name has not ended."""
        return name in self._current

    def stop(self) -> None:
        """Make all requests outdated and wait for the threads to end."""
        for name in list(self._current):
            self.cancel(name)
        self._pool.waitForDone()

    def _on_done(self, request: _Request, result: object) -> None:
        if self._current.get(request.name) is request:
            del self._current[request.name]
            request.on_done(result)

    def _on_failed(self, request: _Request, error: Exception) -> None:
        if self._current.get(request.name) is request:
            del self._current[request.name]
            request.on_failed(error)

    def _on_told(self, request: _Request, on_told: Callable[[Any], None], value: object) -> None:
        if self._current.get(request.name) is request:
            on_told(value)

    @staticmethod
    def _log_failure(error: Exception) -> None:
        _log.error("background work failed", exc_info=error)
