# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What every step of an answer added, made anew when it is asked for: kept of it is where it went.

So a million steps are a few numbers for each. What a step said is translated again, in some microseconds, for what is
looked at.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from operator import sub
from typing import NamedTuple, get_args, overload

from viewer.core.columns.members import Members
from viewer.core.deltas import Delta, Kind, ReasoningDelta, RestatedDelta, TextDelta
from viewer.dataclass import dataclass


class Addition(NamedTuple):
    """What one delta did: characters `start` to `end` of the buffer of track `track`; no track, nothing joined."""

    delta: Delta
    track: int | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Additions(Sequence[tuple[Addition, ...]]):
    """The additions of each step. Read-only.

    `said` are the deltas of each step, the same whenever they are asked for, and `ranks` tells what each did. `tracks`,
    `starts` and `ends` are those of each delta that joined something, `places` which of its step it is, and `until`
    counts them up to the end of each step. `retold` tells, for a step in which something is told again, whether that
    counted.
    """

    said: Sequence[Iterable[Delta]]
    until: array[int]
    ranks: bytearray
    places: array[int]
    tracks: array[int]
    starts: array[int]
    ends: array[int]
    retold: dict[int, list[bool]]

    def __len__(self) -> int:
        """Number of steps."""
        return len(self.until)

    @overload
    def __getitem__(self, index: int) -> tuple[Addition, ...]: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[tuple[Addition, ...], ...]: ...
    def __getitem__(self, index: int | slice) -> tuple[Addition, ...] | tuple[tuple[Addition, ...], ...]:
        """What one step added, or some of them."""
        if isinstance(index, slice):
            return tuple(self[step] for step in range(*index.indices(len(self))))
        step = range(len(self))[index]
        return self._made(step, self.said[step])

    def __iter__(self) -> Iterator[tuple[Addition, ...]]:
        """What each step added, in order."""
        return (self._made(step, deltas) for step, deltas in enumerate(self.said))

    def __eq__(self, other: object) -> bool:
        """Whether another sequence holds the same."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # it is only as equal as what it holds

    def tracks_of(self, step: int) -> set[int]:
        """The tracks that a step did something to."""
        return set(self.tracks[self._first(step) : self.until[step]])

    @property
    def kinds(self) -> Members[Kind]:
        """What each step is drawn as when it does several things at once: the first of `_PRECEDENCE` that it does."""
        return Members(_PRECEDENCE, bytes(self.ranks).translate(_PLACES))

    @property
    def characters(self) -> Iterator[int]:
        """How many characters each step added."""
        lengths, first = array("q", map(sub, self.ends, self.starts)), 0
        for end in self.until:
            yield lengths[first] if end == first + 1 else sum(lengths[first:end])
            first = end

    def _first(self, step: int) -> int:
        return self.until[step - 1] if step else 0

    def _made(self, step: int, deltas: Iterable[Delta]) -> tuple[Addition, ...]:
        if step in self.retold:
            deltas = _counted(deltas, iter(self.retold[step]))
        additions = list(map(Addition, deltas))
        for at in range(self._first(step), self.until[step]):
            place = self.places[at]
            joined = Addition(additions[place].delta, self.tracks[at], self.starts[at], self.ends[at])
            additions[place] = joined
        return tuple(additions)


def _counted(deltas: Iterable[Delta], counted: Iterator[bool]) -> Iterator[Delta]:
    """Deltas, with what is told again in the place of its telling where that counted."""
    for delta in deltas:
        if not isinstance(delta, RestatedDelta):
            yield delta
        elif next(counted):
            yield from _counted(delta.deltas, counted)


_PRECEDENCE = (
    Kind.ERROR,
    Kind.TOOL_CALL,
    Kind.TEXT,
    Kind.REASONING,
    Kind.PART,
    Kind.FINISH,
    Kind.USAGE,
    Kind.DONE,
    Kind.ROLE,
    Kind.UNKNOWN,
    Kind.META,
)
_BEHIND = len(_PRECEDENCE)
"""Text without a character, as first chunks bring it, stands behind all that did something."""
RANK_OF_NOTHING = 2 * _BEHIND
"""The rank of a step that says nothing; that of any other is the lowest of its deltas."""
_PLACES = bytes((*range(_BEHIND), *range(_BEHIND), _PRECEDENCE.index(Kind.META))).ljust(256)
"""The place in the precedence, by rank."""
RANKS: dict[type[Delta], int] = {of: _PRECEDENCE.index(of.kind) for of in get_args(Delta)}
"""The place of a delta in the precedence, by its type."""
RANKS_OF_EMPTY = {of: rank for of, rank in RANKS.items() if of is not ReasoningDelta} | {
    TextDelta: _BEHIND + RANKS[TextDelta]
}
"""The same where no character was added; the type of some does not tell."""


def rank_of_empty(delta: Delta) -> int:
    """The rank of a delta that added no character, where its type does not tell."""
    is_signed = isinstance(delta, ReasoningDelta) and delta.signature is not None
    return RANKS[ReasoningDelta] if is_signed else _BEHIND + _PRECEDENCE.index(delta.kind)
