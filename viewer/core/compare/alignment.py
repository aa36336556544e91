# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Summaries before, summaries after -> which interaction is which, by what they say and never by number alone.

Rule: symmetric and bounded. What is the very same is found first, in order; between those what asks the same, and what
is left between two known ones goes by what is most alike. The rest may have moved, or is lost and added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import field

from viewer.core.compare.pairing import Pair, pair_or_say
from viewer.core.summary import Summary
from viewer.core.text.drawn_values import FREE_PORT, RANDOM
from viewer.dataclass import dataclass

_MOST_COMPARED = 2500
"""Pairs of interactions between two known ones that are weighed; more go by order."""
_LEAST_ALIKE = 3.0
_MOST_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of numbers in order, one of them None where there is no counterpart; those that moved; how sure it is."""

    pairs: tuple[Pair, ...]
    moved: frozenset[tuple[int, int]] = frozenset()
    is_coarse: bool = False
    known: dict[int, int] = field(default_factory=dict)
    """Number before to number after of every interaction that has a counterpart."""


def align(before: Sequence[Summary], after: Sequence[Summary]) -> Alignment:
    """Which interaction is which."""
    keys = [_keys(summary) for summary in before], [_keys(summary) for summary in after]
    if (len(keys[0]), keys[0]) > (len(keys[1]), keys[1]):
        return _swapped(align(after, before))
    pairs, is_coarse = pair_or_say(*keys)
    likeness = _Likeness(before, after)
    paired: list[Pair] = []
    for left, right, known in _gaps(pairs):
        if left and right:
            is_coarse = is_coarse or len(left) * len(right) > _MOST_COMPARED
            paired += _alike(left, right, likeness)
        else:
            paired += [*((at, None) for at in left), *((None, at) for at in right)]
        paired += known
    return _with_moved(paired, *keys, is_coarse=is_coarse)


def _swapped(found: Alignment) -> Alignment:
    """The other way round; what has no counterpart keeps its place, what is lost stands before what is added."""
    pairs: list[Pair] = []
    waiting: list[Pair] = []
    for left, right in found.pairs:
        if left is None:
            pairs.append((right, left))
        elif right is None:
            waiting.append((right, left))
        else:
            pairs += [*waiting, (right, left)]
            waiting = []
    return Alignment(
        (*pairs, *waiting),
        frozenset((right, left) for left, right in found.moved),
        found.is_coarse,
        {right: left for left, right in found.known.items()},
    )


def _keys(summary: Summary) -> tuple[bytes, ...]:
    """From strict to loose: all of it, what was said on both sides, what was asked."""
    links, marks = summary.links, summary.marks
    address = f"{summary.method} {_shape(summary.url)}".encode("utf-8", "surrogatepass")
    asked = links.system + links.prefix(links.messages) if links.says and not links.is_session else links.request
    answered = str(summary.status).encode() + marks.answer
    return (
        marks.asked + links.request + answered,
        b"\0".join((address, asked, answered)),
        b"\0".join((address, asked, b"failed" if summary.failed else b"answered")),
        b"\0".join((address, asked)),
    )


def asks(summary: Summary) -> bytes:
    """What an interaction asks: the same for one that asks the same again."""
    return _keys(summary)[-1]


def _shape(url: str) -> str:
    """A URL without its ids."""
    return RANDOM.sub("", FREE_PORT.sub(r"\1", url))


def _gaps(pairs: Sequence[Pair]) -> Iterator[tuple[list[int], list[int], list[Pair]]]:
    """What stands without counterpart before each run of known pairs, and the run."""
    left: list[int] = []
    right: list[int] = []
    for at, there in pairs:
        if at is not None and there is not None:
            yield left, right, [(at, there)]
            left, right = [], []
        elif at is not None:
            left.append(at)
        elif there is not None:
            right.append(there)
    yield left, right, []


class _Likeness:
    """How much alike two interactions are."""

    def __init__(self, before: Sequence[Summary], after: Sequence[Summary]) -> None:
        self._sides = before, after
        self._words: dict[tuple[int, int], frozenset[str]] = {}

    def __call__(self, at: int, there: int) -> float:
        one, other = self._sides[0][at], self._sides[1][there]
        score = 2.0 * (one.method == other.method and _shape(one.url) == _shape(other.url))
        score += (one.status == other.status) + 0.5 * (one.failed == other.failed)
        score += 3.0 * (one.marks.answer == other.marks.answer)
        links, others = one.links, other.links
        score += 0.5 * (links.messages == others.messages) + 0.5 * (links.system == others.system)
        shared = 0
        for number in range(1, min(links.messages, others.messages) + 1):
            if links.prefix(number) != others.prefix(number):
                break
            shared = number
        most = max(links.messages, others.messages)
        score += 2.0 * shared / most if most else 0.0
        words, their = self._words_of(0, at), self._words_of(1, there)
        together = len(words | their)
        return score + (3.0 * len(words & their) / together if together else 0.0)

    def _words_of(self, side: int, number: int) -> frozenset[str]:
        key = side, number
        if key not in self._words:
            self._words[key] = frozenset(self._sides[side][number].text[:_MOST_WORDS].split())
        return self._words[key]


def _alike(left: Sequence[int], right: Sequence[int], likeness: _Likeness) -> list[Pair]:
    """The pairs, in order, that are most alike together; where they are too many those that stand opposite."""
    if len(left) * len(right) > _MOST_COMPARED:
        opposite: list[Pair] = [pair for pair in zip(left, right, strict=False) if likeness(*pair) >= _LEAST_ALIKE]
        taken = ({at for at, _ in opposite}, {there for _, there in opposite})
        alone: list[Pair] = [(at, None) for at in left if at not in taken[0]]
        return sorted([*opposite, *alone], key=lambda p: p[0] or 0) + [(None, at) for at in right if at not in taken[1]]
    weights = [[likeness(at, there) for there in right] for at in left]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left)):
        for j in range(len(right)):
            together = best[i][j] + weights[i][j] if weights[i][j] >= _LEAST_ALIKE else -1.0
            best[i + 1][j + 1] = max(together, best[i][j + 1], best[i + 1][j])
    i, j = len(left), len(right)
    found: list[Pair] = []
    while i or j:
        if (
            i
            and j
            and weights[i - 1][j - 1] >= _LEAST_ALIKE
            and best[i][j] == best[i - 1][j - 1] + weights[i - 1][j - 1]
        ):
            i, j = i - 1, j - 1
            found.append((left[i], right[j]))
        elif j and best[i][j] == best[i][j - 1]:
            j -= 1
            found.append((None, right[j]))
        else:
            i -= 1
            found.append((left[i], None))
    return found[::-1]


def _with_moved(
    paired: Sequence[Pair], before: Sequence[tuple[bytes, ...]], after: Sequence[tuple[bytes, ...]], *, is_coarse: bool
) -> Alignment:
    """What is left on both sides and asks the same has moved: it stands where it went."""
    left = [at for at, there in paired if at is not None and there is None]
    right = [there for at, there in paired if there is not None and at is None]
    moved: dict[int, int] = {}
    for level in range(len(before[0]) if before else 0):
        places: dict[bytes, list[int]] = defaultdict(list)
        for there in right:
            if there not in moved:
                places[after[there][level]].append(there)
        for at in left:
            waiting = places.get(before[at][level])
            if waiting and at not in moved.values():
                moved[waiting.pop(0)] = at
    gone = set(moved.values())
    pairs: list[Pair] = []
    for pair in paired:
        was, became = pair
        if became is not None and became in moved:
            pairs.append((moved[became], became))
        elif became is not None or was not in gone:
            pairs.append(pair)
    known = {at: there for at, there in pairs if at is not None and there is not None}
    return Alignment(tuple(pairs), frozenset((at, there) for there, at in moved.items()), is_coarse, known)
