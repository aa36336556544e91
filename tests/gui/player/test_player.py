# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.gui.streams import exchange, two_calls, words
from viewer.core.timeline import MarkerKind
from viewer.gui.player.player import TURNING_POINTS, Player
from viewer.gui.settings import INSTANT


class Clock:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.ms = 500.0

    def __call__(self) -> float:
        return self.ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def player(qapp: QObject, clock: Clock) -> Player:
    """Eleven events over 1,100 ms, one every 100 ms; at the start."""
    made = Player(qapp, clock)
    made.set_timeline(exchange(two_calls(), 1100.0).timeline)
    made.seek(0)
    return made


def pass_ms(player: Player, clock: Clock, ms: float) -> None:
    clock.ms += ms
    player.tick()


def test_opening_shows_the_end_and_plays_nothing(qapp: QObject) -> None:
    player = Player(qapp)
    player.set_timeline(exchange(two_calls()).timeline)
    assert (player.position, player.count, player.is_playing) == (11, 11, False)


def test_playing_shows_what_is_due(player: Player, clock: Clock) -> None:
    player.play()
    pass_ms(player, clock, 250)
    assert player.position == 2
    pass_ms(player, clock, 60)
    assert player.position == 3


def test_a_late_tick_catches_up_with_one_change(player: Player, clock: Clock) -> None:
    seen: list[int] = []
    player.position_changed.connect(seen.append)
    player.play()
    pass_ms(player, clock, 720)
    assert seen == [7]


def test_another_speed_counts_from_now_on(player: Player, clock: Clock) -> None:
    player.play()
    clock.ms += 200
    player.set_speed(4.0)
    assert player.position == 2, "what passed until now passed at the old speed"
    pass_ms(player, clock, 50)
    assert player.position == 4


def test_pausing_keeps_the_time_between_two_events(player: Player, clock: Clock) -> None:
    player.play()
    pass_ms(player, clock, 160)
    player.pause()
    pass_ms(player, clock, 5000)
    assert player.position == 1
    player.play()
    pass_ms(player, clock, 50)
    assert player.position == 2


def test_the_end_finishes_and_playing_again_starts_over(player: Player, clock: Clock, qtbot: QtBot) -> None:
    player.play()
    with qtbot.waitSignals([player.finished, player.playing_changed]):
        pass_ms(player, clock, 99_999)
    assert (player.position, player.is_playing) == (11, False)
    player.play()
    assert (player.position, player.is_playing) == (0, True)


def test_instant_shows_the_end_at_once(player: Player, qtbot: QtBot) -> None:
    player.set_speed(INSTANT)
    with qtbot.waitSignal(player.finished):
        player.play()
    assert player.position == 11


def test_instant_while_playing(player: Player, clock: Clock) -> None:
    player.play()
    player.set_speed(INSTANT)
    pass_ms(player, clock, 0)
    assert (player.position, player.is_playing) == (11, False)


def test_a_loop_rests_at_the_end_and_starts_over(player: Player, clock: Clock) -> None:
    player.set_loop(True)
    player.play()
    pass_ms(player, clock, 1200)
    assert (player.position, player.is_playing) == (11, True)
    pass_ms(player, clock, 1000)
    assert (player.position, player.is_playing) == (0, True)


def test_a_seek_while_playing_plays_on_from_there(player: Player, clock: Clock) -> None:
    player.play()
    pass_ms(player, clock, 350)
    player.seek(8)
    pass_ms(player, clock, 110)
    assert player.position == 9


def test_seeks_stay_inside(player: Player) -> None:
    player.seek(99)
    assert player.position == 11
    player.seek(-3)
    assert player.position == 0


def test_tenths_are_of_the_playing_time(player: Player) -> None:
    player.seek_fraction(0.5)
    assert player.position == 5
    player.seek_fraction(1)
    assert player.position == 11
    player.seek_fraction(0)
    assert player.position == 0


def test_steps_pause(player: Player) -> None:
    player.play()
    player.step(1)
    assert (player.position, player.is_playing) == (1, False)
    player.step(-1)
    player.step(-1)
    assert player.position == 0


def test_token_steps_skip_what_adds_no_text(player: Player) -> None:
    player.step_token(1)
    assert player.position == 2, "the role is no token"
    player.seek(8)
    player.step_token(1)
    assert player.position == 8, "behind the last token there is none"
    player.seek(11)
    player.step_token(-1)
    assert player.position == 8
    player.seek(2)
    player.step_token(-1)
    assert player.position == 0


def test_markers_both_ways_and_the_ends_behind_them(player: Player) -> None:
    visited = []
    while player.position < player.count:
        player.next_marker()
        visited.append(player.position)
    assert visited == [1, 2, 4, 5, 8, 9, 10, 11]
    back = []
    while player.position > 0:
        player.previous_marker()
        back.append(player.position)
    assert back == [10, 9, 8, 5, 4, 2, 1, 0]


def test_turning_points_are_tool_calls_and_reasoning(player: Player) -> None:
    player.next_marker(*TURNING_POINTS)
    assert player.position == 2
    player.next_marker(*TURNING_POINTS)
    player.next_marker(*TURNING_POINTS)
    assert player.position == 5, "no other tool call: stay"
    player.previous_marker(MarkerKind.TOOL_CALL)
    assert player.position == 2


def test_the_marker_before_while_playing_is_not_the_one_just_passed(player: Player, clock: Clock) -> None:
    player.seek(5)
    player.play()
    pass_ms(player, clock, 120)
    player.previous_marker()
    assert player.position < 5


def test_faster_and_slower_walk_the_speeds(player: Player) -> None:
    seen: list[float] = []
    player.speed_changed.connect(seen.append)
    for _ in range(9):
        player.faster()
    assert seen == [2.0, 4.0, 8.0, 16.0, INSTANT]
    for _ in range(9):
        player.slower()
    assert player.speed == 0.25


def test_reduced_motion_leaves_stepping_only(player: Player, clock: Clock) -> None:
    player.play()
    player.set_reduced_motion(True)
    assert not player.is_playing
    player.play()
    assert not player.is_playing
    player.step(1)
    assert player.position == 1


def test_nothing_to_play(qapp: QObject) -> None:
    player = Player(qapp)
    player.set_timeline(None)
    for act in (player.play, player.next_marker, player.previous_marker, player.tick):
        act()
    player.step_token(1)
    player.seek_fraction(0.7)
    assert (player.position, player.count, player.is_playing) == (0, 0, False)


def test_all_times_equal_play_in_one_tick(qapp: QObject, clock: Clock) -> None:
    timeline = exchange(words(5), None).timeline
    flat = type(timeline)(
        times_ms=(0.0,) * len(timeline), play_ms=(0.0,) * len(timeline), source=timeline.source,
        duration_ms=0.0, kinds=timeline.kinds, markers=timeline.markers,
    )  # fmt: skip
    player = Player(qapp, clock)
    player.set_timeline(flat)
    player.set_loop(True)
    player.play()
    player.tick()
    assert (player.position, player.is_playing) == (len(flat), False)


def test_the_timer_plays_by_itself(qapp: QObject, qtbot: QtBot) -> None:
    player = Player(qapp)
    player.set_timeline(exchange(two_calls(), 120.0).timeline)
    with qtbot.waitSignal(player.finished, timeout=5000):
        player.play()
    assert player.position == 11
