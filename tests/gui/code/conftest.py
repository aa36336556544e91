# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the tests of the code view begin with: a view on show."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.code.screen import REQUEST, Press
from viewer.gui.code.view import CodeView
from viewer.gui.look.theme import Theme, load_theme


@pytest.fixture
def theme() -> Theme:
    return load_theme("light")


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> CodeView:
    view = CodeView(theme)
    qtbot.addWidget(view)
    view.resize(700, 300)
    view.set_text(json.dumps(REQUEST))
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.fixture
def press(view: CodeView) -> Press:
    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(view, key, modifier)

    return press
