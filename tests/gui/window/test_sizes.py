# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Small windows, large text, wide fonts: nothing lies over anything else, and what does not fit makes room."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from viewer.gui.panes.fact_row import FactRow
from viewer.gui.panes.response import ResponsePane
from viewer.gui.settings import THEME, ZOOM, Settings
from viewer.gui.widgets.buttons import Button
from viewer.gui.widgets.large_buttons import LargeIconButton
from viewer.gui.window.commands import Commands

pytestmark = pytest.mark.usefixtures("font_width")


def fit(agent: Commands, qtbot: QtBot, width: int, height: int, zoom: int) -> None:
    """Give the window a size and its text a scale."""
    agent._settings.set(ZOOM, zoom)
    agent.window.resize(width, height)
    qtbot.waitUntil(lambda: agent._appearance.look.theme.scale == zoom / 100)
    QApplication.processEvents()


def place(widget: QWidget, window: QWidget) -> QRect:
    """Where a widget is in the window."""
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


SIZES = [
    (640, 480, 100),
    (640, 480, 150),
    (800, 600, 100),
    (800, 600, 150),
    (800, 600, 200),
    (1024, 768, 200),
    (1440, 900, 100),
    (1440, 900, 125),
    (1440, 900, 150),
    (1440, 900, 200),
    (3840, 2160, 200),
]


def test_forms_and_tools_lie_side_by_side(agent: Commands, qtbot: QtBot) -> None:
    agent.window.workspace.bring_to_front("responsePane")
    for zoom in (100, 150, 200):
        fit(agent, qtbot, 800, 600, zoom)
        check_forms_and_tools(agent, qtbot, zoom)


def check_forms_and_tools(agent: Commands, qtbot: QtBot, zoom: int) -> None:
    """Forms, tools and facts have their rows, whatever the text's scale."""
    work = agent.window.workspace
    work.set_inspector(shown=True)
    QApplication.processEvents()
    buttons = [button for button in work.pane.findChildren(Button) if button.isVisible()]
    if zoom == 100:
        qtbot.waitUntil(lambda: all(button.width() >= button.sizeHint().width() for button in buttons))
    assert {"Reassembled", "Events", "As stored"} <= {button.text() for button in buttons}
    places = [place(button, agent.window) for button in buttons]
    assert not [here for at, here in enumerate(places) if any(here.intersects(there) for there in places[at + 1 :])]
    assert isinstance(work.pane, ResponsePane)
    assert work.pane.view.geometry().top() > place(buttons[0], work.pane).bottom()
    assert work.pane.view.height() >= 40
    rows = [place(row, agent.window) for row in work.inspector.findChildren(FactRow) if row.isVisible()]
    assert all(row.height() >= 24 * zoom // 100 for row in rows)
    assert not [here for at, here in enumerate(rows) if any(here.intersects(there) for there in rows[at + 1 :])]


def test_the_player_beside_the_sidebar_leaves_out_what_would_overlap(agent: Commands, qtbot: QtBot) -> None:
    bar = agent.window.workspace.player_bar
    for zoom in (100, 150, 200):
        fit(agent, qtbot, 800, 600, zoom)
        agent.window.set_sidebar(shown=True)
        QApplication.processEvents()
        shown = [button.geometry() for button in bar.findChildren(LargeIconButton) if button.isVisible()]
        places = [*shown, bar.speed_box.geometry()]
        assert len(places) >= 4
        assert not [here for at, here in enumerate(places) if any(here.intersects(there) for there in places[at + 1 :])]
        assert all(bar.rect().contains(here) for here in places)


def test_nothing_overlaps(agent: Commands, qtbot: QtBot) -> None:
    for width, height, zoom in SIZES:
        fit(agent, qtbot, width, height, zoom)
        assert agent.window.size() == QSize(width, height), "the window can be made as small as that"
        check_overlaps(agent)


def check_overlaps(agent: Commands) -> None:
    """No part of the player lies over another, or leaves it, and the tabs are whole."""
    window, work = agent.window, agent.window.workspace
    bar = work.player_bar
    parts = [child for child in bar.children() if isinstance(child, QWidget) and child.isVisible() and child.width()]
    places = [(part, place(part, window)) for part in parts]
    over = [
        (one.objectName(), other.objectName())
        for index, (one, here) in enumerate(places)
        for other, there in places[index + 1 :]
        if here.intersects(there)
    ]
    assert over == []
    assert all(place(bar, window).contains(here) for _, here in places)
    assert place(bar, window).bottom() < place(window.status, window).top()
    assert work.stack.height() >= 40
    assert not work.follow.isVisible() or work.tabs.width() >= work.tabs.sizeHint().width()


def test_what_the_menu_bar_has_no_room_for_is_offered_in_ink_one_can_see(agent: Commands, qtbot: QtBot) -> None:
    agent._settings.set(THEME, "high-contrast-dark")
    fit(agent, qtbot, 800, 600, 200)
    more = next(button for button in agent.window.menus.findChildren(QToolButton) if button.isVisible())
    image = more.grab().toImage()
    inks = {image.pixelColor(x, y).lightness() for x in range(image.width()) for y in range(image.height())}
    assert max(inks) - min(inks) > 128


def test_columns_make_room_for_large_text_and_come_back(agent: Commands, qtbot: QtBot) -> None:
    window = agent.window
    fit(agent, qtbot, 1280, 800, 100)
    assert (window.sidebar.isVisible(), window.workspace.inspector.isVisible()) == (True, True)
    fit(agent, qtbot, 1280, 800, 200)
    assert (window.sidebar.isVisible(), window.workspace.inspector.isVisible()) == (False, False)
    fit(agent, qtbot, 1280, 800, 100)
    assert (window.sidebar.isVisible(), window.workspace.inspector.isVisible()) == (True, True)


def test_in_a_low_window_the_timeline_gives_up_its_names(agent: Commands, qtbot: QtBot) -> None:
    bar = agent.window.workspace.player_bar
    fit(agent, qtbot, 1280, 800, 100)
    high = bar.height()
    fit(agent, qtbot, 1280, 480, 100)
    assert bar.height() < high
    agent.window.grab()
    assert bar.scrubber._layout is not None
    assert bar.scrubber._layout.is_low


def test_on_a_small_screen_the_columns_are_away_from_the_start(
    make_window: Callable[..., Commands], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("viewer.gui.window.main_window._fitting", lambda _wanted, _available: QSize(800, 600))
    window = make_window(settings).window
    window.show()
    assert (window.sidebar.isHidden(), window.workspace.inspector.isHidden()) == (True, True)
