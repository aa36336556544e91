# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A row of lines -> both texts as they are painted, the words that differ marked; a long line is cut around them.

Rule: no Qt. What it costs is bounded, for it is asked while a view is painted: of megabytes in one line only a stretch
around the first difference is compared by words.
"""

from __future__ import annotations

from collections import OrderedDict

from viewer.core.compare.comparison import Side
from viewer.core.compare.line_pairs import LinePairs
from viewer.core.compare.words import Span, difference
from viewer.gui.comparison.cells import Shown, shown

LONGEST = 1000
"""Characters that are shown of a line."""
_COMPARED = 1200
"""Characters of each side that are compared by words, from the first that differs on: no more of them is shown."""
_AROUND = 40
_KEPT = 400
_Texts = tuple[Shown | None, Shown | None]


class LineTexts:
    """The texts of rows; those that were asked for last are kept."""

    def __init__(self, pairs: LinePairs) -> None:
        """Nothing is compared by words yet."""
        self._pairs = pairs
        self._kept: OrderedDict[int, _Texts] = OrderedDict()

    def of(self, row: int) -> _Texts:
        """Both sides of a row; None where there is no line."""
        if row not in self._kept:
            self._kept[row] = self._made(row)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return self._kept[row]

    def _made(self, row: int) -> _Texts:
        before, after = self._pairs.texts(row)
        if before is None or after is None or row not in self._pairs.differing:
            one, other = (None if text is None else shown(Side(text), is_open=False) for text in (before, after))
            return one, other
        spans = marked(before, after)
        one, other = (shown(Side(text, None, spans[side]), is_open=False) for side, text in enumerate((before, after)))
        return one, other


def marked(before: str, after: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The words that differ in two lines, as spans of each."""
    start = _common(before, after)
    tail = _common(before[start:][::-1], after[start:][::-1])
    # Half a word tells a reader nothing: a little of what is equal around is compared too.
    first, last = max(start - _AROUND, 0), max(tail - _AROUND, 0)
    one, other = (text[first : min(len(text) - last, first + _COMPARED)] for text in (before, after))
    found = difference(one, other)
    return _moved(found.before, first), _moved(found.after, first)


def _moved(spans: tuple[Span, ...], by: int) -> tuple[Span, ...]:
    return tuple((start + by, end + by) for start, end in spans)


def _common(one: str, other: str) -> int:
    """How many characters both begin with, found by halving."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low
