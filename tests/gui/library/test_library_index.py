# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a library is read from: the index where that knows a file, the file itself where it does not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.library.conftest import Opened
from viewer.core import recording
from viewer.core.recording import Recording
from viewer.gui.library import scan
from viewer.gui.library.library_index import LibraryIndex
from viewer.gui.window.commands import Commands
from viewer.index.cache_folder import cache_folder
from viewer.index.store import NAME

_SHOWS_AND_WAITS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from viewer.gui.app import Application, build
from viewer.gui.library import scan

app = Application(["viewer"])
commands = build(app)
keep = type(commands._libraries.index.store()).keep

def keep_and_tell(store, entry):
    kept = keep(store, entry)
    store.flush()
    print("kept", flush=True)
    return kept

type(commands._libraries.index.store()).keep = keep_and_tell
commands.open([Path(sys.argv[1])])
commands.window.show()
app.exec()
"""


def found(commands: Commands, query: str, qtbot: QtBot) -> list[tuple[str, int]]:
    """The interactions that a filter leaves."""
    sidebar = commands.window.sidebar
    sidebar.filter.clear()
    sidebar.tree_filter.apply()
    sidebar.filter_by(query)
    qtbot.waitUntil(lambda: sidebar.model.is_filtered)
    return [(node.path.name, node.exchange) for node in sidebar.model.shown_interactions()]


def is_read(commands: Commands) -> bool:
    """Whether all folders are read to the end."""
    return not any(library.is_reading for library in commands._libraries)


def index_file() -> Path:
    """Where the index lies."""
    folder = cache_folder()
    assert folder is not None
    return folder / NAME


def test_a_second_window_takes_all_from_the_index_and_knows_the_same(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    first = opened()
    rows = [row.spoken for row in first.window.sidebar.model.askable()]
    left_out = next(iter(first._libraries)).left_out
    first._libraries.stop()

    read: list[Path] = []

    def load(path: Path) -> Recording:
        read.append(path)
        return recording.load(path)

    monkeypatch.setattr(scan, "load", load)
    second = opened()
    assert len(read) == 1, "one for what that imports"
    assert [row.spoken for row in second.window.sidebar.model.askable()] == rows
    assert next(iter(second._libraries)).left_out == left_out
    assert [path.name for path in left_out] == ["package.json"]
    assert next(iter(second._libraries)).unindexed == {}
    assert found(second, "kingfisher", qtbot) == [("long.yaml", 0)]


@pytest.mark.parametrize("with_index", [True, False])
def test_words_are_found_however_far_they_stand(opened: Opened, qtbot: QtBot, *, with_index: bool) -> None:
    commands = opened(with_index=with_index)
    assert found(commands, "text:kingfisher", qtbot) == [("long.yaml", 0)]
    assert found(commands, "/king.{0,3}fisher/", qtbot) == [("long.yaml", 0)]
    assert found(commands, "file:long -kingfisher", qtbot) == [("long.yaml", 1)]
    assert found(commands, "kingfisher tokens:<5", qtbot) == []
    assert found(commands, "text:long.yaml", qtbot) == [], "it is in no text"
    assert found(commands, "far/long.yaml", qtbot) == [("long.yaml", 0), ("long.yaml", 1)], "but where the file is"
    assert index_file().exists() is with_index


def test_what_matches_stays_in_the_tree_when_it_is_shown(opened: Opened, said: Path, qtbot: QtBot) -> None:
    commands = opened()
    assert found(commands, "text:kingfisher", qtbot) == [("long.yaml", 0)]
    commands.window.sidebar.select(said / "far/long.yaml", 0)
    qtbot.waitUntil(lambda: commands._selection.path == said / "far/long.yaml")
    assert commands.window.sidebar.current() == (said / "far/long.yaml", 0)
    assert commands.window.sidebar.model.count()[1] == 1


def test_a_file_that_changes_is_asked_again(opened: Opened, said: Path, qtbot: QtBot) -> None:
    commands = opened()
    assert found(commands, "text:kingfisher", qtbot) == [("long.yaml", 0)]
    path = said / "far/long.yaml"
    path.write_text(path.read_text().replace("nothing", "a kingfisher again"))
    commands.actions["reload"].trigger()
    qtbot.waitUntil(lambda: commands.window.sidebar.model.count()[1] == 2)


def test_a_damaged_index_is_made_anew(opened: Opened, qtbot: QtBot) -> None:
    index_file().parent.mkdir(parents=True)
    index_file().write_bytes(b"no database at all" * 1000)
    commands = opened()
    assert found(commands, "kingfisher", qtbot) == [("long.yaml", 0)]
    assert next(iter(commands._libraries)).unindexed == {}


def test_without_a_place_for_the_index_everything_works_and_that_is_told_once(opened: Opened, qtbot: QtBot) -> None:
    index_file().parent.parent.mkdir(parents=True, exist_ok=True)
    index_file().parent.write_text("a file where the folder should be")
    commands = opened()
    assert "cassettes are not indexed" in commands.window.status.accessibleName()
    assert found(commands, "kingfisher", qtbot) == [("long.yaml", 0)]
    commands.window.status.tell("")
    commands.actions["reload"].trigger()
    qtbot.waitUntil(partial(is_read, commands))
    assert "cassettes are not indexed" not in commands.window.status.accessibleName()
    index_file().parent.unlink()


def test_an_index_that_breaks_meanwhile_is_worked_without(opened: Opened, qtbot: QtBot) -> None:
    commands = opened()
    store = commands._libraries.index.store()
    assert next(iter(commands._libraries)).unindexed == {}
    store._failed(OSError("the disk is gone"))
    assert not store.usable
    commands.window.sidebar.filter_by("kingfisher")
    qtbot.waitUntil(lambda: commands.window.sidebar.model.count()[1] == 1)
    qtbot.waitUntil(lambda: "is not used any more" in commands.window.status.accessibleName())


def test_two_windows_on_one_library(opened: Opened, said: Path, qtbot: QtBot) -> None:
    first, second = opened(), opened()
    path = said / "far/long.yaml"
    path.write_text(path.read_text().replace("nothing", "a kingfisher again"))
    for commands in (first, second):
        commands.actions["reload"].trigger()
    for commands in (first, second):
        qtbot.waitUntil(partial(is_read, commands))
        assert found(commands, "kingfisher", qtbot) == [("long.yaml", 0), ("long.yaml", 1)]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_window_that_is_killed_while_it_writes_leaves_an_index_that_works(
    opened: Opened, said: Path, qtbot: QtBot
) -> None:
    command = [sys.executable, "-c", _SHOWS_AND_WAITS, str(said)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ}) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "kept\n"
        killed.send_signal(signal.SIGKILL)
    assert index_file().exists()
    commands = opened()
    assert commands._libraries.index.store().usable
    assert found(commands, "kingfisher", qtbot) == [("long.yaml", 0)]


def test_a_first_picture_of_a_file_opens_no_index(agent: Commands) -> None:
    assert agent._libraries.index._store is None
    assert not index_file().exists()


def test_an_index_that_nobody_wants_is_never_opened(make_window: Callable[..., Commands]) -> None:
    index = LibraryIndex(wanted=False)
    assert not index.store().usable
    assert index.told() == ()
    index.close()
    assert not index_file().exists()
