# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which columns are shown, and by which the list is sorted: by key too, for a header takes no focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from viewer.gui.interactions.columns import USUAL, WORDS, Column


class ColumnMenu(QMenu):
    """A line for each column, and below them by what to sort."""

    chosen = Signal(object)
    """The columns that are to be shown, a tuple."""
    sort_requested = Signal(object, bool)
    """By which `Column`, and whether from the largest on."""

    def __init__(self, shown: Sequence[Column], by: Column, parent: QWidget, *, descending: bool) -> None:
        """As it is now."""
        super().__init__(parent)
        self.setObjectName("columnMenu")
        self._shown, self._by, self._descending = tuple(shown), by, descending
        for column in Column:
            action = self.addAction(WORDS[column].title)
            action.setCheckable(True)
            action.setChecked(column in self._shown)
            action.setEnabled(column is not Column.NUMBER)
            action.setToolTip(WORDS[column].tip)
            action.toggled.connect(lambda on, column=column: self._on_toggled(column, on=on))
        self.addAction("&Usual columns", lambda: self.chosen.emit(USUAL))
        self.setToolTipsVisible(True)
        self.addSeparator()
        self.addMenu(self._sorting())

    def pop_up(self, beside: QWidget) -> None:
        """Open below a button."""
        self.popup(beside.mapToGlobal(QPoint(0, beside.height())))

    def _sorting(self) -> QMenu:
        menu = QMenu("&Sort by", self)
        group = QActionGroup(menu)
        for column in self._shown:
            self._radio(menu, group, WORDS[column].title, is_on=column is self._by).triggered.connect(
                lambda _on=False, column=column: self.sort_requested.emit(column, self._descending)
            )
        menu.addSeparator()
        directions = QActionGroup(menu)
        for words, descending in (("&Ascending", False), ("&Descending", True)):
            self._radio(menu, directions, words, is_on=descending is self._descending).triggered.connect(
                lambda _on=False, descending=descending: self.sort_requested.emit(self._by, descending)
            )
        return menu

    @staticmethod
    def _radio(menu: QMenu, group: QActionGroup, words: str, *, is_on: bool) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(is_on)
        group.addAction(action)
        return action

    def _on_toggled(self, column: Column, *, on: bool) -> None:
        self.chosen.emit(tuple(one for one in Column if (on if one is column else one in self._shown)))
