# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Whatever is done to the player, in whatever order: it stays within its timeline, and its bar says what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from tests.gui.streams import recording, refused, streamed, two_calls, words
from viewer.core.deltas import Kind
from viewer.core.secrets.masking import Masker
from viewer.gui.look.icons import Icons
from viewer.gui.look.look import Look
from viewer.gui.look.theme import load_theme
from viewer.gui.player.bar import PlayerBar
from viewer.gui.player.player import TURNING_POINTS, Player
from viewer.gui.settings import INSTANT, SPEEDS

_RECORDING = recording(
    streamed(two_calls(), 1100.0), refused(1), streamed(words(3), None, 2), streamed(words(40), 9000.0, 3)
)
_NUMBERS = st.integers(0, len(_RECORDING.exchanges) - 1)
_SPOKEN = (Kind.TEXT, Kind.REASONING, Kind.TOOL_CALL)
_Part = TypeVar("_Part", bound=QWidget)


class _Clock:
    def __init__(self) -> None:
        self.ms = 0.0

    def __call__(self) -> float:
        return self.ms


class _PlayerMachine(RuleBasedStateMachine):
    """A player with its bar, a clock that moves when told, and what was last asked of them."""

    parent: QObject
    look: Look

    def __init__(self) -> None:
        super().__init__()
        self.clock = _Clock()
        self.player = Player(self.parent, self.clock)
        self.bar = PlayerBar(self.look, self.player)
        self.bar.resize(1120, self.bar.sizeHint().height())
        self.number, self.speed, self.loop, self.reduced = 0, 1.0, False, False
        self.told: list[int] = []
        self.ends: list[bool] = []
        self.player.position_changed.connect(self.told.append)
        self.player.finished.connect(lambda: self.ends.append(self.player.is_playing))
        self.bar.show_exchange(_RECORDING, 0)

    def teardown(self) -> None:
        self.player.pause()
        self.bar.deleteLater()
        self.player.deleteLater()

    # --- What is done

    @rule(number=_NUMBERS)
    def show_exchange(self, number: int) -> None:
        self.bar.show_exchange(_RECORDING, number)
        self.number = number
        assert (self.player.position, self.player.is_playing) == (self.player.count, False)

    @rule()
    def toggle(self) -> None:
        was, position = self.player.is_playing, self.player.position
        self.player.toggle()
        if was or not self.player.can_play:
            assert (self.player.is_playing, self.player.position) == (False, position)
        elif self.speed == INSTANT:
            assert (self.player.is_playing, self.player.position) == (False, self.player.count)
        else:
            assert self.player.is_playing
            assert self.player.position == (0 if position == self.player.count else position)

    @rule(ms=st.one_of(st.floats(0, 400), st.floats(0, 20_000)))
    def time_passes(self, ms: float) -> None:
        was, position, play_ms = self.player.is_playing, self.player.position, self.player.play_ms
        before, ended = len(self.told), len(self.ends)
        self.clock.ms += ms
        self.player.tick()
        if not was:
            assert (self.player.position, self.player.play_ms) == (position, play_ms)
            return
        told = self.told[before:]
        started_over = self.loop and told[-1:] == [0]
        assert started_over or [position, *told] == sorted([position, *told]), "it goes on, never back"
        assert self.player.is_playing or self.player.position == self.player.count
        assert len(self.ends) == ended + (not self.player.is_playing), "the end is told once, when it stands there"
        assert not any(self.ends)

    @rule(by=st.sampled_from((-1, 1, -10, 10)))
    def step(self, by: int) -> None:
        position = self.player.position
        self.player.step(by)
        assert self.player.position == max(0, min(position + by, self.player.count))
        assert not self.player.is_playing

    @rule(by=st.sampled_from((-1, 1)))
    def step_token(self, by: int) -> None:
        position = self.player.position
        self.player.step_token(by)
        now, timeline = self.player.position, self.player.timeline
        assert not self.player.is_playing
        if now != position and now:
            assert timeline is not None
            assert (now - position) * by > 0
            assert timeline.kinds[now - 1] in _SPOKEN

    @rule(turning=st.booleans())
    def next_marker(self, turning: bool) -> None:
        position = self.player.position
        self.player.next_marker(*(TURNING_POINTS if turning else ()))
        assert self.player.position > position or turning or position == self.player.count

    @rule(turning=st.booleans())
    def previous_marker(self, turning: bool) -> None:
        position = self.player.position
        self.player.previous_marker(*(TURNING_POINTS if turning else ()))
        assert self.player.position < position or turning or self.player.is_playing or position == 0

    @rule(position=st.integers(-3, 60))
    def seek(self, position: int) -> None:
        was = self.player.is_playing
        self.player.seek(position)
        assert self.player.position == max(0, min(position, self.player.count))
        assert self.player.is_playing == was

    @rule(fraction=st.floats(-0.5, 1.5))
    def seek_fraction(self, fraction: float) -> None:
        self.player.seek_fraction(fraction)
        assert self.player.position == self.player.count or fraction < 1
        assert self.player.position == 0 or fraction > 0

    @rule(value=st.integers(0, 60))
    def drag(self, value: int) -> None:
        """The slider is taken, moved and let go of: what played goes on, but at the end."""
        was, scrubber = self.player.is_playing, self.bar.scrubber
        scrubber.setSliderDown(True)
        assert not self.player.is_playing
        scrubber.setValue(value)
        assert self.player.position == min(value, self.player.count)
        scrubber.setSliderDown(False)
        goes_on = was and value < self.player.count and self.speed != INSTANT
        assert self.player.is_playing == goes_on

    @rule(speed=st.sampled_from((*SPEEDS, INSTANT, 0.0, -1.0)))
    def set_speed(self, speed: float) -> None:
        self.player.set_speed(speed)
        self.speed = speed if speed > 0 else self.speed

    @rule(faster=st.booleans())
    def change_speed(self, faster: bool) -> None:
        (self.player.faster if faster else self.player.slower)()
        assert self.player.speed >= self.speed if faster else self.player.speed <= self.speed
        self.speed = self.player.speed

    @rule(loop=st.booleans())
    def set_loop(self, loop: bool) -> None:
        self.player.set_loop(loop)
        self.loop = loop

    @rule(reduced=st.booleans())
    def set_reduced_motion(self, reduced: bool) -> None:
        self.player.set_reduced_motion(reduced)
        self.reduced = reduced

    # --- What always holds

    @invariant()
    def it_is_within_its_timeline(self) -> None:
        player, exchange = self.player, _RECORDING.exchanges[self.number]
        assert player.count == (len(exchange.timeline) if exchange.is_stream else 0)
        assert 0 <= player.position <= player.count
        assert player.play_ms >= 0
        assert (player.speed, player.loop, player.reduced_motion) == (self.speed, self.loop, self.reduced)
        assert not player.is_playing or player.can_play

    @invariant()
    def the_bar_says_what_the_player_says(self) -> None:
        player, bar = self.player, self.bar
        assert (bar.scrubber.value(), bar.scrubber.maximum()) == (player.position, player.count)
        assert _part(bar, "playButton", QAbstractButton).accessibleName() == ("Pause" if player.is_playing else "Play")
        assert _part(bar, "playButton", QAbstractButton).isEnabled() == player.can_play
        assert _part(bar, "loopButton", QAbstractButton).isChecked() == player.loop
        if player.count:
            said = _part(bar, "positionLabel", QLabel).text().removeprefix("event ")
            assert said.startswith(f"{player.position} / {player.count}")

    @invariant()
    def the_position_was_told(self) -> None:
        assert self.told[-1:] in ([], [self.player.position])


def _part(bar: PlayerBar, name: str, kind: type[_Part]) -> _Part:
    found = bar.findChild(kind, name)
    assert found is not None, name
    return found


@pytest.fixture
def machine(qapp: QApplication) -> Iterator[type[_PlayerMachine]]:
    theme = load_theme("light")
    _PlayerMachine.parent, _PlayerMachine.look = qapp, Look(theme, Icons(theme), Masker())
    yield _PlayerMachine
    del _PlayerMachine.parent, _PlayerMachine.look


def test_nothing_that_is_done_leads_astray(machine: type[_PlayerMachine]) -> None:
    run_state_machine_as_test(machine, settings=settings(max_examples=40, stateful_step_count=40))
