# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recent files and folders: the list, its menu, its place on the welcome page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from viewer.core.secrets.masking import Masker
from viewer.gui.look.icons import Icons
from viewer.gui.look.look import Look
from viewer.gui.look.theme import load_theme
from viewer.gui.settings import Settings
from viewer.gui.tasks import Tasks
from viewer.gui.welcome.recent_list import RecentList
from viewer.gui.welcome.recent_menu import RecentMenu
from viewer.gui.welcome.recents import Recent, Recents


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    """Background work that ends with the test."""
    made = Tasks()
    yield made
    made.stop()


def opened(folder: Path, tasks: Tasks) -> Recents:
    """The list as another window sees it."""
    store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    return Recents(Settings(store), tasks)


def names(recents: Recents) -> list[str]:
    return [entry.path.name for entry in recents.entries]


def test_they_are_unique_latest_first_and_few(tmp_path: Path, tasks: Tasks) -> None:
    recents = opened(tmp_path, tasks)
    for number in range(20):
        recents.add(Path(f"/cassettes/{number}.yaml"))
    recents.add(Path("/cassettes"), is_folder=True)
    recents.add(Path("/cassettes/10.yaml"))
    recents.keep()
    for read in (recents, opened(tmp_path, tasks)):
        assert names(read)[:3] == ["10.yaml", "cassettes", "19.yaml"]
        assert [entry.is_folder for entry in read.entries[:3]] == [False, True, False]
        assert len(read.entries) == len(set(read.entries)) == 12
    recents.clear()
    assert recents.entries == opened(tmp_path, tasks).entries == ()


def test_two_windows_lose_nothing_of_each_other(tmp_path: Path, tasks: Tasks) -> None:
    one, other = opened(tmp_path, tasks), opened(tmp_path, tasks)
    one.add(Path("/a.yaml"))
    other.add(Path("/b.yaml"))
    one.keep()
    other.keep()
    assert names(other) == names(opened(tmp_path, tasks)) == ["b.yaml", "a.yaml"]
    one.remove([Recent(Path("/a.yaml"))])
    assert names(one) == ["b.yaml"]


def test_what_names_no_place_is_not_listed(tmp_path: Path, tasks: Tasks) -> None:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    store.setValue("recent/files", ["", "relative.yaml", "/good.yaml", "/with\0nul", "/folder/"])
    store.sync()
    assert names(opened(tmp_path, tasks)) == ["good.yaml", "folder"]


def test_a_name_that_is_no_text_is_kept(tmp_path: Path, tasks: Tasks) -> None:
    recents = opened(tmp_path, tasks)
    for name, is_folder in ((b"/caf\xe9.yaml", False), (b"/caf\xe9s", True), ("/caf\u00e9.yaml".encode(), False)):
        recents.add(Path(os.fsdecode(name)), is_folder=is_folder)
    recents.keep()
    assert opened(tmp_path, tasks).entries == recents.entries
    assert len(recents.entries) == 3


def test_the_menu_follows_the_list_and_mutes_what_is_missing(tmp_path: Path, tasks: Tasks, qtbot: QtBot) -> None:
    recents, window = opened(tmp_path, tasks), QWidget()
    qtbot.addWidget(window)
    menu = RecentMenu(recents, window)
    assert [action.isEnabled() for action in menu.actions()] == [False]
    there = tmp_path / "this & that.yaml"
    there.write_text("x")
    recents.add(Path("/no/such/place.yaml"))
    recents.add(there)
    menu.aboutToShow.emit()
    qtbot.waitUntil(lambda: len(menu.actions()) == 5)
    first, second, _, remove, _clear = menu.actions()
    assert first.text().startswith("&1  this && that.yaml — ")
    assert (first.isEnabled(), second.isEnabled()) == (True, False)
    assert "missing" in second.text()
    with qtbot.waitSignal(menu.path_requested) as asked:
        first.trigger()
    assert asked.args == [there]
    remove.trigger()
    assert names(recents) == [there.name]
    qtbot.waitUntil(lambda: len(menu.actions()) == 3)
    menu.actions()[-1].trigger()
    assert recents.entries == ()


@pytest.fixture
def shown(qtbot: QtBot) -> RecentList:
    """A list of three, the second missing."""
    theme = load_theme("light")
    made = RecentList(Look(theme, Icons(theme), Masker()))
    qtbot.addWidget(made)
    made.resize(400, 200)
    entries = [Recent(Path("/a/one.yaml")), Recent(Path("/a/two.yaml")), Recent(Path("/a/three"), is_folder=True)]
    made.show_entries(entries, {entries[1]})
    made.show()
    return made


def test_a_click_opens_and_a_click_on_the_cross_forgets(shown: RecentList, qtbot: QtBot) -> None:
    row = shown.visualItemRect(shown.item(1))
    cross, name = shown._delegate.cross(row).center(), row.topLeft() + QPoint(60, 20)
    opened: list[Path] = []
    shown.path_requested.connect(opened.append)
    with qtbot.waitSignal(shown.forget_requested) as forgotten:
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=cross)
    assert forgotten.args == [Recent(Path("/a/two.yaml"))]
    assert opened == []
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=name)
    assert opened == [Path("/a/two.yaml")]


def test_the_keyboard_opens_and_forgets(shown: RecentList, qtbot: QtBot) -> None:
    shown.setCurrentRow(2)
    with qtbot.waitSignal(shown.path_requested) as asked:
        QTest.keyClick(shown, Qt.Key.Key_Return)
    assert asked.args == [Path("/a/three")]
    with qtbot.waitSignal(shown.forget_requested) as forgotten:
        QTest.keyClick(shown, Qt.Key.Key_Delete)
    assert forgotten.args == [Recent(Path("/a/three"), is_folder=True)]


def test_a_screen_reader_hears_what_is_missing(shown: RecentList) -> None:
    said = [shown.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert said == ["one.yaml, file in /a", "two.yaml, file in /a, missing", "three, folder in /a"]
