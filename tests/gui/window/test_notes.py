# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Notes and marks in the window: written by key, shown in rows, header and events, listed, and followed on the disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from viewer.core.notes import Note, from_json, to_json
from viewer.gui.models.growing_tree import NOTE_ROLE
from viewer.gui.notes.editor import NoteEditor
from viewer.gui.notes.list_window import NotesWindow
from viewer.gui.sidebar.row_menu import row_menu
from viewer.gui.window.commands import Commands


@pytest.fixture
def path(samples: Path, tmp_path: Path) -> Path:
    """A cassette in a folder of its own."""
    return Path(shutil.copy(samples / "agent-tools.yaml", tmp_path / "agent.yaml"))


@pytest.fixture
def window(commands: Commands, path: Path, qtbot: QtBot) -> Commands:
    """The window on its last interaction, a stream."""
    commands.open([path])
    qtbot.waitUntil(lambda: commands.recording is not None)
    commands.window.sidebar.select(path, 2)
    qtbot.waitUntil(lambda: commands.window.workspace.number == 2)
    qtbot.waitUntil(lambda: not commands._tasks.is_running(f"notes {path}"))
    return commands


def sidecar(path: Path) -> Path:
    return path.with_name(path.name + ".notes.json")


def written(path: Path) -> tuple[Note, ...]:
    """The notes on the disk."""
    return from_json(sidecar(path).read_bytes(), "") if sidecar(path).exists() else ()


def editor_of(commands: Commands) -> NoteEditor:
    return next(editor for editor in commands.window.findChildren(NoteEditor) if editor.isVisible())


def note_of_row(commands: Commands, path: Path, number: int) -> str:
    return str(commands.window.sidebar.model.index_of(path, number).data(NOTE_ROLE) or "")


def test_a_note_is_written_shown_changed_and_removed(window: Commands, path: Path, qtbot: QtBot) -> None:
    before = path.read_bytes()
    window.actions["note"].trigger()
    editor = editor_of(window)
    editor.words.setPlainText("the forecast is wrong")
    QTest.keyClick(editor.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: note_of_row(window, path, 2) == "the forecast is wrong")
    assert [(note.place, note.text) for note in written(path)] == [((2, 0), "the forecast is wrong")]
    assert "note: the forecast is wrong" in window.window.workspace.header.accessibleName()
    index = window.window.sidebar.model.index_of(path, 2)
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        assert "the forecast is wrong" in index.data(role)
    window.actions["note"].trigger()
    assert editor_of(window).words.toPlainText() == "the forecast is wrong"
    editor_of(window).remove_button.click()
    qtbot.waitUntil(lambda: not sidecar(path).exists())
    qtbot.waitUntil(lambda: note_of_row(window, path, 2) == "")
    assert path.read_bytes() == before


def test_an_event_is_noted_from_the_events_pane(window: Commands, path: Path, qtbot: QtBot) -> None:
    window.window.workspace.show_pane("eventsPane")
    window.window.workspace.player.seek(7)
    window.actions["mark"].trigger()
    qtbot.waitUntil(lambda: note_of_row(window, path, 2) == "event 7: marked")
    assert [note.place for note in written(path)] == [(2, 7)]
    pane = window.window.workspace.pane
    assert pane._model.note(6) == "marked"  # type: ignore[attr-defined]
    assert "note: marked" in pane._model.data(pane._model.index(6, 0), Qt.ItemDataRole.AccessibleTextRole)  # type: ignore[attr-defined]
    window.actions["mark"].trigger()
    qtbot.waitUntil(lambda: not sidecar(path).exists())


@pytest.mark.parametrize("pane", ["conversationPane", "headersPane"])
def test_inside_a_stream_the_event_is_noted_whatever_pane_is_in_front(
    window: Commands, path: Path, qtbot: QtBot, pane: str
) -> None:
    window.window.workspace.show_pane(pane)
    window.window.workspace.player.seek(7)
    window.actions["note"].trigger()
    editor = editor_of(window)
    assert editor.windowTitle() == "Note on agent.yaml #2, event 7"
    editor.words.setPlainText("a detour")
    editor.keep_button.click()
    window.window.workspace.player.seek(8)
    window.actions["mark"].trigger()
    qtbot.waitUntil(lambda: [note.place for note in written(path)] == [(2, 7), (2, 8)])
    window.window.workspace.player.seek(window.window.workspace.player.count)
    window.actions["note"].trigger()
    titles = {editor.windowTitle() for editor in window.window.findChildren(NoteEditor) if editor.isVisible()}
    assert titles == {"Note on agent.yaml #2"}


