# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.code.screen import Press
from viewer.gui.code.view import CodeView


def test_keys_move_the_reader(view: CodeView, press: Press, qtbot: QtBot) -> None:
    with (
        qtbot.waitSignal(view.line_selected, check_params_cb=lambda line: line == 1),
        qtbot.waitSignal(view.path_selected, check_params_cb=lambda path: path == ("messages",)),
    ):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_K)
    assert view.current_line() == 2
    press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view.current_line() == 17
    press(Qt.Key.Key_PageUp)
    assert view.current_line() == 17 - view.rows_per_page()
    press(Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Up)
    assert view.current_line() == 0


def test_left_and_right_walk_as_in_a_tree(view: CodeView, press: Press) -> None:
    view.go_to_line(1)
    press(Qt.Key.Key_Left)
    assert view.page.folds.is_folded(1)
    press(Qt.Key.Key_Right)
    assert not view.page.folds.is_folded(1)
    press(Qt.Key.Key_Right)
    assert view.current_line() == 2
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Left)
    assert view.current_line() == 1


def test_right_and_left_scroll_a_long_line(view: CodeView, press: Press, qtbot: QtBot) -> None:
    view.go_to_line(16)
    qtbot.waitUntil(lambda: view.horizontalScrollBar().maximum() > 0)
    press(Qt.Key.Key_Right)
    assert view.horizontalScrollBar().value() > 0
    press(Qt.Key.Key_Left)
    assert view.horizontalScrollBar().value() == 0


def test_levels_by_key(view: CodeView, press: Press) -> None:
    press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert view.page.folds.is_folded(12)
    press(Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    assert not view.page.folds.is_folded(12)


@pytest.mark.parametrize(
    ("key", "is_own"),
    [(Qt.Key.Key_Left, True), (Qt.Key.Key_K, True), (Qt.Key.Key_Space, False), (Qt.Key.Key_Period, False)],
)
def test_own_keys_are_kept_from_the_windows_shortcuts(view: CodeView, key: Qt.Key, is_own: bool) -> None:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(view, event)
    assert event.isAccepted() is is_own
