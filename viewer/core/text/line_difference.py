# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two texts -> the runs of lines by which they differ, with a few equal lines around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from viewer.dataclass import dataclass

AROUND = 2
"""Equal lines that are told before and after a difference."""
MOST_LINES = 3000
"""Lines on either side, without those that both begin and end with, that are compared one by one."""
_LONGEST_WORD = 40
_MOST_EQUAL = 240
"""Characters of a long line that are told before and after what differs in it."""


@dataclass(frozen=True, slots=True)
class LineRun:
    """Lines that both texts have (`same`), or one of them: `start` to `end` is what differs inside of them.

    `text` has no line break at its end; where equal characters of a long line were left out an ellipsis stands.
    """

    kind: Literal["same", "removed", "added", "skipped"]
    text: str
    lines: int
    start: int = 0
    end: int = 0


def line_difference(before: str, after: str) -> list[LineRun]:
    """What was removed and added from one text to the other; empty where they are equal."""
    old, new = (text.split("\n") if text else [] for text in (before, after))
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    runs: list[LineRun] = []
    told = 0
    for first, last, new_first, new_last in _changes(old[head : len(old) - tail], new[head : len(new) - tail]):
        runs += _same(old[told : head + first], AROUND if told else 0, AROUND)
        runs += _changed(old[head + first : head + last], new[head + new_first : head + new_last])
        told = head + last
    return [*runs, *_same(old[told:], AROUND, 0)] if runs else []


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """The ranges of lines that were replaced; one range where there are too many lines to compare."""
    from viewer.core.text.sequences import Matching, match  # noqa: PLC0415 - for the first edit

    found = Matching(()) if max(len(old), len(new)) > MOST_LINES else match(old, new)
    # Lines that are everywhere, as empty ones are, hold nothing together.
    telling = (b for b in found.blocks if any(line.strip() for line in old[b.left : b.left + b.length]))
    for left, right in Matching(tuple(telling)).gaps(len(old), len(new)):
        yield left.start, left.stop, right.start, right.stop


def _same(lines: Sequence[str], first: int, last: int) -> Iterator[LineRun]:
    """Equal lines: the first and the last of them, and how many are between those."""
    if len(lines) <= first + last + 1:
        if lines:
            yield LineRun("same", "\n".join(lines), len(lines))
        return
    if first:
        yield LineRun("same", "\n".join(lines[:first]), first)
    yield LineRun("skipped", "", len(lines) - first - last)
    if last:
        yield LineRun("same", "\n".join(lines[-last:]), last)


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[LineRun]:
    """What stood there and what stands there now."""
    was, now = "\n".join(old), "\n".join(new)
    if not old or not new:
        yield LineRun("removed" if old else "added", was or now, len(old or new))
        return
    start = _whole_words(was, _equal_characters(was, now))
    backwards = was[start:][::-1], now[start:][::-1]
    end = _whole_words(backwards[0], _equal_characters(*backwards))
    yield _around("removed", was, len(old), start, len(was) - end)
    yield _around("added", now, len(new), start, len(now) - end)


def _whole_words(text: str, equal: int) -> int:
    """How many of the equal characters a text begins with are whole words: half a word tells a reader nothing."""
    at = equal
    while 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() and equal - at < _LONGEST_WORD:
        at -= 1
    return equal if equal - at == _LONGEST_WORD else at


def _equal_characters(one: str, other: str) -> int:
    """How many characters both texts begin with, found by halving."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _around(kind: Literal["removed", "added"], text: str, lines: int, start: int, end: int) -> LineRun:
    first, last = max(0, start - _MOST_EQUAL), min(len(text), end + _MOST_EQUAL)
    head, tail = "… " if first else "", " …" if last < len(text) else ""
    moved = len(head) - first
    return LineRun(kind, f"{head}{text[first:last]}{tail}", lines, start + moved, end + moved)
