# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which lines a comparison is shown in."""

from __future__ import annotations

from tests.talks import PLANTED, record, talk
from viewer.core import recording
from viewer.core.compare.comparison import Comparison
from viewer.core.compare.recordings import compare
from viewer.gui.comparison.lines import Fold, Heading, RowLine, lines_below, lines_of


def _compared(*plants: str) -> Comparison:
    changed = talk(1)
    for name in plants:
        PLANTED[name][0](changed)
    before, after = (recording.load_text("t.yaml", record(*given).encode()) for given in ((talk(1), 1), (changed, 9)))
    return compare(before, after)


def test_changes_are_numbered_as_they_are_listed() -> None:
    found = _compared("text", "usage", "argument")
    numbered = [line.row for line in lines_of(found, ()) if isinstance(line, RowLine) and line.number is not None]
    assert numbered == [row for _, row in found.changes()]
    assert len(numbered) == 3


def test_interactions_without_a_change_are_one_line_that_opens() -> None:
    found = _compared("text")
    lines = lines_of(found, ())
    fold = lines[0]
    assert isinstance(fold, Fold)
    assert fold.text == "2 interactions without a change"
    assert sum(isinstance(line, Heading) for line in lines) == 1
    opened = lines_of(found, {fold.key})
    assert sum(isinstance(line, Heading) for line in opened) == 3


def test_every_row_is_there_once_all_is_open() -> None:
    found = _compared("text", "argument")
    opened: set[tuple[int, int]] = set()
    while folds := [line.key for line in lines_of(found, opened) if isinstance(line, Fold)]:
        opened.update(folds)
    rows = [line.row for line in lines_of(found, opened) if isinstance(line, RowLine)]
    assert rows == [row for section in found.sections for row in section.rows]
    assert any(row.noise for row in rows)


def test_the_same_is_one_line() -> None:
    [fold] = lines_of(_compared(), ())
    assert isinstance(fold, Fold)


def test_a_fold_is_replaced_by_what_all_of_it_would_have_been() -> None:
    found = _compared("text", "argument")
    opened: set[tuple[int, int]] = set()
    lines = lines_of(found, opened)
    while folds := [place for place, line in enumerate(lines) if isinstance(line, Fold)]:
        fold = lines[folds[0]]
        assert isinstance(fold, Fold)
        opened.add(fold.key)
        lines[folds[0] : folds[0] + 1] = lines_below(found, fold, opened)
        assert lines == lines_of(found, opened)
