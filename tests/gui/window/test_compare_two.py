# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two rows of the sidebar, or two files that are dropped at once, are compared without a menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.talks import PLANTED, record, talk
from viewer.file_pairs import FilePair
from viewer.gui.comparison.pair_page import PairPage
from viewer.gui.settings import Settings
from viewer.gui.window.commands import Commands
from viewer.gui.window.incoming import incoming

_ADD = QItemSelectionModel.SelectionFlag.Select


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    changed = talk(1)
    PLANTED["text"][0](changed)
    paths = tmp_path / "one" / "a.yaml", tmp_path / "other" / "b.yaml"
    for path, told in zip(paths, (talk(1), changed), strict=True):
        path.parent.mkdir()
        path.write_text(record(told, len(path.parent.name)), "utf-8")
    return paths


@pytest.fixture
def commands(
    two: tuple[Path, Path], make_window: Callable[..., Commands], settings: Settings, qtbot: QtBot
) -> Commands:
    """A window with both files open."""
    made = make_window(settings)
    made.window.show()
    made.open(list(two))
    qtbot.waitUntil(lambda: len([d for d in made._documents if d.recording]) == 2, timeout=20_000)
    return made


def _compared(commands: Commands, qtbot: QtBot) -> PairPage:
    """The pair on show in the one comparison that was opened."""
    [window] = commands._dialogs._comparisons
    qtbot.waitUntil(lambda: window.page.comparison is not None, timeout=20_000)
    return window.page.pair


def _select(commands: Commands, *places: tuple[Path, int]) -> None:
    """Select rows, the last of them as the current one."""
    sidebar = commands.window.sidebar
    for path, number in places:
        index = sidebar._index(path, number)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect if (path, number) == places[0] else _ADD
        sidebar.tree.selectionModel().setCurrentIndex(index, flag)


def test_two_files_that_are_selected(commands: Commands, two: tuple[Path, Path], qtbot: QtBot) -> None:
    _select(commands, (two[1], -1), (two[0], -1))
    commands.actions["compare"].trigger()
    page = _compared(commands, qtbot)
    assert page.compared is not None
    assert [version.name for version in (page.compared.files.before, page.compared.files.after) if version] == [
        str(two[1]),
        str(two[0]),
    ]
    assert page.view.change_count == 1


def test_two_interactions_that_are_selected(commands: Commands, two: tuple[Path, Path], qtbot: QtBot) -> None:
    _select(commands, (two[0], 2), (two[1], 2))
    commands.actions["compare"].trigger()
    page = _compared(commands, qtbot)
    assert page.compared is not None
    assert page.compared.files.name == "a.yaml #2 → b.yaml #2"
    assert len(page.compared.comparison.sections) == 1
    assert page.view.change_count == 1


def test_interactions_are_called_by_their_numbers_in_their_files(
    commands: Commands, two: tuple[Path, Path], qtbot: QtBot
) -> None:
    _select(commands, (two[0], 1), (two[0], 2))
    commands.actions["compare"].trigger()
    page = _compared(commands, qtbot)
    assert page.compared is not None
    [section] = page.compared.comparison.sections
    assert section.numbers == (1, 2)
    assert section.title.startswith("#1 → #2 ")
    told = page.heads.accessibleName()
    assert "interaction #1 · " in told
    assert "interaction #2 · " in told
    page.tabs.setCurrentIndex(1)
    assert page.pane_tabs.pair.text().startswith("A #1 → B #2")


def test_a_row_that_a_key_with_ctrl_leads_to_is_selected_alone(commands: Commands, two: tuple[Path, Path]) -> None:
    tree = commands.window.sidebar.tree
    _select(commands, (two[0], 0))
    QTest.keyPress(tree, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    commands.actions["run_page"].trigger()
    assert commands._selection.is_group
    assert len(tree.selectionModel().selectedRows()) == 1
    commands.window.sidebar.mark(two[0], 1)
    assert tree.selectionModel().selectedRows() == [commands.window.sidebar._index(two[0], 1)]
    QTest.keyRelease(tree, Qt.Key.Key_Control)


def test_rows_of_different_kinds_are_refused_in_words(commands: Commands, two: tuple[Path, Path]) -> None:
    _select(commands, (two[0], -1), (two[1], 1))
    commands.actions["compare"].trigger()
    assert commands._dialogs._comparisons == []
    assert "two interactions can be compared" in commands.window.status.accessibleName()


def test_two_files_dropped_at_once_can_be_compared(commands: Commands, two: tuple[Path, Path], qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in two])
    commands._take(incoming(data, "Dropped text"))
    offered = commands.window.status.offered
    assert offered.isVisible()
    assert offered.accessibleName() == "Compare these two"
    assert commands.window.status.rect().contains(offered.geometry())
    QTest.qWait(0)
    offered.click()
    assert not offered.isVisible()
    assert _compared(commands, qtbot).view.change_count == 1


def test_one_file_dropped_offers_nothing_and_a_word_in_passing_ends_an_offer(
    commands: Commands, two: tuple[Path, Path]
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(two[0]))])
    commands._take(incoming(data, "Dropped text"))
    status = commands.window.status
    assert not status.offered.isVisible()
    status.offer("Something", "Do it", lambda: None)
    assert status.offered.isVisible()
    status.tell("Something else")
    assert not status.offered.isVisible()


def test_a_comparison_that_is_closed_is_waited_for_by_nobody(commands: Commands, qtbot: QtBot) -> None:
    is_asked, may_end, was_told = Event(), Event(), list[bool]()

    def find() -> Sequence[FilePair]:
        is_asked.set()
        was_told.append(may_end.wait(20))
        return ()

    commands._dialogs.open_comparison(commands._appearance.look, find)
    [window] = commands._dialogs._comparisons
    qtbot.waitUntil(is_asked.is_set, timeout=20_000)
    window.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert commands._dialogs._comparisons == []
    may_end.set()
    qtbot.waitUntil(lambda: not isValid(window), timeout=20_000)
    assert was_told == [True]
