# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The welcome page at every size that the window may have."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from viewer.core.secrets.masking import Masker
from viewer.gui.look.icons import Icons
from viewer.gui.look.look import Look
from viewer.gui.look.theme import load_theme
from viewer.gui.welcome.page import WelcomePage
from viewer.gui.welcome.recents import Recent


def shown_page(qtbot: QtBot, width: int, height: int, scale: float) -> WelcomePage:
    """A page with some recent files, its readers named."""
    theme = load_theme("light", scale)
    page = WelcomePage(Look(theme, Icons(theme), Masker()))
    qtbot.addWidget(page)
    page.set_recent([Recent(Path(f"/some/where/far/away/in/a/folder/of/cassettes/case_{n}.yaml")) for n in range(6)])
    page.resize(width, height)
    page.show()
    qtbot.waitUntil(lambda: "go-vcr" in page._reads.text())
    return page


@pytest.mark.usefixtures("font_width")
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_nothing_is_cut_or_overlaps(qtbot: QtBot, scale: float) -> None:
    page = shown_page(qtbot, 640, 350, scale)
    inside = page._page

    def check() -> None:
        parts = [w for w in page.findChildren(QWidget) if isinstance(w, QLabel | QAbstractButton) and w.isVisible()]
        places = [(w, w.rect().translated(w.mapTo(inside, QPoint()))) for w in [*parts, page.recent]]
        for part, place in places:
            assert inside.rect().contains(place)
            assert place.left() >= 0
            assert place.right() < page._area.viewport().width(), part
            if isinstance(part, QLabel):
                needed = part.heightForWidth(part.width()) if part.wordWrap() else part.sizeHint().height()
                assert part.height() >= needed, part.text()
                assert part.wordWrap() or part.width() >= part.sizeHint().width(), part.text()
        for number, (part, one) in enumerate(places):
            assert [other for other, place in places[number + 1 :] if one.intersects(place)] == [], part

    for width, height in ((640, 350), (900, 600), (1440, 830), (3840, 2000)):
        page.resize(width, height)
        qtbot.waitUntil(check)


@pytest.mark.usefixtures("font_width")
def test_the_way_in_is_in_sight_in_the_smallest_window(qtbot: QtBot) -> None:
    page = shown_page(qtbot, 640, 350, 1.0)
    for button in (page.open_button, page.folder_button):
        assert not button.visibleRegion().isEmpty()


def test_no_button_has_the_focus_at_first_and_tab_goes_to_the_way_in(qtbot: QtBot) -> None:
    page = shown_page(qtbot, 900, 600, 1.0)
    assert page.focusWidget() is page
    page.focusNextChild()
    assert page.focusWidget() is page.open_button
