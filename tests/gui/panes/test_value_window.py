# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One value in a window of its own."""

from __future__ import annotations

import base64

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from viewer.core.secrets.masking import Masker
from viewer.gui.look.icons import Icons
from viewer.gui.look.look import Look
from viewer.gui.look.theme import load_theme
from viewer.gui.panes.image_view import ImageView
from viewer.gui.panes.value_window import ValueWindow


def picture(width: int, height: int) -> str:
    """A `data:` URI of a PNG, red with a blue lower right corner."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    for x in range(width - width // 4, width):
        for y in range(height - height // 4, height):
            image.setPixelColor(x, y, QColor("blue"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return f"data:image/png;base64,{base64.b64encode(buffer.data().data()).decode()}"


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def window_of(
    parent: QWidget, qtbot: QtBot, text: str, width: int, height: int, scale: float = 1.0
) -> tuple[ValueWindow, ImageView]:
    theme = load_theme("light", scale)
    window = ValueWindow(Look(theme, Icons(theme), Masker()), "image", text, is_json=False, parent=parent)
    window.resize(width, height)
    window.show()
    qtbot.waitUntil(lambda: window.findChild(ImageView) is not None, timeout=30_000)
    view = window.findChild(ImageView)
    assert view is not None
    qtbot.waitUntil(lambda: view.height() > 30)  # it has its place
    return window, view


@pytest.mark.usefixtures("font_width")
@pytest.mark.parametrize(("width", "height"), [(400, 300), (300, 500)])
def test_a_large_image_is_shown_whole_in_its_ratio(parent: QWidget, qtbot: QtBot, width: int, height: int) -> None:
    window, view = window_of(parent, qtbot, picture(1200, 600), width, height)
    place = view.place()
    assert view.rect().contains(place)
    assert abs(place.width() / place.height() - 2) < 0.05
    assert place.width() in range(view.width() - 2, view.width() + 1)
    corner = view.grab().toImage().pixelColor(place.right() - 3, place.bottom() - 3)
    assert corner.blue() > 200 > corner.red(), "the lower right corner is in sight"
    facts = next(label.text() for label in window.findChildren(QLabel))
    assert "1200 × 600" in facts
    assert f"{view.percent} %" in facts


@pytest.mark.usefixtures("font_width")
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_it_follows_the_window_and_is_never_blown_up(parent: QWidget, qtbot: QtBot, scale: float) -> None:
    window, view = window_of(parent, qtbot, picture(320, 160), 240, 240, scale)
    assert view.percent < 100
    window.resize(900, 700)
    qtbot.waitUntil(lambda: view.percent == 100)
    assert view.place().size().toTuple() == (320, 160)
    assert view.place().center().x() == pytest.approx(view.width() / 2, abs=1)
