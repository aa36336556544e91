# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Files that the desktop asks for by an event (macOS) wait until there is a window; and how the application ends."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from viewer.gui.app import Application

_CHILD = """
from threading import Event
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from viewer.gui import app
from viewer.gui.instance.message import Request
from viewer.gui.instance.single import InstanceRole
from viewer.gui.tasks import Tasks

made = app.build

def build(*given, **named):
    commands = made(*given, **named)
    commands.findChild(Tasks).run("deaf", lambda _cancelled: Event().wait(), lambda _: None)
    QTimer.singleShot(0, commands, QApplication.quit)
    return commands

app.build = build
print("ended", app.run(Request(), InstanceRole(), with_index=False))
"""


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


def test_work_that_hears_of_no_end_keeps_nobody_waiting() -> None:
    ran = subprocess.run([sys.executable, "-c", _CHILD], capture_output=True, text=True, check=False, timeout=60)
    assert (ran.returncode, "Traceback" in ran.stderr) == (0, False), ran.stderr
    assert "ended" not in ran.stdout
