# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A file that is shown changes on disk: the reader's place is kept and what is new is marked. Real files, watched."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from viewer.gui.models.interaction_tree import InteractionTree
from viewer.gui.models.rows import Row
from viewer.gui.window.commands import Commands


@pytest.fixture
def path(samples: Path, tmp_path: Path) -> Path:
    """A cassette of three interactions that a test may change."""
    return Path(shutil.copy(samples / "agent-tools.yaml", tmp_path / "agent.yaml"))


@pytest.fixture
def window(commands: Commands, qtbot: QtBot, path: Path) -> Commands:
    """The window on that file, with the second interaction on show."""
    commands.window.resize(1280, 800)
    commands.open([path])
    qtbot.waitUntil(lambda: commands.recording is not None)
    commands.window.sidebar.select(path, 2)
    qtbot.waitUntil(lambda: commands.window.workspace.number == 2)
    return commands


def _replace(path: Path, text: str) -> None:
    """As editors save: another file takes its name."""
    other = path.with_suffix(".new")
    other.write_text(text, "utf-8")
    other.replace(path)


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def _recreate(path: Path, text: str) -> None:
    path.unlink()
    path.write_text(text, "utf-8")


def _interactions(path: Path) -> tuple[str, list[str]]:
    """The head of the file, and its interactions."""
    text = path.read_text("utf-8")
    head, *parts = text.split("    - id: ")
    return head, [f"    - id: {part}" for part in parts]


def _rows(window: Commands) -> list[Row]:
    model = window.window.sidebar.tree.model()
    assert isinstance(model, InteractionTree)
    return list(model.rows())


def _wait_for_marks(window: Commands, qtbot: QtBot, *marks: str) -> None:
    qtbot.waitUntil(lambda: [row.unread for row in _rows(window)] == list(marks))


@pytest.mark.parametrize("change", [_replace, _write, _recreate])
def test_the_place_is_kept_and_news_are_marked(
    window: Commands, path: Path, qtbot: QtBot, change: Callable[[Path, str], None]
) -> None:
    """One is recorded before all others, and the answer of the first is another one."""
    workspace, sidebar = window.window.workspace, window.window.sidebar
    workspace.player.seek(7)
    workspace.tabs.setCurrentIndex(3)
    head, parts = _interactions(path)
    new = parts[0].replace("Kleine Scheidegg", "Jungfraujoch")
    change(path, head + new + parts[0].replace("Let", "Now let") + parts[1] + parts[2])
    _wait_for_marks(window, qtbot, "new", "changed", "", "")
    assert workspace.number == 3
    assert workspace.player.position == 7
    assert workspace.tabs.currentIndex() == 3
    assert sidebar.current() == (path, 3)
    row = _rows(window)[1]
    assert row.spoken.startswith("changed, #1")
    assert "changed on disk at" in row.tip
    assert row.tip.endswith(": answer")
    assert "1 new, 1 changed" in window.window.status.accessibleName()

    sidebar.select(path, 1)
    assert "changed on disk at" in workspace.header.accessibleName()
    sidebar.select(path, 3)
    _wait_for_marks(window, qtbot, "new", "", "", "")
    assert "on disk" not in workspace.header.accessibleName()
    assert _rows(window)[1].spoken.startswith("#1")


def test_the_one_on_show_says_what_is_different(window: Commands, path: Path, qtbot: QtBot) -> None:
    """At the end of the stream it stays at the end, also of a longer one."""
    workspace, before = window.window.workspace, window.window.workspace.player.count
    text = path.read_text("utf-8")
    head, parts = _interactions(path)
    line = next(line for line in parts[2].splitlines(keepends=True) if '"content":" ' in line)
    _write(path, head + parts[0] + parts[1] + parts[2].replace(line, line + "\n" + line, 1))
    assert path.read_text("utf-8") != text
    _wait_for_marks(window, qtbot, "", "", "changed")
    assert workspace.player.count == before + 1
    assert workspace.player.position == before + 1
    assert workspace.header.accessibleName().endswith(": answer")


def test_one_that_is_removed_is_told_and_another_is_shown(window: Commands, path: Path, qtbot: QtBot) -> None:
    head, parts = _interactions(path)
    _replace(path, head + parts[0] + parts[1])
    qtbot.waitUntil(lambda: len(_rows(window)) == 2)
    assert window.window.workspace.number == 1
    assert window.window.sidebar.current() == (path, 1)
    assert "1 removed" in window.window.status.accessibleName()


def test_a_file_that_is_gone_or_broken_is_told_until_it_is_back(window: Commands, path: Path, qtbot: QtBot) -> None:
    status, text = window.window.status, path.read_text("utf-8")
    path.unlink()
    qtbot.waitUntil(lambda: "cannot be read any more: No such file" in status.accessibleName())
    assert len(_rows(window)) == 3
    window.window.sidebar.select(path, 0)
    assert "cannot be read any more" in status.accessibleName()
    _write(path, text)
    qtbot.waitUntil(lambda: "cannot be read" not in status.accessibleName())
    assert window.window.workspace.number == 0
    assert [row.unread for row in _rows(window)] == [""] * 3


def test_half_a_file_is_not_shown(window: Commands, path: Path, qtbot: QtBot) -> None:
    """A recorder empties the file and writes it slowly: what was read stays until all is there."""
    text = path.read_text("utf-8").replace("Let", "Now let")
    seen: set[int] = set()
    model = window.window.sidebar.model
    model.recounted.connect(lambda: seen.add(len(_rows(window))))
    with path.open("w", encoding="utf-8") as file:
        for part in (text[: len(text) // 3], text[len(text) // 3 :]):
            file.write(part)
            file.flush()
            qtbot.wait(250)
    _wait_for_marks(window, qtbot, "changed", "changed", "changed")
    assert seen == {3}


def test_a_file_that_grows_is_followed(window: Commands, path: Path, qtbot: QtBot) -> None:
    """A recorder appends an interaction while the reader reads."""
    _, parts = _interactions(path)
    with path.open("a", encoding="utf-8") as file:
        file.write(parts[0].replace("Kleine Scheidegg", "Jungfraujoch"))
    _wait_for_marks(window, qtbot, "", "", "", "new")
    assert window.window.workspace.number == 2


def test_what_is_folded_and_scrolled_stays(window: Commands, path: Path, qtbot: QtBot) -> None:
    workspace = window.window.workspace
    workspace.bring_to_front("requestPane")
    view = workspace.pane.view  # type: ignore[attr-defined]  # the Request pane has one
    qtbot.waitUntil(lambda: view.page.line_count > 40)
    view.page.folds.fold(1)
    view.page.folds.fold(view.document().line_of_path(("tools",)))
    view._on_folds_changed()
    view.verticalScrollBar().setValue(3)
    folded, scrolled = view.place().folded, view.verticalScrollBar().value()
    assert ("tools",) in folded
    head, parts = _interactions(path)
    _write(path, head + parts[0] + parts[1] + parts[2].replace("You plan", "We plan"))
    _wait_for_marks(window, qtbot, "", "", "changed")
    qtbot.waitUntil(lambda: "We plan" in view.document().text)
    assert view.place().folded == folded
    assert view.verticalScrollBar().value() == scrolled


def test_reading_again_without_a_change_takes_the_marks(window: Commands, path: Path, qtbot: QtBot) -> None:
    head, parts = _interactions(path)
    _write(path, head + parts[0].replace("Let", "Now let") + parts[1] + parts[2])
    _wait_for_marks(window, qtbot, "changed", "", "")
    window.actions["reload"].trigger()
    _wait_for_marks(window, qtbot, "", "", "")
    assert window.window.workspace.number == 2
