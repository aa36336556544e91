# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The filter field: what it offers, what it says, and what is told where nothing matches."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from viewer.gui.settings import ZOOM
from viewer.gui.window.commands import Commands


def test_a_word_that_is_complete_is_not_offered(agent: Commands, qtbot: QtBot) -> None:
    field = agent.window.sidebar.filter
    popup = field.completer().popup()
    assert popup is not None
    field.setFocus()
    QTest.keyClicks(field, "status:42")
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClicks(field, "9")
    qtbot.waitUntil(lambda: not popup.isVisible())
    QTest.keyClicks(field, " STREAM:N")
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClicks(field, "O")
    qtbot.waitUntil(lambda: not popup.isVisible())


@pytest.mark.usefixtures("font_width")
def test_the_placeholder_is_never_cut(agent: Commands, qtbot: QtBot) -> None:
    sidebar, settings = agent.window.sidebar, agent._settings
    field = sidebar.filter
    for zoom in (150, 100):
        settings.set(ZOOM, zoom)
        qtbot.waitUntil(lambda zoom=zoom: agent._appearance.look.theme.scale == zoom / 100)  # type: ignore[misc]
        for width in (480, 320, 240):
            sidebar.setFixedWidth(width)
            agent.window.grab()
            search, clear, _saved = sorted(button.x() for button in field.findChildren(QToolButton))
            words = QFontMetrics(field.font()).horizontalAdvance(field.placeholderText())
            assert words <= clear - search - 22 - 18  # the sign, and what Qt keeps free around the words
            assert field.placeholderText() == "status:4xx tool:add words" or (width, zoom) != (480, 100)


def test_an_unknown_word_is_told_where_nothing_matches(agent: Commands) -> None:
    sidebar = agent.window.sidebar
    sidebar.filter_by("status:abc")
    assert sidebar.nothing.isVisible()
    assert "status: takes a number" in sidebar.nothing.text()


def test_behind_a_field_its_values_are_offered(agent: Commands, qtbot: QtBot) -> None:
    field = agent.window.sidebar.filter
    popup = field.completer().popup()
    assert popup is not None
    field.setFocus()
    QTest.keyClicks(field, "words tok")
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    assert field.text() == "words tokens:>1000 "
    field.setText("")
    QTest.keyClicks(field, "fini")
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    assert field.text() == "finish:"
    with qtbot.assertNotEmitted(field.entered):
        QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(popup.isVisible)
    model = field.completer().completionModel()
    offered = {str(model.index(row, 0).data()) for row in range(model.rowCount())}
    assert "finish:tool_calls" in offered
    assert all(term.startswith("finish:") for term in offered)


def test_the_key_of_export_is_that_in_the_field_too(agent: Commands, qtbot: QtBot) -> None:
    field = agent.window.sidebar.filter
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    with qtbot.waitSignal(agent.actions["export"].triggered):
        QTest.keyClick(field, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
