# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The page of a session's run has its sub-agents' logs, and leads to the files that they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.core.runs.made_session import SESSION, made_session
from viewer.gui.window.commands import Commands
from viewer.loose_text import LooseText


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return made_session(tmp_path)


def _show_run(commands: Commands, session: Path, qtbot: QtBot) -> None:
    commands.open([session])
    qtbot.waitUntil(lambda: commands.recording is not None)
    commands.actions["run_page"].trigger()
    qtbot.waitUntil(lambda: commands.window.run_page.run is not None)


def _log(session: Path, agent: str) -> Path:
    return session.parent / SESSION / "subagents" / f"agent-{agent}.jsonl"


def test_a_row_of_a_log_leads_to_its_file(commands: Commands, session: Path, qtbot: QtBot) -> None:
    _show_run(commands, session, qtbot)
    page = commands.window.run_page
    assert page.run is not None
    assert {Path(path).name for path in page.run.logs} == {"agent-a1.jsonl", "agent-a2.jsonl", "agent-a3.jsonl"}
    number = next(at for at, m in enumerate(page.run.moments) if m.run.agent == "a2")
    page.go_to(page.run.moments[number].step.exchange)
    QTest.keyClick(page.outlines.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: commands._selection.path == _log(session, "a2"))
    assert commands.window.workspace.number == 0
    assert commands.window.sidebar.current() == (_log(session, "a2"), 0)


def test_of_a_folder_no_file_is_opened_twice(commands: Commands, session: Path, qtbot: QtBot) -> None:
    commands.open([session.parent])
    qtbot.waitUntil(lambda: len(commands.window.sidebar.model.files()) == 4)
    commands._selection.show(session, 0)
    qtbot.waitUntil(lambda: commands._selection.path == session)
    commands.actions["run_page"].trigger()
    page = commands.window.run_page
    qtbot.waitUntil(lambda: page.run is not None)
    assert page.run is not None
    step = next(m.step for m in page.run.moments if m.run.agent == "a3")
    page.opened.emit(step.exchange, None)
    qtbot.waitUntil(lambda: commands._selection.path == _log(session, "a3"))
    assert len(commands.window.sidebar.model.files()) == 4


def test_playing_from_a_log_plays_in_its_file(commands: Commands, session: Path, qtbot: QtBot) -> None:
    _show_run(commands, session, qtbot)
    page = commands.window.run_page
    assert page.run is not None
    page.go_to(next(m.step.exchange for m in page.run.moments if m.run.agent == "a1"))
    page.play_requested.emit()
    qtbot.waitUntil(lambda: commands._selection.path == _log(session, "a1"))
    qtbot.waitUntil(commands.actions["play_run"].isChecked)
    assert commands.window.workspace.number == 0


def test_of_a_text_nothing_is_looked_for_in_the_folder_of_the_program(
    commands: Commands, session: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.chdir(session.parent)
    commands.open([], [LooseText(session.name, session.read_bytes())])
    qtbot.waitUntil(lambda: commands.recording is not None)
    commands.actions["run_page"].trigger()
    qtbot.waitUntil(lambda: commands.window.run_page.run is not None)
    assert commands.window.run_page.run is not None
    assert commands.window.run_page.run.logs == frozenset()
