# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where the keyboard is can be seen (WCAG 2.2, 2.4.7)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from viewer.gui.settings import THEME
from viewer.gui.widgets.large_buttons import LargeIconButton
from viewer.gui.window.commands import Commands

_TAB, _MOUSE = Qt.FocusReason.TabFocusReason, Qt.FocusReason.MouseFocusReason


def line_down(widget: QWidget, x: int) -> list[QColor]:
    """The colours from the top edge down, six of them."""
    image: QImage = widget.grab().toImage()
    return [image.pixelColor(x, y) for y in range(6)]


@pytest.mark.parametrize("theme", ["light", "dark", "high-contrast-dark"])
def test_around_the_filled_button_is_a_ring_with_a_gap(agent: Commands, qtbot: QtBot, theme: str) -> None:
    agent._settings.set(THEME, theme)
    agent.window.activateWindow()
    play = next(b for b in agent.window.findChildren(LargeIconButton) if b.objectName() == "playButton")
    play.setFocus(_TAB)
    qtbot.waitUntil(play.hasFocus)
    colors, worn = line_down(play, play.width() // 2), agent._appearance.look.theme
    assert colors[:2] == [worn.color("accent")] * 2
    assert colors[2:4] == [worn.color("win")] * 2
    assert colors[5] == worn.color("accent_fill")


def test_around_code_is_a_frame_for_those_who_came_by_the_keyboard(agent: Commands, qtbot: QtBot) -> None:
    code = agent.window.workspace.inspector._code
    agent.window.activateWindow()
    QApplication.processEvents()
    accent = agent._appearance.look.theme.color("accent")
    for reason, is_framed in ((_TAB, True), (_MOUSE, False)):
        agent.window.sidebar.filter.setFocus()
        code.setFocus(reason)
        qtbot.waitUntil(code.hasFocus)
        assert (line_down(code.viewport(), 3)[:2] == [accent] * 2) == is_framed


def test_f10_goes_to_the_menu_bar(agent: Commands, qtbot: QtBot) -> None:
    agent.window.activateWindow()
    QTest.keyClick(agent.window, Qt.Key.Key_F10)
    chosen = agent.window.menus.activeAction()
    assert chosen is not None
    assert chosen.text() == "&File"
    opened = chosen.menu()
    assert isinstance(opened, QMenu)
    opened.close()