def test_a_mark_takes_no_words_away(window: Commands, path: Path, qtbot: QtBot) -> None:
    window._notes.notebook.put(path, Note(2, None, "words"))
    qtbot.waitUntil(lambda: note_of_row(window, path, 2) == "words")
    window.actions["mark"].trigger()
    qtbot.wait(50)
    assert [note.text for note in written(path)] == ["words"]


def test_what_another_window_writes_is_shown(window: Commands, path: Path, qtbot: QtBot) -> None:
    sidecar(path).write_text(to_json([Note(0, None, "from elsewhere")], path.name), "utf-8")
    qtbot.waitUntil(lambda: note_of_row(window, path, 0) == "from elsewhere")
    window._notes.notebook.put(path, Note(1, None, "from here"))
    qtbot.waitUntil(lambda: len(written(path)) == 2)
    assert [note.text for note in written(path)] == ["from elsewhere", "from here"]
    qtbot.waitUntil(lambda: window.window.sidebar.model.file_index(path).data(NOTE_ROLE) == "2 notes of yours")


def test_damaged_notes_are_told_and_stay_as_they_are(window: Commands, path: Path, qtbot: QtBot) -> None:
    sidecar(path).write_text("{", "utf-8")
    told: list[str] = []
    window._notes.notebook.told.connect(told.append)
    window._notes.notebook.put(path, Note(0, None, "lost?"))
    qtbot.waitUntil(lambda: any(words.startswith("The note is not kept") for words in told))
    assert "damaged notes" in told[-1]
    assert sidecar(path).read_text("utf-8") == "{"


def test_changes_that_come_fast_are_all_written(window: Commands, path: Path, qtbot: QtBot) -> None:
    for number in (0, 1, 2):
        window._notes.notebook.put(path, Note(number, None, str(number)))
    qtbot.waitUntil(lambda: len(written(path)) == 3)


def test_notes_are_listed_and_lead_back(window: Commands, path: Path, qtbot: QtBot) -> None:
    window._notes.open_list()
    listed = window.window.findChild(NotesWindow)
    assert isinstance(listed, NotesWindow)
    assert listed.empty.isVisible()
    window._notes.notebook.put(path, Note(2, 5, "here"))
    qtbot.waitUntil(lambda: listed.list.count() == 1)
    window.window.sidebar.select(path, 0)
    listed.list.itemActivated.emit(listed.list.item(0))
    qtbot.waitUntil(lambda: window.window.workspace.number == 2)
    assert window.window.workspace.player.position == 5
    assert window.window.workspace.pane_name == "eventsPane"


def test_the_menu_of_a_row_opens_the_editor(window: Commands, path: Path) -> None:
    file = window.window.sidebar.model.file(path)
    assert file is not None
    leaf = file.leaf(1)
    assert leaf is not None
    menu = row_menu(leaf, None, window.window.sidebar)
    menu.note_requested.connect(window.window.sidebar.note_requested)
    next(action for action in menu.actions() if action.text() == "&Note…").trigger()
    assert editor_of(window).windowTitle() == "Note on agent.yaml #1"


def test_notes_of_a_folder_are_shown_before_its_files_are_opened(
    commands: Commands, path: Path, samples: Path, qtbot: QtBot
) -> None:
    shutil.copy(samples / "reasoning.yaml", path.with_name("other.yaml"))
    sidecar(path).write_text(to_json([Note(1, None, "known")], path.name), "utf-8")
    commands.open([path.parent])
    qtbot.waitUntil(lambda: note_of_row(commands, path, 1) == "known")
    assert sidecar(path) not in {file.path for file in commands.window.sidebar.model.files()}


def test_nothing_is_noted_about_what_lies_in_no_file(commands: Commands) -> None:
    assert not commands.actions["note"].isEnabled()
    assert not commands.actions["mark"].isEnabled()
