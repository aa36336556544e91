# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A folder in the window: it opens as a library, is walked, filtered, counted, watched and closed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from viewer.core.notes import Note
from viewer.gui.dialogs.export_folder import FolderExport
from viewer.gui.documents import documents as documents_module
from viewer.gui.library.overview_page import LineButton
from viewer.gui.window.commands import Commands
from viewer.notes_file import change_notes


@pytest.fixture
def suite(samples: Path, tmp_path: Path) -> Path:
    """Fourteen cassettes in three folders, and a file that is none."""
    top = tmp_path / "suite"
    for number in range(12):
        (top / "a/deep").mkdir(parents=True, exist_ok=True)
        shutil.copy(samples / "agent-tools.yaml", top / f"a/deep/{number}.yaml")
    for name in ("errors", "reasoning"):
        (top / name).mkdir()
        shutil.copy(samples / f"{name}.yaml", top / name / "agent.yaml")
    (top / "package.json").write_text('{"name": "suite"}')
    return top


@pytest.fixture
def commands(commands: Commands, qtbot: QtBot, suite: Path) -> Commands:
    """The window on the folder, read to the end."""
    commands.open([suite])
    qtbot.waitUntil(lambda: commands._selection.folder == suite)
    qtbot.waitUntil(lambda: not any(library.is_reading for library in commands._libraries))
    return commands


def titles(commands: Commands) -> list[str]:
    """The rows that can be seen, unfolded as they are."""
    tree = commands.window.sidebar.tree
    index, found = tree.model().index(0, 0), []
    while index.isValid():
        found.append(str(index.data()))
        index = tree.indexBelow(index)
    return found


def test_a_folder_opens_folded_with_its_page_on_show(commands: Commands, suite: Path, qtbot: QtBot) -> None:
    sidebar = commands.window.sidebar
    assert sidebar.current() == (suite, -1)
    qtbot.waitUntil(lambda: commands.window.content.currentWidget() is commands.window.overview)
    assert titles(commands) == ["suite", "a/deep", "errors", "reasoning"], "folded"
    assert sidebar.footer.text == "14 cassettes  ·  41 interactions  ·  1 left out"
    assert "14 cassettes, 41 interactions" in sidebar.model.tops[0].row.spoken


