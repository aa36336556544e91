# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.streams import recording, refused, streamed, two_calls, words
from viewer.core.secrets.masking import Masker
from viewer.gui.look.icons import Icons
from viewer.gui.look.look import Look
from viewer.gui.look.theme import load_theme
from viewer.gui.player.bar import PlayerBar
from viewer.gui.player.player import Player
from viewer.gui.settings import INSTANT, SPEEDS
from viewer.gui.widgets.run_label import RunLabel

RECORDING = recording(streamed(two_calls(), 1100.0), refused(1), streamed(words(3), None, 2))


@pytest.fixture
def look(qapp: QApplication) -> Look:
    theme = load_theme("light")
    return Look(theme, Icons(theme), Masker())


@pytest.fixture
def player(qapp: QApplication) -> Player:
    return Player(qapp)


@pytest.fixture
def bar(look: Look, player: Player, qtbot: QtBot) -> PlayerBar:
    made = PlayerBar(look, player)
    qtbot.addWidget(made)
    made.show_exchange(RECORDING, 0)
    made.resize(1120, made.sizeHint().height())
    made.show()
    return made


def button(bar: PlayerBar, name: str) -> QAbstractButton:
    found = bar.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton), name
    return found


def is_playing(player: Player) -> bool:
    """A call: mypy believes that a property it has seen cannot change."""
    return player.is_playing


def said(bar: PlayerBar, name: str) -> str:
    found = bar.findChild(QLabel, name)
    assert isinstance(found, QLabel), name
    return found.text()


def test_it_shows_position_time_and_what_the_event_is(bar: PlayerBar, player: Player) -> None:
    player.seek(7)
    assert said(bar, "positionLabel") == "event 7 / 11    ≈ 0.700 / 1.100 s"
    assert said(bar, "nowLabel") == "double  arguments, fragment 2 of 3"
    player.seek(0)
    assert said(bar, "nowLabel") == "before the first event"


def test_the_source_of_the_times_is_named(bar: PlayerBar) -> None:
    assert said(bar, "timingLabel") == "timing: scaled from 1.10 s"
    bar.show_exchange(RECORDING, 2)
    assert said(bar, "timingLabel") == "timing: paced, no times recorded"


def test_buttons_move_the_position(bar: PlayerBar, player: Player) -> None:
    player.seek(6)
    for name, position in (
        ("stepForwardButton", 7), ("stepBackButton", 6), ("previousMarkerButton", 5), ("nextMarkerButton", 8),
    ):  # fmt: skip
        button(bar, name).click()
        assert (player.position, bar.scrubber.value()) == (position, position), name


def test_the_play_button_plays_and_pauses(bar: PlayerBar, player: Player) -> None:
    play = button(bar, "playButton")
    play.click()
    assert is_playing(player)
    assert play.accessibleName() == "Pause"
    play.click()
    assert not is_playing(player)
    assert play.accessibleName() == "Play"


def test_the_slider_seeks_the_player(bar: PlayerBar, player: Player) -> None:
    bar.scrubber.setValue(3)
    assert player.position == 3


def test_playback_waits_while_the_playhead_is_held(bar: PlayerBar, player: Player) -> None:
    player.seek(2)
    player.play()
    bar.scrubber.setSliderDown(True)
    assert not is_playing(player)
    bar.scrubber.setSliderPosition(4)
    bar.scrubber.setSliderDown(False)
    assert is_playing(player)
    assert player.position >= 4
    player.pause()


def test_a_speed_is_chosen_by_its_segment_and_followed(bar: PlayerBar, player: Player) -> None:
    segments = [b for b in bar.speed_box.findChildren(QAbstractButton) if b.isCheckable()]
    assert [b.text() for b in segments] == ["0.25×", "0.5×", "1×", "2×", "4×", "8×", "16×", "Instant"]
    segments[3].click()
    assert player.speed == 2.0
    player.set_speed(INSTANT)
    assert [b.text() for b in segments if b.isChecked()] == ["Instant"]
    assert len(SPEEDS) == len(segments)


def test_where_there_is_no_stream_the_next_one_is_offered(bar: PlayerBar, player: Player, qtbot: QtBot) -> None:
    tall = bar.sizeHint().height()
    bar.show_exchange(RECORDING, 1)
    assert said(bar, "nothingToPlayLabel") == "Nothing to play.  #1 is one JSON body, received after 250.0 ms."
    assert bar.sizeHint().height() < tall
    assert not button(bar, "playButton").isEnabled()
    assert player.count == 0
    with qtbot.waitSignal(bar.exchange_requested) as asked:
        button(bar, "playNextButton").click()
    assert asked.args == [2]


