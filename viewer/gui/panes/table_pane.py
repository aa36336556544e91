# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What panes that are one table share: how it is set up, what is said when it is empty, copying rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QLabel, QTableView, QVBoxLayout, QWidget

from viewer.gui.code.find_bar import FindBar
from viewer.gui.panes.pane import Pane
from viewer.gui.panes.table_find import TableFind

if TYPE_CHECKING:
    from viewer.core.recording import Recording
    from viewer.gui.look.look import Look


class Lines(Protocol):
    """A model whose rows can be told as lines of text."""

    def line(self, row: int) -> str:
        """A row as one line."""


class TablePane(Pane):
    """Subclasses give the model, fill it in `_fill`, and say in `placeholder` what an empty table means."""

    def __init__(self, look: Look, parent: QWidget | None, spoken: str, placeholder: str) -> None:
        """`spoken` names the table for screen readers, `placeholder` is shown in its place when it is empty."""
        super().__init__(look, parent)
        self._table = QTableView(self)
        self._table.setAccessibleName(spoken)
        self._placeholder = QLabel(placeholder, self, alignment=Qt.AlignmentFlag.AlignCenter)
        self._placeholder.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._find_bar = FindBar(look, TableFind(self._table, self._words), self)
        self._find_bar.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._find_bar)
        layout.addWidget(self._table)
        layout.addWidget(self._placeholder, 1)
        self.setFocusProxy(self._table)

    def _show_model(self, model: QAbstractItemModel, lines: Lines) -> None:
        """Put the model into the table, and set the table up."""
        table, header = self._table, self._table.horizontalHeader()
        self._lines = lines
        table.setModel(model)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        QShortcut(QKeySequence.StandardKey.Copy, table, self.copy, context=Qt.ShortcutContext.WidgetShortcut)

    def show_exchange(self, recording: Recording | None, number: int) -> None:
        """Fill the table for an exchange."""
        super().show_exchange(recording, number)
        self._fill()

    def show_again(self, recording: Recording, number: int) -> None:
        """Fill the table anew; the current row and the view stay where they were."""
        row, scrolled = self._table.currentIndex().row(), self._table.verticalScrollBar().value()
        self.show_exchange(recording, number)
        model = self._table.model()
        if 0 <= row < model.rowCount():
            self._table.setCurrentIndex(model.index(row, 0))
        self._table.verticalScrollBar().setValue(scrolled)

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        super().set_look(look)
        self._table.setFont(look.theme.font(12))
        self._table.horizontalHeader().setFont(look.theme.font(12, bold=True))
        self._placeholder.setFont(look.theme.font(13))
        self._find_bar.set_look(look)

    def copy(self) -> None:
        """Copy the selected rows, one a line, as shown."""
        rows = sorted({index.row() for index in self._table.selectionModel().selectedIndexes()})
        QGuiApplication.clipboard().setText("\n".join(self._lines.line(row) for row in rows))

    @property
    def find_bar(self) -> FindBar | None:
        """The bar above the table; None where that is empty."""
        return None if self._table.isHidden() else self._find_bar

    def _fill(self) -> None:
        raise NotImplementedError

    def _words(self, row: int) -> str:
        """What a row is found by."""
        return self._lines.line(row)

    def _show_placeholder(self, *, is_empty: bool) -> None:
        """Show the placeholder where the table is empty, else the table; the focus stays with what is there."""
        shown: QWidget = self._placeholder if is_empty else self._table
        had_focus = self._table.hasFocus() or self._placeholder.hasFocus()
        if is_empty:
            self._find_bar.hide()
        else:
            self._find_bar.search_again()
        self._table.setVisible(not is_empty)
        self._placeholder.setVisible(is_empty)
        self.setFocusProxy(shown)
        if had_focus:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
