# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is offered of a file that is no cassette."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from viewer.core.secrets.masking import Masker
from viewer.gui.documents.document import read_document
from viewer.gui.look.icons import Icons
from viewer.gui.look.look import Look
from viewer.gui.look.theme import load_theme
from viewer.gui.window.notice_page import NoticePage


@pytest.fixture
def page(qtbot: QtBot) -> NoticePage:
    theme = load_theme("light")
    made = NoticePage(Look(theme, Icons(theme), Masker()))
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


def shown(page: NoticePage, path: Path) -> NoticePage:
    page.show_document(read_document(path))
    return page


@pytest.mark.parametrize("data", [b"on: push\n", b"caf\xe9 au lait\n", "ein Wort\n".encode("utf-16")])
def test_text_can_be_opened(page: NoticePage, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "some.txt"
    path.write_bytes(data)
    shown(page, path)._open.click()
    assert page._open.isVisible()
    assert page._view.isVisible()
    assert page._text().count("\ufffd") <= 1


@pytest.mark.parametrize("data", [b"", b" \n", None])
def test_nothing_is_offered_where_there_is_nothing(page: NoticePage, tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "gone.yaml"
    if data is not None:
        path.write_bytes(data)
    assert not shown(page, path)._open.isVisible()
    assert page._again.isVisible()
    assert "binary" not in page._reason.text()


def test_a_folder_in_a_files_place_offers_no_text(page: NoticePage, tmp_path: Path) -> None:
    assert not shown(page, tmp_path)._open.isVisible()


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(128, 256)) * 20])
def test_binary_is_told(page: NoticePage, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "picture.yaml"
    path.write_bytes(data)
    assert not shown(page, path)._open.isVisible()
    assert "binary" in page._reason.text()


@pytest.mark.parametrize("scale", [0.9, 1.0, 2.0])
def test_the_red_edge_stands_left_of_the_words_at_every_zoom(page: NoticePage, tmp_path: Path, scale: float) -> None:
    shown(page, tmp_path / "gone.yaml")
    theme = load_theme("light", scale)
    page.set_look(Look(theme, Icons(theme), Masker()))
    page.grab()  # lays out
    picture, red = page.grab().toImage(), theme.color("red")
    words = page._title.geometry().united(page._reason.geometry())
    reds = {x for x in range(picture.width()) if picture.pixelColor(x, words.center().y()) == red}
    assert reds
    assert max(reds) < words.left() - 8
    ends = [picture.pixelColor(min(reds), y) == red for y in (words.top() + 1, words.bottom() - 1)]
    assert ends == [True, True]


def test_the_lines_around_damage_have_their_numbers_once_and_no_secret(page: NoticePage, tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    secret = "sk-ant-api03-" + "aB3dE6gH9jK2mN5pQ8sT1vW4" * 3
    lines = [f"key{n}: value {n}" for n in range(1, 120)] + [f"key: {secret}", 'broken: "never closed']
    path.write_text("\n".join(lines), "utf-8")
    shown(page, path)
    assert page._line is not None
    view = page._view.document()
    numbers = [line.number for line in view.lines]
    first = max(page._line - 5, 1)
    assert numbers == list(range(first, first + len(numbers)))
    assert view.lines[119 - first + 1].text.startswith("key: ")
    assert secret not in view.text
