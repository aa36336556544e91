# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A line of a document -> the text that is shown, laid out: indentation, fold summary, colours, and where columns are.

Rule: one `QTextLayout` for each line that was visible lately, so that wide and combining characters stand where the
mouse finds them; Qt counts UTF-16 units, everyone else columns (characters), and only this file translates.
"""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextCharFormat, QTextLayout, QTextOption

from viewer.core.text.invisible_characters import made_visible
from viewer.core.text.lines import Line, LineKind, TextLines
from viewer.dataclass import dataclass
from viewer.gui.code.folds import CodeFolds
from viewer.gui.code.highlighter import CodeHighlighter, Span
from viewer.gui.code.utf16 import to_characters, to_units

if TYPE_CHECKING:
    from viewer.gui.look.theme import Theme, Token

INDENT = 2
_DEEPEST_SHOWN = 100
_CACHED = 1000
_REACH_STEP = 1000.0
# Controls would be invisible or break the line: a picture stands in the same column instead.
_VISIBLE = {code: 0x2400 + code for code in range(0x20) if code != 0x09} | {0x7F: 0x2421}


def indent_of(line: Line) -> int:
    """The columns a line is indented by; very deep lines share one, or nobody could scroll to them."""
    return INDENT * min(line.depth, _DEEPEST_SHOWN)


def shown_text(document: TextLines, folds: CodeFolds, line: Line) -> str:
    """What a row shows of its line, a folded container with its summary and its end."""
    visible = line.text if line.text.isprintable() else made_visible(line.text.translate(_VISIBLE))
    text = " " * indent_of(line) + visible
    if not folds.is_folded(line.index):
        return text
    closing = document.lines[line.close or 0].text
    return f"{text}  {document.summary(line.index)}  {closing}"


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line laid out; columns count from the left edge, indentation included. `chip` is a span drawn as a label.

    Only `reach` columns are laid out, as many as can be visible; those behind them are taken to be `column_width` wide.
    """

    line: Line
    text: str
    indent: int
    layout: QTextLayout
    chip: tuple[int, int] | None
    has_wide: bool
    reach: int
    column_width: float

    @property
    def width(self) -> float:
        """The width in pixels."""
        return self.x(len(self.text))

    def unit(self, column: int) -> int:
        """The UTF-16 unit at which a column begins."""
        return to_units(self.text, column) if self.has_wide else column

    def column(self, unit: int) -> int:
        """The column that holds a UTF-16 unit."""
        return to_characters(self.text, unit) if self.has_wide else min(unit, len(self.text))

    def x(self, column: int) -> float:
        """The left edge of a column."""
        # PySide gives the position together with the cursor it was asked for; its annotations say less.
        unit = self.unit(min(column, self.reach))
        x: tuple[float, int] = self.layout.lineAt(0).cursorToX(unit)  # type: ignore[assignment]
        return x[0] + max(0, column - self.reach) * self.column_width

    def column_at(self, x: float) -> int:
        """The column boundary nearest to x."""
        laid_out = self.layout.lineAt(0).naturalTextWidth()
        if self.reach < len(self.text) and x > laid_out:
            return min(len(self.text), self.reach + round((x - laid_out) / self.column_width))
        return self.column(self.layout.lineAt(0).xToCursor(x))

    def rect(self, start: int, end: int, top: float, height: float) -> QRectF:
        """The box of a span of columns, relative to the left edge of the text."""
        left = self.x(start)
        return QRectF(left, top, self.x(end) - left, height)


