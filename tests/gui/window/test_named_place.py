# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A start that names a place in a file opens the window there, by its number or by its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from viewer.gui.app import _answer
from viewer.gui.instance.message import Request, RequestReader
from viewer.gui.settings import Settings
from viewer.gui.window.commands import Commands


@pytest.mark.parametrize(
    ("place", "number", "position"),
    [("#2", 2, None), ("#2@7", 2, 7), (":172", 1, None), (":1", 0, None), ("#99", 2, None)],
)
def test_the_window_opens_at_a_named_place(
    place: str,
    number: int,
    position: int | None,
    make_window: Callable[..., Commands],
    settings: Settings,
    samples: Path,
    qtbot: QtBot,
) -> None:
    path = str(samples / "agent-tools.yaml")
    commands = make_window(settings)
    workspace = commands.window.workspace
    sent = RequestReader().feed(Request((path,), shown=path + place).pack())
    assert sent is not None
    _answer(commands, sent)
    qtbot.waitUntil(lambda: workspace.number == number)
    if position is not None:
        assert workspace.player.position == position
