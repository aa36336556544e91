# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A large file that is read again is shown at once; what was on show comes back, and marks follow. Real files."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from viewer.core import spooled_summaries
from viewer.gui.documents import document, documents, growth
from viewer.gui.documents.document import Document
from viewer.gui.window.commands import Commands

_COPIES = 20
_SHOWN = 40
_PATIENCE_MS = 60_000
"""The first closer look imports what it checks with."""


@pytest.fixture
def path(samples: Path, tmp_path: Path) -> Path:
    """A cassette of sixty interactions."""
    path = Path(shutil.copy(samples / "agent-tools.yaml", tmp_path / "agent.yaml"))
    head, *parts = path.read_text("utf-8").split("    - id: ")
    path.write_text(head + "".join(f"    - id: {part}" for part in parts * _COPIES), "utf-8")
    return path


@pytest.fixture
def window(commands: Commands, qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """The window on that file, which is taken for a large one."""
    monkeypatch.setattr(documents, "_WORTH_GROWING", 1)
    monkeypatch.setattr(document, "MOST_ROWS", 10)
    monkeypatch.setattr(growth, "_FIRST_MOST", 3)
    monkeypatch.setattr(growth, "_TELL_S", 0.0)
    commands.window.resize(1280, 800)
    commands.open([path])
    qtbot.waitUntil(lambda: _is_read(commands, path), timeout=_PATIENCE_MS)
    assert commands.window.sidebar.model.ranged_files()
    return commands


def _document(window: Commands, path: Path) -> Document:
    found = window._documents.get(path)
    assert found is not None
    return found


def _is_read(window: Commands, path: Path) -> bool:
    found = _document(window, path)
    return found.recording is not None and found.share_read is None


def test_what_was_on_show_comes_back_and_what_is_new_is_marked(window: Commands, path: Path, qtbot: QtBot) -> None:
    sidebar = window.window.sidebar
    sidebar.select(path, _SHOWN)
    qtbot.waitUntil(lambda: window.window.workspace.number == _SHOWN, timeout=_PATIENCE_MS)
    text = path.read_text("utf-8")
    *rest, last = text.split("    - id: ")
    changed = [part.replace("nimbus-2-mini", "nimbus-2") if n == 11 else part for n, part in enumerate(rest)]
    path.write_text("    - id: ".join([*changed, last, last.replace("nimbus-2-mini", "nimbus-3")]), "utf-8")
    window.actions["reload"].trigger()
    qtbot.waitUntil(lambda: _document(window, path).unread_changes is not None, timeout=_PATIENCE_MS)
    now = _document(window, path)
    assert now.before is None
    assert now.unread_changes is not None
    assert now.share_read is None
    assert sorted(now.unread_changes.difference.added) == [60]
    qtbot.waitUntil(lambda: window.window.workspace.number == _SHOWN, timeout=_PATIENCE_MS)
    assert window.window.workspace.recording is not None
    assert window.window.workspace.recording.cassette is (now.recording and now.recording.cassette)
    assert sidebar.current() == (path, _SHOWN)
    node = sidebar.model.node(sidebar.model.index_of(path, 60))
    assert node is not None
    assert node.row.unread == "new"
    sidebar.select(path, 60)
    sidebar.select(path, 0)
    assert now.node is not None
    qtbot.waitUntil(lambda: now.node is not None and not now.node.is_unread(60), timeout=_PATIENCE_MS)


def test_a_filter_stays_and_is_asked_again(window: Commands, path: Path, qtbot: QtBot) -> None:
    sidebar = window.window.sidebar
    sidebar.filter_by("stream:no")
    qtbot.waitUntil(lambda: 0 < sidebar.model.count()[1] < 60, timeout=_PATIENCE_MS)
    found = sidebar.model.count()[1]
    head, *parts = path.read_text("utf-8").split("    - id: ")
    path.write_text(head + "".join(f"    - id: {part}" for part in (*parts, *parts)), "utf-8")
    window.actions["reload"].trigger()
    qtbot.waitUntil(lambda: _is_read(window, path) and sidebar.model.count()[1] == 2 * found, timeout=_PATIENCE_MS)


def test_memory_that_has_no_disk_is_told_once(
    commands: Commands, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    commands._documents.told.connect(told.append)
    monkeypatch.setattr(documents, "_WORTH_GROWING", 1)
    monkeypatch.setattr(growth, "_TELL_S", 0.0)
    monkeypatch.setattr(spooled_summaries, "_PACK_MOST", 4)
    monkeypatch.setattr(tempfile, "TemporaryFile", _full)
    commands.open([path])
    qtbot.waitUntil(lambda: _is_read(commands, path), timeout=_PATIENCE_MS)
    assert [line.partition(" (")[0] for line in told] == ["No room for temporary files"]
    qtbot.waitUntil(lambda: commands.recording is not None, timeout=_PATIENCE_MS)
    assert commands.recording is not None
    assert len(list(commands.recording.summaries)) == 60


def _full(**_: object) -> Callable[..., object]:
    raise OSError(30, "Read-only file system")
