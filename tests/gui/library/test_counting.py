# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The page of a folder while its files come in: counted again and again, but never twice at once."""

from __future__ import annotations

from threading import Lock, Semaphore
from typing import TYPE_CHECKING

from viewer.gui.models import overview as counting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot

    from tests.gui.library.conftest import Opened
    from viewer.gui.models.overview import Overview


def test_no_count_goes_on_beside_another(
    opened: Opened, said: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = opened()
    qtbot.waitUntil(lambda: not commands._tasks.is_running("overview"))
    count: Callable[..., Overview] = counting.overview
    running, lock, may_end = [0], Lock(), Semaphore(0)

    def counted(*given: object) -> Overview:
        with lock:
            running.append(running[-1] + 1)
        may_end.acquire()
        with lock:
            running.append(running[-1] - 1)
        return count(*given)

    monkeypatch.setattr(counting, "overview", counted)
    commands._libraries.progressed.emit(said)
    qtbot.waitUntil(lambda: running == [0, 1])
    for _ in range(3):  # more comes in while it counts
        commands._libraries.progressed.emit(said)
        qtbot.wait(250)
    assert running == [0, 1]
    may_end.release(2)
    qtbot.waitUntil(lambda: running == [0, 1, 0, 1, 0], timeout=20_000)  # what came in meanwhile is counted afterwards
