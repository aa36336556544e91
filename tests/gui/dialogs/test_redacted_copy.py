# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""File > Save redacted copy writes beside the cassette, never over it, and says what came of it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from tests.secrets.planted_kinds import KINDS, Draw
from tests.secrets.planted_places import PLACES, cassette
from viewer.gui.dialogs.redacted_copy import save_redacted_copy
from viewer.gui.tasks import Tasks
from viewer.gui.window.commands import Commands


@pytest.mark.parametrize("is_itself", [False, True])
def test_a_copy_is_saved_but_never_over_the_cassette(
    commands: Commands, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_itself: bool
) -> None:
    planted = KINDS["npm"](Draw(random.Random(9)))  # noqa: S311
    data = cassette([PLACES["user text"](planted.text)])
    source = tmp_path / "a.yaml"
    source.write_bytes(data)
    target = source if is_itself else tmp_path / "b.yaml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    save_redacted_copy(commands.window, Tasks(commands), str(source))

    def boxes() -> list[QMessageBox]:
        return [box for box in commands.window.findChildren(QMessageBox, "redactedCopy") if box.isVisible()]

    qtbot.waitUntil(lambda: bool(boxes()))
    told = boxes()[0].text()
    boxes()[0].close()
    assert source.read_bytes() == data
    if is_itself:
        assert "is not overwritten" in told
    else:
        assert told == "1 secret replaced by stand-ins of the same length."
        assert planted.secret not in target.read_text("utf-8")
