# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Searches are saved, found again and forgotten by the menu at the filter field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from viewer.gui.settings import Settings
from viewer.gui.sidebar import saved_searches
from viewer.gui.sidebar.saved_searches import SavedSearchesMenu, saved
from viewer.gui.window.commands import Commands


def actions(menu: SavedSearchesMenu) -> dict[str, QAction]:
    """What can be chosen, by its words."""
    return {action.text(): action for action in menu.actions() if action.text()}


@pytest.fixture
def field(qtbot: QtBot) -> QWidget:
    """What the menu belongs to."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_a_search_is_saved_asked_for_and_forgotten(settings: Settings, field: QWidget, qtbot: QtBot) -> None:
    menu = SavedSearchesMenu(settings, "tokens:>1000 R&D", field)
    assert not actions(menu)["No saved searches"].isEnabled()
    assert not actions(menu)["&Forget this search"].isEnabled()
    actions(menu)["&Save this search"].trigger()
    assert saved(settings) == ["tokens:>1000 R&D"]
    menu = SavedSearchesMenu(settings, "other", field)
    with qtbot.waitSignal(menu.search_requested) as asked:
        actions(menu)["tokens:>1000 R&&D"].trigger()
    assert asked.args == ["tokens:>1000 R&D"]
    menu = SavedSearchesMenu(settings, " tokens:>1000 R&D ", field)
    assert actions(menu)["tokens:>1000 R&&D"].isChecked()
    assert not actions(menu)["&Save this search"].isEnabled()
    actions(menu)["&Forget this search"].trigger()
    assert saved(settings) == []


def test_the_last_ones_are_kept(settings: Settings, field: QWidget) -> None:
    for number in range(saved_searches.MOST + 2):
        actions(SavedSearchesMenu(settings, f"word{number}", field))["&Save this search"].trigger()
    assert len(saved(settings)) == saved_searches.MOST
    assert saved(settings)[-1] == f"word{saved_searches.MOST + 1}"


def test_the_keyboard_opens_the_menu_and_a_choice_filters(
    agent: Commands, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.set_lines("search/saved", ["status:200"])

    def choose(menu: SavedSearchesMenu, _place: QPoint) -> None:
        actions(menu)["status:200"].trigger()

    monkeypatch.setattr(SavedSearchesMenu, "exec", choose)
    field = agent.window.sidebar.filter
    QTest.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert field.text() == "status:200"
    assert agent.window.sidebar.model.is_filtered
