# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A pasted request is answered in the window as in the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.talks import URL, record, talk
from viewer.gui.dialogs.match import MatchWindow
from viewer.gui.settings import Settings
from viewer.gui.window.commands import Commands


@pytest.fixture
def window(
    tmp_path: Path, make_window: Callable[..., Commands], settings: Settings, qtbot: QtBot
) -> Callable[[], MatchWindow]:
    """Opens the window for a recording, by its command."""
    path = tmp_path / "talk.yaml"
    path.write_text(record(talk(1), 1), "utf-8")
    commands = make_window(settings)
    commands.window.show()
    commands.open([path])
    qtbot.waitUntil(lambda: commands.recording is not None, timeout=20_000)

    def opened() -> MatchWindow:
        commands.actions["match"].trigger()
        [found] = commands.window.findChildren(MatchWindow)
        return found

    return opened


def test_a_request_is_answered(window: Callable[[], MatchWindow], qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("")
    shown = window()
    assert shown.request.toPlainText() == ""
    shown.request.setPlainText(f"curl {URL.replace('/v1/', '/v9/')} -d '{json.dumps({'model': 'other'})}'")
    qtbot.waitUntil(lambda: "nothing matches among 3 interactions" in shown.answer.document().text, timeout=20_000)
    told = shown.answer.document().text
    assert "✗ uri" in told
    assert 'model: recorded "nimbus-2-mini", asked "other"' in told
    shown.request.setPlainText("nothing of the kind")
    qtbot.waitUntil(lambda: shown.answer.document().text == "No request is told there.", timeout=20_000)
    shown.close()


def test_a_request_in_the_clipboard_is_taken(window: Callable[[], MatchWindow], qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText(f"GET {URL}")
    shown = window()
    assert shown.request.toPlainText() == f"GET {URL}"
    qtbot.waitUntil(lambda: "✗ method" in shown.answer.document().text, timeout=20_000)
    shown.close()
    QGuiApplication.clipboard().setText("nothing of the kind")
