# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Folders of cassettes whose texts are known, and windows on them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.index.recordings import exchange
from viewer.gui.settings import Settings
from viewer.gui.window.commands import Commands

FAR = 60_000
"""Characters of what is said before a word that is to be found."""
Opened = Callable[..., Commands]


@pytest.fixture
def said(samples: Path, tmp_path: Path) -> Path:
    """A folder: words far into an answer, another file without them, one that is none, one that is damaged."""
    top = tmp_path / "said"
    (top / "far").mkdir(parents=True)
    answers = [
        exchange("how long is it?", f"{'word ' * (FAR // 5)}at last a kingfisher\nand one more kingfisher"),
        exchange("and now?", "nothing"),
    ]
    (top / "far/long.yaml").write_text(json.dumps({"version": 2, "interactions": answers}))
    shutil.copy(samples / "agent-tools.yaml", top / "agent.yaml")
    (top / "package.json").write_text('{"name": "suite"}')
    (top / "broken.yaml").write_text("version: 2\ninteractions:\n\t- request: {}\n")
    return top


@pytest.fixture
def opened(make_window: Callable[..., Commands], settings: Settings, said: Path, qtbot: QtBot) -> Opened:
    """Open windows on that folder, read to the end."""

    def opened(*, with_index: bool = True) -> Commands:
        commands = make_window(settings, with_index=with_index)
        commands.open([said])
        commands.window.show()
        qtbot.waitUntil(lambda: commands._selection.folder == said)
        qtbot.waitUntil(lambda: not any(library.is_reading for library in commands._libraries))
        return commands

    return opened
