# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Many files compared: a row a file with what changed in words, below the changes that several of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from viewer.core.text.quantities import plural
from viewer.gui.comparison.file_rows import Column, FileRow
from viewer.gui.comparison.files_model import FilesModel, SharedChangesModel
from viewer.gui.comparison.heads import Heads
from viewer.gui.widgets.buttons import Button
from viewer.gui.widgets.hairlines import Bar

if TYPE_CHECKING:
    from viewer.gui.comparison.compared import ComparedFiles
    from viewer.gui.look.look import Look

Index = QModelIndex | QPersistentModelIndex
_ROW, _LAST_COLUMN, _MOST_SHARED = 30, 100, 5
_SPARE = 8
"""Of a column in which nothing stands its title is shown, with so much room."""
_SHARES = {Column.FILE: 0.24, Column.VERDICT: 0.2, Column.MODEL: 0.26, Column.TOOLS: 0.14, Column.USED: 0.16}
"""Of the table's width without its last column, and those in which nothing stands."""


class _Table(QTableView):
    """Rows only: Enter opens one."""

    opened = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Return; all else is Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class _Rows(QStyledItemDelegate):
    """A whole row is current, so no cell of it has a frame of its own; of a path the end is what tells files apart."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """What Qt takes for a cell, without its focus."""
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        is_path = index.column() == Column.FILE
        option.textElideMode = Qt.TextElideMode.ElideLeft if is_path else Qt.TextElideMode.ElideRight


class FolderPage(QWidget):
    """The files of two folders, or of two revisions."""

    opened = Signal(int)
    """A file is to be compared in full: its number in `ComparedFiles`."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Nothing is compared yet."""
        super().__init__(parent)
        self._look = look
        self.heads = Heads(look, self)
        self.bar = Bar(look, self, "raised")
        self.hide_button = Button(look, "Only what differs", tip="Leave out files that say the same", parent=self.bar)
        self.hide_button.setCheckable(True)
        self.count, self.hint = QLabel(self.bar), QLabel(self.bar)
        self.shared_model, self.model = SharedChangesModel(self), FilesModel(self)
        self.shared, self.table = QListView(self), _Table(self)
        self.divider = Bar(look, self)
        self._lay_out()
        self.hide_button.toggled.connect(self._on_hidden)
        self.table.opened.connect(self._open)
        self.table.doubleClicked.connect(lambda index: self._open(index.row()))
        self.shared.selectionModel().currentRowChanged.connect(self._on_shared_chosen)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        for painted in (self.heads, self.bar, self.divider, self.hide_button):
            painted.set_look(look)
        px = look.theme.px
        self.bar.setFixedHeight(px(44))
        self.divider.setFixedHeight(px(8))
        self.count.setFont(look.theme.font(bold=True))
        for part in (self.hint, self.shared, self.table, self.table.horizontalHeader()):
            part.setFont(look.theme.font(12))
        self.table.verticalHeader().setDefaultSectionSize(px(_ROW))
        self._size_parts()

    def show_files(self, compared: ComparedFiles) -> None:
        """Show what came of each file; what matters most is on top."""
        self.model.show(compared.rows)
        self.shared_model.show(len(compared.rows), compared.shared)
        same = sum(not row.is_different for row in compared.rows)
        self.hide_button.setVisible(0 < same < len(compared.rows))
        self.hide_button.setChecked(False)
        self._show_heads(compared)
        has_shared = bool(compared.shared)
        self.shared.setVisible(has_shared)
        self.divider.setVisible(has_shared)
        self.count.setText(summary(compared))
        if has_shared:
            self.shared.setCurrentIndex(self.shared_model.index(0))
        if compared.rows:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._size_parts()

    @property
    def current(self) -> FileRow | None:
        """The file of the current row."""
        index = self.table.currentIndex()
        return self.model.file(index.row()) if index.isValid() else None

    def _show_heads(self, compared: ComparedFiles) -> None:
        """Name both folders, where they have names."""
        self.heads.setVisible(any(compared.folders))
        counts = (
            sum(pair.before is not None for pair in compared.pairs),
            sum(pair.after is not None for pair in compared.pairs),
        )
        before, after = (
            (folder, plural(count, "cassette")) for folder, count in zip(compared.folders, counts, strict=True)
        )
        self.heads.show_sides(before, after)

    def _on_hidden(self, hidden: bool) -> None:
        was = self.current
        self.model.hide_same(hidden=hidden)
        self._make_current(was)

    def _make_current(self, file: FileRow | None) -> None:
        """Have the row of a file be the current one, or the first where it is not shown."""
        row = max(self.model.row_of(file), 0) if file is not None else 0
        self.table.setCurrentIndex(self.model.index(row, 0))

    def _open(self, row: int) -> None:
        self.opened.emit(self.model.file(row).importance)

    def _on_shared_chosen(self, index: Index) -> None:
        was = self.current
        self.model.show_only(self.shared_model.names(index.row()) if index.isValid() else None)
        self._make_current(was)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._size_parts()

    def _size_parts(self) -> None:
        header, px = self.table.horizontalHeader(), self._look.theme.px
        titles = {c: header.sectionSizeHint(c) + px(_SPARE) for c in _SHARES if self.model.is_empty(c)}
        room = self.width() - px(_LAST_COLUMN) - sum(titles.values())
        whole = sum(share for column, share in _SHARES.items() if column not in titles)
        for column, share in _SHARES.items():
            self.table.setColumnWidth(column, titles.get(column) or int(room * share / whole))
        row = self.shared.sizeHintForRow(0) if self.shared_model.rowCount() else 0
        self.shared.setFixedHeight(max(row, 1) * min(self.shared_model.rowCount(), _MOST_SHARED) + 2)

    def _lay_out(self) -> None:
        self.shared.setModel(self.shared_model)
        self.shared.setAccessibleName("Changes that several files share")
        self.shared.setUniformItemSizes(True)
        self.shared.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.shared.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.shared.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table, header = self.table, self.table.horizontalHeader()
        table.setModel(self.model)
        table.setAccessibleName("Files")
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSortingEnabled(True)
        table.sortByColumn(Column.VERDICT, Qt.SortOrder.AscendingOrder)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setItemDelegate(_Rows(table))
        for listed in (self.shared, table):
            listed.setFrameShape(QFrame.Shape.NoFrame)
        self.hint.setText("Enter compares a file in full")
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.hint)
        row.addWidget(self.hide_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.heads, self.bar, self.shared, self.divider):
            column.addWidget(part)
        column.addWidget(self.table, 1)


def summary(compared: ComparedFiles) -> str:
    """How many files differ."""
    different = sum(row.is_different for row in compared.rows)
    return f"{different:,} of {plural(len(compared.rows), 'cassette')} differ{'s' if different == 1 else ''}"
