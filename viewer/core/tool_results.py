# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Tool calls of an answer and the messages that follow it -> which result answers which call.

Rule: ids decide where they can. Providers leave them out or use one twice, and clients put their own in their place;
then the call as the client sends it back links the recorded call and the result, by name and order.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from struct import Struct
from typing import NamedTuple

from viewer.core.analysis import Exchange
from viewer.core.columns.digest_table import DigestTable
from viewer.core.messages import ToolCallResponse
from viewer.core.summary import CallKey, ResultKey
from viewer.core.text.json_values import Json
from viewer.dataclass import dataclass

_pair_of_numbers = Struct("<QQ").pack
_SPREAD = 0x9E3779B97F4A7C15
"""2^64 by the golden ratio: multiples of it are spread evenly, which neighbouring numbers are not."""


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

    def response_in(self, exchange: Exchange) -> Json:
        """What the tool answered, read in the exchange that tells it."""
        part = exchange.asked[self.message].parts[self.part]
        return part.response if isinstance(part, ToolCallResponse) else None


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


def pair(
    calls: Sequence[RecordedCall], asked: Iterable[CallKey | ResultKey]
) -> Iterator[tuple[RecordedCall, ResultKey]]:
    """Each of the calls that a request answers, with its result; of two that fit as well, the first one."""
    unsent = list(calls)
    waiting: list[tuple[CallKey, RecordedCall | None]] = []
    for key in asked:
        if isinstance(key, CallKey):
            recorded = _sent_back(key, unsent)
            waiting.append((key, recorded))
            if recorded is not None:
                unsent.remove(recorded)
        else:
            recorded = _answered(key, waiting, unsent)
            if recorded is not None:
                yield recorded, key


def _sent_back(call: CallKey, unsent: Sequence[RecordedCall]) -> RecordedCall | None:
    """The recorded call that a client sends back as `call`; ids agree, or at least the names do."""
    same = next((one for one in unsent if call.id and (one.call.id, one.call.name) == (call.id, call.name)), None)
    if same is not None:
        return same
    fitting = [one for one in unsent if one.call.name == call.name or (call.id and one.call.id == call.id)]
    return max(fitting, key=lambda one: _likeness(one.call, call), default=None)


def _likeness(one: CallKey, other: CallKey) -> tuple[bool, bool]:
    has_id = one.id is not None and one.id == other.id
    return has_id, one.arguments == other.arguments


def _answered(
    result: ResultKey, waiting: list[tuple[CallKey, RecordedCall | None]], unsent: list[RecordedCall]
) -> RecordedCall | None:
    """The recorded call that a result answers, taken off its list; calls that were sent back come first."""
    for entry in waiting:
        if _fits(result, entry[0]):
            waiting.remove(entry)
            return entry[1]
    for one in unsent:
        if _fits(result, one.call):
            unsent.remove(one)
            return one
    return None


def _fits(result: ResultKey, call: CallKey) -> bool:
    """By id; without one by name, and without that by order alone."""
    return call.id == result.id if result.id else result.name in (None, call.name)
