# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Regular expressions that a user typed, with a limit to their time.

A pattern may take longer than anybody lives, and nothing in a process can stop it: it is tried in a process of its
own, which is ended by the clock. Nothing else is imported here, for that process starts with this module.
"""

from __future__ import annotations

import faulthandler
import os
import re
import signal
import sys
import time
import warnings
from collections.abc import Sequence
from contextlib import suppress
from threading import active_count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

LIMIT_S = 5.0
_GRACE_S = 30.0
"""What the process is waited for until it is there, and beyond its time: it ends itself."""
_MOST_SPANS = 1000
"""Of one text; more are not marked."""
Span = tuple[int, int]


def compiled(pattern: str) -> re.Pattern[str] | None:
    """A pattern as it is looked for; None where it is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what a later Python may read otherwise
        try:
            return re.compile(pattern, re.IGNORECASE | re.MULTILINE)
        except (re.error, OverflowError, RecursionError):
            return None


class PatternTimeoutError(Exception):
    """A pattern took too long."""


class PatternProcess:
    """Looks for one pattern in texts, `limit_s` seconds in all; the process is started with the first of them."""

    def __init__(self, pattern: str, limit_s: float) -> None:
        """Keep the pattern."""
        self._pattern, self._limit_s = pattern, limit_s
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def spans(self, texts: Sequence[str]) -> list[list[Span]]:
        """Where the pattern fits in each text; raises PatternTimeoutError, now and ever after."""
        if not texts:
            return []
        if self._limit_s <= 0:
            raise PatternTimeoutError
        try:
            pipe = self._started()
            pipe.send((texts, self._limit_s))
            found, left = pipe.recv() if pipe.poll(self._limit_s + _GRACE_S) else (None, 0.0)
        except (EOFError, OSError) as error:
            self._limit_s = 0.0
            self.close()
            raise PatternTimeoutError from error
        self._limit_s = left
        if found is None:
            self.close()
            raise PatternTimeoutError
        return list(found)

    def close(self) -> None:
        """End the process."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._process = self._pipe = None

    def _started(self) -> Connection:
        if self._pipe is None:
            from multiprocessing import get_context  # noqa: PLC0415 - a start should not wait for it

            # As in `viewer.workers`: beside threads, copies of a process are not safe.
            is_safe = sys.platform == "linux" and active_count() == 1
            context = get_context("fork") if is_safe else get_context("spawn")
            self._pipe, other = context.Pipe()
            self._process = context.Process(target=_serve, args=(other, self._pattern), daemon=True)
            self._process.start()
            other.close()
            if self._pipe.poll(_GRACE_S):
                self._pipe.recv()
        return self._pipe


class Patterns:
    """The patterns of a query, each with a process of its own. One that runs out of time finds nothing more."""

    def __init__(self, limit_s: float | None = None) -> None:
        """Give each pattern so many seconds."""
        self._limit_s = LIMIT_S if limit_s is None else limit_s
        self._processes: dict[str, PatternProcess] = {}
        self.out_of_time: set[str] = set()
        """The patterns that were given up."""

    def spans(self, pattern: str, texts: Sequence[str]) -> list[list[Span]]:
        """Where a pattern fits in each text; nowhere once it is given up."""
        process = self._processes.setdefault(pattern, PatternProcess(pattern, self._limit_s))
        try:
            return process.spans(texts)
        except PatternTimeoutError:
            self.out_of_time.add(pattern)
            return [[] for _ in texts]

    def close(self) -> None:
        """End their processes."""
        for process in self._processes.values():
            process.close()
        self._processes.clear()


def _serve(pipe: Connection, pattern: str) -> None:
    """In the process: answer until nobody asks."""
    wanted = compiled(pattern)
    with suppress(EOFError, OSError, KeyboardInterrupt):
        pipe.send("ready")
        while True:
            texts, limit_s = pipe.recv()
            _end_in(limit_s)
            began = time.monotonic()
            found = [_spans(wanted, text) for text in texts]
            _end_in(None)
            pipe.send((found, limit_s - (time.monotonic() - began)))


def _end_in(seconds: float | None) -> None:
    """End the process then, by a clock that runs beside the interpreter: a pattern stops that."""
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds or 0.0)
    elif seconds is None:
        faulthandler.cancel_dump_traceback_later()
    else:
        nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open until the process ends
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)


def _spans(wanted: re.Pattern[str] | None, text: str) -> list[Span]:
    spans: list[Span] = []
    if wanted is not None:
        for match in wanted.finditer(text):
            if match.end() > match.start():
                spans.append(match.span())
            if len(spans) >= _MOST_SPANS:
                break
    return spans
