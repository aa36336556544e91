# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The table of two folders: which they are, what can be left out, and what its columns have room for."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.talks import PLANTED, record, talk
from viewer.file_pairs import pairs_of
from viewer.gui.comparison.file_rows import Column
from viewer.gui.comparison.folder_page import FolderPage
from viewer.gui.dialogs.comparison import ComparisonWindow
from viewer.gui.look.appearance import Appearance
from viewer.gui.settings import Settings


@pytest.fixture
def folder(tmp_path: Path, qtbot: QtBot, qapp: QApplication, settings: Settings) -> FolderPage:
    """Three files in two folders, of which one says something else."""
    for side in ("before", "after"):
        for number in range(3):
            told = talk(number)
            if side == "after" and number == 1:
                PLANTED["text"][0](told)
            path = tmp_path / side / "deep" / f"{number}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(record(told, 1), "utf-8")
    window = ComparisonWindow(Appearance(qapp, settings).look)
    qtbot.addWidget(window)
    window.show()
    window.compare(partial(pairs_of, tmp_path / "before", tmp_path / "after"))
    qtbot.waitUntil(lambda: window.page.stack.currentWidget() is window.page.folder, timeout=20_000)
    return window.page.folder


def test_both_folders_are_named(folder: FolderPage, tmp_path: Path) -> None:
    before, after = ((tmp_path / side).as_posix() for side in ("before", "after"))
    assert folder.heads.isVisible()
    assert folder.heads.accessibleName() == f"A: {before}, 3 cassettes. B: {after}, 3 cassettes"


def test_what_says_the_same_can_be_left_out(folder: FolderPage) -> None:
    assert folder.model.rowCount() == 3
    folder.table.setCurrentIndex(folder.model.index(0, 0))
    was = folder.current
    assert was is not None
    assert was.is_different
    folder.hide_button.click()
    assert folder.model.rowCount() == 1
    assert folder.current == was
    folder.hide_button.click()
    assert folder.model.rowCount() == 3


def test_a_column_without_contents_takes_no_room_from_the_others(folder: FolderPage) -> None:
    assert folder.model.is_empty(Column.MODEL)
    table = folder.table
    assert table.columnWidth(Column.MODEL) >= table.horizontalHeader().sectionSizeHint(Column.MODEL)
    assert table.columnWidth(Column.FILE) > 2 * table.columnWidth(Column.MODEL)
    role = Qt.ItemDataRole.TextAlignmentRole
    for told in (
        folder.model.index(0, Column.CHANGES).data(role),
        folder.model.headerData(Column.CHANGES, Qt.Orientation.Horizontal, role),
    ):
        assert Qt.AlignmentFlag(told) & Qt.AlignmentFlag.AlignRight
