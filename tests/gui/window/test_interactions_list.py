# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The file or folder on show as a list: it comes by a key, opens what is chosen, and goes back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from viewer.gui.interactions.columns import Column
from viewer.gui.interactions.page import InteractionsPage
from viewer.gui.window.commands import Commands


def page_of(commands: Commands) -> InteractionsPage:
    page = commands.window.content.currentWidget()
    assert isinstance(page, InteractionsPage)
    return page


@pytest.fixture
def folder(commands: Commands, samples: Path, tmp_path: Path, qtbot: QtBot) -> Path:
    """A folder of two cassettes, on show."""
    root = tmp_path / "library"
    root.mkdir()
    for name in ("one.yaml", "two.yaml"):
        shutil.copy(samples / "agent-tools.yaml", root / name)
    commands.open([root])
    qtbot.waitUntil(lambda: len(commands.window.sidebar.model.files()) == 2)
    commands.window.sidebar.select(root, -1)
    qtbot.waitUntil(lambda: commands.window.content.currentWidget() is commands.window.overview)
    return root


def test_the_file_on_show_is_listed_and_left_again(agent: Commands) -> None:
    agent.window.sidebar.step(1)
    number = agent.window.workspace.number
    agent.actions["list"].trigger()
    page = page_of(agent)
    assert page.title.text() == "agent-tools.yaml"
    assert page.model.rowCount() == 3
    assert page.table.currentIndex().row() == number
    assert page.table.hasFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert agent.window.content.currentWidget() is agent.window.workspace
    assert agent.window.workspace.number == number


def test_enter_opens_the_row_the_one_on_show_too(agent: Commands, samples: Path) -> None:
    for number in (2, 2, 0):
        agent.actions["list"].trigger()
        page = page_of(agent)
        page.go_to(samples / "agent-tools.yaml", number)
        QTest.keyClick(page.table, Qt.Key.Key_Return)
        assert agent.window.content.currentWidget() is agent.window.workspace
        assert agent.window.workspace.number == number


def test_a_folder_is_listed_with_the_names_of_its_files(commands: Commands, folder: Path, qtbot: QtBot) -> None:
    commands.actions["list"].trigger()
    page = page_of(commands)
    assert page.note.text().startswith("6 interactions  ·  2 files")
    assert [page.model.text(row, Column.FILE) for row in (0, 3)] == ["one.yaml", "two.yaml"]
    assert Column.FILE in page.model.columns
    page.go_to(folder / "two.yaml", 1)
    assert page.table.currentIndex().row() == 4
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: commands.window.workspace.number == 1)
    assert commands.window.sidebar.current() == (folder / "two.yaml", 1)


def test_the_filter_decides_what_is_listed(agent: Commands, qtbot: QtBot) -> None:
    agent.actions["list"].trigger()
    page = page_of(agent)
    agent.window.sidebar.filter_by("status:429")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.model.text(0, Column.STATUS) == "429"
    agent.window.sidebar.filter_by("status:999")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert page.empty.isVisible()
    agent.window.sidebar.filter_by("")
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    assert not page.empty.isVisible()


def test_a_folder_that_loses_a_file_lists_what_is_left(commands: Commands, folder: Path, qtbot: QtBot) -> None:
    commands.actions["list"].trigger()
    page = page_of(commands)
    commands.window.sidebar.remove([folder / "one.yaml"])
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    assert page.model.interaction(0)[0].name == "two.yaml"
    assert commands.window.content.currentWidget() is page, "numbers that change take nobody's place"


def test_the_menu_chooses_columns_and_sorting(agent: Commands, qtbot: QtBot) -> None:
    agent.actions["columns"].trigger()
    page = page_of(agent)
    menu = next(menu for menu in page.findChildren(QMenu) if menu.objectName() == "columnMenu")
    next(action for action in menu.actions() if action.text() == "Model").trigger()
    assert Column.MODEL not in page.model.columns
    page.sort(Column.STATUS, True)
    qtbot.waitUntil(lambda: page.model.text(0, Column.STATUS) == "429")
    assert "sorted by status from the largest on" in page.note.text()


