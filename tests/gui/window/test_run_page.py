# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The page of a run in the window: how one comes there, finds what stands out, goes to an interaction and back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.core.runs import made_run
from tests.core.runs.made_run import MadeRun
from viewer.gui.runs.whole_run import Standout
from viewer.gui.window import run_controller
from viewer.gui.window.commands import Commands

_CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def run_text() -> str:
    return MadeRun().text()


@pytest.fixture
def opened(commands: Commands, run_text: str, tmp_path: Path, qtbot: QtBot) -> Commands:
    """The window on the first interaction of a run of 40 turns."""
    path = tmp_path / "made.har"
    path.write_text(run_text, "utf-8")
    commands.open([path])
    qtbot.waitUntil(lambda: commands.recording is not None)
    return commands


@pytest.fixture
def page(opened: Commands, qtbot: QtBot) -> Commands:
    """The same on the page of the run."""
    _focus(opened, qtbot)
    QTest.keyClick(_focused(opened), Qt.Key.Key_R, _CONTROL)
    qtbot.waitUntil(lambda: opened.window.run_page.run is not None)
    return opened


def _focus(commands: Commands, qtbot: QtBot) -> None:
    commands.window.activateWindow()
    qtbot.waitUntil(lambda: commands.window.focusWidget() is not None)


def _focused(commands: Commands) -> QWidget:
    focused: QWidget | None = commands.window.focusWidget()
    return commands.window if focused is None else focused


def test_a_key_leads_to_the_page_and_back(page: Commands) -> None:
    assert page.window.is_run_on_show
    assert page.window.focusWidget() is page.window.run_page.outlines.view
    node = page.window.run_page.outlines.view.current_node()
    assert node is not None
    assert node.exchange == 0
    QTest.keyClick(_focused(page), Qt.Key.Key_Escape)
    assert page.window.content.currentWidget() is page.window.workspace
    assert page.window.workspace.number == 0
    page.actions["run_page"].trigger()
    assert page.window.is_run_on_show
    page.actions["run_page"].trigger()
    assert page.window.workspace.number == 0


def test_the_page_shows_the_interaction_that_one_came_from(opened: Commands, qtbot: QtBot) -> None:
    assert opened._selection.path is not None
    opened._selection.show(opened._selection.path, 30)
    opened.actions["run_page"].trigger()
    qtbot.waitUntil(lambda: opened.window.run_page.run is not None)
    page = opened.window.run_page
    assert page.moment == 30
    assert page.outlines.view.current_node() is not None
    page.left.emit()
    assert opened.window.workspace.number == 30


def test_rows_of_a_conversation_and_of_a_file_show_it(opened: Commands, qtbot: QtBot) -> None:
    sidebar, window = opened.window.sidebar, opened.window
    assert opened._selection.path is not None
    sidebar.select(opened._selection.path, -1)
    qtbot.waitUntil(lambda: window.run_page.run is not None)
    assert window.is_run_on_show
    conversation = sidebar.model.index(1, 0, sidebar.model.index(0, 0))
    sidebar.tree.setCurrentIndex(conversation)
    qtbot.waitUntil(lambda: window.run_page.run is not None and window.run_page.moment != 0)
    node = window.run_page.outlines.view.current_node()
    assert node is not None
    assert node.run.spawned_by is not None  # the second conversation of the file is a sub-agent's


def _by_keys(commands: Commands, number: int) -> None:
    QTest.keyClick(_focused(commands), Qt.Key(Qt.Key.Key_0 + number))


def _by_mouse(commands: Commands, number: int) -> None:
    commands.window.run_page.chips.chips[number - 1].click()


