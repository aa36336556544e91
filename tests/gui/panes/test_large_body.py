# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A large body shows its beginning at once, and the rest when it is read; nobody loses the place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.hostile.inputs import vcrpy
from viewer.core.text.json_layout import TextLines
from viewer.gui.panes.body_pane import BodyPane
from viewer.gui.window.commands import Commands


def test_its_beginning_stands_while_the_rest_is_read(
    commands: Commands, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = json.dumps({"object": "list", "data": [{"n": n, "password": f"hunter{n}x{n}y{n}z"} for n in range(40_000)]})
    path = tmp_path / "large.json"
    path.write_bytes(vcrpy("{}", body))
    commands.window.resize(1200, 800)
    commands.window.show()
    commands.open([path])
    qtbot.waitUntil(lambda: commands.recording is not None, timeout=60_000)
    workspace = commands.window.workspace
    workspace.show_pane("responsePane")
    pane = workspace.pane
    assert isinstance(pane, BodyPane)
    shown: list[TextLines] = []
    set_document = pane.view.set_document

    def remember(document: TextLines | None, language: str) -> None:
        if document is not None:
            shown.append(document)
        set_document(document, language)
        if len(shown) == 1:
            pane.view.verticalScrollBar().setValue(30)

    monkeypatch.setattr(pane.view, "set_document", remember)
    workspace.show_exchange(commands.recording, 0)
    qtbot.waitUntil(lambda: len(shown) == 2, timeout=60_000)
    first, whole = shown
    assert whole.text.startswith(first.text[:50_000])
    assert len(first.text) <= 60_000 < len(whole.text)
    assert "hunter7x7" not in first.text + whole.text
    assert pane.view.verticalScrollBar().value() == 30
    assert pane.view.document() is whole
