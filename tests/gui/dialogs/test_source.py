# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The window with the cassette's text reads it in the background, and says so when it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import get_ident

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from viewer.core import formats
from viewer.core.formats.api import Probe
from viewer.core.formats.outline.cassette import OutlinedCassette
from viewer.core.secrets.masking import Masker
from viewer.gui.dialogs.source import SourceWindow
from viewer.gui.look.icons import Icons
from viewer.gui.look.look import Look
from viewer.gui.look.theme import load_theme
from viewer.gui.tasks import Tasks

_TEXT = "---\nversion: 2\ninteractions:\n" + "".join(
    f"  - id: {at}\n    request:\n      method: GET\n      url: https://llm.example/{at}\n" for at in range(3)
)


@pytest.fixture
def cassette(tmp_path: Path) -> Iterator[OutlinedCassette]:
    """A cassette that is read in parts: its text is read when it is asked for."""
    (tmp_path / "a.yaml").write_text(_TEXT)
    made = formats.begin(tmp_path / "a.yaml", large=1)
    assert isinstance(made, OutlinedCassette)
    yield made
    made.interactions.file.close()


@pytest.fixture
def source(qtbot: QtBot) -> Iterator[SourceWindow]:
    """The window, over another."""
    parent, theme = QWidget(), load_theme("light")
    qtbot.addWidget(parent)
    tasks = Tasks(parent)
    yield SourceWindow(Look(theme, Icons(theme), Masker()), tasks, parent)
    tasks.stop()


def _facts(source: SourceWindow) -> str:
    return next(label.text() for label in source.findChildren(QLabel) if label.parent() is source)


def test_a_large_file_is_read_elsewhere(
    source: SourceWindow, cassette: OutlinedCassette, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers: list[int] = []
    text = Probe.text

    def seen(probe: Probe) -> str:
        readers.append(get_ident())
        return str(text.__get__(probe, Probe))

    monkeypatch.setattr(Probe, "text", property(seen))
    source.show_line(cassette, 4)
    assert _facts(source) == "reading…"
    qtbot.waitUntil(lambda: source.view.document().text == _TEXT)
    assert _facts(source).startswith("line 4 of 15")
    assert get_ident() not in readers
    assert readers


def test_another_line_of_the_same_file_is_gone_to_without_reading(
    source: SourceWindow, cassette: OutlinedCassette, qtbot: QtBot
) -> None:
    source.show_line(cassette, 1)
    qtbot.waitUntil(lambda: source.view.document().text == _TEXT)
    source.show_line(cassette, 9)
    assert _facts(source).startswith("line 9 of 15")


def test_a_file_that_changed_is_told(source: SourceWindow, cassette: OutlinedCassette, qtbot: QtBot) -> None:
    with Path(cassette.path).open("a") as file:
        file.write("  - id: 4\n")
    source.show_line(cassette, 4)
    qtbot.waitUntil(lambda: "cannot be read" in _facts(source))
    assert _facts(source) == "This text cannot be read: the file was changed while it was open"
