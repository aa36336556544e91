# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Small windows, large text, wide fonts: nothing lies over anything else, and what does not fit makes room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from viewer.gui.app import build
from viewer.gui.buttons import Button
from viewer.gui.commands import Commands
from viewer.gui.fact_row import FactRow
from viewer.gui.panes.response import ResponsePane
from viewer.gui.player_controls import IconButton
from viewer.gui.settings import THEME, ZOOM, Settings

pytestmark = pytest.mark.usefixtures("font_width")


@pytest.fixture
def commands(qapp: QApplication, qtbot: QtBot, samples: Path) -> Iterator[Commands]:
    """The window with a stream on show."""
    made = build(qapp, Settings())
    qtbot.addWidget(made.window)
    made.open([samples / "agent-tools.yaml"])
    qtbot.waitUntil(lambda: made.recording is not None)
    made.window.show()
    yield made
    made.window.close()


def fit(commands: Commands, qtbot: QtBot, width: int, height: int, zoom: int) -> None:
    """Give the window a size and its text a scale."""
    commands._settings.set(ZOOM, zoom)
    commands.window.resize(width, height)
    qtbot.waitUntil(lambda: commands._appearance.look.theme.scale == zoom / 100)
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


def test_forms_and_tools_lie_side_by_side(commands: Commands, qtbot: QtBot) -> None:
    commands.window.workspace.bring_to_front("responsePane")
    for zoom in (100, 150, 200):
        fit(commands, qtbot, 800, 600, zoom)
        check_forms_and_tools(commands, qtbot, zoom)


def check_forms_and_tools(commands: Commands, qtbot: QtBot, zoom: int) -> None:
    """Forms, tools and facts have their rows, whatever the text's scale."""
    work = commands.window.workspace
    work.set_inspector(shown=True)
    QApplication.processEvents()
    buttons = [button for button in work.pane.findChildren(Button) if button.isVisible()]
    if zoom == 100:
        qtbot.waitUntil(lambda: all(button.width() >= button.sizeHint().width() for button in buttons))
    assert {"Reassembled", "Events", "As stored"} <= {button.text() for button in buttons}
    places = [place(button, commands.window) for button in buttons]
    assert not [here for at, here in enumerate(places) if any(here.intersects(there) for there in places[at + 1 :])]
    assert isinstance(work.pane, ResponsePane)
    assert work.pane.view.geometry().top() > place(buttons[0], work.pane).bottom()
    assert work.pane.view.height() >= 40
    rows = [place(row, commands.window) for row in work.inspector.findChildren(FactRow) if row.isVisible()]
    assert all(row.height() >= 24 * zoom // 100 for row in rows)
    assert not [here for at, here in enumerate(rows) if any(here.intersects(there) for there in rows[at + 1 :])]


def test_the_player_beside_the_sidebar_leaves_out_what_would_overlap(commands: Commands, qtbot: QtBot) -> None:
    bar = commands.window.workspace.player_bar
    for zoom in (100, 150, 200):
        fit(commands, qtbot, 800, 600, zoom)
        commands.window.set_sidebar(shown=True)
        QApplication.processEvents()
        shown = [button.geometry() for button in bar.findChildren(IconButton) if button.isVisible()]
        places = [*shown, bar.speed_box.geometry()]
        assert len(places) >= 4
        assert not [here for at, here in enumerate(places) if any(here.intersects(there) for there in places[at + 1 :])]
        assert all(bar.rect().contains(here) for here in places)


def test_nothing_overlaps(commands: Commands, qtbot: QtBot) -> None:
    for width, height, zoom in SIZES:
        fit(commands, qtbot, width, height, zoom)
        assert commands.window.size() == QSize(width, height), "the window can be made as small as that"
        check_overlaps(commands)


def check_overlaps(commands: Commands) -> None:
    """No part of the player lies over another, or leaves it, and the tabs are whole."""
    window, work = commands.window, commands.window.workspace
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


def test_what_the_menu_bar_has_no_room_for_is_offered_in_ink_one_can_see(commands: Commands, qtbot: QtBot) -> None:
    commands._settings.set(THEME, "high-contrast-dark")
    fit(commands, qtbot, 800, 600, 200)
    more = next(button for button in commands.window.menus.findChildren(QToolButton) if button.isVisible())
    image = more.grab().toImage()
    inks = {image.pixelColor(x, y).lightness() for x in range(image.width()) for y in range(image.height())}
    assert max(inks) - min(inks) > 128


def test_columns_make_room_for_large_text_and_come_back(commands: Commands, qtbot: QtBot) -> None:
    window = commands.window
    fit(commands, qtbot, 1280, 800, 100)
    assert (window.sidebar.isVisible(), window.workspace.inspector.isVisible()) == (True, True)
    fit(commands, qtbot, 1280, 800, 200)
    assert (window.sidebar.isVisible(), window.workspace.inspector.isVisible()) == (False, False)
    fit(commands, qtbot, 1280, 800, 100)
    assert (window.sidebar.isVisible(), window.workspace.inspector.isVisible()) == (True, True)


def test_in_a_low_window_the_timeline_gives_up_its_names(commands: Commands, qtbot: QtBot) -> None:
    bar = commands.window.workspace.player_bar
    fit(commands, qtbot, 1280, 800, 100)
    high = bar.height()
    fit(commands, qtbot, 1280, 480, 100)
    assert bar.height() < high
    commands.window.grab()
    assert bar.scrubber._strip is not None
    assert bar.scrubber._strip.is_low


def test_on_a_small_screen_the_columns_are_away_from_the_start(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("viewer.gui.main_window._fitting", lambda _wanted, _available: QSize(800, 600))
    window = build(qapp).window
    qtbot.addWidget(window)
    window.show()
    assert (window.sidebar.isHidden(), window.workspace.inspector.isHidden()) == (True, True)
    window.close()
