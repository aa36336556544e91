# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two streams played as one: a player plays the one that leads, and the other is always where it belongs.

Rule: there is one clock and one position; the other stream follows, but while its own position is sought.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from viewer.core.compare.stream_pair import Pace, StreamPair
from viewer.gui.player.player import Player


class StreamPlayers(QObject):
    """The positions of both streams of a pair, from the player of one of them."""

    moved = Signal(int, int)
    """Both positions."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing to play yet."""
        super().__init__(parent)
        self.player = Player(self)
        self.pace = Pace.SHARE
        self._pair: StreamPair | None = None
        self._leader = 0
        self._is_switching = False
        self.player.position_changed.connect(self._on_moved)
        self.player.progressed.connect(self._on_progressed)

    @property
    def pair(self) -> StreamPair | None:
        """The streams that are played."""
        return self._pair

    @property
    def positions(self) -> tuple[int, int]:
        """Events shown on both sides."""
        if self._pair is None:
            return 0, 0
        return self._ordered(self._pair.counterpart(self._leader, self.player.position, self.pace))

    def set_pair(self, pair: StreamPair | None) -> None:
        """Play another pair, from its end."""
        self._pair = pair
        self._lead()
        self._on_moved()

    def set_pace(self, pace: Pace) -> None:
        """Keep another thing in common; what leads stays where it is, or comes to where it was as the other one."""
        if pace is self.pace:
            return
        was, was_playing = self.positions, self.player.is_playing
        self.pace = pace
        self._lead()
        self.player.seek(was[self._leader])
        if was_playing:
            self.player.play()
        self._on_moved()

    def seek(self, side: int, position: int) -> None:
        """Go to a position of one side; that side is exactly there until something moves."""
        if self._pair is None:
            return
        if side == self._leader:
            self.player.seek(position)
            return
        self._is_switching = True
        self.player.seek(self._pair.counterpart(side, position, self.pace))
        self._is_switching = False
        self.moved.emit(*self._ordered(position))

    def seek_parting(self) -> None:
        """Go to where both streams part, exactly on both sides."""
        if self._pair is None or self._pair.parting is None:
            return
        self._is_switching = True
        self.player.pause()
        self.player.seek(self._pair.parting[self._leader])
        self._is_switching = False
        self.moved.emit(*self._pair.parting)

    def _lead(self) -> None:
        self._is_switching = True
        self._leader = self._pair.leader(self.pace) if self._pair else 0
        self.player.set_timeline(self._pair.streams[self._leader].timeline if self._pair else None)
        self._is_switching = False

    def _ordered(self, follower: int) -> tuple[int, int]:
        return (follower, self.player.position) if self._leader else (self.player.position, follower)

    def _on_moved(self) -> None:
        if not self._is_switching:
            self.moved.emit(*self.positions)

    def _on_progressed(self, play_ms: float) -> None:
        """By time the other stream moves between two events of the one that leads, too."""
        if self._pair is not None and self.pace is Pace.TIME and self.player.position < self.player.count:
            self.moved.emit(*self._ordered(self._pair.streams[1 - self._leader].timeline.shown_at(play_ms)))