@pytest.mark.parametrize("press", [_by_keys, _by_mouse])
@pytest.mark.parametrize("what", [what for what in Standout if what is not Standout.BRANCH])
def test_everything_is_found_in_two_actions(
    page: Commands, what: Standout, press: Callable[[Commands, int], None]
) -> None:
    """The page was the first."""
    run_page = page.window.run_page
    number = next(at for at, chip in enumerate(run_page.chips.chips, 1) if chip.what is what)
    press(page, number)
    run = run_page.run
    assert run is not None
    first = next(found for found in run.found if found.what is what)
    node = run_page.outlines.view.current_node()
    assert node is not None
    if first.conversation is not None:
        assert node.run.conversation == first.conversation
    else:
        assert node.exchange == first.exchange
    assert run_page.outlines.view.visualRect(run_page.outlines.view.currentIndex()).isValid()
    assert run_page.moment == run.by_exchange[node.exchange]


def test_the_same_key_goes_on_to_the_next(page: Commands) -> None:
    found = []
    for _ in range(len(made_run.FAILED_TOOLS) + 1):
        _by_keys(page, 1)
        node = page.window.run_page.outlines.view.current_node()
        assert node is not None
        found.append(node.run.turns[0].title if node.run.spawned_by else node.exchange)
    assert len(set(found)) == len(made_run.FAILED_TOOLS)
    assert found[0] == found[-1]
    assert page.window.run_page.tools.table.selectionModel().hasSelection()
    page.window.run_page.go_to(0)
    assert not page.window.run_page.tools.table.selectionModel().hasSelection()


def test_parent_and_child_of_a_sub_agent(page: Commands) -> None:
    view = page.window.run_page.outlines.view
    view.setFocus()
    run = page.window.run_page.run
    assert run is not None
    called = next(found for found in run.found if found.what is Standout.SUB_AGENT)
    page.window.run_page.go_to(called.exchange, called.track)
    QTest.keyClick(view, Qt.Key.Key_C)
    node = view.current_node()
    assert node is not None
    assert node.run.conversation == called.conversation
    QTest.keyClick(view, Qt.Key.Key_P)
    back = view.current_node()
    assert back is not None
    assert (back.exchange, back.track) == (called.exchange, called.track)