def test_without_a_file_there_is_no_list(commands: Commands) -> None:
    assert not commands.actions["list"].isEnabled()
    assert not commands.actions["columns"].isEnabled()


def test_commands_are_about_the_current_row(agent: Commands, tmp_path: Path, samples: Path, qtbot: QtBot) -> None:
    path = Path(shutil.copy(samples / "agent-tools.yaml", tmp_path / "agent.yaml"))
    agent.open([path])
    qtbot.waitUntil(lambda: agent._selection.path == path)
    agent.actions["list"].trigger()
    page = page_of(agent)
    assert Column.NOTE not in page.model.columns
    page.go_to(path, 1)
    agent.actions["copy_link"].trigger()
    assert QGuiApplication.clipboard().text() == f"{path}#1"
    agent.actions["mark"].trigger()
    qtbot.waitUntil(lambda: Column.NOTE in page.model.columns)
    assert page.model.text(1, Column.NOTE) == "marked"
    assert page.current() == (path, 1)


def test_the_menu_of_a_row(agent: Commands, samples: Path) -> None:
    agent.actions["list"].trigger()
    page = page_of(agent)
    menu = page.menu_of(2)
    next(action for action in menu.actions() if action.text() == "Copy &link").trigger()
    assert QGuiApplication.clipboard().text() == f"{samples / 'agent-tools.yaml'}#2"
    next(action for action in menu.actions() if action.text() == "&Copy row").trigger()
    assert QGuiApplication.clipboard().text().startswith("#2\t")
    next(action for action in menu.actions() if action.text() == "&Open").trigger()
    assert agent.window.workspace.number == 2


def _heading(page: InteractionsPage, column: Column) -> str:
    at = page.model.columns.index(column)
    return str(page.model.headerData(at, Qt.Orientation.Horizontal))


def test_columns_take_what_they_hold_so_that_names_have_room(agent: Commands, qtbot: QtBot) -> None:
    agent.window.resize(1900, 700)
    agent.actions["list"].trigger()
    table = page_of(agent).table
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)
    columns = page_of(agent).model.columns
    for column in (Column.TITLE, Column.MODEL, Column.TOOLS):
        at = columns.index(column)
        assert table.columnWidth(at) >= table.sizeHintForColumn(at)


@pytest.mark.usefixtures("folder")
def test_several_files_are_sorted_by_no_number(commands: Commands, qtbot: QtBot) -> None:
    commands.actions["list"].trigger()
    page = page_of(commands)
    assert _heading(page, Column.NUMBER) == "#"
    page.sort(Column.DURATION, descending=True)
    qtbot.waitUntil(lambda: _heading(page, Column.DURATION).endswith("↓"))


def test_one_file_is_sorted_by_number(agent: Commands) -> None:
    agent.actions["list"].trigger()
    assert _heading(page_of(agent), Column.NUMBER) == "# ↑"


@pytest.mark.parametrize("is_left", [False, True], ids=["on show", "left"])
def test_no_rows_are_held_of_what_was_closed(agent: Commands, qtbot: QtBot, *, is_left: bool) -> None:
    agent.actions["list"].trigger()
    page = page_of(agent)
    if is_left:
        QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert page.model.rowCount() == 3
    agent.actions["close"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)


def test_the_last_column_that_was_stretched_takes_no_room_from_names(agent: Commands) -> None:
    """Before a list is measured bars stand last in it, and what is left over is theirs."""
    agent.window.resize(1400, 800)
    agent.actions["list"].trigger()
    page = page_of(agent)
    page.model.show_columns((Column.NUMBER, Column.TITLE, Column.FINISH, Column.WATERFALL))
    page.table.fit_columns()
    page.model.show_columns((Column.NUMBER, Column.TITLE, Column.FINISH))
    page.table.setCurrentIndex(page.model.index(2, 0))  # lays the header out, the last column still stretched
    page.table.fit_columns()
    header = page.table.horizontalHeader()
    assert header.length() == page.table.viewport().width()
    assert header.sectionSize(1) > 2 * header.sectionSize(2)
