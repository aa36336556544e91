# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A large file with one long conversation, while it is still read: nothing takes the place of what is on show."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.core.runs.made_run import MadeRun
from viewer.gui.documents import document, documents, growth
from viewer.gui.models import ranged_file, ranged_tree
from viewer.gui.window.commands import Commands

_PATIENCE_MS = 60_000


@pytest.fixture
def growing(commands: Commands, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """The window on the first interaction of a run, the rest of which is still being read."""
    monkeypatch.setattr(documents, "_WORTH_GROWING", 1)
    for module in (document, ranged_file, ranged_tree):
        monkeypatch.setattr(module, "MOST_ROWS", 10)
    monkeypatch.setattr(ranged_file, "RANGE", 5)
    monkeypatch.setattr(growth, "_FIRST_MOST", 3)
    monkeypatch.setattr(growth, "_TELL_S", 0.0)
    path = tmp_path / "made.har"
    path.write_text(MadeRun(20).text(), "utf-8")
    commands.open([path])
    qtbot.waitUntil(lambda: commands.recording is not None, timeout=_PATIENCE_MS)
    assert not _is_read(commands)
    return commands


def _is_read(commands: Commands) -> bool:
    assert commands._selection.path is not None
    found = commands._documents.get(commands._selection.path)
    return found is not None and found.recording is not None and found.share_read is None


def test_what_is_on_show_stays(growing: Commands, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: _is_read(growing), timeout=_PATIENCE_MS)
    assert growing.window.sidebar.model.ranged_files()
    assert growing.window.content.currentWidget() is growing.window.workspace
    assert growing.window.workspace.number == 0
    assert growing.window.sidebar.current() == (growing._selection.path, 0)


def test_the_run_is_shown_when_the_file_is_read(growing: Commands, qtbot: QtBot) -> None:
    growing.actions["run_page"].trigger()
    assert growing.window.is_run_on_show
    assert not growing.window.run_page.play_button.isEnabled()
    qtbot.waitUntil(lambda: growing.window.run_page.run is not None, timeout=_PATIENCE_MS)
    run = growing.window.run_page.run
    assert run is not None
    assert len(run.moments) == len(MadeRun(20).entries)
    assert growing.window.is_run_on_show