def test_a_row_leads_to_its_interaction(page: Commands, qtbot: QtBot) -> None:
    _by_keys(page, 1)
    QTest.keyClick(_focused(page), Qt.Key.Key_Return)
    assert page.window.content.currentWidget() is page.window.workspace
    run = page.window.run_page.run
    assert run is not None
    assert page.window.workspace.number == next(f.exchange for f in run.found if f.what is Standout.FAILED_TOOL)
    assert page.window.sidebar.current() == (page._selection.path, page.window.workspace.number)
    table = page.window.run_page.tools
    page.actions["run_page"].trigger()
    place = table.table.visualRect(table.model.index(1, 1)).center()
    QTest.mouseClick(table.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.window.workspace.number == table.model.use(1).exchange


def test_a_call_in_a_stream_is_gone_to_where_it_is_complete(agent: Commands, qtbot: QtBot) -> None:
    agent.actions["run_page"].trigger()
    qtbot.waitUntil(lambda: agent.window.run_page.run is not None)
    run = agent.window.run_page.run
    assert run is not None
    use = next(use for moment in run.moments for use in moment.step.tools)
    agent.window.run_page.tools.opened.emit(use)
    player, recording = agent.window.workspace.player, agent.recording
    assert recording is not None
    assert agent.window.workspace.number == use.exchange
    track = recording.exchanges[use.exchange].assembly.tracks[use.track]
    assert player.position == track.closed_at + 1 < player.count


def test_numbers_take_its_place_and_it_comes_back(page: Commands, qtbot: QtBot) -> None:
    window = page.window
    window.run_page.overview_button.click()
    qtbot.waitUntil(lambda: window.content.currentWidget() is window.overview)
    window.overview.run_requested.emit()
    assert window.is_run_on_show


def test_what_stands_alone_has_no_page(commands: Commands, samples: Path, tmp_path: Path, qtbot: QtBot) -> None:
    whole = (samples / "agent-tools.yaml").read_text("utf-8")
    path = tmp_path / "one.yaml"
    path.write_text(whole[: whole.index("    - id: 1\n")], "utf-8")
    commands.open([path])
    qtbot.waitUntil(lambda: commands.recording is not None)
    commands.actions["run_page"].trigger()
    assert commands.window.content.currentWidget() is commands.window.workspace
    assert "stands alone" in commands.window.status.accessibleName()


def test_the_page_follows_a_file_that_changes(page: Commands, tmp_path: Path, qtbot: QtBot) -> None:
    page.window.sidebar.select(tmp_path / "made.har", -1)
    (tmp_path / "made.har").write_text(MadeRun(4).text(), "utf-8")
    page.actions["reload"].trigger()
    qtbot.waitUntil(lambda: page.window.run_page.run is not None and page.window.run_page.run.sums.turns == 4)
    assert page.window.is_run_on_show


def test_another_look_keeps_the_place(page: Commands) -> None:
    _by_keys(page, 2)
    node = page.window.run_page.outlines.view.current_node()
    page.actions["theme_dark"].trigger()
    page.actions["zoom_in"].trigger()
    assert page.window.run_page.outlines.view.current_node() is node
    assert page.window.is_run_on_show


@pytest.mark.parametrize("width", [700, 900, 1600])
def test_nothing_lies_over_something_else(page: Commands, width: int, font_width: str, qtbot: QtBot) -> None:
    page.window.resize(width, 800)
    qtbot.waitUntil(lambda: not _overlaps(page))
    run_page = page.window.run_page
    chips = [chip.geometry() for chip in run_page.chips.chips]
    assert all(run_page.chips.rect().contains(chip) for chip in chips)


def _overlaps(commands: Commands) -> list[str]:
    """What lies over something else, or out of the page: lines of chips and facts break one after another."""
    run_page = commands.window.run_page
    parts = (run_page.facts, run_page.chips, run_page.charts, run_page.outlines, run_page.tools)
    places = [part.rect().translated(part.mapTo(run_page._page, QPoint())) for part in parts]
    found = [repr(place) for place in places if not run_page._page.rect().contains(place)]
    return found + [repr(pair) for pair in combinations(places, 2) if pair[0].intersects(pair[1])]


def test_tab_goes_through_chips_chart_outline_and_table(page: Commands) -> None:
    run_page, seen = page.window.run_page, []
    stops = (run_page.chips.chips[0], run_page.charts.chart, run_page.outlines.view, run_page.tools.table)
    run_page.play_button.setFocus()
    for _ in range(30):
        page.window.focusNextPrevChild(True)
        seen.append(page.window.focusWidget())
    assert [stop for stop in seen if stop in stops][:4] == list(stops)


def test_the_run_of_a_very_large_file_is_followed_when_that_is_asked_for(
    opened: Commands, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_controller, "_LARGE", 50)
    window = opened.window
    assert opened._selection.path is not None
    window.sidebar.select(opened._selection.path, -1)
    qtbot.waitUntil(lambda: window.content.currentWidget() is window.overview)
    opened.actions["run_page"].trigger()
    qtbot.waitUntil(lambda: window.is_run_on_show and window.run_page.run is not None)


def test_a_filter_leaves_the_reader_where_he_is(page: Commands, qtbot: QtBot) -> None:
    _by_keys(page, 1)
    view = page.window.run_page.outlines.view
    node = view.current_node()
    page.window.sidebar.filter_by("status:200")
    qtbot.waitUntil(lambda: page.window.sidebar.model.is_filtered)
    assert page.window.is_run_on_show
    assert view.current_node() is node


def test_the_field_of_the_table_is_left_by_keys(page: Commands, qtbot: QtBot) -> None:
    tools = page.window.run_page.tools
    tools.filter.setFocus()
    QTest.keyClicks(tools.filter, "rope")
    qtbot.waitUntil(lambda: tools.model.rowCount() == 2)
    QTest.keyClick(tools.filter, Qt.Key.Key_Down)
    assert tools.table.hasFocus()
    tools.filter.setFocus()
    QTest.keyClick(tools.filter, Qt.Key.Key_Escape)
    assert tools.filter.text() == ""
    assert page.window.is_run_on_show
