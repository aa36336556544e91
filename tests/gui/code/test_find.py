# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Finding in a code view, and the bar for it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from viewer.core.secrets.masking import Masker
from viewer.core.text.json_layout import plain_lines
from viewer.gui.code.cursor import CodeCursor, Position
from viewer.gui.code.find_bar import FindBar
from viewer.gui.code.view import CodeView
from viewer.gui.look.icons import Icons
from viewer.gui.look.look import Look
from viewer.gui.look.theme import Theme


def test_find_goes_to_the_first_hit_from_here_and_around(view: CodeView) -> None:
    view.go_to_line(4)
    assert view.find_text("role") is None
    assert view.current_line() == 7
    view.find_next()
    assert view.current_line() == 3
    view.find_previous()
    assert view.current_line() == 7


def test_find_sees_what_is_shown_between_key_and_value(view: CodeView) -> None:
    view.set_text('{"type":"integer", "text": "\\"type\\": 1"}')
    view.find_text('"type": "integer"')
    assert view.current_line() == 1


def test_find_opens_folds_and_finds_what_is_elided(view: CodeView, qtbot: QtBot) -> None:
    view.fold_to_level(1)
    with qtbot.waitSignal(view.hits_changed, check_params_cb=lambda _hit, _known, is_over: is_over) as signal:
        view.find_text("add 2")
    assert signal.args == [1, 1, True]
    assert view.current_line() == 8
    content = "x" * 3000 + "needle"
    view.set_text(json.dumps({"a": 1, "text": content}))
    view.find_text("needle")
    assert view.current_line() == 2
    elision = view.document().lines[2].elision
    assert elision is not None
    assert view.page.cursor.position.column == elision.column + 2


def test_find_with_case_and_pattern(view: CodeView, qtbot: QtBot) -> None:
    hits: list[tuple[int, int, bool]] = []
    view.hits_changed.connect(lambda *hit: hits.append(hit))
    view.find_text("USER", case_sensitive=True)
    qtbot.waitUntil(lambda: hits[-1:] == [(0, 0, True)])
    view.find_text("r[o]le|model", regex=True)
    qtbot.waitUntil(lambda: hits[-1:] == [(1, 3, True)])
    problem = view.find_text("(", regex=True)
    assert problem is not None
    qtbot.waitUntil(lambda: hits[-1:] == [(0, 0, True)])
    hits.clear()
    view.find_text("x*", regex=True)
    qtbot.waitUntil(lambda: hits[-1:] == [(0, 0, True)])


@given(st.integers(0, 2**17 + 50), st.integers(1, 40))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hits_at_the_edges_of_windows_are_found_once(qtbot: QtBot, view: CodeView, gap: int, size: int) -> None:
    word = "b" * size
    view.set_document(plain_lines("a" * gap + word + "a" * 2**17 + word), "text")
    hits: list[tuple[int, int, bool]] = []
    view.hits_changed.connect(lambda *hit: hits.append(hit))
    view.find_text(word)
    qtbot.waitUntil(lambda: bool(hits) and hits[-1][2])
    assert hits[-1] == (1, 2, True)


# --- the find bar


@pytest.fixture
def bar(qtbot: QtBot, view: CodeView, theme: Theme) -> Iterator[FindBar]:
    window = QWidget()
    view.setParent(window)
    bar = FindBar(Look(theme, Icons(theme), Masker()), view, window)
    bar.hide()
    window.show()
    view.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    yield bar
    view.setParent(None)
    window.close()


def count(bar: FindBar) -> str:
    return bar.field.accessibleDescription()


def test_the_bar_finds_while_typing_and_counts(bar: FindBar, view: CodeView, qtbot: QtBot) -> None:
    bar.open()
    QTest.keyClicks(bar.field, "role")
    qtbot.waitUntil(lambda: count(bar) == "1 of 2")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert (count(bar), view.current_line()) == ("2 of 2", 7)
    QTest.keyClick(bar.field, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert (count(bar), view.current_line()) == ("1 of 2", 3)
    QTest.keyClicks(bar.field, "zzz")
    qtbot.waitUntil(lambda: count(bar) == "no hits")
    assert view.current_line() == 3


def test_the_bar_closes_and_takes_the_hits_away(bar: FindBar, view: CodeView, qtbot: QtBot) -> None:
    bar.open()
    QTest.keyClicks(bar.field, "role")
    with qtbot.waitSignal(bar.closed):
        QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert view.page.current_hit is None
    bar.open()
    qtbot.waitUntil(lambda: count(bar) == "1 of 2")


def test_the_bar_says_when_a_pattern_is_wrong(bar: FindBar, qtbot: QtBot) -> None:
    bar.open()
    regex = next(b for b in bar.findChildren(QAbstractButton) if b.accessibleName() == "Regular expression")
    QTest.mouseClick(regex, Qt.MouseButton.LeftButton)
    QTest.keyClicks(bar.field, "(a")
    assert count(bar) == "not a pattern"
    assert bar.field.toolTip() != ""
    QTest.keyClicks(bar.field, ")")
    qtbot.waitUntil(lambda: count(bar).startswith("1 of "))


def test_the_bar_begins_with_the_selected_word(bar: FindBar, view: CodeView, qtbot: QtBot) -> None:
    view.page.cursor = CodeCursor(Position(11, 8), Position(11, 3))
    bar.open()
    assert bar.field.text() == "model"
    assert bar.field.selectedText() == "model"
    qtbot.waitUntil(lambda: count(bar) == "1 of 1")


def test_every_control_of_the_bar_has_a_name(bar: FindBar) -> None:
    names = [button.accessibleName() for button in bar.findChildren(QAbstractButton)]
    assert names == ["Previous hit", "Next hit", "Match case", "Regular expression", "Close"]
    assert (bar.objectName(), bar.field.accessibleName()) == ("findBar", "Find")
