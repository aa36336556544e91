# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The table of the calls of tools, with a field that filters it and a switch for failed ones only."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from viewer.core.text.quantities import plural
from viewer.gui.runs.tool_calls_model import (
    ARGUMENTS,
    NAME,
    PLACE,
    RESULT,
    SIZE,
    STATE,
    WAITED,
    ToolCalls,
    ToolCallsModel,
    chosen,
)
from viewer.gui.widgets.cell_delegate import CellDelegate
from viewer.gui.widgets.seen_cells import seen_width

if TYPE_CHECKING:
    from viewer.core.runs.tool_use import ToolUse
    from viewer.gui.look.look import Look
    from viewer.gui.runs.whole_run import WholeRun
    from viewer.gui.tasks import Tasks

_TASK = "tool calls"
_WIDTHS = {PLACE: 60, NAME: 96, STATE: 84, WAITED: 80, SIZE: 80}
_WIDEST_NAME = 200
_NARROW = 560
"""Below this width in px times and sizes make room for words."""


class ToolCallsPanel(QWidget):
    """A filter over a table; a click or Enter goes to a call."""

    opened = Signal(object)
    """A `ToolUse` is to be gone to."""
    left = Signal()
    """Esc: back to what was on show."""

    def __init__(self, look: Look, tasks: Tasks, parent: QWidget | None = None) -> None:
        """No calls yet."""
        super().__init__(parent)
        self._look, self._tasks = look, tasks
        self._wanted = ToolCalls()
        self.model = ToolCallsModel(look, self)
        self.heading = QLabel(self, textFormat=Qt.TextFormat.PlainText)
        self.filter = QLineEdit(self, placeholderText="Filter tool calls", clearButtonEnabled=True)
        self.filter.setObjectName("toolCallFilter")
        self.filter.setAccessibleName("Filter tool calls")
        self.only_failed = QCheckBox("Errors only", self)
        self.only_failed.setObjectName("onlyFailedBox")
        self.table = _Table(self)
        self.nothing = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter, textFormat=Qt.TextFormat.PlainText)
        self._lay_out()
        self._set_up_table()
        self.filter.textChanged.connect(lambda text: self._want(replace(self._wanted, text=text.strip())))
        self.only_failed.toggled.connect(lambda on: self._want(replace(self._wanted, only_failed=on)))
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        self._look, px = look, look.theme.px
        self.model.set_look(look)
        self.table.setFont(look.theme.font(12))
        self.table.horizontalHeader().setFont(look.theme.font(11, bold=True))
        self.table.verticalHeader().setDefaultSectionSize(px(30))
        for column, width in _WIDTHS.items():
            self.table.horizontalHeader().resizeSection(column, px(width))
        for label, size in ((self.heading, 13), (self.nothing, 12)):
            label.setFont(look.theme.font(size, bold=label is self.heading))
        for part in (self.filter, self.only_failed):
            part.setFont(look.theme.font(12))
        self._head.setContentsMargins(px(16), px(8), px(16), px(8))
        self._head.setSpacing(px(12))
        self.heading.setFixedHeight(px(32))
        self.filter.setMaximumWidth(px(280))
        self._arrange_columns()
        self.table.viewport().update()

    def show_run(self, run: WholeRun | None) -> None:
        """Show the calls of another run, all of them, in their order."""
        self._tasks.cancel(_TASK)
        self._wanted = ToolCalls()
        for part in (self.filter, self.only_failed):
            part.blockSignals(True)
        self.filter.clear()
        self.only_failed.setChecked(False)
        for part in (self.filter, self.only_failed):
            part.blockSignals(False)
        self.model.show(run)
        self.only_failed.setEnabled(any(use.failed for use in self.model.uses))
        self.table.horizontalHeader().setSortIndicator(PLACE, Qt.SortOrder.AscendingOrder)
        self._count()
        self._arrange_columns()

    def go_to(self, exchange: int, track: int) -> None:
        """Make the row of a call the current one, where it is shown."""
        row = self.model.row_of(exchange, track)
        if row is not None:
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)

    def copy(self) -> None:
        """Copy the selected rows, one a line, as shown."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        QGuiApplication.clipboard().setText("\n".join(self.model.line(row) for row in rows))

    # --- inside

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self.heading)
        self._head.addStretch(1)
        self._head.addWidget(self.filter, 2)
        self._head.addWidget(self.only_failed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self.table, 1)
        column.addWidget(self.nothing, 1)

    def _set_up_table(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        table.setModel(self.model)
        table.setItemDelegate(CellDelegate(table))
        table.setObjectName("toolCallTable")
        table.setAccessibleName("Calls of tools")
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column in (ARGUMENTS, RESULT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.sortIndicatorChanged.connect(self._on_sorted)
        table.entered_row.connect(self._open)
        table.left.connect(self.left)
        table.clicked.connect(self._open)
        QShortcut(QKeySequence.StandardKey.Copy, table, self.copy, context=Qt.ShortcutContext.WidgetShortcut)

    def _on_sorted(self, column: int, order: Qt.SortOrder) -> None:
        self._want(replace(self._wanted, column=column, is_descending=order == Qt.SortOrder.DescendingOrder))

    def _want(self, wanted: ToolCalls) -> None:
        if wanted != self._wanted:
            self._wanted = wanted
            self._tasks.run(_TASK, partial(_chosen, self.model.uses, wanted), self._arrange)

    def _arrange(self, order: list[int]) -> None:
        self.model.arrange(order)
        self._count()

    def _count(self) -> None:
        every, shown = len(self.model.uses), self.model.rowCount()
        words = plural(every, "tool call") if every else "Tool calls"
        self.heading.setText(words if shown == every else f"{shown:,} of {words}")
        self.nothing.setText("No tool was called in this run." if not every else "No tool call matches.")
        self.table.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        for part in (self.filter, self.only_failed):
            part.setVisible(bool(every))

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.model.use(index.row()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let columns make room."""
        super().resizeEvent(event)
        self._arrange_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """In the field Esc empties it, or leaves it as Down does."""
        if not self.filter.hasFocus() or event.key() not in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape and self.filter.text():
            self.filter.clear()
        else:
            self.table.setFocus()

    def _arrange_columns(self) -> None:
        """Times and sizes go where it is narrow, times too where none is known; names have the room that they need."""
        px, table = self._look.theme.px, self.table
        narrow = self.width() < px(_NARROW)
        table.setColumnHidden(SIZE, narrow)
        table.setColumnHidden(WAITED, narrow or all(use.waited_ms is None for use in self.model.uses))
        name = min(max(seen_width(table, NAME), px(_WIDTHS[NAME])), px(_WIDEST_NAME))
        table.horizontalHeader().resizeSection(NAME, name)


class _Table(QTableView):
    """Enter goes to a row, Esc back; J and K walk as the arrows do."""

    entered_row = Signal(QModelIndex)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add the keys of a list; what means nothing to it goes on."""
        walk = {Qt.Key.Key_J: Qt.Key.Key_Down, Qt.Key.Key_K: Qt.Key.Key_Up}.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_row.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif walk is not None and not event.modifiers():
            super().keyPressEvent(QKeyEvent(event.type(), walk, Qt.KeyboardModifier.NoModifier))
        elif event.text() and event.key() != Qt.Key.Key_Space:
            event.ignore()  # the table would search for it
        else:
            super().keyPressEvent(event)


def _chosen(uses: tuple[ToolUse, ...], wanted: ToolCalls, _cancelled: object) -> list[int]:
    return chosen(uses, wanted)
