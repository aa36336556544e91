# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Tab goes through the whole window as one reads it, comes back to where it began, and Shift+Tab is its mirror."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from viewer.gui.window.commands import Commands
from viewer.gui.window.focus_order import next_stop
from viewer.gui.window.main_window import MainWindow


@pytest.fixture
def window(agent: Commands) -> MainWindow:
    """The window with a file whose cassette has no problem."""
    agent.window.activateWindow()
    return agent.window


def walk(window: MainWindow, key: Qt.Key) -> list[QWidget]:
    """The widgets that a key goes through, from the first tool and back to it."""
    window.quick_open_button.setFocus(Qt.FocusReason.TabFocusReason)
    gone: list[QWidget] = []
    while not gone or window.focusWidget() is not window.quick_open_button:
        assert len(gone) < 60, "the keyboard is caught"
        if not gone or gone[-1] is not window.focusWidget():
            gone.append(window.focusWidget())
        QTest.keyClick(window.focusWidget(), key)
    return gone


@pytest.mark.parametrize("pane", ["conversationPane", "requestPane", "eventsPane", "headersPane", "problemsPane"])
def test_tab_goes_through_the_areas_in_order_and_back(window: MainWindow, qtbot: QtBot, pane: str) -> None:
    work = window.workspace
    work.bring_to_front(pane)
    qtbot.waitUntil(work.pane.isVisible)
    gone = walk(window, Qt.Key.Key_Tab)
    areas = [window.menu_row, window.sidebar, *work.areas()]
    places = [next(number for number, area in enumerate(areas) if area.isAncestorOf(stop)) for stop in gone]
    assert places == sorted(places)
    assert set(places) >= {0, 1, 2, 3, 5, 6} | (set() if pane == "problemsPane" else {4})
    assert gone[gone.index(window.sidebar.filter) + 1] is window.sidebar.tree
    assert walk(window, Qt.Key.Key_Backtab)[1:] == gone[:0:-1]


def test_what_is_scrolled_out_of_an_area_is_a_stop_of_its_own(qtbot: QtBot) -> None:
    area = QWidget()
    qtbot.addWidget(area)
    area.resize(200, 200)
    stops = [QPushButton(area), QPushButton(area)]
    for stop, top in zip(stops, (-60, 20), strict=True):
        stop.setGeometry(0, top, 80, 20)
    area.show()
    assert next_stop([area], stops[0], forward=True) is stops[1]
    assert next_stop([area], stops[1], forward=True) is stops[0]
