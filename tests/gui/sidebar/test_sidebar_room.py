# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""When the left column is there: keys act on what one sees, and the filter is never typed into unseen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from viewer.gui.settings import SIDEBAR, Settings
from viewer.gui.window.commands import Commands


@pytest.mark.usefixtures("font_width")
def test_the_first_press_shows_what_a_narrow_window_hid(agent: Commands, settings: Settings) -> None:
    sidebar, toggle = agent.window.sidebar, agent.actions["sidebar"]
    agent.window.resize(800, 600)
    assert not toggle.isChecked()
    for shown in (True, False):
        toggle.trigger()
        assert sidebar.isVisible() is shown
        assert settings.get(SIDEBAR)
    agent.window.resize(1440, 900)
    assert sidebar.isVisible()
    assert toggle.isChecked()
    toggle.trigger()
    assert not sidebar.isVisible()
    assert not settings.get(SIDEBAR)


@pytest.mark.parametrize("is_narrow", [True, False])
def test_the_filter_brings_the_column_along_and_takes_it_away(agent: Commands, *, is_narrow: bool) -> None:
    sidebar = agent.window.sidebar
    if is_narrow:
        agent.window.resize(800, 600)
    else:
        agent.actions["sidebar"].trigger()
    assert not sidebar.isVisible()
    agent.actions["filter"].trigger()
    assert sidebar.filter.isVisible()
    assert agent.window.focusWidget() is sidebar.filter
    QTest.keyClicks(sidebar.filter, "status:429")
    QTest.keyClick(sidebar.filter, Qt.Key.Key_Escape)
    assert sidebar.isVisible()
    QTest.keyClick(sidebar.filter, Qt.Key.Key_Escape)
    assert not sidebar.isVisible()
    assert not agent.actions["sidebar"].isChecked()


def test_leaving_the_filter_keeps_a_column_that_was_there(agent: Commands) -> None:
    agent.actions["filter"].trigger()
    QTest.keyClick(agent.window.sidebar.filter, Qt.Key.Key_Escape)
    assert agent.window.sidebar.isVisible()
    assert agent.window.focusWidget() is agent.window.sidebar.tree
