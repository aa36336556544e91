# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The Secrets pane says what kind of secret stands where, and never what it is."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.secrets.planted_kinds import KINDS, Draw
from tests.secrets.planted_places import PLACES, cassette
from viewer.cli import main
from viewer.core.recording import load, load_text
from viewer.gui.panes.secrets import SecretsPane
from viewer.gui.tasks import Tasks
from viewer.gui.window.commands import Commands


def test_each_secret_of_the_exchange_has_a_row_without_its_value(commands: Commands, qtbot: QtBot) -> None:
    planted = KINDS["GitHub classic"](Draw(random.Random(2)))  # noqa: S311
    made = [PLACES["user text"](planted.text), PLACES["user text"]("nothing"), PLACES["request header"](planted.text)]
    recording = load_text("a.yaml", cassette(made))
    pane = SecretsPane(commands.window.workspace.pane.look, Tasks(commands))
    qtbot.addWidget(pane)
    pane.show()
    lines: list[int] = []
    pane.line_requested.connect(lines.append)

    def rows() -> list[str]:
        return [pane._model.line(row) for row in range(pane._model.rowCount())]

    pane.show_exchange(recording, 0)
    qtbot.waitUntil(lambda: len(rows()) == 1)
    assert "GitHub token in the request body of #0" in rows()[0]
    assert planted.secret[8:] not in rows()[0]
    pane._on_activated(pane._model.index(0, 0))
    assert len(lines) == 1
    pane.show_exchange(recording, 2)
    qtbot.waitUntil(lambda: "header x-debug" in "".join(rows()))
    pane.show_exchange(recording, 1)
    qtbot.waitUntil(lambda: pane._placeholder.text() == "No secret found in this exchange.")
    assert rows() == []
    pane.show_exchange(None, -1)
    assert rows() == []


def test_a_copied_row_is_a_line_of_known_secrets(
    commands: Commands, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = KINDS["GitHub classic"](Draw(random.Random(3)))  # noqa: S311
    path, known = tmp_path / "a.yaml", tmp_path / "known.txt"
    path.write_bytes(cassette([PLACES["user text"](planted.text)]))
    pane = SecretsPane(commands.window.workspace.pane.look, Tasks(commands))
    qtbot.addWidget(pane)
    pane.show()
    pane.show_exchange(load_text("a.yaml", path.read_bytes()), 0)
    qtbot.waitUntil(lambda: pane._model.rowCount() == 1)
    pane._table.selectRow(0)
    pane.copy()
    known.write_text(QGuiApplication.clipboard().text(), "utf-8")
    assert main(["check", "--secrets", str(path)]) == 1
    assert main(["check", "--secrets", "--baseline", str(known), str(path)]) == 0
    assert planted.secret not in known.read_text("utf-8") + capsys.readouterr().out


def test_secrets_are_added_to_a_list_that_the_user_names_and_known_ones_are_marked(
    commands: Commands, qtbot: QtBot, tmp_path: Path
) -> None:
    first, second = (KINDS["GitHub classic"](Draw(random.Random(seed))) for seed in (4, 5))  # noqa: S311
    path, known = tmp_path / "a.yaml", tmp_path / "known.txt"
    path.write_bytes(cassette([PLACES["user text"](f"{first.text} {second.text}")]))
    pane = SecretsPane(commands.window.workspace.pane.look, Tasks(commands))
    qtbot.addWidget(pane)
    pane.show()
    pane.show_exchange(load(path), 0)
    qtbot.waitUntil(lambda: pane._model.rowCount() == 2)

    def found() -> list[bool]:
        return [pane._model.index(row, 2).data().endswith(" · known") for row in range(2)]

    assert found() == [False, False]
    pane._table.selectRow(1)
    pane.add_to(known)
    qtbot.waitUntil(lambda: found() == [False, True])
    assert pane._told.text() == "1 of 2 in known.txt"
    before = known.read_text("utf-8")
    pane._table.clearSelection()
    pane.add_to(known)
    qtbot.waitUntil(lambda: found() == [True, True])
    after = known.read_text("utf-8")
    assert after.startswith(before)
    assert len(after.splitlines()) == 2
    assert not any(one.secret in after for one in (first, second))
    assert main(["check", "--secrets", "--baseline", str(known), str(path)]) == 0


@pytest.mark.parametrize(
    ("name", "text"), [("notes.txt", "Buy milk.\n"), ("cassette.yaml", "")], ids=["another file", "a cassette"]
)
def test_no_other_file_becomes_a_list(commands: Commands, qtbot: QtBot, tmp_path: Path, name: str, text: str) -> None:
    planted = KINDS["GitHub classic"](Draw(random.Random(6)))  # noqa: S311
    data = cassette([PLACES["user text"](planted.text)])
    path = tmp_path / name
    path.write_bytes(text.encode() or data)
    before = path.read_bytes()
    pane = SecretsPane(commands.window.workspace.pane.look, Tasks(commands))
    qtbot.addWidget(pane)
    pane.show()
    pane.show_exchange(load_text("a.yaml", data), 0)
    qtbot.waitUntil(lambda: pane._model.rowCount() == 1)
    pane.add_to(path)
    qtbot.waitUntil(lambda: "is no list of known secrets" in pane._told.text())
    assert path.read_bytes() == before


def test_the_focus_stays_in_a_pane_that_is_empty(agent: Commands, qtbot: QtBot) -> None:
    workspace = agent.window.workspace
    names = workspace._pane_names()
    agent.actions[f"pane_{names.index('secretsPane') + 1}"].trigger()
    qtbot.waitUntil(lambda: workspace.pane_name == "secretsPane")
    pane = workspace.pane
    assert isinstance(pane, SecretsPane)
    for is_empty in (True, False, True):
        pane._show_placeholder(is_empty=is_empty)
        focus = pane._placeholder if is_empty else pane._table
        qtbot.waitUntil(focus.hasFocus)
