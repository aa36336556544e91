# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Dropped and pasted: files, folders and text are opened wherever they fall; links are refused and not fetched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from viewer.gui.window.commands import Commands
from viewer.gui.window.incoming import incoming

CHUNK = '{"object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"content":"Hi"}}]}'
STREAM = f"data: {CHUNK}\n\n"
ANSWER = (
    '{"object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"}}]}'
)


def files(*paths: Path | str) -> QMimeData:
    """Data as a file manager gives it."""
    data = QMimeData()
    data.setUrls([QUrl(path) if isinstance(path, str) else QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def text(words: str) -> QMimeData:
    data = QMimeData()
    data.setText(words)
    return data


class Drag:
    """A drag over the window."""

    def __init__(self, window: QWidget, data: QMimeData, actions: Qt.DropAction = Qt.DropAction.CopyAction) -> None:
        self._window, self._data = window, data
        self._how = (actions, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)

    def enter(self) -> bool:
        event = QDragEnterEvent(QPoint(50, 50), *self._how)
        QApplication.sendEvent(self._window, event)
        QApplication.sendEvent(self._window, QDragMoveEvent(QPoint(60, 60), *self._how))
        return event.isAccepted()

    def drop(self) -> QDropEvent:
        event = QDropEvent(QPointF(60, 60), *self._how)
        QApplication.sendEvent(self._window, event)
        return event


def names(commands: Commands) -> list[str]:
    return [document.path.name for document in commands._documents]


def test_files_and_a_folder_open(commands: Commands, samples: Path, tmp_path: Path, qtbot: QtBot) -> None:
    shutil.copy(samples / "agent-tools.yaml", tmp_path / "in-folder.yaml")
    drag = Drag(commands.window, files(samples / "reasoning.yaml", samples / "agent-tools.yaml", tmp_path))
    assert drag.enter()
    veil = commands.window.drop_target
    assert veil.isVisible()
    assert veil.geometry() == commands.window.rect()
    assert veil.accessibleDescription() == "Open 3 items"
    assert drag.drop().dropAction() is Qt.DropAction.CopyAction
    assert not veil.isVisible()
    qtbot.waitUntil(lambda: sorted(names(commands)) == ["agent-tools.yaml", "reasoning.yaml"])
    qtbot.waitUntil(lambda: commands.window.sidebar.model.file(tmp_path / "in-folder.yaml") is not None)


def test_what_can_only_be_moved_is_left_alone(commands: Commands, samples: Path) -> None:
    assert not Drag(commands.window, files(samples / "reasoning.yaml"), Qt.DropAction.MoveAction).enter()


def test_the_veil_goes_when_the_drag_leaves(commands: Commands, samples: Path) -> None:
    Drag(commands.window, files(samples / "reasoning.yaml")).enter()
    QApplication.sendEvent(commands.window, QDragLeaveEvent())
    assert not commands.window.drop_target.isVisible()
    assert names(commands) == []


def test_nothing_in_the_window_takes_drops_for_itself(commands: Commands, samples: Path, qtbot: QtBot) -> None:
    commands.open([samples / "agent-tools.yaml"])
    qtbot.waitUntil(lambda: commands.recording is not None)
    workspace = commands.window.workspace
    while workspace.make_next_pane():
        pass
    for index in range(workspace.tabs.count()):
        workspace.tabs.setCurrentIndex(index)
        commands.actions["find"].trigger()
    children = commands.window.findChildren(QWidget)
    assert [child for child in children if child.acceptDrops() and child.window() is commands.window] == []


@pytest.mark.parametrize("words", [STREAM, ANSWER])
def test_dropped_text_is_shown_as_what_it_is_and_lies_in_no_file(commands: Commands, words: str, qtbot: QtBot) -> None:
    for _ in range(2):
        drag = Drag(commands.window, text(words))
        assert drag.enter()
        drag.drop()
    qtbot.waitUntil(lambda: commands.recording is not None and names(commands) == ["Dropped text", "Dropped text 2"])
    assert commands.recording is not None
    assert commands.recording.exchanges[0].model == "m"
    assert not commands.actions["reload"].isEnabled()
    assert commands.actions["close"].isEnabled()
    assert commands.recents.entries == ()
    qtbot.waitUntil(lambda: "in no file" in commands.window.status.accessibleName())
    commands.actions["close"].trigger()
    commands.actions["close"].trigger()
    assert commands.window.welcome.isVisible()


@pytest.mark.parametrize(
    "url", ["https://user:pa55@example.com/run.yaml?key=s3cret", "smb://server/run.yaml", "file://other/run.yaml"]
)
def test_what_lies_elsewhere_is_refused_in_one_line_and_not_fetched(commands: Commands, url: str, qtbot: QtBot) -> None:
    drag = Drag(commands.window, files(url))
    assert drag.enter(), "so that the veil can say why not"
    assert "not fetched" in commands.window.drop_target.accessibleDescription()
    assert drag.drop().dropAction() is Qt.DropAction.IgnoreAction
    qtbot.waitUntil(lambda: "nothing is fetched" in commands.window.status.accessibleName())
    said = commands.window.status.accessibleName()
    assert QUrl(url).host() in said
    assert "s3cret" not in said
    assert "pa55" not in said
    assert names(commands) == []


def test_files_among_links_are_opened_and_the_refusal_stays_in_sight(
    commands: Commands, samples: Path, qtbot: QtBot
) -> None:
    drag = Drag(commands.window, files(samples / "reasoning.yaml", "https://example.com/a", "https://example.com/b"))
    drag.enter()
    drag.drop()
    qtbot.waitUntil(lambda: commands.recording is not None)
    assert "https://example.com and 1 more were not opened" in commands.window.status.accessibleName()


def paste(commands: Commands, data: QMimeData) -> None:
    QApplication.clipboard().setMimeData(data)
    commands.window.setFocus()
    QTest.keyClick(commands.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_the_clipboard_is_opened_as_text_or_as_the_files_in_it(commands: Commands, samples: Path, qtbot: QtBot) -> None:
    paste(commands, text((samples / "reasoning.yaml").read_text("utf-8")))
    qtbot.waitUntil(lambda: commands.recording is not None)
    assert commands.window.windowTitle() == "Clipboard — Cassette Viewer"
    paste(commands, files(samples / "agent-tools.yaml"))
    qtbot.waitUntil(lambda: "agent-tools.yaml" in commands.window.windowTitle())
    paste(commands, text("  \n"))
    assert "The clipboard holds no text and no file" in commands.window.status.accessibleName()
    assert names(commands) == ["Clipboard", "agent-tools.yaml"]


def test_a_pasted_link_is_refused_as_a_dropped_one_is(commands: Commands) -> None:
    paste(commands, text("https://user:pa55@example.com/run.yaml?key=s3cret\n"))
    said = commands.window.status.accessibleName()
    assert "https://example.com was not opened: nothing is fetched" in said
    assert names(commands) == []


def test_pasted_names_of_files_open_them(commands: Commands, samples: Path, tmp_path: Path, qtbot: QtBot) -> None:
    spaced = Path(shutil.copy(samples / "reasoning.yaml", tmp_path / "a b#1.yaml"))
    plain = Path(shutil.copy(samples / "agent-tools.yaml", tmp_path))
    paste(commands, text(f"{spaced}\n{QUrl.fromLocalFile(str(plain)).toString()}\n"))
    qtbot.waitUntil(lambda: [document.path for document in commands._documents] == [spaced, plain])


@pytest.mark.parametrize("words", ["/no/such.yaml", "see https://example.com", "https://example.com\nmilk", STREAM])
def test_text_that_says_more_than_names_is_text(words: str) -> None:
    assert [taken.data for taken in incoming(text(words), "Clipboard").texts] == [words.encode()]


def test_in_a_text_field_the_clipboard_is_just_pasted(commands: Commands, samples: Path, qtbot: QtBot) -> None:
    commands.open([samples / "reasoning.yaml"])
    qtbot.waitUntil(lambda: commands.recording is not None)
    QApplication.clipboard().setText("model:kimi")
    field = commands.window.sidebar.filter
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "model:kimi"
    assert names(commands) == ["reasoning.yaml"]


def test_text_that_is_no_cassette_is_told_and_can_be_read(commands: Commands, qtbot: QtBot) -> None:
    paste(commands, text("milk, bread, eggs \ud800"))
    notice = commands.window.notice
    qtbot.waitUntil(notice.isVisible)
    assert (notice._title.text(), notice._reason.text()) == ("Clipboard is not a cassette", "It looks like text")
    assert not notice._again.isVisible(), "it never changes"
    notice._open.click()
    assert "bread" in notice._text()


def test_a_large_text_is_read_in_the_background(commands: Commands, samples: Path, qtbot: QtBot) -> None:
    long = (samples / "agent-tools.yaml").read_text("utf-8").replace("You ", "You " + "really " * 20_000, 1)
    paste(commands, text(long))
    assert next(iter(commands._documents)).is_loading
    qtbot.waitUntil(lambda: commands.recording is not None)
    assert not commands.actions["reload"].isEnabled()


def test_opening_another_window_starts_the_program_apart(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(
        "PySide6.QtCore.QProcess.startDetached",
        lambda program, arguments: started.append((program, arguments)),
    )
    action: QAction = commands.actions["new_window"]
    action.trigger()
    ((program, arguments),) = started
    assert Path(program).is_absolute()
    assert arguments[-1] == "--new-window"


def test_only_the_name_of_text_is_made_up() -> None:
    (taken,) = incoming(text("Grüße\r\n"), "Clipboard").texts
    assert (taken.name, taken.data) == ("Clipboard", "Grüße\r\n".encode())
