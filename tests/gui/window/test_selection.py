# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is on show, what is selected and what the title says are always the same file."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from viewer.gui.window.commands import Commands


@pytest.fixture
def unreadable(commands: Commands, samples: Path, tmp_path: Path, qtbot: QtBot) -> Commands:
    """The window on a file that is not there, beside one that is."""
    commands.open([samples / "errors.yaml"])
    qtbot.waitUntil(lambda: commands.recording is not None)
    commands.open([tmp_path / "nonexist.yaml"])
    qtbot.waitUntil(commands.window.notice.isVisible)
    return commands


def test_an_error_page_is_selected_in_the_tree(unreadable: Commands, tmp_path: Path) -> None:
    assert unreadable.window.sidebar.current() == (tmp_path / "nonexist.yaml", -1)


@pytest.mark.parametrize("query", ["", "status:401"])
def test_closing_an_error_page_shows_what_is_left(unreadable: Commands, samples: Path, query: str) -> None:
    """Also where a filter hides the row of what is closed, or cannot show that of what is left."""
    unreadable.window.sidebar.filter_by(query)
    unreadable.actions["close"].trigger()
    assert not unreadable.window.notice.isVisible()
    assert unreadable.window.windowTitle().startswith("errors.yaml")
    assert unreadable.recording is not None
    current = unreadable.window.sidebar.current()
    assert current is not None
    assert current[0] == samples / "errors.yaml"


def test_of_two_error_pages_the_other_is_shown(commands: Commands, tmp_path: Path, qtbot: QtBot) -> None:
    commands.open([tmp_path / "one.yaml"])
    commands.open([tmp_path / "two.yaml"])
    qtbot.waitUntil(lambda: commands.window.windowTitle().startswith("two.yaml"))
    commands.actions["close"].trigger()
    assert commands.window.windowTitle().startswith("one.yaml")
    assert commands.window.sidebar.current() == (tmp_path / "one.yaml", -1)
