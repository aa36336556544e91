# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""All keys on one page, to be read without a mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from viewer.core.secrets.masking import Masker
from viewer.gui.actions import COMMANDS
from viewer.gui.dialogs.keys import KeyOverlay
from viewer.gui.look.icons import Icons
from viewer.gui.look.look import Look
from viewer.gui.look.theme import load_theme


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def overlay_on(parent: QWidget, screen: QSize, scale: float = 1.0) -> KeyOverlay:
    theme = load_theme("light", scale)
    overlay = KeyOverlay(Look(theme, Icons(theme), Masker()), parent)
    overlay._fit(screen)
    overlay.show()
    QTest.qWaitForWindowExposed(overlay)
    return overlay


@pytest.mark.usefixtures("font_width")
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("screen", [QSize(640, 480), QSize(1366, 768), QSize(3840, 2160)])
def test_it_is_never_larger_than_the_screen(parent: QWidget, screen: QSize, scale: float) -> None:
    overlay = overlay_on(parent, screen, scale)
    assert overlay.width() <= screen.width()
    assert overlay.height() <= screen.height()


@pytest.mark.usefixtures("font_width")
def test_on_a_usual_screen_all_of_it_is_in_sight(parent: QWidget) -> None:
    overlay = overlay_on(parent, QSize(1366, 768))
    assert overlay._area.verticalScrollBar().maximum() == 0
    labels = overlay.findChildren(QLabel)
    assert len(labels) > sum(1 for command in COMMANDS if command.keys) * 2
    for label in labels:
        place = label.rect().translated(label.mapTo(overlay, QPoint()))
        assert overlay.rect().contains(place), label.text()
        assert label.width() >= label.sizeHint().width(), label.text()


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End])
def test_keys_scroll_where_it_is_too_long(parent: QWidget, key: Qt.Key) -> None:
    overlay = overlay_on(parent, QSize(500, 300))
    bar = overlay._area.verticalScrollBar()
    assert bar.maximum() > 0
    QTest.keyClick(overlay._area, key)
    assert bar.value() > 0
    QTest.keyClick(overlay._area, Qt.Key.Key_Home)
    assert bar.value() == 0
