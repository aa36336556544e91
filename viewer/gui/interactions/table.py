# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The table itself: j and k walk its rows, Enter opens one, Esc leaves; a click on a title sorts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from viewer.gui.interactions.columns import WORDS, Column
from viewer.gui.interactions.waterfall_delegate import WaterfallDelegate
from viewer.gui.widgets.cell_delegate import CellDelegate
from viewer.gui.widgets.seen_cells import seen_width

if TYPE_CHECKING:
    from viewer.gui.interactions.list_model import ListModel
    from viewer.gui.look.look import Look

_ROW, _LEAST_TITLE = 30, 160
_LONG = (Column.FILE, Column.TITLE, Column.MODEL, Column.TOOLS)
"""Columns of long words, which are given room first."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class InteractionTable(QTableView):
    """Rows only."""

    opened = Signal(int)
    """Enter or a double click on a row."""
    left = Signal()
    sort_requested = Signal(object)
    """By which `Column`."""
    menu_requested = Signal(int, QPoint)
    """The menu of a row is to come up there."""

    def __init__(self, look: Look, model: ListModel, parent: QWidget) -> None:
        """Show a model."""
        super().__init__(parent)
        self._look, self._model = look, model
        self._widths: dict[Column, int] = {}
        """Those that the user made otherwise, at 100 %."""
        self._is_fitting = False
        self._waterfall, self._plain = WaterfallDelegate(look, self), CellDelegate(self)
        self.setModel(model)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(lambda section: self.sort_requested.emit(model.columns[section]))
        header.sectionResized.connect(self._on_resized)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        QShortcut(QKeySequence.StandardKey.Copy, self, self.copy, context=Qt.ShortcutContext.WidgetShortcut)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = self._waterfall.look = look
        self.setFont(look.theme.font(12))
        self.horizontalHeader().setFont(look.theme.font(12, bold=True))
        self.verticalHeader().setDefaultSectionSize(look.theme.px(_ROW))
        self.fit_columns()

    def fit_columns(self) -> None:
        """Make every column as wide as it was made, or as it needs: what is left over is for names, then for bars."""
        header, px = self.horizontalHeader(), self._look.theme.px
        self._is_fitting = True
        has_bars = self._model.columns[-1:] == (Column.WATERFALL,)
        header.setStretchLastSection(has_bars)
        widths = dict(zip(self._model.columns, map(self._least_width, range(len(self._model.columns))), strict=True))
        left = self.viewport().width() - sum(widths.values())
        for column in _LONG:
            if column in widths and column not in self._widths:
                wanted = max(seen_width(self, self._model.columns.index(column)) - widths[column], 0)
                more = max(min(wanted, left), 0)
                widths[column] += more
                left -= more
        if left > 0 and not has_bars and Column.TITLE in widths and Column.TITLE not in self._widths:
            widths[Column.TITLE] += left
        if left < 0 and Column.TITLE in widths and Column.TITLE not in self._widths:
            widths[Column.TITLE] = max(widths[Column.TITLE] + left, px(_LEAST_TITLE))
        for section, (column, width) in enumerate(widths.items()):
            header.resizeSection(section, width)
            self.setItemDelegateForColumn(section, self._waterfall if column is Column.WATERFALL else self._plain)
        self._is_fitting = False

    def _least_width(self, section: int) -> int:
        """What was chosen; else what its heading and what is seen of it take, at most as much as is usual."""
        column, px = self._model.columns[section], self._look.theme.px
        if column in self._widths:
            return max(px(self._widths[column]), self.horizontalHeader().sectionSizeHint(section))
        usual = px(WORDS[column].width)
        needed = usual if column in (Column.TITLE, Column.WATERFALL) else min(usual, seen_width(self, section))
        return max(needed, self.horizontalHeader().sectionSizeHint(section))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and not self._is_fitting:
            self.fit_columns()

    def copy(self) -> None:
        """Copy the selected rows, one a line, cells apart by tabs."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        QGuiApplication.clipboard().setText("\n".join(map(self._model.line, rows)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Translate the keys of a list, leave the others to the window."""
        key, row = Qt.Key(event.key()), self.currentIndex().row()
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            event.ignore()
        elif key in _ENTER and row >= 0:
            self.opened.emit(row)
        elif key is Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_J, Qt.Key.Key_K):
            self._go_to_row(row + (1 if key is Qt.Key.Key_J else -1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go_to_row(0 if key is Qt.Key.Key_Home else self._model.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row under the pointer, or of the current one when a key asked for it."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        point = self.viewport().mapToGlobal(self.visualRect(index).center()) if by_key else event.globalPos()
        if index.isValid():
            self.menu_requested.emit(index.row(), point)

    def _go_to_row(self, row: int) -> None:
        self.setCurrentIndex(self._model.index(max(0, min(row, self._model.rowCount() - 1)), 0))

    def _on_resized(self, section: int, _was: int, width: int) -> None:
        """Remember what was made of a column; the last one may be stretched, which nobody chose."""
        is_stretched = self.horizontalHeader().stretchLastSection() and section == len(self._model.columns) - 1
        if not self._is_fitting and not is_stretched and 0 <= section < len(self._model.columns):
            self._widths[self._model.columns[section]] = round(width * 100 / self._look.theme.px(100))
