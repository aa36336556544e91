# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One document as it is shown: folds, layouts, cursor, marks, and what stands where in content coordinates.

Rule: knows no widget; content coordinates are pixels from the upper left corner of the first row, gutter included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont

from viewer.core.text.lines import LineKind, TextLines
from viewer.gui.code.cursor import CodeCursor, Position
from viewer.gui.code.folds import CodeFolds
from viewer.gui.code.highlighter import CodeHighlighter
from viewer.gui.code.layouts import CodeLayouts, ShownLine, shown_text
from viewer.gui.code.search import CodeSearch

if TYPE_CHECKING:
    from viewer.gui.look.theme import Theme

_WORD = re.compile(r"[\w.+-]+|\s+|.", re.DOTALL)


class CodePage:
    """A document in a language, font and theme, with the reader's place in it."""

    def __init__(self, document: TextLines, language: str, theme: Theme, font: QFont) -> None:
        self.document, self.language = document, language
        self.line_count = len(document.lines)
        self.folds = CodeFolds(document)
        self.cursor = CodeCursor()
        self.mark: tuple[int, int] | None = None
        self.current_hit: int | None = None
        self._dimmed: frozenset[int] = frozenset()
        self._highlighter = CodeHighlighter(document, language)
        self.set_theme(theme, font)

    def set_theme(self, theme: Theme, font: QFont) -> None:
        """Show the same in another theme or font."""
        self.layouts = CodeLayouts(self.document, self.folds, self._highlighter, theme, font)
        self.layouts.dim(self._dimmed)
        self.row_height = max(round(self.layouts.text_height), round(font.pixelSize() * 1.4))
        last = self.document.lines[-1].number if self.line_count else None
        self._digits_width = round(len(str(max(self.line_count, last or 0))) * self.layouts.column_width)
        self.chevron_width = theme.px(20)
        self.number_right = theme.px(14) + self._digits_width
        self.gutter_width = self.number_right + self.chevron_width + theme.px(6)
        self.text_left = self.gutter_width + theme.px(10)

    @property
    def height(self) -> int:
        """The height of all rows."""
        return self.folds.row_count * self.row_height

    def dim(self, lines: frozenset[int]) -> None:
        """Show these lines in one quiet colour."""
        self._dimmed = lines
        self.layouts.dim(lines)

    def rows(self, top: int, bottom: int) -> Iterator[tuple[int, ShownLine]]:
        """The rows between two heights, each with its own height and its line."""
        first, last = max(0, top // self.row_height), min(self.folds.row_count - 1, bottom // self.row_height)
        for row in range(first, last + 1):
            yield row * self.row_height, self.layouts.line(self.folds.line_at_row(row))

    def line_at_y(self, y: float) -> int:
        """The line shown at a height, the nearest one outside."""
        row = min(max(int(y) // self.row_height, 0), self.folds.row_count - 1)
        return self.folds.line_at_row(row)

    def position_at(self, point: QPointF) -> Position:
        """The place nearest to a point."""
        line = self.line_at_y(point.y())
        return Position(line, self.layouts.line(line).column_at(point.x() - self.text_left))

    def y_of_line(self, line: int) -> int:
        """The upper edge of the row that shows a line, or hides it in a fold."""
        return self.folds.row_of_line(line) * self.row_height

    def width_of(self, line: int) -> int:
        """The number of columns of a line as it is shown."""
        return len(self.layouts.line(line).text)

    def line_below(self, line: int, rows: int) -> int:
        """The line so many rows further down, as far as there are rows."""
        row = self.folds.row_of_line(line) + rows
        return self.folds.line_at_row(min(max(row, 0), self.folds.row_count - 1))

    def word_at(self, position: Position) -> tuple[int, int]:
        """The columns of the word or number at a place."""
        words = (match.span() for match in _WORD.finditer(self.layouts.line(position.line).text))
        return next((word for word in words if position.column < word[1]), (position.column, position.column))

    def columns_of(self, shown: ShownLine, start: int, end: int) -> tuple[int, int] | None:
        """The columns of a line that show source characters `start` to `end`; None when it shows none of them."""
        line = shown.line
        if end <= line.start or start > line.end:
            return None
        first = shown.indent + line.column_of(max(start, line.start))
        last = shown.indent + min(line.column_of(end), len(line.text))
        return first, max(last, first + 1)

    def is_marked(self, shown: ShownLine) -> bool:
        """Whether a line shows some of the marked span."""
        line = shown.line
        return self.mark is not None and self.mark[0] < max(line.end, line.start + 1) and line.start < self.mark[1]

    def marked_columns(self, shown: ShownLine) -> tuple[int, int] | None:
        """The columns of a line that show the marked span."""
        return self.columns_of(shown, *self.mark) if self.mark and self.is_marked(shown) else None

    def hits(self, shown: ShownLine, search: CodeSearch) -> Iterator[tuple[int, int, bool]]:
        """The columns of the find hits that begin in a line, and whether it is the current one."""
        for number in search.between(shown.line.start, shown.line.end + 1):
            columns = self.columns_of(shown, search.starts[number], search.ends[number])
            if columns:
                yield *columns, number == self.current_hit

    def selected_text(self) -> Iterator[str]:
        """The selected part of each visible row, as shown; the whole line of the reader when nothing is selected."""
        start, end = self.cursor.start, self.cursor.end
        for row in range(self.folds.row_of_line(start.line), self.folds.row_of_line(end.line) + 1):
            line = self.folds.line_at_row(row)
            text = shown_text(self.document, self.folds, self.document.lines[line])
            if self.cursor.has_selection:
                last = end.column if line == end.line else len(text)
                text = text[start.column if line == start.line else 0 : last]
            yield text

    def selected_all(self) -> CodeCursor:
        """The cursor that has everything selected."""
        last = self.folds.line_at_row(self.folds.row_count - 1)
        return CodeCursor(Position(last, self.width_of(last)), Position(0, 0))

    def container(self, line: int) -> int | None:
        """The opening line of the container that a line opens or closes and that can be folded."""
        if self.document.lines[line].kind is LineKind.CLOSE:
            return self.document.parent(line)
        return line if self.document.close(line) is not None else None
