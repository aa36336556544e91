# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A column is as wide as what is seen of it, however many rows there are."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from viewer.gui.widgets.seen_cells import seen_width

_ROWS, _WIDE = 1000, 900


class _Model(QStandardItemModel):
    """Notes which rows were asked for their words."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[int] = set()

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        self.asked.add(index.row())
        return super().data(index, role)


def test_only_what_is_in_view_is_asked(qtbot: QtBot) -> None:
    model, table = _Model(), QTableView()
    qtbot.addWidget(table)
    for row in range(_ROWS):
        model.appendRow(QStandardItem("wide " * 40 if row == _WIDE else f"row {row}"))
    table.setModel(model)
    table.resize(400, 300)
    for is_shown in (False, True):
        table.setVisible(is_shown)
        model.asked.clear()
        width = seen_width(table, 0)
        assert model.asked < set(range(100))
        assert 0 < width < table.sizeHintForIndex(model.index(_WIDE, 0)).width()
    table.scrollTo(model.index(_WIDE, 0))
    assert seen_width(table, 0) == table.sizeHintForIndex(model.index(_WIDE, 0)).width()


def test_an_empty_table_needs_no_width(qtbot: QtBot) -> None:
    table = QTableView()
    qtbot.addWidget(table)
    table.setModel(QStandardItemModel(0, 1))
    assert seen_width(table, 0) == 0
