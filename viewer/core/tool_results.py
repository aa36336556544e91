# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Tool calls of an answer and the messages that follow it -> which result answers which call.

Rule: ids decide where they can. Providers leave them out or use one twice, and clients put their own in their place;
then the call as the client sends it back links the recorded call and the result, by name and order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from viewer.core.summary import CallKey, ResultKey


class RecordedCall(NamedTuple):
    """A tool call of the answer of exchange `exchange`, on track `track` of its assembly."""

    exchange: int
    track: int
    call: CallKey


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
