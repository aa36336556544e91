# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recording before, recording after -> which exchange is which, and what is different about it.

Rule: an exchange is known again by what was asked (method, URL, body), in order; never by its number alone. Where only
the body of a request was changed, the one that stands in its place between two known ones is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import field

from viewer.core.recording import Recording
from viewer.core.summary import Summary
from viewer.dataclass import dataclass

_MOST_ALIGNED = 500
"""Exchanges between the common beginning and the common end that are aligned as well as possible; more go by order."""

_Key = tuple[bytes, bytes]
"""Digests of the address, and of the whole request."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a file that was read again has become; numbers are those of exchanges, `new` ones where not said.

    `became` maps old numbers to new ones, `gone` are old numbers without one. `differing` says what of an exchange is
    different: `request`, `answer`, `stored answer` (the same was said, in other bytes), `headers`, `times`.
    """

    became: dict[int, int] = field(default_factory=dict)
    added: frozenset[int] = frozenset()
    differing: dict[int, tuple[str, ...]] = field(default_factory=dict)
    gone: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is different."""
        return bool(self.added or self.differing or self.gone)

    def now(self, number: int) -> int:
        """Where an old number went; of one that is gone, where the next one that is left went, else the last."""
        later = (new for old, new in self.became.items() if old >= number)
        return self.became.get(number, min(later, default=max(self.became.values(), default=0)))


def compare(before: Recording, after: Recording) -> Changes:
    """What is different, by what the summaries tell, through which this goes in order."""
    old, new = before.briefs, after.briefs
    were, are = [_key(summary) for summary in old], [_key(summary) for summary in new]
    became = dict(_pairs(were, are))
    found = set(became.values())
    return Changes(
        became,
        frozenset(number for number in range(len(are)) if number not in found),
        {now: words for now, words in _differing(old, new, became) if words},
        tuple(number for number in range(len(were)) if number not in became),
    )


def _differing(
    old: Iterable[Summary], new: Iterable[Summary], became: dict[int, int]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """For each exchange that is known again its new number and what is different; both numbers only grow."""
    left, right = enumerate(old), enumerate(new)
    for was, now in became.items():
        one = next(summary for number, summary in left if number == was)
        other = next(summary for number, summary in right if number == now)
        yield now, tuple(_different(one, other))


def _pairs(were: list[_Key], are: list[_Key]) -> Iterator[tuple[int, int]]:
    """Old and new number of every exchange that is known again, in order."""
    start = 0
    while start < min(len(were), len(are)) and were[start] == are[start]:
        yield start, start
        start += 1
    end = 0
    while end < min(len(were), len(are)) - start and were[-1 - end] == are[-1 - end]:
        end += 1
    at_old, at_new = start, start
    stops = [*_aligned(were, are, start, end), (len(were) - end, len(are) - end)]
    for stop_old, stop_new in stops:
        yield from _between(were, are, range(at_old, stop_old), range(at_new, stop_new))
        if stop_old < len(were) - end:
            yield stop_old, stop_new
        at_old, at_new = stop_old + 1, stop_new + 1
    yield from ((len(were) - back, len(are) - back) for back in range(end, 0, -1))


def _aligned(were: list[_Key], are: list[_Key], start: int, end: int) -> list[tuple[int, int]]:
    """Pairs of equal keys between beginning and end, both numbers growing."""
    left, right = were[start : len(were) - end], are[start : len(are) - end]
    if not left or not right:
        return []
    if max(len(left), len(right)) <= _MOST_ALIGNED:
        # Imported late: a start of the window needs none of it.
        from difflib import SequenceMatcher  # noqa: PLC0415

        blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
        return [(start + b.a + i, start + b.b + i) for b in blocks for i in range(b.size)]
    places: dict[_Key, list[int]] = defaultdict(list)
    for number in reversed(range(len(right))):
        places[right[number]].append(number)
    pairs: list[tuple[int, int]] = []
    last = -1
    for number, key in enumerate(left):
        while places[key] and places[key][-1] <= last:
            places[key].pop()
        if places[key]:
            last = places[key].pop()
            pairs.append((start + number, start + last))
    return pairs


def _between(were: list[_Key], are: list[_Key], old: range, new: range) -> Iterator[tuple[int, int]]:
    """Those left over between two known ones: each with the next that asks the same address."""
    left = list(new)
    for was in old:
        now = next((number for number in left if are[number][0] == were[was][0]), None)
        if now is not None:
            yield was, now
            left = [number for number in left if number > now]


def _key(summary: Summary) -> _Key:
    return summary.marks.asked, summary.links.request


def _different(old: Summary, new: Summary) -> Iterator[str]:
    was, now = old.marks, new.marks
    if _key(old) != _key(new):
        yield "request"
    if was.answer != now.answer:
        yield "answer"
    elif was.stored_answer != now.stored_answer:
        yield "stored answer" if new.says_something else "answer"
    if was.headers != now.headers:
        yield "headers"
    if was.times != now.times:
        yield "times"
