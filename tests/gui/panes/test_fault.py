# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A pane that fails shows that in its own place, and everything else goes on."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from viewer.core.recording import Recording
from viewer.gui.panes.fault import PaneFault
from viewer.gui.widgets.buttons import Button
from viewer.gui.window.commands import Commands


def test_a_fault_stays_in_its_pane(
    commands: Commands, samples: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    commands.window.resize(1200, 800)
    commands.window.show()
    commands.open([samples / "agent-tools.yaml"])
    qtbot.waitUntil(lambda: commands.recording is not None)
    workspace = commands.window.workspace
    workspace.show_pane("headersPane")
    pane = workspace.pane
    shown = type(pane).show_exchange

    def fail(_self: object, _recording: Recording, number: int) -> None:
        raise ValueError(f"no\x1b[2Jthing of {number}")

    monkeypatch.setattr(type(pane), "show_exchange", fail)
    with caplog.at_level(logging.CRITICAL + 1):
        workspace.show_exchange(commands.recording, 1)
    fault = pane.findChild(PaneFault)
    assert fault is not None
    assert fault.size() == pane.size()
    words = " ".join(label.text() for label in fault.findChildren(QLabel))
    assert "Headers cannot show this interaction" in words
    assert "ValueError: no␛[2Jthing of 1" in words
    fault.findChildren(Button)[0].click()
    report = QGuiApplication.clipboard().text()
    assert "ValueError" in report
    assert "headersPane, interaction " in report
    assert str(samples) not in report
    workspace.show_pane("conversationPane")
    assert workspace.pane.findChild(PaneFault) is None
    workspace.player.seek(1)
    monkeypatch.setattr(type(pane), "show_exchange", shown)
    workspace.show_pane("headersPane")
    workspace.show_exchange(commands.recording, 0)
    assert pane.findChild(PaneFault) is None


def test_the_cover_is_as_large_as_its_pane(
    commands: Commands, samples: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    commands.window.show()
    commands.open([samples / "agent-tools.yaml"])
    qtbot.waitUntil(lambda: commands.recording is not None)
    pane = commands.window.workspace.inspector

    def fail(_self: object, _position: int) -> None:
        raise KeyError("gone")

    monkeypatch.setattr(type(pane), "set_position", fail)
    with caplog.at_level(logging.CRITICAL + 1):
        commands.window.workspace.player.seek(1)
    fault = pane.findChild(PaneFault)
    assert fault is not None
    commands.window.resize(commands.window.width() + 40, commands.window.height() + 60)
    qtbot.waitUntil(lambda: fault.size() == pane.size())
