# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A stretch of a recording, by interactions, turns or one conversation -> the numbers of its interactions."""

from __future__ import annotations

from viewer.core.errors import CassetteError
from viewer.core.recording import Recording
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Bound:
    """Where a stretch begins or ends: an interaction, counted from 0, or a turn, counted from 1."""

    number: int
    is_turn: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one bound to another, both with it; of one conversation alone where that is named.

    Turns are those of the named conversation, else of the first; without a name what sub-agents did meanwhile is in it.
    """

    conversation: int | None = None
    first: Bound | None = None
    last: Bound | None = None

    def numbers(self, recording: Recording) -> tuple[int, ...]:
        """The interactions in order; raises CassetteError where there is no such conversation, turn or interaction."""
        there = range(len(recording.exchanges))
        begin, end = self._reach(recording)
        if self.conversation is None:
            found = tuple(number for number in there if begin <= number <= end)
        else:
            _require(recording, "conversation", self.conversation, range(len(recording.threads)))
            found = tuple(number for number in recording.threads.members(self.conversation) if begin <= number <= end)
        if not found:
            raise CassetteError(recording.cassette.path, None, "no interactions between --from and --until")
        return found

    def _reach(self, recording: Recording) -> tuple[int, int]:
        """The first and the last interaction that the bounds allow."""
        begin, end = 0, len(recording.exchanges) - 1
        for bound in (self.first, self.last):
            if bound is not None and not bound.is_turn:
                _require(recording, "interaction", bound.number, range(end + 1))
        if self.first is not None:
            begin = self._turn(recording, self.first.number)[0] if self.first.is_turn else self.first.number
        if self.last is not None:
            end = self._turn(recording, self.last.number)[1] if self.last.is_turn else self.last.number
        return begin, end

    def _turn(self, recording: Recording, number: int) -> tuple[int, int]:
        """The first interaction of a turn, and the last before the next one."""
        from viewer.core.runs.tracing import trace  # noqa: PLC0415 - only who asks for turns waits for it

        runs, conversation = trace(recording), self.conversation or 0
        _require(recording, "conversation", conversation, range(len(runs.all)))
        turns = runs.of(conversation).turns
        _require(recording, "turn", number, range(1, len(turns) + 1), f"conversation {conversation}")
        next_one = turns[number].steps[0].exchange if number < len(turns) else len(recording.exchanges)
        return turns[number - 1].steps[0].exchange, next_one - 1


def _require(recording: Recording, what: str, number: int, there: range, inside: str = "the file") -> None:
    if number not in there:
        held = f"{there[0]} to {there[-1]}" if there else "none"
        raise CassetteError(recording.cassette.path, None, f"no {what} {number}: {inside} holds {held}")
