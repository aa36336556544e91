# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Files that the desktop asks for by an event (macOS) wait until there is a window, and are told after that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from viewer.gui.app import Application


@pytest.fixture
def application(qapp: QApplication) -> Iterator[Application]:
    """The application as it is before it has a window."""
    assert isinstance(qapp, Application)
    was_ready, qapp._is_ready = qapp._is_ready, False
    yield qapp
    qapp._is_ready = was_ready


def test_files_asked_for_before_there_is_a_window_are_kept_in_order(application: Application) -> None:
    told: list[Path] = []
    application.file_opened.connect(told.append)
    for name in ("/a.yaml", "/b.yaml"):
        assert QApplication.sendEvent(application, QFileOpenEvent(name))
    assert told == []
    assert application.take_waiting() == [Path("/a.yaml"), Path("/b.yaml")]
    QApplication.sendEvent(application, QFileOpenEvent("/c.yaml"))
    assert told == [Path("/c.yaml")]
    assert application.take_waiting() == []
    application.file_opened.disconnect(told.append)
