# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.code.screen import chevron_of, point_of, rows
from viewer.core.text.json_layout import layout
from viewer.gui.code.folds import CodeFolds
from viewer.gui.code.view import CodeView


def test_a_folded_container_is_one_row_that_says_what_it_holds(view: CodeView) -> None:
    assert view.fold(1)
    assert rows(view)[:3] == ["{", '  "messages": [  2 items: system, user  ],', '  "model": "kimi",']
    assert view.unfold(1)
    assert len(rows(view)) == 18
    assert not view.unfold(1)
    assert not view.fold(11)


@given(st.lists(st.integers(0, 60), max_size=12), st.integers(0, 60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_and_lines_agree_whatever_is_folded(toggled: list[int], line: int) -> None:
    document = layout(json.dumps([[[1, 2], {"a": [3, {}], "b": [[4], 5]}], {"c": {"d": [6]}}, [[[7]]], 8]))
    folds = CodeFolds(document)
    hidden: set[int] = set()
    for number in toggled:
        folds.toggle(number % len(document.lines))
    for shown in document.lines:
        if folds.is_folded(shown.index):
            assert shown.close is not None
            hidden |= set(range(shown.index + 1, shown.close + 1))
    visible = [number for number in range(len(document.lines)) if number not in hidden]
    assert [folds.line_at_row(row) for row in range(folds.row_count)] == visible
    assert [folds.row_of_line(number) for number in visible] == list(range(len(visible)))
    line %= len(document.lines)
    folds.reveal(line)
    closes_folded = document.lines[line].kind.value == "close" and folds.is_folded(document.parent(line) or 0)
    assert not closes_folded
    assert folds.line_at_row(folds.row_of_line(line)) == line


def test_fold_to_a_level_and_expand(view: CodeView) -> None:
    view.fold_to_level(1)
    assert rows(view)[1] == '  "messages": [  2 items: system, user  ],'
    assert rows(view)[3] == '  "options": {  1 key  },'
    view.fold_to_level(2)
    assert rows(view)[2] == "    {  2 keys  },"
    view.expand_all()
    assert len(rows(view)) == 18


def test_a_chevron_folds_and_a_chip_unfolds(view: CodeView) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=chevron_of(view, 1))
    assert view.page.folds.is_folded(1)
    chip = view.page.layouts.line(1).chip
    assert chip is not None
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, 1, chip[0] + 2))
    assert not view.page.folds.is_folded(1)


def test_the_reader_never_stays_on_a_hidden_line(view: CodeView) -> None:
    view.go_to_line(8)
    view.fold(1)
    assert view.current_line() == 1
    view.go_to_line(8)
    assert view.current_line() == 8
    assert not view.page.folds.is_folded(1)
