# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is selected and copied, and what a line offers."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.code.screen import Press, clipboard, point_of
from viewer.core.text.json_layout import layout
from viewer.gui.code.cursor import CodeCursor, Position
from viewer.gui.code.menu import code_menu
from viewer.gui.code.view import CodeView


def test_copies_the_selection_as_shown(view: CodeView, press: Press) -> None:
    view.page.cursor = CodeCursor(Position(12, 11), Position(11, 2))
    press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard() == '"model": "kimi",\n  "options"'


def test_copies_a_fold_as_shown_and_the_line_when_nothing_is_selected(view: CodeView) -> None:
    view.fold(12)
    view.go_to_line(12)
    view.copy()
    assert clipboard() == '  "options": {  1 key  },'


def test_select_all_copies_the_whole_document_indented(qtbot: QtBot, view: CodeView, press: Press) -> None:
    content = {"a": [1, {"b": "é😀"}], "c": None}
    view.set_text(json.dumps(content, ensure_ascii=False))
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(view.copied):
        view.copy()
    assert clipboard() == json.dumps(content, indent=2, ensure_ascii=False)


def test_a_large_copy_is_made_in_slices(qtbot: QtBot, view: CodeView) -> None:
    content = list(range(20_000))
    view.set_document(layout(json.dumps(content)))
    view.select_all()
    QGuiApplication.clipboard().setText("")
    with qtbot.waitSignal(view.copied, timeout=20_000):
        view.copy()
    assert clipboard() == json.dumps(content, indent=2)


def test_selects_with_the_mouse(view: CodeView) -> None:
    viewport, left = view.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, pos=point_of(view, 2, 4))
    QTest.mouseMove(viewport, point_of(view, 3, 12))
    QTest.mouseRelease(viewport, left, pos=point_of(view, 3, 12))
    view.copy()
    assert clipboard() == '{\n      "role"'
    QTest.mouseDClick(viewport, left, pos=point_of(view, 3, 9))
    assert view.selected_word() == "role"


def test_selects_with_the_keyboard_over_line_ends(view: CodeView, press: Press) -> None:
    view.go_to_line(11)
    press(Qt.Key.Key_End)
    for _ in range(5):
        press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.page.cursor.end == (12, 4)
    for _ in range(6):
        press(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.page.cursor.start == (11, 16 + 1)


def test_copies_values_and_paths(view: CodeView) -> None:
    view.copy_value(15)
    assert clipboard() == '{"a": 2}'
    view.copy_path(3)
    assert clipboard() == "messages[0].role"
    view.copy_jq_path(3)
    assert clipboard() == ".messages[0].role"
    view.copy_value(16)
    assert clipboard() == "iVBORw0KGgo" * 300


@pytest.mark.parametrize(("line", "kind"), [(15, "json"), (16, "show")])
def test_enter_asks_for_what_is_not_shown(view: CodeView, press: Press, qtbot: QtBot, line: int, kind: str) -> None:
    view.go_to_line(line)
    with qtbot.waitSignal(view.value_requested) as signal:
        press(Qt.Key.Key_Return)
    assert signal.args == [kind, line]


def test_a_click_on_the_note_shows_the_full_value(view: CodeView, qtbot: QtBot) -> None:
    view.resize(1600, 400)
    chip = view.page.layouts.line(16).chip
    assert chip is not None
    with qtbot.waitSignal(view.value_requested) as signal:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, 16, chip[0] + 2))
    assert signal.args == ["show", 16]


def test_the_menu_offers_what_the_line_can_do(view: CodeView) -> None:
    def texts(line: int) -> set[str]:
        return {action.text() for action in code_menu(view, line).actions()}

    assert {"Copy value", "Copy jq path", "Save value…", "Fold to level 2"} <= texts(11)
    assert "Open string as JSON" in texts(15)
    assert "Show full value" in texts(16)
    assert not {"Open string as JSON", "Show full value", "Fold"} & texts(11)
    view.set_text("plain", "text")
    assert not {"Copy path", "Expand all"} & texts(0)
