# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The Headers pane shows the beginning of what is too long for any screen, and copies all of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from viewer.core import recording
from viewer.core.model import Cassette, Headers, Interaction, Request, Response
from viewer.gui.panes.headers import HeadersPane
from viewer.gui.window.commands import Commands

_SECRET = "sk-" + "a1B2" * 12
_LONG = "plain words, " * 100_000
_TELLING = f"{_SECRET} {_LONG}{_SECRET}"


@pytest.fixture
def pane(commands: Commands, qtbot: QtBot) -> HeadersPane:
    """The pane on a request with a long URL and long fields."""
    headers = Headers((("X-Short", "1"), ("X-Long", _LONG), ("X-Telling", _TELLING)))
    request = Request("GET", f"https://x.example/?q={_LONG}", headers)
    interaction = Interaction(0, request, Response(200))
    made = HeadersPane(commands.window.workspace.pane.look)
    qtbot.addWidget(made)
    made.show_exchange(recording.understand(Cassette("x.yaml", "go-vcr", 2, (interaction,), "")), 0)
    return made


def test_cells_are_short(pane: HeadersPane) -> None:
    model = pane._model
    texts = [str(model.data(model.index(row, column))) for row in range(model.rowCount()) for column in (0, 1)]
    assert all(len(text) < 5000 for text in texts)
    assert str(model.data(model.index(2, 1))) == f"{_LONG[:4000]}…"
    assert _SECRET not in "".join(texts)


def test_what_is_copied_is_whole_and_masked(pane: HeadersPane) -> None:
    pane._table.selectRow(2)
    pane.copy()
    assert QGuiApplication.clipboard().text() == f"X-Long: {_LONG}"
    told = pane._model.value(3)
    assert len(told) > len(_LONG)
    assert _SECRET not in told


def test_a_masked_value_has_its_colour_however_long(pane: HeadersPane) -> None:
    model, theme = pane._model, pane.look.theme
    colours = [model.data(model.index(row, 1), Qt.ItemDataRole.ForegroundRole) for row in (1, 2, 3)]
    assert colours == [theme.color("text2"), theme.color("text2"), theme.color("amber")]