def test_recordings_are_kept_for_a_while_only(
    commands: Commands, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(documents_module, "_VISITED_MOST", 2)
    seen = set()
    for _ in range(40):
        commands.window.sidebar.step(1)
        qtbot.waitUntil(
            lambda: commands.window.sidebar.current() == (commands._selection.path, commands.window.workspace.number)
        )
        seen.add(commands._selection.path)
        assert len(commands._documents._documents) <= 3
    assert len(seen) > 10, "steps cross files and folders"
    assert len(commands._documents) == 0


def test_a_filter_finds_what_is_not_in_memory_and_says_how_much(commands: Commands, qtbot: QtBot) -> None:
    sidebar = commands.window.sidebar
    before = titles(commands)
    sidebar.filter.setText("file:errors/ error:yes")
    qtbot.waitUntil(lambda: sidebar.model.is_filtered)
    matches = sidebar.model.count()[1]
    assert 0 < matches < 10
    assert sidebar.footer.text.startswith(f"{matches} of 41 interactions match")
    assert sum(title.startswith("/") for title in titles(commands)) == matches, "all unfolded"
    sidebar.filter.clear()
    qtbot.waitUntil(lambda: not sidebar.model.is_filtered)
    assert titles(commands) == before


def test_the_folder_has_a_page_whose_lines_lead_on(commands: Commands, suite: Path, qtbot: QtBot) -> None:
    window = commands.window

    def lines() -> dict[str, LineButton]:
        return {button.line.label: button for button in window.overview.findChildren(LineButton)}

    qtbot.waitUntil(lambda: window.content.currentWidget() is window.overview and "package.json" in lines())
    lines()["429"].setFocus()
    QTest.keyClick(lines()["429"], Qt.Key.Key_Return)
    assert window.sidebar.filter.text() == "status:429"
    lines()["package.json"].click()
    qtbot.waitUntil(lambda: window.content.currentWidget() is window.notice)
    assert "is not a cassette" in window.notice._title.text()


def test_files_come_and_go_while_the_folder_is_open(commands: Commands, suite: Path, qtbot: QtBot) -> None:
    shutil.copy(suite / "errors/agent.yaml", suite / "errors/second.yaml")
    (suite / "reasoning/agent.yaml").unlink()
    model = commands.window.sidebar.model
    qtbot.waitUntil(lambda: model.file(suite / "errors/second.yaml") is not None)
    qtbot.waitUntil(lambda: model.file(suite / "reasoning/agent.yaml") is None)
    assert model.folder(suite / "reasoning") is None
    assert commands.window.sidebar.current() == (suite, -1)


def test_a_changed_file_is_read_again_by_f5(commands: Commands, suite: Path, qtbot: QtBot) -> None:
    (suite / "a/deep/7.yaml").write_bytes((suite / "errors/agent.yaml").read_bytes())
    commands.actions["reload"].trigger()
    node = commands.window.sidebar.model.file(suite / "a/deep/7.yaml")
    assert node is not None
    qtbot.waitUntil(lambda: node.counts.interactions != 3)


def test_closing_closes_the_whole_folder(commands: Commands) -> None:
    commands.actions["close"].trigger()
    assert commands.window.sidebar.model.rowCount() == 0
    assert commands._documents._documents == {}
    assert commands.window.pages.currentWidget() is commands.window.welcome


def test_a_folder_without_cassettes_says_so(commands: Commands, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "empty").mkdir()
    commands.open([tmp_path / "empty"])
    qtbot.waitUntil(lambda: "No cassette in" in commands.window.status.accessibleName())
    assert len(commands._libraries) == 1


def test_a_file_of_the_library_opened_by_name_is_selected_there(commands: Commands, suite: Path, qtbot: QtBot) -> None:
    commands.open([suite / "reasoning/agent.yaml"])
    qtbot.waitUntil(lambda: commands._selection.path == suite / "reasoning/agent.yaml")
    assert commands.window.sidebar.model.rowCount() == 1


def test_a_folder_is_exported_in_the_background(commands: Commands, suite: Path, tmp_path: Path, qtbot: QtBot) -> None:
    commands.window.sidebar.select(suite / "a/deep", -1)
    assert commands.actions["export"].isEnabled()
    commands.actions["export"].trigger()
    dialog = commands.window.findChild(FolderExport)
    assert dialog is not None
    dialog.write_into(tmp_path / "out")
    qtbot.waitUntil(lambda: dialog._told.text().startswith("12 files written"))
    assert len(list((tmp_path / "out").iterdir())) == 12
    dialog.close()


def test_a_folder_is_exported_with_the_notes_where_they_are_asked_for(
    commands: Commands, suite: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    noted = next(path for path in sorted((suite / "a/deep").iterdir()) if path.is_file())
    change_notes(noted, lambda notes: (*notes, Note(0, text="look at this again")))
    commands.window.sidebar.select(suite / "a/deep", -1)
    commands.actions["export"].trigger()
    dialog = commands.window.findChild(FolderExport)
    assert dialog is not None
    for name, is_asked_for in (("without", False), ("with", True)):
        dialog._with_notes.setChecked(is_asked_for)
        dialog._told.clear()
        dialog.write_into(tmp_path / name)
        assert not dialog._with_notes.isEnabled()
        qtbot.waitUntil(lambda: dialog._told.text().startswith("12 files written"))
        texts = [path.read_text("utf-8") for path in (tmp_path / name).iterdir()]
        assert any("look at this again" in text for text in texts) == is_asked_for
    dialog.close()
