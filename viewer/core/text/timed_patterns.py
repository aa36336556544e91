# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Regular expressions that somebody typed, or wrote into a file of rules, with a limit to their time.

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
from typing import TYPE_CHECKING, NamedTuple, NoReturn

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

LIMIT_S = 5.0
_GRACE_S = 30.0
"""What the process is waited for until it is there, and beyond its time: it ends itself."""
_MOST_SPANS = 1000
"""Of one text; more are not marked."""
Span = tuple[int, int]
_READY = "ready"


def compiled(pattern: str, *, case_sensitive: bool = False) -> re.Pattern[str] | None:
    """A pattern as it is looked for; None where it is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what a later Python may read otherwise
        try:
            return re.compile(pattern, re.MULTILINE if case_sensitive else re.IGNORECASE | re.MULTILINE)
        except (re.error, OverflowError, RecursionError):
            return None


class PatternTimeoutError(Exception):
    """A pattern took too long."""


class PatternProcess:
    """Looks for one pattern in texts, `limit_s` seconds in all; the process is started with the first of them."""

    def __init__(self, pattern: str, limit_s: float, *, case_sensitive: bool = False, as_written: bool = False) -> None:
        """Keep the pattern; `as_written` has no flags but its own, and every place is told."""
        self._limit_s = limit_s
        self._wanted = _Wanted(pattern, case_sensitive, as_written)
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def spans(self, texts: Sequence[str], limit_s: float | None = None) -> list[list[Span]]:
        """Where the pattern fits in each text; raises PatternTimeoutError, now and ever after.

        With `limit_s` that is the time from now on, unless it was over before.
        """
        if not texts:
            return []
        if limit_s is not None and self._limit_s > 0:
            self._limit_s = limit_s
        self.ask(texts)
        found = self.answer(self._limit_s + _GRACE_S)
        if found is None:
            self._give_up()
        return found or []

    def ask(self, texts: Sequence[str]) -> None:
        """Begin to look; `answer` tells what was found. Raises PatternTimeoutError."""
        if self._limit_s <= 0:
            raise PatternTimeoutError
        try:
            self._started().send((texts, self._limit_s))
        except OSError as error:
            self._give_up(error)

    def answer(self, wait_s: float) -> list[list[Span]] | None:
        """What was found, waited for so long; None where it is not there yet. Raises PatternTimeoutError."""
        try:
            while self._pipe is not None and self._pipe.poll(wait_s):
                told = self._pipe.recv()
                if told != _READY:
                    found, self._limit_s = told
                    return list(found)
        except (EOFError, OSError) as error:
            self._give_up(error)
        return None

    def _give_up(self, why: Exception | None = None) -> NoReturn:
        self._limit_s = 0.0
        self.close()
        raise PatternTimeoutError from why

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
            self._process = context.Process(target=_serve, args=(other, self._wanted), daemon=True)
            self._process.start()
            other.close()
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


class _Wanted(NamedTuple):
    pattern: str
    case_sensitive: bool
    as_written: bool

    def compiled(self) -> re.Pattern[str] | None:
        if self.as_written:
            return re.compile(self.pattern)
        return compiled(self.pattern, case_sensitive=self.case_sensitive)


def _serve(pipe: Connection, looked_for: _Wanted) -> None:
    """In the process: answer until nobody asks."""
    wanted, most = looked_for.compiled(), None if looked_for.as_written else _MOST_SPANS
    with suppress(EOFError, OSError, KeyboardInterrupt):
        pipe.send(_READY)
        while True:
            texts, limit_s = pipe.recv()
            _end_in(limit_s)
            began = time.monotonic()
            found = [_spans(wanted, text, most) for text in texts]
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


def _spans(wanted: re.Pattern[str] | None, text: str, most: int | None) -> list[Span]:
    spans: list[Span] = []
    if wanted is not None:
        for match in wanted.finditer(text):
            if match.end() > match.start():
                spans.append(match.span())
            if most is not None and len(spans) >= most:
                break
    return spans