class CodeLayouts:
    """The laid out lines that were visible lately, of one document in one font and theme."""

    def __init__(
        self, document: TextLines, folds: CodeFolds, highlighter: CodeHighlighter, theme: Theme, font: QFont
    ) -> None:
        self._document, self._folds, self._highlighter = document, folds, highlighter
        self._theme, self.font = theme, font
        self._lines: dict[int, ShownLine] = {}
        self._dimmed: Container[int] = ()
        self._formats: dict[Token, QTextCharFormat] = {}
        self._reach = _REACH_STEP
        metrics = QFontMetricsF(font)
        self.column_width = metrics.horizontalAdvance("0")
        self.ascent, self.text_height = metrics.ascent(), metrics.height()
        self._option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        self._option.setWrapMode(QTextOption.WrapMode.NoWrap)
        self._option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self._option.setTabStopDistance(4 * self.column_width)

    def line(self, index: int) -> ShownLine:
        """A line as it is shown now."""
        shown = self._lines.get(index)
        if shown is None:
            if len(self._lines) >= _CACHED:
                self._lines.clear()
            shown = self._lines[index] = self._shown(self._document.lines[index])
        return shown

    def forget(self, index: int | None = None) -> None:
        """A line looks different from now on; without an index, all do."""
        if index is None:
            self._lines.clear()
        else:
            self._lines.pop(index, None)

    def reach_to(self, x: float) -> None:
        """Lay lines out as far as x, for the view is scrolled there; long lines cost what is visible of them."""
        if x > self._reach:
            self._reach = -(-x // _REACH_STEP) * _REACH_STEP
            self._lines = {index: shown for index, shown in self._lines.items() if shown.reach == len(shown.text)}

    def dim(self, lines: Container[int]) -> None:
        """Show these lines in one quiet colour."""
        self._dimmed = lines
        self._lines.clear()

    def colored(self, shown: ShownLine, start: int, end: int, token: Token) -> QTextLayout.FormatRange:
        """A span of columns in the colour of a token, as Qt wants it."""
        found = QTextLayout.FormatRange()
        found.start = shown.unit(start)
        found.length = shown.unit(end) - found.start
        found.format = self._format(token)
        return found

    def _format(self, token: Token) -> QTextCharFormat:
        if token not in self._formats:
            self._formats[token] = QTextCharFormat()
            self._formats[token].setForeground(self._theme.color(token))
        return self._formats[token]

    def _shown(self, line: Line) -> ShownLine:
        text = shown_text(self._document, self._folds, line)
        reach = min(len(text), int(self._reach / self.column_width) + 2)
        shown = self._laid_out(line, text, reach)
        while shown.reach < len(text) and shown.layout.lineAt(0).naturalTextWidth() < self._reach:
            shown = self._laid_out(line, text, min(len(text), 2 * shown.reach))  # narrow characters: more of them
        return shown

    def _laid_out(self, line: Line, text: str, reach: int) -> ShownLine:
        has_wide = not text.isascii() and max(text) > "\uffff"
        layout = QTextLayout(text[:reach], self.font)
        layout.setTextOption(self._option)
        layout.setCacheEnabled(True)
        shown = ShownLine(line, text, indent_of(line), layout, self._chip(line), has_wide, reach, self.column_width)
        spans = (span for span in self._spans(shown) if span[0] < reach)
        layout.setFormats([self.colored(shown, *span) for span in spans])
        layout.beginLayout()
        layout.createLine().setLineWidth(1e7)
        layout.endLayout()
        return shown

    def _chip(self, line: Line) -> tuple[int, int] | None:
        indent = indent_of(line)
        if line.elision:
            return indent + line.elision.note_column + 1, indent + line.elision.note_end
        if line.kind is LineKind.OPEN and self._folds.is_folded(line.index):
            start = indent + len(line.text) + 2
            return start, start + len(self._document.summary(line.index))
        return None

    def _spans(self, shown: ShownLine) -> list[Span]:
        indent, end = shown.indent, len(shown.text)
        if shown.line.index in self._dimmed:
            return [(0, end, "syntax_dim")]
        spans = self._highlighter.spans(shown.line, shown.reach)
        moved: list[Span] = [(indent + first, indent + last, token) for first, last, token in spans]
        if shown.chip:
            moved.append((*shown.chip, "text2"))
            if not shown.line.elision:
                moved.append((shown.chip[1], end, "syntax_punc"))
        return moved
