# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Go to anything, by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from viewer.gui.quick_open.hits import HIT_ROLE
from viewer.gui.quick_open.panel import QuickOpen
from viewer.gui.window.commands import Commands


@pytest.fixture
def commands(commands: Commands, qtbot: QtBot, samples: Path) -> Commands:
    """The window on two files."""
    commands.open([samples / "agent-tools.yaml", samples / "reasoning.yaml"])
    qtbot.waitUntil(lambda: commands.recording is not None and len(commands.window.sidebar.model.files()) == 2)
    return commands


@pytest.fixture
def field(commands: Commands, qtbot: QtBot) -> QuickOpen:
    """The field, open and filled."""
    commands.actions["quick_open"].trigger()
    field = commands.window.quick_open
    qtbot.waitUntil(lambda: field.model.rowCount() > 5)
    return field


def shown(field: QuickOpen) -> list[str]:
    return [str(field.model.index(row).data()) for row in range(field.model.rowCount())]


def test_a_file_is_gone_to(field: QuickOpen, commands: Commands, qtbot: QtBot) -> None:
    QTest.keyClicks(field.field, "reas")
    qtbot.waitUntil(lambda: shown(field)[:1] == ["reasoning.yaml"])
    spoken = field.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("reasoning.yaml, file")
    QTest.keyClick(field.field, Qt.Key.Key_Return)
    assert not field.isVisible()
    qtbot.waitUntil(lambda: commands._selection.path is not None and commands._selection.path.name == "reasoning.yaml")


def test_an_interaction_is_gone_to_with_the_arrows(field: QuickOpen, commands: Commands, qtbot: QtBot) -> None:
    QTest.keyClicks(field.field, "completions agent-tools")
    qtbot.waitUntil(lambda: field.model.rowCount() == 3)
    QTest.keyClick(field.field, Qt.Key.Key_Down)
    assert field.list.currentIndex().row() == 1
    chosen = field.list.currentIndex().data(HIT_ROLE).target.exchange
    QTest.keyClick(field.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: commands.window.workspace.number == chosen)


def test_a_command_runs(field: QuickOpen, commands: Commands, qtbot: QtBot) -> None:
    QTest.keyClicks(field.field, ">sidebar")
    qtbot.waitUntil(lambda: shown(field) == ["Sidebar"])
    QTest.keyClick(field.field, Qt.Key.Key_Return)
    assert not commands.window.sidebar.isVisible()


def test_nothing_fits_and_esc_gives_the_focus_back(field: QuickOpen, commands: Commands, qtbot: QtBot) -> None:
    QTest.keyClicks(field.field, "qqqq")
    qtbot.waitUntil(field.nothing.isVisible)
    QTest.keyClick(field.field, Qt.Key.Key_Return)
    assert field.isVisible()
    QTest.keyClick(field.field, Qt.Key.Key_Escape)
    assert not field.isVisible()
