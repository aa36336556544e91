# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Worker processes: reading and understanding take a processor each, and threads of one process share one.

Rule: results come in the order of what was given, so how the work was shared never shows. A worker ends with the
process that started it, however that ends, and leaves Ctrl+C to it. Nobody waits for work that is not wanted any more:
it is interrupted where it stands, as by Ctrl+C, so that it cleans up after itself.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from functools import partial
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")

_MOST = 8
_AHEAD = 3
"""So many pieces of work wait for each worker: the results of those that are done are kept until their turn."""
_LAST_S = 0.5
"""Seconds for work that is interrupted to clean up; what does not hear of it is ended all the same."""
if sys.platform == "win32":
    _INTERRUPT = signal.SIGBREAK
else:
    _INTERRUPT = signal.SIGUSR1


def can_copy() -> bool:
    """Whether workers started now are copies of this process, which know all that it knows."""
    return sys.platform == "linux" and _is_one_thread()


def is_worker() -> bool:
    """Whether this process is a worker itself, which starts no others."""
    return parent_process() is not None


def count() -> int:
    """How many workers make sense here."""
    return min(os.cpu_count() or 1, _MOST)


class Workers:
    """A pool of processes, started with the first work."""

    def __init__(self, number: int | None = None) -> None:
        """`number` of processes, as many as make sense by default."""
        self.number = number or count()
        self._pool: ProcessPoolExecutor | None = None
        self._unwanted: Connection | None = None
        """Where the workers are told that nothing of theirs is wanted any more."""

    def map(
        self, work: Callable[[T], R], items: Iterable[T], *, is_here: Callable[[T], bool] = lambda _: False
    ) -> Iterator[R]:
        """What `work`, a function of a module, makes of each item, in order; raises what it raises.

        Work begins at once, before the first result is asked for. Items are taken as workers come to them, and who
        stops asking is done no more work for. What a worker leaves undone that was killed is done here, and so is
        what is too little to be sent to one: of which items `is_here` says that, as they are taken.
        """
        rest = iter(items)

        def begin(item: T) -> tuple[T, Future[R] | None]:
            return item, None if is_here(item) else self._submit(work, item)

        waiting = deque(map(begin, islice(rest, self.number * _AHEAD)))
        return self._results(work, waiting, map(begin, rest))

    def _results(
        self,
        work: Callable[[T], R],
        waiting: deque[tuple[T, Future[R] | None]],
        rest: Iterator[tuple[T, Future[R] | None]],
    ) -> Iterator[R]:
        try:
            while waiting:
                item, future = waiting.popleft()
                try:
                    result = work(item) if future is None else future.result()
                except BrokenExecutor:
                    result = work(item)
                waiting.extend(islice(rest, 1))
                yield result
        finally:
            for _, future in waiting:
                if future is not None:
                    future.cancel()

    def _submit(self, work: Callable[[T], R], item: T) -> Future[R] | None:
        """The work in a worker; None where workers end before their time, as where memory is short."""
        try:
            return self._started().submit(partial(_worked, work), item)
        except BrokenExecutor:
            return None

    def close(self) -> None:
        """End the processes at once; what they have begun is interrupted."""
        if self._pool is not None and self._unwanted is not None:
            self._unwanted.send_bytes(b".")
            self._pool.shutdown(cancel_futures=True)
            self._unwanted.close()
            self._pool = self._unwanted = None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # A copy of this process has all modules loaded already; elsewhere than on Linux, and beside threads, copies
            # are not safe.
            context = get_context("fork" if can_copy() else "spawn")
            unwanted, self._unwanted = context.Pipe(duplex=False)
            self._pool = ProcessPoolExecutor(self.number, context, _begin, (unwanted,))
        return self._pool


def _is_one_thread() -> bool:
    """Whether nothing of this process runs beside: Python counts the threads that it started, Qt starts others."""
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def end_with_parent() -> None:
    """In a process that another one started: end when that one ends, whatever is being done."""
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing.connection import wait  # noqa: PLC0415 - for processes that were started only

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)


# --- In a worker ------------------------------------------------------------------------------------------------------


class _UnwantedError(BaseException):
    """The work is not wanted any more; no KeyboardInterrupt, which Python ends a process with."""


class _State:
    """Of this worker; a signal has nowhere else to look."""

    is_at_work = is_unwanted = False


def _worked(work: Callable[[T], R], item: T) -> R:
    _State.is_at_work = True
    try:
        if _State.is_unwanted:
            raise _UnwantedError
        return work(item)
    finally:
        _State.is_at_work = False


def _begin(unwanted: Connection) -> None:
    """The terminal sends Ctrl+C to every process, of which only the first answers it; what that caught is its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what was there when the copy was made stays: it need not be looked through, which would also copy it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(_INTERRUPT, _interrupt)
    Thread(target=_end_when_unwanted, args=(unwanted,), daemon=True).start()


def _interrupt(_signal: int, _frame: object) -> None:
    _State.is_unwanted = True
    if _State.is_at_work:
        raise _UnwantedError


def _end_when_unwanted(unwanted: Connection) -> None:
    """Beside the work: wait until the parent ends or says so."""
    from multiprocessing.connection import wait  # noqa: PLC0415 - for workers only

    parent = parent_process()
    wait([unwanted] if parent is None else [unwanted, parent.sentinel])
    if sys.platform != "win32":
        main = threading.main_thread().ident
        signal.pthread_kill(main or 0, _INTERRUPT)
    else:
        signal.raise_signal(_INTERRUPT)
    time.sleep(_LAST_S)
    os._exit(0)
