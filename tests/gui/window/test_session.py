# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What was open comes back: place, pane and all, paused; never what a start did not survive."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from viewer.gui.settings import RESTORE, Settings
from viewer.gui.window import session
from viewer.gui.window.commands import Commands
from viewer.gui.window.session_file import Place, SessionFile, SessionState

Start = Callable[..., Commands]


@pytest.fixture
def start(make_window: Callable[..., Commands], qtbot: QtBot, tmp_path: Path) -> Start:
    """Make a start of the program, all with the same memory."""

    def begin(*paths: Path, is_apart: bool = False) -> Commands:
        store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
        commands = make_window(Settings(store), SessionFile(tmp_path))
        commands.begin(list(paths), is_apart=is_apart)
        commands.window.show()
        if commands._document_controller.is_about_to_show or paths:
            qtbot.waitUntil(lambda: commands.recording is not None or commands._selection.folder is not None)
        return commands

    return begin


@pytest.fixture
def files(tmp_path: Path, samples: Path) -> list[Path]:
    """Copies of two samples, one of them a stream."""
    chosen = [samples / "agent-tools.yaml", next(p for p in sorted(samples.glob("*.yaml")) if p.stem != "agent-tools")]
    return [Path(shutil.copy(path, tmp_path)) for path in chosen]


def test_files_place_and_pane_come_back_paused(start: Start, files: list[Path], qtbot: QtBot) -> None:
    first = start(*files)
    selection, workspace = first._selection, first.window.workspace
    selection.show(files[0], 2)
    assert workspace.player.count > 6
    workspace.bring_to_front("eventsPane")
    workspace.player.seek(6)
    first.window.close()
    second = start()
    player = second.window.workspace.player
    qtbot.waitUntil(lambda: player.position == 6)
    assert [document.path for document in second._documents] == files
    assert (second._selection.path, second.window.workspace.number) == (files[0], 2)
    assert second.window.workspace.pane.objectName() == "eventsPane"
    assert not player.is_playing
    assert second.window.sidebar.current() == (files[0], 2)


def test_the_end_is_the_end_however_long_the_recording_is_now(start: Start, files: list[Path], tmp_path: Path) -> None:
    start(files[0]).window.close()
    assert SessionFile(tmp_path).read().place == Place(files[0], 0, None)


def test_a_start_with_files_opens_those_and_offers_the_rest(start: Start, files: list[Path], qtbot: QtBot) -> None:
    start(files[0]).window.close()
    second = start(files[1])
    assert [document.path for document in second._documents] == [files[1]]
    reopen = second.actions["reopen_session"]
    assert reopen.isEnabled()
    reopen.trigger()
    qtbot.waitUntil(lambda: second._selection.path == files[0])
    assert [document.path for document in second._documents] == [files[1], files[0]]
    assert not reopen.isEnabled()


def test_it_is_not_opened_when_it_is_not_wanted(start: Start, files: list[Path]) -> None:
    first = start(files[0])
    first._settings.set(RESTORE, False)
    first.window.close()
    second = start()
    assert second.recording is None
    assert second.window.welcome._cards[2].isVisible()
    second._settings.set(RESTORE, True)
    assert start(is_apart=True).recording is None
    assert start().recording is not None


def test_what_was_closed_stays_closed(start: Start, files: list[Path], tmp_path: Path, qtbot: QtBot) -> None:
    start(*files).window.close()
    second = start()
    qtbot.waitUntil(lambda: all(not document.is_loading for document in second._documents))
    second._session._survived.timeout.emit()
    second._session._survived.stop()
    for path in files:
        second._documents.close(path)
    second.window.close()
    assert SessionFile(tmp_path).read().paths == ()
    assert start().recording is None


def test_a_file_that_is_gone_is_a_quiet_line(start: Start, files: list[Path], qtbot: QtBot) -> None:
    start(*files).window.close()
    files[0].unlink()
    second = start()
    assert [document.path for document in second._documents] == [files[1]]
    gone = f"{files[0].name} (in {files[0].parent})"
    qtbot.waitUntil(lambda: f"{gone} of the last session is not there" in second.window.status.accessibleName())
    files[1].unlink()
    second.window.close()
    third = start()
    qtbot.waitUntil(lambda: "not there any more" in third.window.status.accessibleName())
    assert third.window.welcome.isVisible()


def test_several_files_that_are_gone_are_one_line(start: Start, files: list[Path], qtbot: QtBot) -> None:
    start(*files).window.close()
    for path in files:
        path.unlink()
    said = f"(in {files[0].parent}) and 1 more of the last session are not there any more"
    window = start().window
    qtbot.waitUntil(lambda: said in window.status.accessibleName())


def test_a_folder_comes_back_as_a_folder(start: Start, files: list[Path], tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "suite"
    folder.mkdir()
    for path in files:
        shutil.move(path, folder)
    first = start(folder)
    place = folder / files[1].name
    first._selection.show(place, 0)
    qtbot.waitUntil(lambda: first._selection.path == place)
    first.window.close()
    assert SessionFile(tmp_path).read().paths == (folder,)
    second = start()
    qtbot.waitUntil(lambda: second._selection.path == place)


def test_what_a_start_did_not_survive_is_offered_and_not_opened(
    start: Start, files: list[Path], tmp_path: Path
) -> None:
    start(files[0]).window.close()
    SessionFile(tmp_path).mark(restoring=True)  # as a start leaves it that died
    second = start()
    assert second.recording is None
    words = second.window.welcome._session_title.text(), second.window.welcome._session_names.text()
    assert words == (
        "The last start did not end well",
        "It ended while these were opened, so they wait here: agent-tools.yaml",
    )
    second.window.close()
    assert SessionFile(tmp_path).read().paths == (files[0],)  # an empty window took nothing away
    third = start()
    assert third.recording is None
    third.window.welcome.reopen_button.click()
    assert SessionFile(tmp_path).was_interrupted  # until it is over
    third.window.close()
    assert not SessionFile(tmp_path).was_interrupted
    assert start().recording is not None


def test_it_is_kept_while_the_window_is_open(
    start: Start, files: list[Path], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_REST_MS", 50)
    first = start(files[0])
    qtbot.waitUntil(
        lambda: SessionFile(tmp_path).read() == SessionState((files[0],), Place(files[0]), "conversationPane")
    )
    first.window.workspace.bring_to_front("headersPane")
    qtbot.waitUntil(lambda: SessionFile(tmp_path).read().pane == "headersPane")
    assert first.window.isVisible()
