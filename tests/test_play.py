# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Playback in the terminal keeps the pace of the timeline and colours only a terminal."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from viewer.core import recording
from viewer.core.exporters import ExportOptions
from viewer.core.recording import Recording
from viewer.play import Pace, has_colour, play


class Clock:
    """A clock on which sleeping costs no time; printing takes `cost` seconds."""

    def __init__(self, cost: float = 0.0) -> None:
        self.time, self.cost, self.slept = 100.0, cost, 0.0

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.slept += seconds
        self.time += seconds + self.cost

    def now(self) -> float:
        return self.time


class Terminal(io.StringIO):
    """A terminal that remembers what was written."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def found(samples: Path) -> Recording:
    return recording.load(samples / "agent-tools.yaml")


def _played(found: Recording, *, speed: float = 1.0, wait: bool = True, cost: float = 0.0) -> tuple[str, Clock]:
    clock, out = Clock(cost), io.StringIO()
    play(found, out, ExportOptions(interactions=(0,)), Pace(speed, wait, clock.sleep, clock.now))
    return out.getvalue(), clock


@pytest.mark.parametrize("speed", [0.5, 1.0, 8.0])
def test_takes_as_long_as_the_timeline(found: Recording, speed: float) -> None:
    timeline = found.exchanges[0].timeline
    _, clock = _played(found, speed=speed)
    assert clock.slept == pytest.approx(timeline.play_at(len(timeline)) / 1000 / speed, abs=0.1)


def test_delays_do_not_add_up(found: Recording) -> None:
    _, clock = _played(found, cost=0.005)
    timeline = found.exchanges[0].timeline
    assert clock.time - 100 == pytest.approx(timeline.play_at(len(timeline)) / 1000, abs=0.1)


def test_no_wait_never_sleeps_and_shows_the_same(found: Recording) -> None:
    slow, _ = _played(found)
    fast, clock = _played(found, wait=False)
    assert clock.slept == 0
    assert fast == slow


def test_shows_the_talk(found: Recording) -> None:
    text, _ = _played(found, wait=False)
    assert text.startswith("agent-tools.yaml · go-vcr 2 · 3 interactions · 1 conversation\n\n#0 POST https://")
    assert "timing: scaled from" in text
    assert '→ get_forecast {"place": "Kleine Scheidegg"' in text
    assert "finish: tool_calls" in text


def test_colours_a_terminal_only(found: Recording, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    terminal, plain = Terminal(), io.StringIO()
    for out in (terminal, plain):
        play(found, out, ExportOptions(), Pace(wait=False))
    assert "\x1b[36m" in terminal.getvalue()
    assert "\x1b" not in plain.getvalue()


@pytest.mark.parametrize(("variable", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colours_can_be_switched_off(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(variable, value)
    assert not has_colour(Terminal())