def test_the_offer_plays_what_it_leads_to(bar: PlayerBar, player: Player) -> None:
    bar.exchange_requested.connect(lambda number: bar.show_exchange(RECORDING, number))
    bar.show_exchange(RECORDING, 1)
    button(bar, "playNextButton").click()
    assert is_playing(player)
    assert player.count == len(RECORDING.exchanges[2].events)
    player.pause()


def test_reduced_motion_disables_play_and_says_why(bar: PlayerBar, player: Player, look: Look) -> None:
    bar.set_look(replace(look, reduced_motion=True))
    play = button(bar, "playButton")
    assert not play.isEnabled()
    assert "Reduced motion" in play.toolTip()
    button(bar, "stepBackButton").click()
    assert player.position == 10


@pytest.mark.usefixtures("font_width")
@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("number", [0, 1])
def test_nothing_overlaps_or_leaves_the_bar(bar: PlayerBar, look: Look, number: int, scale: float) -> None:
    bar.set_look(replace(look, theme=load_theme("light", scale)))
    bar.show_exchange(RECORDING, number)
    for width in (600, 760, 900, 1120, 1600):
        bar.resize(width, bar.sizeHint().height())
        QApplication.processEvents()
        check_overlaps(bar)


def check_overlaps(bar: PlayerBar) -> None:
    """No part lies over another or leaves the bar."""
    children = bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    shown = [w for w in children if w.isVisible() and w.width() > 0]
    for widget in shown:
        assert bar.rect().contains(widget.geometry()), widget.objectName()
    for number_, one in enumerate(shown):
        for other in shown[number_ + 1 :]:
            assert not one.geometry().intersects(other.geometry()), (one.objectName(), other.objectName())


@pytest.mark.usefixtures("font_width")
def test_the_time_stays_readable_at_600(bar: PlayerBar) -> None:
    bar.resize(600, bar.sizeHint().height())
    position = bar.findChild(QLabel, "positionLabel")
    assert isinstance(position, QLabel)
    assert position.width() >= position.fontMetrics().horizontalAdvance("11 / 11 ≈ 1.100 / 1.100 s") * 0.9


def test_the_time_of_the_event_stays_readable_at_600_and_150_percent(
    bar: PlayerBar, look: Look, font_width: str
) -> None:
    bar.set_look(replace(look, theme=load_theme("light", 1.5)))
    bar.resize(600, bar.sizeHint().height())
    position = bar.findChild(RunLabel, "positionLabel")
    assert isinstance(position, RunLabel)
    assert position.width() >= position.width_of(3 if font_width == "wide" else 2)


def test_what_made_room_for_the_time_stays_away_in_play(bar: PlayerBar, player: Player) -> None:
    loop, shown = button(bar, "loopButton"), set()
    for width in range(420, 760, 4):
        bar.resize(width, bar.sizeHint().height())
        seen = set()
        for position in (0, 1, 9, 11):
            player.seek(position)
            seen.add(loop.isVisible())
        assert len(seen) == 1, width
        shown |= seen
    assert shown == {True, False}


def test_everything_is_named_for_a_screen_reader(bar: PlayerBar) -> None:
    for widget in bar.findChildren(QAbstractButton):
        assert widget.accessibleName() or not widget.isVisible(), widget.objectName()


def test_tab_reaches_the_controls(bar: PlayerBar, qtbot: QtBot) -> None:
    button(bar, "previousMarkerButton").setFocus()
    names = []
    for _ in range(6):
        QTest.keyClick(bar.focusWidget(), Qt.Key.Key_Tab)
        names.append(bar.focusWidget().objectName())
    assert names[:5] == ["stepBackButton", "playButton", "stepForwardButton", "nextMarkerButton", "loopButton"]


def test_another_look_is_taken_by_all(bar: PlayerBar, look: Look) -> None:
    dark = load_theme("dark")
    bar.set_look(Look(dark, Icons(dark), Masker()))
    image = bar.grab().toImage()
    assert image.pixelColor(2, 140) == dark.color("win")


def test_space_still_plays_after_a_click_on_a_control(bar: PlayerBar) -> None:
    bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    bar.setFocus()
    segment = next(made for made in bar.speed_box.findChildren(QAbstractButton) if made.isVisible())
    for control in (segment, button(bar, "loopButton"), button(bar, "stepBackButton")):
        QTest.mouseClick(control, Qt.MouseButton.LeftButton)
        assert bar.hasFocus(), control.accessibleName()
    assert button(bar, "loopButton").isChecked()
