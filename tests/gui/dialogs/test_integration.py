# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The desktop learns of the program by a button and forgets it by another; before each, the changes are shown."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from viewer.desktop import linux, mime_defaults
from viewer.gui.dialogs.integration import IntegrationWindow
from viewer.gui.window.commands import Commands

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the plan for Linux")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with nothing in it, on a desktop where an editor opens everything."""
    folder = tmp_path / "user"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(mime_defaults, "default_application", lambda _type: "editor.desktop")
    return folder


@pytest.fixture
def window(commands: Commands, qtbot: QtBot) -> IntegrationWindow:
    """The window, opened as the menu does, when it has looked at the desktop."""
    commands.actions["integrate"].trigger()
    found = commands.window.findChild(IntegrationWindow)
    assert found is not None
    qtbot.waitUntil(found._do.isEnabled)
    return found


def _text(window: IntegrationWindow) -> str:
    return window._changes.document().text


def test_the_changes_are_shown_then_made_then_undone(window: IntegrationWindow, qtbot: QtBot, home: Path) -> None:
    entry = home / ".local" / "share" / "applications" / "cassette-viewer.desktop"
    assert f"write {entry}" in _text(window)
    assert list(home.iterdir()) == []
    assert not window._undo.isEnabled()
    QTest.keyClick(window._do, Qt.Key.Key_Space)
    qtbot.waitUntil(window._undo.isEnabled)
    assert entry.is_file()
    assert not window._do.isEnabled()
    assert f"remove {entry}" in _text(window)
    QTest.keyClick(window._undo, Qt.Key.Key_Space)
    qtbot.waitUntil(window._do.isEnabled)
    assert list(home.iterdir()) == []
    assert "as before" in window._state.text()


def test_a_format_is_taken_over_only_where_its_box_is_checked(window: IntegrationWindow, qtbot: QtBot) -> None:
    assert [box.isChecked() for box in window._boxes.values()] == [False, False, False]
    assert "json=cassette-viewer.desktop" not in _text(window)
    QTest.keyClick(window._boxes["json"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "application/json=cassette-viewer.desktop" in _text(window))


def test_what_the_system_refuses_is_told(
    window: IntegrationWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise OSError(28, "No space left on device", "/home/x")

    monkeypatch.setattr(linux, "integration", refuse)
    QTest.keyClick(window._boxes["yaml"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window._state.text() == "/home/x: No space left on device")
    assert not window._do.isEnabled()


def test_everything_has_a_name_and_shows_no_markup(window: IntegrationWindow) -> None:
    controls = [w for kind in (QAbstractButton, QCheckBox) for w in window.findChildren(kind) if w.isVisible()]
    assert all(control.accessibleName() or control.text() for control in controls)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in window.findChildren(QLabel))
    assert window._changes.accessibleName()
