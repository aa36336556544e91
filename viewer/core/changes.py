# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recording before, recording after -> which exchange is which, and what is different about it.

Rule: an exchange is known again as comparisons know it, by what it says and never by its number alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from viewer.core.compare.alignment import align
from viewer.core.recording import Recording
from viewer.core.summary import Summary
from viewer.dataclass import dataclass

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
    """What is different, by what the summaries tell."""
    old, new = before.briefs, after.briefs
    aligned = align(old, new)
    # One that moved is gone there and new here: who reads on stays where the others are, which keep their order.
    became = {was: now for was, now in aligned.known.items() if (was, now) not in aligned.moved}
    found = set(became.values())
    return Changes(
        became,
        frozenset(number for number in range(len(new)) if number not in found),
        {now: words for was, now in became.items() if (words := tuple(_different(old[was], new[now])))},
        tuple(number for number in range(len(old)) if number not in became),
    )


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
