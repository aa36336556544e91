# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two lists of lines -> rows that hold a line of each, of which some differ, and what explains it.

Rule: what is shown is masked and visible, what is compared is neither, so that no difference is lost behind a mask.
A line goes by all of it first, then by what is left of it without ids, then by its head: the key of a JSON member, the
kind of an event. So a value that changed stands beside what it was, and not beside what follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field

from viewer.core.compare.noise import Noise
from viewer.core.compare.pairing import Pair, pair_or_say
from viewer.dataclass import dataclass

Explain = Callable[[int, int], frozenset[str] | None]
"""The noise that explains the difference of two lines by their numbers; None where nothing does."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one side: as they are shown, as they are compared, and the head that each goes by."""

    shown: Sequence[str] = ()
    compared: Sequence[str] = ()
    heads: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class LinePairs:
    """All rows in order; `differing` are those that are not equal, with the noise that explains each, if any does."""

    before: Lines
    after: Lines
    rows: Sequence[Pair]
    differing: dict[int, frozenset[str]] = field(default_factory=dict)
    is_coarse: bool = False
    note: str = ""
    """What was done to the lines so that they can be compared."""

    def is_change(self, row: int, ignored: frozenset[str]) -> bool:
        """Whether a row is a difference that is not ignored."""
        noise = self.differing.get(row)
        return noise is not None and not (noise and noise <= ignored)

    def texts(self, row: int) -> tuple[str | None, str | None]:
        """What a row shows on both sides; None where there is no line."""
        left, right = self.rows[row]
        return (
            self.before.shown[left] if left is not None else None,
            self.after.shown[right] if right is not None else None,
        )

    def noise(self) -> Iterator[str]:
        """The names that explain a difference, once for each."""
        return (name for names in self.differing.values() for name in names)


def pair_lines(before: Lines, after: Lines, explain: Explain) -> LinePairs:
    """Both lists side by side."""
    sides = [list(zip(lines.compared, lines.heads, strict=True)) for lines in (before, after)]
    rows, is_coarse = pair_or_say(sides[0], sides[1])
    differing: dict[int, frozenset[str]] = {}
    for number, (left, right) in enumerate(rows):
        if left is None or right is None:
            differing[number] = frozenset()
        elif before.compared[left] != after.compared[right]:
            differing[number] = explain(left, right) or frozenset()
            if not differing[number] and before.shown[left] == after.shown[right]:
                differing[number] = frozenset((Noise.SECRET_VALUES.value,))
    return LinePairs(before, after, rows, differing, is_coarse)
