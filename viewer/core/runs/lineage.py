# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which conversation came of which: a sub-agent of the call that asked for it, a compacted one of what it sums up."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import islice

from viewer.core.client_texts import SUMMARIES
from viewer.dataclass import dataclass

_SHORTEST_PROMPT = 40
"""Characters from which on a prompt is found inside of what a sub-agent was told; shorter ones must be all of it."""
_SHORTEST_SUMMARY = 80
_LONGEST_LOOKED_AT = 50_000
_MOST_LOOKED_AT = 200
"""Calls and conversations before one that are looked at: what came of one another is not far apart."""


@dataclass(frozen=True, slots=True)
class CallPlace:
    """A call: the exchange whose answer makes it, and the track of it there."""

    exchange: int
    track: int


@dataclass(slots=True)
class Beginning:
    """What is known of a conversation for its lineage: what was said first, and what its last answer was.

    `systems` are digests of its instructions, those of its first request first; `compacts` is the conversation that it
    says to begin with a summary of; `agent` names the sub-agent whose it is, where the recording does.
    """

    conversation: int
    first: int
    last: int
    texts: tuple[str, ...]
    answer: str = ""
    compacts: int | None = None
    systems: list[bytes] = field(default_factory=list)
    calls: list[tuple[CallPlace, list[str]]] = field(default_factory=list)
    agent: str | None = None


def spawned_by(begun: Sequence[Beginning], started: Mapping[str, CallPlace] | None = None) -> dict[int, CallPlace]:
    """By conversation the call that asked for it.

    It is the one that is told to have `started` its agent, else one of an earlier exchange whose prompt is what the
    conversation begins with.
    """
    named = [(one, (started or {}).get(one.agent)) for one in begun if one.agent is not None]
    found = {one.conversation: place for one, place in named if place is not None and place.exchange < one.first}
    taken = set(found.values())
    calls = sorted(((place, words) for one in begun for place, words in one.calls), key=_exchange)
    exact: dict[str, deque[CallPlace]] = {}
    for place, words in calls:
        for text in words:
            exact.setdefault(text, deque()).append(place)
    for child in (one for one in begun if one.conversation not in found):
        queues = [exact[text.strip()] for text in child.texts if text.strip() in exact]
        fitting = [place for queue in queues for place in islice(queue, _MOST_LOOKED_AT)]
        asked = _first_free(fitting, child, taken) or _first_free(_inside(child, calls), child, taken)
        if asked is not None:
            found[child.conversation] = asked
            taken.add(asked)
            for queue in queues:
                if queue and queue[0] == asked:
                    queue.popleft()
    return found


def _exchange(call: tuple[CallPlace, list[str]]) -> int:
    return call[0].exchange


def _inside(child: Beginning, calls: Sequence[tuple[CallPlace, list[str]]]) -> Iterator[CallPlace]:
    """The calls shortly before a conversation whose prompts stand inside of what it begins with."""
    until = bisect_left(calls, child.first, key=_exchange)
    texts = [text[:_LONGEST_LOOKED_AT] for text in child.texts]
    for place, words in calls[max(until - _MOST_LOOKED_AT, 0) : until]:
        if any(len(prompt) >= _SHORTEST_PROMPT and prompt in text for prompt in words for text in texts):
            yield place


def _first_free(places: Iterable[CallPlace], child: Beginning, taken: set[CallPlace]) -> CallPlace | None:
    """The first call before a conversation that has no sub-agent yet."""
    return next((one for one in places if one.exchange < child.first and one not in taken), None)


def compacted_from(begun: Sequence[Beginning], children: dict[int, CallPlace]) -> dict[int, int]:
    """By conversation the one before that its beginning sums up."""
    found: dict[int, int] = {}
    before: deque[Beginning] = deque(maxlen=_MOST_LOOKED_AT)
    for later in begun:
        if later.conversation in children:
            continue
        source = _source(later, before)
        if source is not None and source != later.conversation:
            found[later.conversation] = source
        before.append(later)
    return found


def _source(later: Beginning, before: Sequence[Beginning]) -> int | None:
    """The conversation that another one begins with a summary of: it says so, or the summary is an answer of it."""
    if later.compacts is not None:
        return later.compacts
    if not before:
        return None
    summary = next((one for one in reversed(before) if _is_summed_up(one, later)), None)
    source = summary if summary is not None and _may_go_on(summary, later) else None
    if summary is not None and source is None and summary.first == summary.last:
        # The summary was asked for in a conversation of its own: what it sums up came before that.
        source = next((one for one in reversed(before) if one.first < summary.first and _may_go_on(one, later)), None)
    if source is None and any(text.lstrip().startswith(SUMMARIES) for text in later.texts):
        source = max(before, key=lambda one: one.last if one.last < later.first else -1)
    return source.conversation if source is not None else None


def _may_go_on(earlier: Beginning, later: Beginning) -> bool:
    """Whether one conversation may be another's next stretch: of several requests, under instructions that it had.

    An answer that is handed on to somebody else, as in a pipeline, is no summary of what came before.
    """
    return earlier.first < earlier.last and bool(later.systems) and later.systems[0] in earlier.systems


def _is_summed_up(earlier: Beginning, later: Beginning) -> bool:
    """Whether the last answer of a conversation stands in what another one begins with."""
    summary = earlier.answer.strip()
    if len(summary) < _SHORTEST_SUMMARY or earlier.last >= later.first:
        return False
    return any(summary in text[:_LONGEST_LOOKED_AT] for text in later.texts)
