# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The filter field: what it offers, what it says, and what is told where nothing matches."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyle, QStyleOptionFrame
from pytestqt.qtbot import QtBot

from viewer.gui.commands import Commands
from viewer.gui.settings import ZOOM


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


def test_the_placeholder_fits_the_narrowest_sidebar(agent: Commands, qtbot: QtBot, font_width: str) -> None:
    sidebar, settings = agent.window.sidebar, agent._settings
    sidebar.setFixedWidth(240)
    field, option = sidebar.filter, QStyleOptionFrame()
    for zoom in (150, 100):
        settings.set(ZOOM, zoom)
        qtbot.waitUntil(lambda zoom=zoom: agent._appearance.look.theme.scale == zoom / 100)  # type: ignore[misc]
        agent.window.grab()
        field.initStyleOption(option)
        inner = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field)
        inner = inner.marginsRemoved(field.textMargins())
        words = QFontMetrics(field.font()).horizontalAdvance(field.placeholderText())
        assert words < inner.width() - agent._appearance.look.theme.px(28)  # the sign
    assert field.placeholderText() == "status:4xx tool:add words" or font_width == "wide"


def test_an_unknown_word_is_told_where_nothing_matches(agent: Commands) -> None:
    sidebar = agent.window.sidebar
    sidebar.filter_by("status:abc")
    assert sidebar.nothing.isVisible()
    assert "status: takes a number" in sidebar.nothing.text()
