# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A start that names a place in a file opens the window there, by its number or by its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from viewer.gui.app import _answer
from viewer.gui.instance.message import Request, RequestReader
from viewer.gui.settings import Settings
from viewer.gui.sidebar.row_menu import row_menu
from viewer.gui.window.commands import Commands
from viewer.loose_text import LooseText
from viewer.named_place import NamedPlace, named_place


@pytest.mark.parametrize(
    ("place", "number", "position"),
    [("#2", 2, None), ("#2@7", 2, 7), (":172", 1, None), (":1", 0, None), ("#99", 2, None)],
)
def test_the_window_opens_at_a_named_place(
    place: str,
    number: int,
    position: int | None,
    make_window: Callable[..., Commands],
    settings: Settings,
    samples: Path,
    qtbot: QtBot,
) -> None:
    path = str(samples / "agent-tools.yaml")
    commands = make_window(settings)
    workspace = commands.window.workspace
    sent = RequestReader().feed(Request((path,), shown=path + place).pack())
    assert sent is not None
    _answer(commands, sent)
    qtbot.waitUntil(lambda: workspace.number == number)
    if position is not None:
        assert workspace.player.position == position


def test_the_link_of_a_place_leads_back_to_it(agent: Commands, samples: Path, qtbot: QtBot) -> None:
    path, workspace = samples / "agent-tools.yaml", agent.window.workspace
    agent.window.sidebar.select(path, 2)
    qtbot.waitUntil(lambda: workspace.number == 2)
    agent.actions["copy_link"].trigger()
    assert QGuiApplication.clipboard().text() == f"{path}#2", "a stream at its end"
    workspace.player.seek(5)
    agent.actions["copy_link"].trigger()
    assert QGuiApplication.clipboard().text() == f"{path}#2@5"
    assert named_place(QGuiApplication.clipboard().text()) == NamedPlace(str(path), 2, 5)
    workspace.link_requested.emit(3)
    assert QGuiApplication.clipboard().text() == f"{path}#2@3", "of an event's own menu"


def test_a_row_has_its_link_in_its_menu(agent: Commands, samples: Path) -> None:
    path, sidebar = samples / "agent-tools.yaml", agent.window.sidebar
    file = sidebar.model.file(path)
    assert file is not None
    leaf = file.leaf(2)
    assert leaf is not None
    menu = row_menu(leaf, None, sidebar)
    next(action for action in menu.actions() if action.text() == "Copy &link").trigger()
    assert QGuiApplication.clipboard().text() == f"{path}#2"
    assert "Copy &link" not in [action.text() for action in row_menu(file, None, sidebar).actions()]


def test_what_lies_in_no_file_has_no_link(commands: Commands, qtbot: QtBot, samples: Path) -> None:
    commands.open([], [LooseText("Clipboard", (samples / "agent-tools.yaml").read_bytes())])
    qtbot.waitUntil(lambda: commands.recording is not None)
    assert not commands.actions["copy_link"].isEnabled()
