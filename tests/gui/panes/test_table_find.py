# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Ctrl+F searches the table in front: events, header fields, problems; nowhere else does it jump."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from viewer.gui.code.find_bar import FindBar
from viewer.gui.panes.events import EventsPane
from viewer.gui.panes.headers import HeadersPane
from viewer.gui.window.commands import Commands


@pytest.fixture
def commands(commands: Commands, qtbot: QtBot, samples: Path) -> Commands:
    """The window with a stream on show, in front."""
    commands.open([samples / "agent-tools.yaml"])
    qtbot.waitUntil(lambda: commands.recording is not None)
    commands.window.activateWindow()
    return commands


def find(commands: Commands, pane: str, text: str) -> FindBar:
    """Open the find bar over a pane and type."""
    commands.window.workspace.bring_to_front(pane)
    commands.actions["find"].trigger()
    bar = next(bar for bar in commands.window.workspace.pane.findChildren(FindBar) if not bar.isHidden())
    QTest.keyClicks(bar.field, text)
    return bar


def test_events_are_found_by_what_they_added_and_gone_to(commands: Commands, qtbot: QtBot) -> None:
    bar = find(commands, "eventsPane", "Kleine")
    qtbot.waitUntil(lambda: bar.field.accessibleDescription() == "1 of 1")
    pane = commands.window.workspace.pane
    assert isinstance(pane, EventsPane)
    row = pane._table.currentIndex().row()
    assert "Kleine" in pane._model.words(row).added
    assert commands.window.workspace.player.position == row + 1


def test_header_fields_are_found_one_after_another(commands: Commands, qtbot: QtBot) -> None:
    bar = find(commands, "headersPane", "application/")
    qtbot.waitUntil(lambda: bar.field.accessibleDescription().startswith("1 of"))
    pane = commands.window.workspace.pane
    assert isinstance(pane, HeadersPane)
    first = pane._table.currentIndex().row()
    assert "application/" in pane._model.line(first)
    QTest.keyClick(bar.field, Qt.Key.Key_F3)
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.isHidden()
    bar = find(commands, "headersPane", "\b(")
    bar._regex.click()
    assert bar._box._is_problem


def test_an_expression_that_does_not_end_is_given_up_and_the_window_goes_on(
    commands: Commands, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("viewer.gui.code.typed_pattern.LIMIT_S", 0.5)
    bar = find(commands, "headersPane", "")
    pane = commands.window.workspace.pane
    assert isinstance(pane, HeadersPane)
    before = pane._table.currentIndex().row()
    monkeypatch.setattr(bar._view, "_words", lambda _row: "a" * 60 + "b")
    bar._regex.click()
    bar.field.setText("(a+)+$")
    assert bar.field.accessibleDescription() == "searching…"
    qtbot.waitUntil(lambda: bar._box._is_problem, timeout=20_000)
    assert bar.field.accessibleDescription() == "takes too long"
    assert pane._table.currentIndex().row() == before
    bar.field.setText("a{60}b")
    qtbot.waitUntil(lambda: bar.field.accessibleDescription().startswith("1 of"), timeout=20_000)


def test_rows_that_come_while_others_are_searched_are_found_too(commands: Commands, qtbot: QtBot) -> None:
    bar = find(commands, "eventsPane", "")
    pane = commands.window.workspace.pane
    assert isinstance(pane, EventsPane)
    bar._regex.click()
    bar.field.setText("Kleine|Scheidegg")
    commands.window.workspace.exchange_requested.emit(2)
    commands.window.workspace.exchange_requested.emit(0)
    qtbot.waitUntil(lambda: " of " in bar.field.accessibleDescription().rstrip("…"), timeout=20_000)
    qtbot.waitUntil(lambda: not bar.field.accessibleDescription().endswith("…"), timeout=20_000)
    total = int(bar.field.accessibleDescription().partition(" of ")[2])
    words = [pane._words(row) for row in range(pane._model.rowCount())]
    assert total == sum("Kleine" in word or "Scheidegg" in word for word in words) > 0


def test_where_a_table_is_empty_it_says_so_and_stays(commands: Commands) -> None:
    commands.window.workspace.bring_to_front("problemsPane")
    commands.actions["find"].trigger()
    assert commands.window.workspace.pane_name == "problemsPane"
    assert "Problems has nothing to search" in commands.window.status.accessibleName()
