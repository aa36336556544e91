# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The page of the list: what is listed, a button for its columns, and the table. Enter opens a row, Esc goes back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from viewer.core.text.invisible_characters import in_one_line
from viewer.core.text.quantities import plural
from viewer.gui.interactions.column_menu import ColumnMenu
from viewer.gui.interactions.columns import WORDS, Column, columns_named
from viewer.gui.interactions.list_model import ListModel
from viewer.gui.interactions.listing import Listing, order_by
from viewer.gui.interactions.measuring import AT_ONCE, UNMEASURED, Measured, measure
from viewer.gui.interactions.table import InteractionTable
from viewer.gui.look.icons import Icon
from viewer.gui.widgets.buttons import Button
from viewer.named_place import NamedPlace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viewer.gui.look.look import Look
    from viewer.gui.settings import Settings
    from viewer.gui.tasks import Tasks

_COLUMNS, _SORT = "interactions/columns", "interactions/sort"
"""What the settings keep: the columns that are shown, and by which, in which direction, the list is sorted."""
_DESCENDING = "descending"
_ORDER, _MEASURE = "order of interactions", "measure of interactions"


class InteractionsPage(QWidget):
    """A list of interactions that whoever owns the page gives it."""

    opened = Signal(Path, int)
    """The file and the number of the interaction to be shown."""
    note_requested = Signal(Path, int)
    """A note is to be written on an interaction."""
    left = Signal()
    """Back to what was on show."""

    def __init__(self, look: Look, settings: Settings, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Nothing is listed yet."""
        super().__init__(parent)
        self.setObjectName("interactionsPage")
        self.setAccessibleName("Interactions as a list")
        self._look, self._settings, self._tasks = look, settings, tasks
        self._listing, self._measured = Listing(), UNMEASURED
        self._chosen = columns_named(settings.lines(_COLUMNS))
        name, *direction = settings.lines(_SORT) or [Column.NUMBER.value]
        self._by = next((column for column in Column if column.value == name), Column.NUMBER)
        self._descending = direction == [_DESCENDING]
        self.title = QLabel(self, textFormat=Qt.TextFormat.PlainText)
        self.note = QLabel(self, textFormat=Qt.TextFormat.PlainText)
        self.empty = QLabel(self, textFormat=Qt.TextFormat.PlainText, alignment=Qt.AlignmentFlag.AlignCenter)
        self.columns_button = Button(look, "Columns", Icon.CHEVRON_DOWN, tip="Columns to show, and to sort by")
        self.close_button = Button(look, icon=Icon.CLOSE, flat=True, tip="Back (Esc)")
        self.model = ListModel(look, self)
        self.table = InteractionTable(look, self.model, self)
        self._lay_out()
        self.table.opened.connect(self._on_opened)
        self.table.left.connect(self.left)
        self.table.menu_requested.connect(self._on_menu_requested)
        self.table.sort_requested.connect(self._on_header_clicked)
        self.columns_button.clicked.connect(self.choose_columns)
        self.close_button.clicked.connect(self.left)
        self.setFocusProxy(self.table)
        self.set_look(look)

    @property
    def is_busy(self) -> bool:
        """Whether rows are being sorted or measured."""
        return self._tasks.is_running(_ORDER) or self._tasks.is_running(_MEASURE)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look, px = look, look.theme.px
        for button in (self.columns_button, self.close_button):
            button.set_look(look)
        for label, size in ((self.title, 18), (self.note, 12), (self.empty, 13)):
            label.setFont(look.theme.font(size, bold=label is self.title))
            palette = label.palette()
            palette.setColor(label.foregroundRole(), look.theme.color("text" if label is self.title else "text2"))
            label.setPalette(palette)
        self._head.setContentsMargins(px(24), px(20), px(16), px(8))
        self._head.setSpacing(px(8))
        self.model.set_look(look)
        self.table.set_look(look)
        self.update()

    def show_listing(self, title: str, listing: Listing) -> None:
        """Show other interactions, or the same of which more is known now; the current row stays where it can."""
        is_another = title != self.title.text()
        self._listing = listing
        self.title.setText(in_one_line(title))
        if len(listing) <= AT_ONCE:
            self._measured = measure(listing)
        elif is_another:
            self._measured = UNMEASURED
        self._show_columns()
        self._sort()
        self._tasks.cancel(_MEASURE)
        if len(listing) > AT_ONCE:
            self._tasks.run(_MEASURE, partial(measure, listing), self._on_measured)

    def go_to(self, path: Path, number: int) -> None:
        """Make the row of an interaction the current one."""
        row = self.model.row_of(path, number)
        if row is not None:
            self.table.setCurrentIndex(self.model.index(row, 0))

    def current(self) -> tuple[Path, int] | None:
        """The file and the number of the current row."""
        row = self.table.currentIndex().row()
        return self.model.interaction(row) if row >= 0 else None

    def choose_columns(self) -> None:
        """Offer the columns, and those to sort by."""
        menu = ColumnMenu(self._chosen, self._by, self, descending=self._descending)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.chosen.connect(self.show_columns)
        menu.sort_requested.connect(self.sort)
        menu.pop_up(self.columns_button)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show these columns from now on."""
        self._chosen = tuple(columns)
        self._settings.set_lines(_COLUMNS, [column.value for column in columns])
        self.show_listing(self.title.text(), self._listing)

    def sort(self, by: Column, descending: bool) -> None:
        """Sort by a column from now on."""
        self._by, self._descending = by, descending
        self._settings.set_lines(_SORT, [by.value, *([_DESCENDING] if descending else [])])
        self.table.setCurrentIndex(QModelIndex())  # who sorts wants to see what comes first
        self.table.scrollToTop()
        self._sort()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The content's background."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.theme.color("surface"))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # --- inside

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.note)
        self._head = QHBoxLayout()
        self._head.addLayout(words, 1)
        self._head.addWidget(self.columns_button)
        self._head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)

    def _show_columns(self) -> None:
        """Those that were chosen and hold anything; where several files are listed, their names too."""
        several = len(self._listing.parts) > 1
        wanted = (c for c in Column if c in self._chosen or (several and c is Column.FILE))
        has_notes = any(self.model.notes_of(part.file.path, -1) for part in self._listing.parts)
        shown = (c for c in wanted if self._measured.shows(c) and (has_notes or c is not Column.NOTE))
        row = self.table.currentIndex().row()
        self.model.show_columns(tuple(shown))
        if row >= 0:  # other columns, the same rows
            self.table.setCurrentIndex(self.model.index(row, 0))
        self.model.set_span(self._measured.span)
        self.table.fit_columns()

    def _on_measured(self, measured: Measured) -> None:
        self._measured = measured
        self._show_columns()
        self._show_state()

    def _sort(self) -> None:
        listing, by, descending = self._listing, self._by, self._descending
        if by is Column.NUMBER or len(listing) < 2:
            self._tasks.cancel(_ORDER)
            self._on_sorted(listing, order_by(listing, Column.NUMBER, descending=by is Column.NUMBER and descending))
            return
        self._tell("sorting…")
        self._tasks.run(
            _ORDER,
            lambda is_outdated: order_by(listing, by, descending=descending, is_outdated=is_outdated),
            partial(self._on_sorted, listing),
        )

    def _on_sorted(self, listing: Listing, order: Sequence[int]) -> None:
        scrolled = self.table.verticalScrollBar().value()
        current = self.current()
        self.model.show(listing, order)
        at = self.model.row_of(*current) if current is not None else None
        self.table.verticalScrollBar().setValue(scrolled)
        if at is not None:
            self.table.setCurrentIndex(self.model.index(at, 0))
        elif order:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.fit_columns()
        is_by_file = self._by is Column.NUMBER and len(listing.parts) > 1  # and in each by number
        self.model.mark_sorted(None if is_by_file else self._by, descending=self._descending)
        self.table.setVisible(bool(order))
        self.empty.setVisible(not order)
        self.empty.setText("No interaction matches the filter")
        self._show_state()

    def _show_state(self) -> None:
        """Say in which order the rows are, and which columns are left out."""
        way = " from the largest on" if self._descending else ""
        by = f"sorted by {WORDS[self._by].title.lower()}{way}" if self._by is not Column.NUMBER else ""
        empty = self._measured.empty([column for column in Column if column in self._chosen])
        self._tell(
            "in reverse order" if not by and self._descending else by,
            f"not recorded: {', '.join(empty)}" if empty and len(self._listing) else "",
        )

    def _tell(self, *words: str) -> None:
        told = [plural(len(self._listing), "interaction")]
        told += [plural(len(self._listing.parts), "file")] if len(self._listing.parts) > 1 else []
        self.note.setText("  ·  ".join((*told, *filter(None, words))))
        self.table.setAccessibleName(f"Interactions of {self.title.text()}, {self.note.text()}")

    # --- rows

    def _on_header_clicked(self, column: Column) -> None:
        self.sort(column, not self._descending if column is self._by else False)

    def _on_opened(self, row: int) -> None:
        self.opened.emit(*self.model.interaction(row))

    def _on_menu_requested(self, row: int, point: QPoint) -> None:
        self.menu_of(row).popup(point)

    def menu_of(self, row: int) -> QMenu:
        """What can be done with a row."""
        menu, (path, number) = QMenu(self), self.model.interaction(row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("&Open", lambda: self.opened.emit(path, number))
        if path.is_absolute():  # a text that was pasted lies in no file
            link = NamedPlace(str(path), number).link
            menu.addAction("Copy &link", lambda: QGuiApplication.clipboard().setText(link))
            menu.addAction("&Note…", lambda: self.note_requested.emit(path, number))
        menu.addAction("&Copy row", lambda: QGuiApplication.clipboard().setText(self.model.line(row)))
        return menu
