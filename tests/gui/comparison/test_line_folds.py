# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which lines stand on the screen: all rows once, changes never folded, and what is open costs nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from viewer.core.compare.line_pairs import LinePairs, Lines
from viewer.gui.comparison.line_folds import AROUND, LineFolds
from viewer.gui.comparison.line_texts import LONGEST, LineTexts, marked

_IDS = frozenset(("ids",))


def _pairs(count: int, differing: dict[int, frozenset[str]]) -> LinePairs:
    lines = [f"line {number}" for number in range(count)]
    return LinePairs(Lines(lines), Lines(lines), [(number, number) for number in range(count)], differing)


def _rows(folds: LineFolds) -> list[int]:
    """Every row that is shown or folded, line by line."""
    found: list[int] = []
    for line in range(len(folds)):
        row, stretch = folds.at(line)
        found += range(stretch.first, stretch.first + stretch.count) if stretch.is_folded else [row]
    return found


@given(st.integers(0, 60), st.sets(st.integers(0, 59)), st.sets(st.integers(0, 59)))
def test_every_row_is_there_once_and_changes_are_in_sight(count: int, changed: set[int], noise: set[int]) -> None:
    differing = {row: _IDS if row in noise else frozenset[str]() for row in changed if row < count}
    folds = LineFolds(_pairs(count, differing), _IDS)
    assert _rows(folds) == list(range(count))
    for row, why in differing.items():
        assert bool(folds.change_at(row)) == (not why)
        if not why:
            assert folds.at(folds.line_of(row)) == (row, folds.at(folds.line_of(row))[1])
            assert not folds.at(folds.line_of(row))[1].is_folded
    while folded := [stretch for stretch in folds.stretches if stretch.is_folded]:
        folds.open(folded[0])
    assert _rows(folds) == list(range(count))
    assert len(folds) == count


def test_neighbours_are_one_change_and_a_fold_tells_what_it_holds() -> None:
    folds = LineFolds(_pairs(100, {50: frozenset(), 51: frozenset(), 10: _IDS}), _IDS)
    assert folds.changes == [(50, 52)]
    fold = folds.at(0)[1]
    assert (fold.is_folded, fold.count) == (True, 50 - AROUND)
    assert folds.words(fold) == "46 equal lines, 1 ignored"
    assert LineFolds(folds.pairs, frozenset()).changes == [(10, 11), (50, 52)]


def test_words_that_differ_are_marked_and_long_lines_are_cut_around_them() -> None:
    assert marked("take the blue bag", "take the red bag") == (((9, 13),), ((9, 12),))
    assert marked("same", "same") == ((), ())
    head = "x" * 3_000_000
    lines = Lines([f"{head} blue {head}"]), Lines([f"{head} red {head}"])
    before, after = LineTexts(LinePairs(*lines, [(0, 0)], {0: frozenset()})).of(0)
    assert before is not None
    assert after is not None
    assert len(before.text) <= LONGEST
    assert [before.text[start:end] for start, end in before.spans] == ["blue"]
    assert [after.text[start:end] for start, end in after.spans] == ["red"]
