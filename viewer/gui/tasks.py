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


@dataclass(slots=True, eq=False)
class _Request:
    """One call. It may refer to widgets, so the GUI thread empties it: a thread that keeps it longer frees none."""

    name: str
    outdated: Event
    work: Callable[[Cancelled], Any] | None
    on_done: Callable[[Any], None] | None
    on_failed: Callable[[Exception], None] | None
    result: object = None
    error: Exception | None = None


class _Messenger(QObject):
    """Carries what happened over to the thread that it lives in (queued signals)."""

    ended = Signal(object)
    told = Signal(object, object, object)


class _Runnable(QRunnable):
    def __init__(self, request: _Request, messenger: _Messenger) -> None:
        super().__init__()
        self._request, self._messenger = request, messenger

    def run(self) -> None:
        """Do the work in a pool thread; whatever it raises is a result too."""
        request = self._request
        if request.work is not None and not request.outdated.is_set():
            try:
                request.result = request.work(request.outdated.is_set)
            except Exception as error:  # noqa: BLE001 - handed to the owner on the GUI thread
                request.error = error
        self._messenger.ended.emit(request)


class Tasks(QObject):
    """Runs functions off the GUI thread, at most one current request for each name."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with an idle pool: some wait for a disk or for other processes, and what is selected waits for none."""
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(4)
        self._current: dict[str, _Request] = {}
        self._messenger = _Messenger(self)
        self._messenger.ended.connect(self._on_ended)
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
        request = _Request(name, Event(), work, on_done, on_failed or self._log_failure)
        self._current[name] = request
        self._pool.start(_Runnable(request, self._messenger))

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
            request.on_done = request.on_failed = None

    def is_running(self, name: str) -> bool:
        """Whether a request of that name has not ended."""
        return name in self._current

    def stop(self, wait_ms: int = -1) -> bool:
        """Make all requests outdated and wait for the threads to end, at most so long; whether they have ended."""
        for name in list(self._current):
            self.cancel(name)
        return self._pool.waitForDone(wait_ms)

    def finish(self) -> None:
        """Wait until everything that was asked for is done; nothing becomes outdated by it."""
        self._pool.waitForDone()

    def _on_ended(self, request: _Request) -> None:
        on_done, on_failed, result, error = request.on_done, request.on_failed, request.result, request.error
        request.work = request.on_done = request.on_failed = request.result = request.error = None
        if self._current.get(request.name) is not request:
            return
        del self._current[request.name]
        if error is None and on_done is not None:
            on_done(result)
        elif error is not None and on_failed is not None:
            on_failed(error)

    def _on_told(self, request: _Request, on_told: Callable[[Any], None], value: object) -> None:
        if self._current.get(request.name) is request:
            on_told(value)

    @staticmethod
    def _log_failure(error: Exception) -> None:
        _log.error("background work failed", exc_info=error)
