# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Every icon is a file, draws something in its colour at every ratio, and no file is left over."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from viewer.gui.look.icons import Icon, Icons
from viewer.gui.look.theme import load_theme
from viewer.resources import resource

_OWN_COLOURS = {Icon.APP, Icon.DOCUMENT}


def _is_only(image: QImage, color: QColor) -> bool:
    """Whether something is drawn, and nothing in another colour; blending rounds by a step or two."""
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    opaque = [pixel for pixel in pixels if pixel.alpha() == 255]
    return bool(opaque) and all(_distance(pixel, color) <= 2 for pixel in opaque)


def _distance(one: QColor, other: QColor) -> int:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return max(abs(a - b) for a, b in pairs)


def _drawn(icons: Icons, icon: Icon, side: int) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    icons.paint(painter, QRectF(0, 0, side, side), icon, "accent")
    painter.end()
    return image


@pytest.fixture
def icons(qapp: QApplication) -> Icons:
    return Icons(load_theme("light"))


def test_files_and_names_are_the_same() -> None:
    files = {path.stem for path in resource("icons").glob("*.svg")}
    assert files == {str(icon) for icon in Icon}


@pytest.mark.parametrize("icon", Icon)
def test_it_draws_in_the_colour_asked_for_and_no_other(icons: Icons, icon: Icon) -> None:
    accent = load_theme("light").color("accent")
    assert _is_only(_drawn(icons, icon, 64), accent) is (icon not in _OWN_COLOURS)


@pytest.mark.parametrize("icon", Icon)
def test_it_stays_inside_its_box(icons: Icons, icon: Icon) -> None:
    image = _drawn(icons, icon, 64)
    rim = [
        image.pixelColor(at, edge).alpha() + image.pixelColor(edge, at).alpha() for at in range(64) for edge in (0, 63)
    ]
    assert not any(rim)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_it_has_a_pixel_for_every_pixel_of_the_screen(icons: Icons, ratio: float) -> None:
    pixmap = icons.icon(Icon.PLAY).pixmap(QSize(16, 16), ratio)
    assert pixmap.devicePixelRatio() == ratio
    assert pixmap.size() == QSize(16, 16) * ratio
    assert _is_only(pixmap.toImage(), load_theme("light").color("text2"))


def test_disabled_is_fainter(icons: Icons) -> None:
    def strongest(mode: QIcon.Mode) -> int:
        image = icons.icon(Icon.PLAY).pixmap(QSize(16, 16), mode).toImage()
        return max(QColor(image.pixelColor(x, 8)).alpha() for x in range(16))

    assert strongest(QIcon.Mode.Disabled) < strongest(QIcon.Mode.Normal) == 255


def test_qt_may_copy_an_icon_and_outlive_ours(icons: Icons) -> None:
    ours = icons.icon(Icon.PLAY)
    copy = QIcon(ours)
    copy.addPixmap(QPixmap(4, 4))  # changes it, so Qt clones the engine
    del ours
    gc.collect()
    assert copy.pixmap(QSize(16, 16)).size() == QSize(16, 16)
