# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What can be done with a document on show: going to a place, marking it, finding text, copying and opening values.

Rule: it draws nothing and reads no mouse (`canvas.py` does), no keys and no menu (`view.py` does).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from viewer.core.text.lines import JsonPath, TextLines, plain_lines
from viewer.gui.code.canvas import CodeCanvas
from viewer.gui.code.cursor import Position
from viewer.gui.code.reading_place import MOST_FOLDS, CodePlace
from viewer.gui.code.search import search_pattern
from viewer.gui.time_slices import TimeSlices

if TYPE_CHECKING:
    from viewer.gui.look.theme import Theme


class DocumentView(CodeCanvas):
    """Shows one document of lines; a large one is laid out in a worker and handed over by `set_document`."""

    value_requested = Signal(str, int)
    """Asked for the value of a line: `json` to open its string as JSON, `show` for all of it, `save` for a file."""
    hits_changed = Signal(int, int, bool)
    """Find: the number of the current hit (0: none), how many are known, and whether the search is over."""
    copied = Signal()
    """The clipboard has what was copied; of a very large selection some turns of the event loop later."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, font_size: int = 13) -> None:
        super().__init__(theme, parent, font_size=font_size)
        self._copying = TimeSlices(self)
        self._search.advanced.connect(self._on_search_advanced)
        self._wanted_hit: int | None = None
        self.note_clicked.connect(self.activate)

    # --- the document

    def document(self) -> TextLines:
        """What is shown."""
        return self.page.document

    def set_document(self, document: TextLines | None, language: str = "json") -> None:
        """Show another document from its beginning; `language` is the Pygments name of its colours."""
        self._search.clear()
        self._show_page(document if document is not None else plain_lines(""), language)
        self.hits_changed.emit(0, 0, True)

    def set_text(self, text: str, language: str = "json") -> None:
        """Lay out and show a short text (long ones belong to a worker)."""
        self.set_document(_laid_out(text) if language == "json" else plain_lines(text), language)

    # --- the reader's place

    def place(self) -> CodePlace:
        """Where the reader is."""
        document, folded = self.page.document, self.page.folds.folded
        paths = tuple(document.path(line) for line in folded[:MOST_FOLDS])
        return CodePlace(document, paths, self.verticalScrollBar().value(), self.horizontalScrollBar().value())

    def go_back_to(self, place: CodePlace) -> None:
        """Fold the values that were folded, and scroll to where the view was, in a document much like it."""
        for line in filter(None, map(self.page.document.line_of_path, place.folded)):
            self.page.folds.fold(line)
        self._on_folds_changed()
        self.verticalScrollBar().setValue(place.down)
        self.horizontalScrollBar().setValue(place.right)

    # --- going somewhere

    def go_to_line(self, index: int) -> None:
        """Go to a line by its index, as near as there are lines, unfolding what hides it."""
        self._go_to(Position(min(max(index, 0), self.page.line_count - 1), 0))

    def go_to_path(self, path: JsonPath) -> bool:
        """Go to the value at a path; False when there is none."""
        line = self.page.document.line_of_path(path)
        if line is None:
            return False
        self._go_to(Position(line, 0))
        return True

    def go_to_offset(self, offset: int) -> None:
        """Go to the line that shows a character of the source."""
        self._go_to(self._position_of(offset))

    def _position_of(self, offset: int) -> Position:
        line = self.page.document.line_at(offset)
        shown = self.page.layouts.line(line)
        return Position(line, shown.indent + shown.line.column_of(offset))

    def _go_to(self, position: Position) -> None:
        if self.page.folds.reveal(position.line):
            self._on_folds_changed()
        self.move_to(position, centre=True)

    # --- marks

    def mark_span(self, start: int, end: int, *, reveal: bool = True) -> None:
        """Put a band with an accent bar behind the lines of a source span, tint the span, and scroll it into view."""
        self.page.mark = (start, max(end, start + 1))
        if reveal:
            position = self._position_of(start)
            if self.page.folds.reveal(position.line):
                self._on_folds_changed()
            self._scroll_to(position, centre=True)
        self.viewport().update()

    def clear_mark(self) -> None:
        """Take the band away."""
        self.page.mark = None
        self.viewport().update()

    def dim_lines(self, lines: Iterable[int]) -> None:
        """Show these lines in one quiet colour, all others as usual."""
        self.page.dim(frozenset(lines))
        self.viewport().update()

    # --- find

    @property
    def find_problem(self) -> str | None:
        """Why the search found no more."""
        return self._search.problem

    def find_text(self, query: str, *, case_sensitive: bool = False, regex: bool = False) -> str | None:
        """Search the whole document from here on, in the background; the reason when the expression is wrong."""
        self._search.clear()
        self.page.current_hit = None
        problem = None
        try:
            if query:
                pattern = search_pattern(query, case_sensitive=case_sensitive, regex=regex)
                self._search.start(self.page.document.text, pattern)
        except re.error as error:
            problem = str(error)
        if not self._search.is_running and not len(self._search):
            self.hits_changed.emit(0, 0, True)
        self.viewport().update()
        return problem

    def clear_find(self) -> None:
        """Forget the query."""
        self.find_text("")

    def go_to_hit(self, number: int) -> None:
        """Go to a hit, counted from 0, when the search comes to it; to the last where there are fewer."""
        self._wanted_hit = number
        if len(self._search):
            self._on_search_advanced(not self._search.is_running)

    def find_next(self) -> None:
        """Go to the next hit, from the last to the first."""
        self._step_hit(1)

    def find_previous(self) -> None:
        """Go to the hit before, from the first to the last."""
        self._step_hit(-1)

    def _step_hit(self, step: int) -> None:
        if len(self._search) and self.page.current_hit is not None:
            self._go_to_hit((self.page.current_hit + step) % len(self._search))

    def _on_search_advanced(self, is_finished: bool) -> None:
        wanted = self._wanted_hit
        if wanted is not None and (len(self._search) > wanted or (is_finished and len(self._search))):
            self._wanted_hit = None
            self._go_to_hit(min(wanted, len(self._search) - 1))
            return
        if self.page.current_hit is None and len(self._search):
            here = self.page.document.lines[self.current_line()].start
            following = self._search.between(here, self._search.starts[-1] + 1)
            if following or is_finished:
                self._go_to_hit(following.start if following else 0)
                return
        self._emit_hits()

    def _go_to_hit(self, number: int) -> None:
        self.page.current_hit = number
        self.go_to_offset(self._search.starts[number])
        self._emit_hits()

    def _emit_hits(self) -> None:
        current = 0 if self.page.current_hit is None else self.page.current_hit + 1
        self.hits_changed.emit(current, len(self._search), not self._search.is_running)
        self.viewport().update()

    # --- copying and opening values

    def select_all(self) -> None:
        """Select every row."""
        self.page.cursor = self.page.selected_all()
        self.viewport().update()

    def selected_word(self) -> str:
        """What is selected when that is within one line, else nothing."""
        cursor = self.page.cursor
        is_word = cursor.has_selection and cursor.start.line == cursor.end.line
        return next(self.page.selected_text()) if is_word else ""

    def copy(self) -> None:
        """Copy the selection as shown, or the line when nothing is selected."""
        self._copying.start(self._copy())

    def _copy(self) -> Iterator[None]:
        texts = []
        for text in self.page.selected_text():
            texts.append(text)
            yield
        self._set_clipboard("\n".join(texts))

    def copy_value(self, index: int) -> None:
        """Copy the whole value of a line, a string without quotes and escapes."""
        self._set_clipboard(self.page.document.value_text(index))

    def copy_path(self, index: int) -> None:
        """Copy the path of a line as people write it."""
        from viewer.core.text.json_layout import path_text  # noqa: PLC0415

        self._set_clipboard(path_text(self.page.document.path(index)))

    def copy_jq_path(self, index: int) -> None:
        """Copy the path of a line as a jq filter."""
        from viewer.core.text.json_layout import jq_path  # noqa: PLC0415

        self._set_clipboard(jq_path(self.page.document.path(index)))

    def _set_clipboard(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit()

    def activate(self) -> None:
        """Open what the line does not show: a string that holds JSON, the rest of a long value, a folded container."""
        index = self.current_line()
        line = self.page.document.lines[index]
        if line.json_in_string:
            self.value_requested.emit("json", index)
        elif line.elision:
            self.value_requested.emit("show", index)
        else:
            self.toggle_fold(index)


def _laid_out(text: str) -> TextLines:
    """A JSON text in lines; a first picture need not hold any."""
    from viewer.core.text.json_layout import layout  # noqa: PLC0415

    return layout(text)
