# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Playing on from one interaction of a run to the next."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.core.runs.made_run import MadeRun
from viewer.gui.runs.run_bar import RunBar
from viewer.gui.settings import INSTANT
from viewer.gui.window.commands import Commands


@pytest.fixture
def playing(agent: Commands) -> Commands:
    """The window on the first of three interactions, the second of which is no stream; nothing takes time."""
    agent.window.workspace.player.set_speed(INSTANT)
    return agent


def test_of_what_is_no_stream_the_answer_is_in_view(commands: Commands, tmp_path: Path, qtbot: QtBot) -> None:
    path, window = tmp_path / "made.har", commands.window
    path.write_text(MadeRun().text(), "utf-8")
    window.resize(900, 700)
    window.show()
    commands.open([path])
    qtbot.waitUntil(lambda: commands._selection.recording is not None and window.workspace.number == 0)
    commands.actions["play_run"].trigger()
    commands._runs.playback.go_on()
    qtbot.waitUntil(lambda: window.workspace.number == 1)
    bar = window.workspace.conversation.canvas.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0)
    commands.actions["play_run"].trigger()


def test_the_next_of_the_run_is_played_at_the_end(playing: Commands, qtbot: QtBot) -> None:
    window, told = playing.window, list[str]()
    seen = dict[int, None]()
    playing._selection.changed.connect(lambda: seen.update({window.workspace.number: None}))

    def is_over() -> bool:
        told.append(window.status.accessibleName())
        return "The run ends here" in told[-1]

    playing.actions["play_run"].trigger()
    window.workspace.player.play()
    qtbot.waitUntil(is_over)
    assert list(seen) == [1, 2]
    assert any("#1 · no stream" in text and "invented pace" in text for text in told)
    assert window.workspace.player.position == window.workspace.player.count


def test_without_it_playback_stops_at_the_end(playing: Commands, qtbot: QtBot) -> None:
    with qtbot.waitSignal(playing.window.workspace.player.finished):
        playing.window.workspace.player.play()
    qtbot.wait(20)
    assert playing.window.workspace.number == 0


def test_whoever_goes_elsewhere_is_left_there(playing: Commands, qtbot: QtBot) -> None:
    path = playing._selection.path
    assert path is not None
    playing.actions["play_run"].trigger()
    playing._runs.playback.play_from(1)
    assert playing._runs.playback._reading.isActive()
    playing._selection.show(path, 0)
    assert not playing._runs.playback._reading.isActive()
    assert not playing.window.workspace.player.is_playing


def test_the_page_of_a_run_plays_on_from_its_cursor(playing: Commands, qtbot: QtBot) -> None:
    playing.window.workspace.player.set_speed(1)
    playing.actions["run_page"].trigger()
    qtbot.waitUntil(lambda: playing.window.run_page.run is not None)
    playing.window.run_page.charts.chart.setValue(2)
    playing.window.run_page.play_button.click()
    assert playing.actions["play_run"].isChecked()
    assert playing.window.workspace.number == 2
    told = playing.window.status.accessibleName()
    assert "#2 · turn 1" in told
    assert "so far:" in told
    assert playing.window.workspace.player.is_playing


def test_who_wants_nothing_to_move_sees_nothing_play(playing: Commands) -> None:
    playing.set_desktop_motion(reduced=True)
    playing.actions["play_run"].trigger()
    playing._runs.playback.play_from(1)
    assert not playing._runs.playback._reading.isActive()


def _bar(commands: Commands, qtbot: QtBot) -> RunBar:
    workspace = commands.window.workspace
    qtbot.waitUntil(lambda: workspace.run_bar is not None and workspace.run_bar.isVisible())
    assert workspace.run_bar is not None
    return workspace.run_bar


def test_a_scrubber_over_the_run_stands_above_the_player_while_it_is_played(playing: Commands, qtbot: QtBot) -> None:
    workspace = playing.window.workspace
    assert workspace.run_bar is None
    playing.actions["play_run"].trigger()
    bar = _bar(playing, qtbot)
    assert bar.geometry().bottom() < workspace.player_bar.geometry().top()
    assert bar in workspace.areas()
    QTest.keyClick(bar.scrubber, Qt.Key.Key_End)
    assert workspace.number == 2
    assert bar.scrubber.value() == 2
    assert not workspace.player.is_playing  # it did not before
    playing.actions["play_run"].trigger()
    assert not bar.isVisible()


def test_what_plays_goes_on_from_where_the_scrubber_is_put(playing: Commands, qtbot: QtBot) -> None:
    workspace = playing.window.workspace
    workspace.player.set_speed(1)
    playing.actions["play_run"].trigger()
    bar = _bar(playing, qtbot)
    workspace.player.seek(0)
    workspace.player.play()
    QTest.mouseClick(bar.scrubber, Qt.MouseButton.LeftButton, pos=bar.scrubber.segment(2).center())
    assert workspace.number == 2
    assert workspace.player.is_playing
    assert workspace.player.position < workspace.player.count


def test_in_a_low_window_the_scrubber_makes_room(playing: Commands, qtbot: QtBot) -> None:
    playing.actions["play_run"].trigger()
    bar = _bar(playing, qtbot)
    playing.window.workspace.adapt(QSize(900, 500))
    assert not bar.isVisible()
    playing.window.workspace.adapt(QSize(900, 900))
    assert bar.isVisible()
