# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Tool calls of an answer and the messages that follow it -> which result answers which call.

Rule: ids decide where they can. Providers leave them out or use one twice, and clients put their own in their place;
then the call as the client sends it back links the recorded call and the result, by name and order.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from struct import Struct
from typing import Generic, NamedTuple, TypeVar

from viewer.core.analysis import Exchange
from viewer.core.columns.digest_table import DigestTable
from viewer.core.links import CallKey, ResultKey
from viewer.core.messages import ToolCallResponse
from viewer.dataclass import dataclass

_pair_of_numbers = Struct("<QQ").pack
_SPREAD = 0x9E3779B97F4A7C15
"""2^64 by the golden ratio: multiples of it are spread evenly, which neighbouring numbers are not."""

T = TypeVar("T")
_ANY = "any"


class RecordedCall(NamedTuple):
    """A tool call of the answer of exchange `exchange`, on track `track` of its assembly."""

    exchange: int
    track: int
    call: CallKey


@dataclass(frozen=True, slots=True)
class ToolResult:
    """The answer to a tool call: a part of a message of what exchange `exchange` asked."""

    exchange: int
    message: int
    part: int

    def part_in(self, exchange: Exchange) -> ToolCallResponse:
        """What the tool answered, read in the exchange that tells it."""
        part = exchange.asked[self.message].parts[self.part]
        return part if isinstance(part, ToolCallResponse) else ToolCallResponse(None, None)


class ToolResults(Mapping[tuple[int, int], ToolResult]):
    """(exchange, track of its assembly) -> the result of the call that stands there, in columns."""

    def __init__(self) -> None:
        """Empty."""
        self._rows = DigestTable()
        self._exchanges, self._tracks = array("I"), array("I")
        self._reported_by, self._messages, self._parts = array("I"), array("I"), array("I")

    def __len__(self) -> int:
        """The number of calls with a result."""
        return len(self._parts)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """The places of the calls, in the order in which their results came."""
        return iter(zip(self._exchanges, self._tracks, strict=True))

    def __getitem__(self, call: tuple[int, int]) -> ToolResult:
        """The result of a call; raises KeyError where none was reported."""
        row = self._rows.get(_place(*call))
        if row is None:
            raise KeyError(call)
        return ToolResult(self._reported_by[row], self._messages[row], self._parts[row])

    def add(self, call: RecordedCall, result: ToolResult) -> None:
        """Keep the result of a call; the first that is reported counts."""
        place = _place(call.exchange, call.track)
        if self._rows.get(place) is not None:
            return
        self._rows.put(place, len(self))
        self._exchanges.append(call.exchange)
        self._tracks.append(call.track)
        self._reported_by.append(result.exchange)
        self._messages.append(result.message)
        self._parts.append(result.part)


def _place(exchange: int, track: int) -> bytes:
    number = exchange << 32 | track
    return _pair_of_numbers(number * _SPREAD & 0xFFFFFFFFFFFFFFFF, number)


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
