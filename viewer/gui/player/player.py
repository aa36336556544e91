# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Playback: a position that moves over a Timeline. It knows times and positions, and nothing of what is drawn.

Rule: the clock is asked how much time has passed, never told. Playback time is the sum of (time passed x speed), so
a new speed counts from the moment it is set and a late tick shows everything that is due by then.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from viewer.core.deltas import Kind
from viewer.core.timeline import MarkerKind, Timeline
from viewer.gui.settings import INSTANT, SPEEDS

TURNING_POINTS = (MarkerKind.TOOL_CALL, MarkerKind.REASONING)
"""The markers that T jumps between."""

_TOKENS = frozenset({Kind.TEXT, Kind.REASONING, Kind.TOOL_CALL})
_TICK_MS = 16
# How long the end stands before a loop begins again.
_LOOP_REST_MS = 700.0
# "Previous marker" this soon after one means the one before it: playback has moved on since the marker was seen.
_MARKER_GRACE_MS = 600.0


class Player(QObject):
    """Plays a Timeline: `position` events are shown, 0 to all of them. Opening one shows its end and plays nothing."""

    timeline_changed = Signal()
    position_changed = Signal(int)
    progressed = Signal(float)
    """Once per tick while playing: the playback time in ms, between two events too."""
    playing_changed = Signal(bool)
    speed_changed = Signal(float)
    loop_changed = Signal(bool)
    reduced_motion_changed = Signal(bool)
    finished = Signal()
    """Playback arrived at the end by itself (not by a seek, and not when it loops)."""

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] | None = None) -> None:
        """`clock` gives milliseconds that never run backwards; the system's by default."""
        super().__init__(parent)
        self._clock = clock or _system_clock()
        self._timeline: Timeline | None = None
        self._position = 0
        self._play_ms = 0.0
        self._ticked_at = 0.0
        self._playing = False
        self._speed = 1.0
        self._loop = False
        self._reduced_motion = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)

    # --- State

    @property
    def timeline(self) -> Timeline | None:
        """What is played; None where there is no stream."""
        return self._timeline

    @property
    def count(self) -> int:
        """Number of events."""
        return len(self._timeline) if self._timeline else 0

    @property
    def position(self) -> int:
        """Number of events shown."""
        return self._position

    @property
    def stands_at(self) -> int | None:
        """The event that it stands at inside of the stream; None at both ends, where all of it is meant."""
        return self._position if 0 < self._position < self.count else None

    @property
    def play_ms(self) -> float:
        """Playback time in ms from the start of the timeline, as of the last tick."""
        return self._play_ms

    @property
    def is_playing(self) -> bool:
        """Whether the position moves by itself."""
        return self._playing

    @property
    def speed(self) -> float:
        """How many times faster than the timeline; `INSTANT` for at once."""
        return self._speed

    @property
    def loop(self) -> bool:
        """Whether playback starts over at the end."""
        return self._loop

    @property
    def reduced_motion(self) -> bool:
        """Whether nothing may move by itself: there is stepping and seeking only."""
        return self._reduced_motion

    @property
    def can_play(self) -> bool:
        """Whether `play` does anything."""
        return self.count > 0 and not self._reduced_motion

    def set_timeline(self, timeline: Timeline | None) -> None:
        """Take another timeline and show its end; None or an empty one leaves nothing to play."""
        self.pause()
        self._timeline = timeline if timeline is not None and len(timeline) else None
        self._position, self._play_ms = self.count, self._end_ms
        self.timeline_changed.emit()
        self.position_changed.emit(self._position)

    def set_speed(self, speed: float) -> None:
        """Change the speed from now on: what has passed until now passed at the old one."""
        if speed <= 0 or speed == self._speed:
            return
        self.tick()
        self._speed = speed
        self.speed_changed.emit(speed)

    def faster(self) -> None:
        """The next higher of `SPEEDS`."""
        self.set_speed(next((speed for speed in SPEEDS if speed > self._speed), self._speed))

    def slower(self) -> None:
        """The next lower of `SPEEDS`."""
        self.set_speed(next((speed for speed in reversed(SPEEDS) if speed < self._speed), self._speed))

    def set_loop(self, loop: bool) -> None:
        """Start over at the end, or stop there."""
        if loop != self._loop:
            self._loop = loop
            self.loop_changed.emit(loop)

    def set_reduced_motion(self, reduced: bool) -> None:
        """Follow the desktop's wish that nothing moves by itself; stops what is playing."""
        if reduced != self._reduced_motion:
            self._reduced_motion = reduced
            if reduced:
                self.pause()
            self.reduced_motion_changed.emit(reduced)

    # --- Playing

    def play(self) -> None:
        """Play from here, from the start when the end is shown."""
        if self._playing or not self.can_play:
            return
        if self._position >= self.count:
            self.seek(0)
        self._ticked_at = self._clock()
        self._set_playing(True)
        if self._speed == INSTANT:
            self.tick()

    def pause(self) -> None:
        """Stay here."""
        if self._playing:
            self._set_playing(False)

    def toggle(self) -> None:
        """Play or pause."""
        if self._playing:
            self.pause()
        else:
            self.play()

    def tick(self) -> None:
        """Catch up with the clock; the timer calls this, and it does nothing while paused."""
        if not self._playing:
            return
        now = self._clock()
        passed, self._ticked_at = now - self._ticked_at, now
        self._play_ms = self._end_ms if self._speed == INSTANT else self._play_ms + passed * self._speed
        self._show(self._shown_at(self._play_ms))
        # Whoever heard of the new position may have paused.
        if self._playing:
            self.progressed.emit(min(self._play_ms, self._end_ms))
            self._turn_at_the_end()

    def _turn_at_the_end(self) -> None:
        if self._play_ms < self._end_ms:
            return
        # A loop at once, or over no time at all, would never let go.
        if self._loop and self._speed != INSTANT and self._end_ms > 0:
            if self._play_ms >= self._end_ms + _LOOP_REST_MS * self._speed:
                self.seek(0)
            return
        self._play_ms = self._end_ms
        self._set_playing(False)
        self.finished.emit()

    def _set_playing(self, playing: bool) -> None:
        self._playing = playing
        if playing:
            self._timer.start()
        else:
            self._timer.stop()
        self.playing_changed.emit(playing)

    # --- Seeking

    def seek(self, position: int) -> None:
        """Show that many events; what is playing goes on from there."""
        position = max(0, min(position, self.count))
        self._ticked_at = self._clock()
        self._play_ms = self._timeline.play_at(position) if self._timeline else 0.0
        self._show(position)

    def seek_fraction(self, fraction: float) -> None:
        """Go to a fraction of the playing time, 0 the start and 1 the end."""
        if fraction <= 0:
            self.seek(0)
        else:
            self.seek(self._shown_at(self._end_ms * min(fraction, 1.0)))

    def step(self, by: int) -> None:
        """Pause and go so many events on, or back when negative."""
        self.pause()
        self.seek(self._position + by)

    def step_token(self, by: int) -> None:
        """Pause and go to the next (+1) or previous (-1) event that adds text, reasoning or arguments."""
        self.pause()
        kinds = self._timeline.kinds if self._timeline else ()
        later = range(self._position, len(kinds)) if by > 0 else range(self._position - 2, -1, -1)
        found = next((index for index in later if kinds[index] in _TOKENS), None)
        if found is not None:
            self.seek(found + 1)
        elif by < 0:
            self.seek(0)

    def next_marker(self, *kinds: MarkerKind) -> None:
        """Go to the next marker; the end where there is none, unless only some kinds are wanted."""
        marker = self._timeline.marker_after(self._position, *kinds) if self._timeline else None
        if marker is not None:
            self.seek(marker.position)
        elif not kinds:
            self.seek(self.count)

    def previous_marker(self, *kinds: MarkerKind) -> None:
        """Go to the marker before; the start where there is none, unless only some kinds are wanted."""
        marker = self._timeline.marker_before(self._before_grace(), *kinds) if self._timeline else None
        if marker is not None:
            self.seek(marker.position)
        elif not kinds:
            self.seek(0)

    def _before_grace(self) -> int:
        """The position to look back from."""
        if not self._playing:
            return self._position
        earlier = self._shown_at(self._play_ms - _MARKER_GRACE_MS * self._speed)
        return min(self._position, earlier + 1)

    def _show(self, position: int) -> None:
        if position != self._position:
            self._position = position
            self.position_changed.emit(position)

    def _shown_at(self, play_ms: float) -> int:
        return self._timeline.shown_at(play_ms) if self._timeline else 0

    @property
    def _end_ms(self) -> float:
        return self._timeline.play_ms[-1] if self._timeline else 0.0


def _system_clock() -> Callable[[], float]:
    timer = QElapsedTimer()
    timer.start()
    return lambda: timer.nsecsElapsed() / 1e6
