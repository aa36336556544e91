# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Rows of the tree hide secrets as the panes do, and show them as long as the panes do."""

from __future__ import annotations

import random
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from tests.secrets.planted_kinds import KINDS, Draw
from tests.secrets.planted_places import PLACES, cassette
from viewer.gui.window.commands import Commands


def _said(commands: Commands) -> str:
    """All that the rows say: words, tips, names for screen readers."""
    model = commands.window.sidebar.model
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)

    def below(parent: QModelIndex) -> list[str]:
        indexes = [model.index(row, 0, parent) for row in range(model.rowCount(parent))]
        return [str(index.data(role)) for index in indexes for role in roles] + [
            text for index in indexes for text in below(index)
        ]

    return "\n".join(below(QModelIndex()))


def test_rows_follow_the_wish_to_show_secrets(commands: Commands, samples: Path, tmp_path: Path, qtbot: QtBot) -> None:
    planted = KINDS["GitHub classic"](Draw(random.Random(21))).secret  # noqa: S311
    text = (samples / "agent-tools.yaml").read_text("utf-8")
    path = tmp_path / "agent.yaml"
    path.write_text(text.replace("Which pass", f"{planted} Which pass").replace("Kleine", planted), "utf-8")
    assert planted in path.read_text("utf-8")
    commands.open([path])
    qtbot.waitUntil(lambda: commands.recording is not None)
    masked = _said(commands)
    assert planted not in masked
    commands.actions["show_secrets"].trigger()
    revealed = _said(commands)
    assert planted in revealed
    assert len(revealed.splitlines()) == len(masked.splitlines())
    commands.actions["show_secrets"].trigger()
    assert _said(commands) == masked


def test_a_secret_far_in_a_long_body_is_counted_after_a_while(commands: Commands, tmp_path: Path, qtbot: QtBot) -> None:
    planted = KINDS["GitHub classic"](Draw(random.Random(22))).secret  # noqa: S311
    path = tmp_path / "long.yaml"
    path.write_bytes(cassette([PLACES["other text"]("nothing to hide\n" * 20_000 + planted)]))
    commands.open([path])
    qtbot.waitUntil(lambda: commands.recording is not None)
    model = commands.window.sidebar.model
    qtbot.waitUntil(lambda: model.counts.secrets == 1, timeout=20_000)
    assert [row.secrets for row in model.rows()] == [True]
    assert planted not in _said(commands)
