# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Worker processes are no copies of a process in which something else runs, whoever started that."""

from __future__ import annotations

import multiprocessing
from _thread import allocate_lock, start_new_thread
from multiprocessing.context import BaseContext
from threading import active_count

import pytest

from viewer import workers
from viewer.workers import Workers


def test_a_thread_that_python_did_not_start_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    methods: list[str] = []

    def get_context(method: str) -> BaseContext:
        methods.append(method)
        return multiprocessing.get_context(method)

    monkeypatch.setattr(workers, "get_context", get_context)
    gate = allocate_lock()
    gate.acquire()
    known = active_count()
    start_new_thread(gate.acquire, ())  # as Qt does: `threading` hears nothing of it
    assert active_count() == known
    made = Workers(1)
    try:
        assert list(made.map(abs, [-1])) == [1]
    finally:
        gate.release()
        made.close()
    assert methods == ["spawn"]
