# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two texts -> the words that are not in both, as spans of each.

Rule: what was changed is told as people would mark it. A word of two letters that happens to stand in both amid a
sentence written anew is no agreement; it is marked with the sentence. Scripts that write no spaces go by characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from viewer.core.text.sequences import Block, Matching, match
from viewer.dataclass import dataclass

Span = tuple[int, int]
"""Start and end of a stretch of a text, in characters."""

_NO_SPACES = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff"
_WORD = re.compile(rf"[{_NO_SPACES}]|[^\W{_NO_SPACES}]+|\n|[^\S\n]+|[^\w\s]")
_BY_LINES_FROM = 20_000
"""Characters of a text from which on only the words of changed lines are compared."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What of each text is not in the other, in order and apart; coarse where more may be common."""

    before: tuple[Span, ...]
    after: tuple[Span, ...]
    is_coarse: bool = False


def difference(before: str, after: str) -> Difference:
    """The words that differ."""
    if len(before) + len(after) < _BY_LINES_FROM:
        return _by_words(before, after, 0, 0)
    return _by_lines(before, after)


def _by_lines(before: str, after: str) -> Difference:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found = match(old, new)
    starts, others = _starts(old), _starts(new)
    befores: list[Span] = []
    afters: list[Span] = []
    is_coarse = found.is_coarse
    for left, right in found.gaps(len(old), len(new)):
        start, there = starts[left.start], others[right.start]
        inner = _by_words(before[start : starts[left.stop]], after[there : others[right.stop]], start, there)
        befores += inner.before
        afters += inner.after
        is_coarse = is_coarse or inner.is_coarse
    return Difference(tuple(befores), tuple(afters), is_coarse)


def _by_words(before: str, after: str, start: int, there: int) -> Difference:
    """The words of two stretches that begin at these places of their texts."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    found = match(old, new)
    kept = Matching(tuple(_telling(found, old, new)))
    starts, others = _starts(old, start), _starts(new, there)
    gaps = list(kept.gaps(len(old), len(new)))
    return Difference(
        tuple((starts[left.start], starts[left.stop]) for left, _ in gaps if left),
        tuple((others[right.start], others[right.stop]) for _, right in gaps if right),
        found.is_coarse,
    )


def _telling(found: Matching, old: Sequence[str], new: Sequence[str]) -> Iterator[Block]:
    """The blocks that are more than chance: longer than what was changed on one side of them, or at an edge."""
    sizes, others = _starts(old), _starts(new)
    for number, block in enumerate(found.blocks):
        size = len("".join(old[block.left : block.left + block.length]).strip())
        changed = _changed(found, number, sizes, others, len(old), len(new))
        if size > changed or not changed:
            yield block


def _changed(
    found: Matching, number: int, sizes: Sequence[int], others: Sequence[int], old_end: int, new_end: int
) -> int:
    """Characters changed on the quieter side of a block, of whichever text was changed more."""
    block = found.blocks[number]
    before = found.blocks[number - 1] if number else Block(0, 0, 0)
    is_last = number + 1 == len(found.blocks)
    after = Block(old_end, new_end, 0) if is_last else found.blocks[number + 1]
    ahead = max(
        sizes[block.left] - sizes[before.left + before.length],
        others[block.right] - others[before.right + before.length],
    )
    behind = max(
        sizes[after.left] - sizes[block.left + block.length], others[after.right] - others[block.right + block.length]
    )
    return min(ahead, behind)


def _starts(pieces: Sequence[str], start: int = 0) -> list[int]:
    """Where each piece begins, and where the last one ends."""
    starts = [start]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    return starts
