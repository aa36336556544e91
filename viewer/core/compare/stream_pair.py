# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two streams -> which position of one belongs to which of the other, and where they part.

Rule: a position counts events, as everywhere. By share both have said the same part of their answers, by time as much
time has passed, by token as many events have added something. At the end of one that leads the other is at its end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import StrEnum
from itertools import accumulate

from viewer.core.analysis import Exchange
from viewer.core.compare.stream_lines import StreamLines, stream_lines
from viewer.core.secrets.masking import Masker
from viewer.core.timeline import Timeline
from viewer.dataclass import dataclass


class Pace(StrEnum):
    """What two streams have in common at every moment."""

    SHARE = "share"
    TIME = "time"
    TOKEN = "token"


@dataclass(frozen=True, slots=True)
class Stream:
    """One of the two: characters said after each event, the positions at which something is added, and its times."""

    said: Sequence[int]
    adding: Sequence[int]
    timeline: Timeline

    def __len__(self) -> int:
        """Number of events."""
        return len(self.timeline)

    def share(self, position: int) -> float:
        """The share of the answer that is said after so many events."""
        total = self.said[-1]
        return self.said[position] / total if total else position / max(len(self), 1)

    def at_share(self, share: float) -> int:
        """The first position at which so much of the answer is said."""
        total = self.said[-1]
        return bisect_left(self.said, share * total) if total else round(share * len(self))

    def tokens(self, position: int) -> int:
        """How many of the first events add something."""
        return bisect_right(self.adding, position)

    def at_token(self, number: int) -> int:
        """The position at which so many events have added something."""
        return self.adding[min(number, len(self.adding)) - 1] if number and self.adding else 0


@dataclass(frozen=True, slots=True)
class StreamPair:
    """Both streams, and the position in each at which the first character differs; None where they say the same."""

    streams: tuple[Stream, Stream]
    parting: tuple[int, int] | None

    def leader(self, pace: Pace) -> int:
        """The side that leads, 0 or 1: the one that has more of what the pace counts."""
        one, other = (self._length(stream, pace) for stream in self.streams)
        return 0 if one >= other else 1

    def counterpart(self, side: int, position: int, pace: Pace) -> int:
        """Where the other stream is when that of a side is at a position."""
        one, other = self.streams[side], self.streams[1 - side]
        if position >= len(one) and (side == self.leader(pace) or pace is Pace.SHARE):
            return len(other)
        if pace is Pace.SHARE:
            return min(other.at_share(one.share(position)), len(other))
        if pace is Pace.TIME:
            return other.timeline.shown_at(one.timeline.play_at(position)) if position else 0
        return other.at_token(one.tokens(position))

    @staticmethod
    def _length(stream: Stream, pace: Pace) -> float:
        if pace is Pace.TIME:
            return stream.timeline.play_at(len(stream))
        return len(stream.adding) if pace is Pace.TOKEN else len(stream)


def stream_pair(before: Exchange, after: Exchange, masker: Masker) -> StreamPair:
    """Two streams side by side."""
    lines = [stream_lines(exchange, masker) for exchange in (before, after)]
    made = [_stream(exchange, told) for exchange, told in zip((before, after), lines, strict=True)]
    return StreamPair((made[0], made[1]), _parting(lines[0], lines[1]))


def _stream(exchange: Exchange, lines: StreamLines) -> Stream:
    lengths = [end - start for start, end in lines.spans]
    adding = [number for number, length in enumerate(lengths, 1) if length]
    return Stream([0, *accumulate(lengths)], adding, exchange.timeline)


def _parting(before: StreamLines, after: StreamLines) -> tuple[int, int] | None:
    """The event on each side that brings the first character which differs, or the end where one stops before."""
    sides = [_written(lines) for lines in (before, after)]
    (one, ends), (other, other_ends) = sides
    if one == other:
        return None
    equal = _common(one, other)
    places = (bisect_right(ends, equal), bisect_right(other_ends, equal))
    return min(places[0] + 1, len(ends)), min(places[1] + 1, len(other_ends))


def _written(lines: StreamLines) -> tuple[str, list[int]]:
    """All that is said in order, each part behind its name, and where each event ends in it.

    A call begins with the event that opens it, though nothing is added yet.
    """
    pieces: list[str] = []
    ends: list[int] = []
    length = 0
    last = None
    for part, (start, end) in zip(lines.parts, lines.spans, strict=True):
        added = lines.texts[part][start:end]
        word, tool = part
        voice = f"call {tool}" if tool else word
        is_heard = bool(added or tool)
        piece = f"\0{voice}\0{added}" if is_heard and voice != last else added
        last = voice if is_heard else last
        pieces.append(piece)
        length += len(piece)
        ends.append(length)
    return "".join(pieces), ends


def _common(one: str, other: str) -> int:
    """How many characters both begin with, found by halving."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low
