# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Tool calls of an answer and the messages that follow it -> which result answers which call.

Rule: ids decide where they can. Providers leave them out or use one twice, and clients put their own in their place;
then the call as the client sends it back links the recorded call and the result, by name and order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from viewer.core.summary import CallKey, ResultKey

T = TypeVar("T")
_ANY = "any"


class RecordedCall(NamedTuple):
    """A tool call of the answer of exchange `exchange`, on track `track` of its assembly."""

    exchange: int
    track: int
    call: CallKey


class _Row(Generic[T]):
    """Things in a row, each known by several names: the first of a name that was not taken away is found at once."""

    def __init__(self) -> None:
        self._there: dict[int, T] = {}
        self._named: dict[Hashable, deque[int]] = {}
        self._count = 0

    def add(self, one: T, names: Iterable[Hashable]) -> None:
        """Put it at the end."""
        self._there[self._count] = one
        for name in names:
            self._named.setdefault(name, deque()).append(self._count)
        self._count += 1

    def take(self, *names: Hashable) -> T | None:
        """Take away the first thing of the first name that any has."""
        for name in names:
            numbers = self._named.get(name, ())
            while numbers:
                one = self._there.pop(numbers.popleft(), None)
                if one is not None:
                    return one
        return None


def pair(
    calls: Sequence[RecordedCall], asked: Iterable[CallKey | ResultKey]
) -> Iterator[tuple[RecordedCall, ResultKey]]:
    """Each of the calls that a request answers, with its result; of two that fit as well, the first one."""
    unsent, waiting = _Row[RecordedCall](), _Row[tuple[RecordedCall | None]]()
    for one in calls:
        unsent.add(one, _names(one.call))
    for key in asked:
        if isinstance(key, CallKey):
            waiting.add((unsent.take(*_likest(key)),), _names(key))
        elif (sent_back := waiting.take(_asked_for(key))) is not None:
            if sent_back[0] is not None:
                yield sent_back[0], key
        elif (recorded := unsent.take(_asked_for(key))) is not None:
            yield recorded, key


def _names(call: CallKey) -> Iterator[Hashable]:
    """All by which a call is looked for."""
    yield _ANY
    yield "id", call.id
    yield "name", call.name
    yield "id, name", call.id, call.name
    yield "id, arguments", call.id, call.arguments
    yield "name, arguments", call.name, call.arguments
    yield "all", call.id, call.name, call.arguments


def _likest(call: CallKey) -> Iterator[Hashable]:
    """What a recorded call that a client sends back as `call` is like: ids agree, or at least the names do."""
    if call.id:
        yield "id, name", call.id, call.name
        yield "id, arguments", call.id, call.arguments
        yield "id", call.id
    elif call.id is not None:  # an empty one, which many may have
        yield "all", call.id, call.name, call.arguments
        yield "id, name", call.id, call.name
    yield "name, arguments", call.name, call.arguments
    yield "name", call.name


def _asked_for(result: ResultKey) -> Hashable:
    """Whose result it is: by id; without one by name, and without that by order alone."""
    if result.id:
        return "id", result.id
    return _ANY if result.name is None else ("name", result.name)
