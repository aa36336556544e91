# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Common blocks: a longest common subsequence, the same from both sides, bounded."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from viewer.core.text import sequences
from viewer.core.text.sequences import match

_words = st.lists(st.sampled_from("abcde"), max_size=14)


def _longest(left: list[str], right: list[str]) -> int:
    """By the textbook: a table of all prefixes."""
    table = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            table[i + 1][j + 1] = table[i][j] + 1 if one == other else max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


@given(_words, _words)
def test_as_many_as_possible_in_order(left: list[str], right: list[str]) -> None:
    found = match(left, right)
    pairs = list(found.pairs())
    assert all(left[i] == right[j] for i, j in pairs)
    assert pairs == sorted(set(pairs))
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs) == _longest(left, right)
    assert not found.is_coarse


@given(_words, _words)
def test_the_same_from_both_sides(left: list[str], right: list[str]) -> None:
    assert match(right, left) == match(left, right).swapped()


@given(_words, _words)
def test_gaps_and_blocks_are_everything(left: list[str], right: list[str]) -> None:
    found = match(left, right)
    gaps = list(found.gaps(len(left), len(right)))
    missing = [i for gap, _ in gaps for i in gap], [j for _, gap in gaps for j in gap]
    matched = [i for i, _ in found.pairs()], [j for _, j in found.pairs()]
    assert sorted(missing[0] + matched[0]) == list(range(len(left)))
    assert sorted(missing[1] + matched[1]) == list(range(len(right)))


def test_what_is_too_much_says_that_it_is_coarse() -> None:
    chance = random.Random(1)  # noqa: S311 - the same each time
    left = [chance.choice("abcdefgh") for _ in range(12_000)]
    right = list(left)
    for _ in range(600):
        right[chance.randrange(len(right))] = "x"
    found = match(left, right)
    assert found.is_coarse
    assert all(left[i] == right[j] for i, j in found.pairs())
    assert sum(block.length for block in found.blocks) > 8_000
    assert len(left) * len(right) > sequences._MOST_PAIRS
