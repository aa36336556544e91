# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is saved is written off the GUI thread, whole or not at all, and who asked for it hears why it was not."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from threading import Event, get_ident

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from viewer.core.messages import Blob
from viewer.gui.conversation import picture_dialog
from viewer.gui.dialogs.export import ExportWindow
from viewer.gui.panes.value_window import save_value
from viewer.gui.saving import save
from viewer.gui.window.commands import Commands


@pytest.fixture
def main(qtbot: QtBot) -> QWidget:
    """A window that things are saved from."""
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def _warnings(main: QWidget) -> list[str]:
    return [box.text() for box in main.findChildren(QMessageBox, "notSaved") if box.isVisible()]


def test_it_is_made_and_written_elsewhere_and_told_here(main: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
    makers, told = [], []

    def make() -> bytes:
        makers.append(get_ident())
        return b"new"

    save(main, str(tmp_path / "a.txt"), make, lambda reason: told.append((reason, get_ident())))
    qtbot.waitUntil(lambda: bool(told))
    assert told == [("", get_ident())]
    assert makers != [get_ident()]
    assert (tmp_path / "a.txt").read_bytes() == b"new"


def test_a_cassette_stays_and_a_message_says_so(main: QWidget, samples: Path, tmp_path: Path, qtbot: QtBot) -> None:
    target = tmp_path / "a.yaml"
    target.write_bytes((samples / "agent-tools.yaml").read_bytes())
    before = target.read_bytes()
    save(main, str(target), lambda: b"gone")
    qtbot.waitUntil(lambda: bool(_warnings(main)))
    assert _warnings(main) == [f"{target} is a cassette and is not overwritten"]
    assert target.read_bytes() == before


def _fail() -> bytes:
    raise MemoryError("too large")


@pytest.mark.parametrize("make", [lambda: b"new", _fail])
def test_a_reason_is_told_to_who_asks_for_it(
    main: QWidget, tmp_path: Path, qtbot: QtBot, make: Callable[[], bytes]
) -> None:
    told: list[str] = []
    target = tmp_path / ("nowhere/a.txt" if make is not _fail else "a.txt")
    save(main, str(target), make, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [f"{target}: {'MemoryError: too large' if make is _fail else 'No such file or directory'}"]
    assert list(tmp_path.iterdir()) == []
    assert _warnings(main) == []


def test_who_closed_the_window_still_hears_it(main: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
    dialog, gate = QWidget(main), Event()

    def make() -> bytes:
        gate.wait(5)
        return b"new"

    target = tmp_path / "nowhere" / "a.txt"
    save(dialog, str(target), make, lambda reason: pytest.fail(f"told to nobody: {reason}"))
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    gate.set()
    qtbot.waitUntil(lambda: bool(_warnings(main)))
    assert "No such file" in _warnings(main)[0]


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that the user chooses, whenever one is asked for."""
    made = tmp_path / "chosen"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(made), ""))
    return made


def test_a_value_is_saved(main: QWidget, chosen: Path, qtbot: QtBot) -> None:
    save_value("content", "a\ud800b", main)
    qtbot.waitUntil(chosen.exists)
    assert chosen.read_bytes() == b"a\xed\xa0\x80b"


def test_a_picture_is_saved_as_its_bytes(main: QWidget, chosen: Path, qtbot: QtBot) -> None:
    picture_dialog.save(Blob("image", "image/png", base64.b64encode(b"\x89PNG").decode()), main)
    qtbot.waitUntil(chosen.exists)
    assert chosen.read_bytes() == b"\x89PNG"


def test_a_picture_that_is_none_is_told(main: QWidget, chosen: Path, qtbot: QtBot) -> None:
    picture_dialog.save(Blob("image", "image/png", "a"), main)
    qtbot.waitUntil(lambda: bool(_warnings(main)))
    assert _warnings(main) == [f"{chosen} is not written: the recorded data is not base64"]
    assert not chosen.exists()


def test_an_export_is_saved_as_it_was_shown(agent: Commands, chosen: Path, qtbot: QtBot) -> None:
    agent.actions["export"].trigger()
    window = agent.window.findChild(ExportWindow)
    assert window is not None
    qtbot.waitUntil(window._save.isEnabled)
    window._save.click()
    qtbot.waitUntil(lambda: window._facts.text() == f"Saved {chosen}")
    assert chosen.read_text("utf-8") == window._content
    assert window._save.isEnabled()
    window.close()


def test_why_a_format_cannot_be_written_is_told(agent: Commands, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> None:
        raise ValueError("<b>three\x1b")

    monkeypatch.setattr("viewer.gui.dialogs.export.write_export", fail)
    agent.actions["export"].trigger()
    window = agent.window.findChild(ExportWindow)
    assert window is not None
    qtbot.waitUntil(lambda: "ValueError" in window._facts.text())
    assert "three" in window._facts.text()
    assert "\x1b" not in window._facts.text()
    assert not window._save.isEnabled()
    assert window._facts.textFormat() == Qt.TextFormat.PlainText
    monkeypatch.undo()
    window._formats.setCurrentRow(1)
    qtbot.waitUntil(window._save.isEnabled)
    window.close()
