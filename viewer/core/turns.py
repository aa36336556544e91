# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How every exchange stands in its conversation: a `Turn` each, made of columns when it is asked for."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import overload

from viewer.dataclass import dataclass

_NONE = -1


@dataclass(frozen=True, slots=True)
class Turn:
    """How one exchange stands in its conversation; `conversation` is None for what is no LLM call.

    `parent` is the exchange that it continues and `known` the number of request messages it shares with it;
    `sends_back_answer` tells that the message after those is the parent's answer.
    `retry_of` is the failed exchange that it repeats, `retried_by` the next one that repeats this.
    """

    exchange: int
    conversation: int | None
    parent: int | None = None
    known: int = 0
    retry_of: int | None = None
    retried_by: int | None = None
    sends_back_answer: bool = False


class TurnColumns(Sequence[Turn]):
    """The turns of a recording in order of the file, and which exchange follows which in a conversation."""

    def __init__(self) -> None:
        """Empty."""
        self._conversations, self._parents, self._known = array("i"), array("i"), array("I")
        self._retry_of, self._retried_by, self._following = array("i"), array("i"), array("i")
        self._sends_back = bytearray()

    def __len__(self) -> int:
        """The number of exchanges."""
        return len(self._sends_back)

    @overload
    def __getitem__(self, index: int) -> Turn: ...
    @overload
    def __getitem__(self, index: slice) -> list[Turn]: ...
    def __getitem__(self, index: int | slice) -> Turn | list[Turn]:
        """The turn of an exchange, or several."""
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        exchange = range(len(self))[index]
        return Turn(
            exchange,
            _number(self._conversations[exchange]),
            _number(self._parents[exchange]),
            self._known[exchange],
            _number(self._retry_of[exchange]),
            _number(self._retried_by[exchange]),
            bool(self._sends_back[exchange]),
        )

    def append(self, turn: Turn) -> None:
        """Add the turn of the next exchange; one that it repeats learns of it."""
        self._conversations.append(_NONE if turn.conversation is None else turn.conversation)
        self._parents.append(_NONE if turn.parent is None else turn.parent)
        self._known.append(turn.known)
        self._retry_of.append(_NONE if turn.retry_of is None else turn.retry_of)
        self._retried_by.append(_NONE)
        self._following.append(_NONE)
        if turn.retry_of is not None:
            self._retried_by[turn.retry_of] = turn.exchange
        self._sends_back.append(turn.sends_back_answer)  # last: its length is that of all

    def skip(self, count: int) -> None:
        """Leave out the next exchanges, which stand nowhere."""
        for column in (self._conversations, self._parents, self._retry_of, self._retried_by, self._following):
            column.extend(array("i", [_NONE]) * count)
        self._known.extend(array("I", [0]) * count)
        self._sends_back.extend(bytes(count))

    def conversation(self, exchange: int) -> int | None:
        """The conversation of an exchange."""
        return _number(self._conversations[exchange])

    def following(self, exchange: int) -> int:
        """The next exchange of a conversation, which has one."""
        return self._following[exchange]

    def link(self, exchange: int, following: int) -> None:
        """Let an exchange be followed by another one of its conversation."""
        self._following[exchange] = following


def _number(stored: int) -> int | None:
    return None if stored == _NONE else stored
