# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The comparison painted: before on the left, after on the right, in one area, so that both scroll together.

Only lines that are visible are laid out; the height of others is estimated until they are, so that the cost does not
depend on how much there is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from viewer.core.compare.comparison import Comparison, Kind, Row, Side
from viewer.gui.comparison.cells import Cell, font_of, shown
from viewer.gui.comparison.lines import Fold, Heading, Key, Line, RowLine, lines_below
from viewer.gui.look.icons import Icon

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token

_HEADING, _FOLD, _LEAST = 34, 28, 32
_GUTTER = 34
_LABEL = 130
_PAD = 8
_Cells = tuple[Cell | None, Cell | None]


class ComparisonView(QAbstractScrollArea):
    """All lines of a comparison; the current change is marked."""

    current_changed = Signal(int)
    """Another change is the current one: its number, from 1; 0 for none."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Empty until there is a comparison."""
        super().__init__(parent)
        self._look = look
        self._comparison: Comparison | None = None
        self._opened: set[Key] = set()
        self._lines: list[Line] = []
        self._places: list[int] = []
        """The line of each change."""
        self._heights: list[int] = []
        self._tops: list[int] = [0]
        self._cells: dict[int, _Cells] = {}
        self._current = 0
        self._is_seen = False
        """Whether anything of it was painted: until then it may get another size, and starts again."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Comparison")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # --- what is shown

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self._measure()

    def show_comparison(self, comparison: Comparison | None, lines: Sequence[Line] = ()) -> None:
        """Show a comparison in its lines, from the first change on; what is ignored may change while it is shown."""
        is_new = comparison is None or self._comparison is None or comparison.sections is not self._comparison.sections
        was = self._key_of(self._current)
        self._comparison, self._lines = comparison, list(lines)
        if is_new:
            self._opened, self._is_seen = set(), False
        self._measure()
        if is_new:
            self.verticalScrollBar().setValue(0)
        self.go_to(self._number_from(was) if not is_new and was is not None else int(self.change_count > 0))

    @property
    def opened(self) -> frozenset[Key]:
        """Which folds and texts the reader has opened."""
        return frozenset(self._opened)

    @property
    def change_count(self) -> int:
        """How many changes there are."""
        return len(self._places)

    @property
    def current(self) -> int:
        """The number of the current change, from 1; 0 for none."""
        return self._current

    def step(self, by: int) -> None:
        """Go to the next change, or the previous one; beyond the last stands the first."""
        count = self.change_count
        if count:
            self.go_to((self._current - 1 + by) % count + 1)

    def go_to(self, number: int) -> None:
        """Make a change the current one and bring it into view."""
        self._current = number
        self._bring_into_view(number)
        self.viewport().update()
        self.current_changed.emit(number)

    def _bring_into_view(self, number: int) -> None:
        place = self._place_of(number)
        if place is not None:
            self._lay_out_until(place)
            bar, top = self.verticalScrollBar(), self._tops[place]
            below = top + self._heights[place] > bar.value() + self.viewport().height()
            if top < bar.value() + self._look.theme.px(_HEADING) or below:
                bar.setValue(max(top - self.viewport().height() // 4, 0))

    def _key_of(self, number: int) -> Key | None:
        place = self._place_of(number)
        line = self._lines[place] if place is not None else None
        return line.key if isinstance(line, RowLine) else None

    def _number_from(self, key: Key) -> int:
        """The number of the change on a row, or of the next one behind it; of the last one where none is."""
        keys = (line.key for place in self._places if isinstance(line := self._lines[place], RowLine))
        return min(sum(1 for one in keys if one < key) + 1, self.change_count)

    def _place_of(self, number: int) -> int | None:
        return self._places[number - 1] if 0 < number <= len(self._places) else None

    # --- sizes

    def _measure(self) -> None:
        """Estimate all heights; each is measured when its line is seen."""
        px = self._look.theme.px
        estimates = {Heading: px(_HEADING), Fold: px(_FOLD), RowLine: px(_LEAST)}
        self._heights = [estimates[type(line)] for line in self._lines]
        self._cells = {}
        self._find_changes()
        self._sum_up()

    def _find_changes(self) -> None:
        changes = (i for i, line in enumerate(self._lines) if isinstance(line, RowLine) and line.number is not None)
        self._places = list(changes)

    def _sum_up(self) -> None:
        self._tops = [0, *accumulate(self._heights)]
        view = self.viewport().height()
        self.verticalScrollBar().setRange(0, max(self._tops[-1] - view, 0))
        self.verticalScrollBar().setPageStep(view)
        self.verticalScrollBar().setSingleStep(self._look.theme.px(_LEAST))
        self.viewport().update()

    def _columns(self) -> tuple[int, int, int]:
        """Width of a side, and where gutter and right side begin."""
        gutter = self._look.theme.px(_GUTTER)
        side = (self.viewport().width() - gutter) // 2
        return side, side, side + gutter

    def _label_width(self) -> int:
        return min(self._look.theme.px(_LABEL), self._columns()[0] // 3)

    def _cells_of(self, place: int) -> _Cells:
        """The texts of a row, laid out; its height is known from then on."""
        if place not in self._cells:
            line = self._lines[place]
            cells: _Cells = (None, None)
            if isinstance(line, RowLine):
                cells = (self._cell(line, line.row.before, 0), self._cell(line, line.row.after, 1))
                px = self._look.theme.px
                tallest = max((cell.height for cell in cells if cell is not None), default=0.0)
                self._heights[place] = max(round(tallest) + px(2 * _PAD), px(_LEAST))
            self._cells[place] = cells
        return self._cells[place]

    def _cell(self, line: RowLine, side: Side | None, which: int) -> Cell | None:
        if side is None:
            return None
        theme = self._look.theme
        width = self._columns()[0] - self._label_width() - theme.px(4 * _PAD)
        marked: Token = "diff_added" if which else "diff_removed"
        told = replace(side, text=f"{line.row.name}: {side.text}") if line.row.kind is Kind.SECRET else side
        return Cell(shown(told, is_open=line.key in self._opened), font_of(line.row.kind, theme), width, theme, marked)

    def _lay_out_until(self, place: int) -> None:
        """Measure the lines around one, which is to be shown where it will stay."""
        for near in range(max(place - 12, 0), min(place + 12, len(self._lines))):
            self._cells_of(near)
        self._sum_up()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew at another width."""
        super().resizeEvent(event)
        self._measure()
        if not self._is_seen:
            self.verticalScrollBar().setValue(0)
            self._bring_into_view(self._current)

    def minimumSizeHint(self) -> QSize:
        """Two columns that can be read."""
        return QSize(self._look.theme.px(480), self._look.theme.px(200))

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lines that are visible."""
        self._is_seen = bool(self._lines)
        painter, theme = QPainter(self.viewport()), self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), theme.color("surface"))
        offset = self.verticalScrollBar().value()
        place = max(bisect_right(self._tops, offset) - 1, 0)
        was_measured = len(self._cells)
        y = self._tops[place] - offset
        while place < len(self._lines) and y < self.viewport().height():
            self._cells_of(place)
            height = self._heights[place]
            self._line(painter, place, y, height)
            y += height
            place += 1
        painter.end()
        if len(self._cells) != was_measured:
            self._sum_up()

    def _line(self, painter: QPainter, place: int, y: int, height: int) -> None:
        line, theme = self._lines[place], self._look.theme
        _, gutter, right = self._columns()
        if isinstance(line, Heading):
            painter.fillRect(0, y, self.viewport().width(), height, theme.color("win"))
            self._heading(painter, line, y, height)
        elif isinstance(line, Fold):
            painter.fillRect(0, y, self.viewport().width(), height, theme.color("raised"))
            painter.setFont(theme.font(12))
            painter.setPen(theme.color("text3"))
            side = theme.px(12)
            icon = QRect(theme.px(2 * _PAD), y + (height - side) // 2, side, side)
            self._look.icons.paint(painter, icon, Icon.CHEVRON_RIGHT, "text3")
            words = QRectF(icon.right() + theme.px(_PAD), y, self.viewport().width(), height)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, line.text)
        else:
            self._row(painter, line, self._cells_of(place), y, height)
        for x in (gutter, right - 1):
            painter.fillRect(x, y, 1, height, theme.color("border"))
        painter.fillRect(0, y + height - 1, self.viewport().width(), 1, theme.color("border"))

    def _heading(self, painter: QPainter, line: Heading, y: int, height: int) -> None:
        theme = self._look.theme
        side, _, right = self._columns()
        section = line.section
        numbers = section.numbers if section else (None, None)
        titles = section.titles if section else ("The file as a whole", "The file as a whole")
        font = theme.font(bold=True)
        painter.setFont(font)
        for x, number, title in zip((0, right), numbers, titles, strict=True):
            words = f"#{number}  {title}" if number is not None else title if section is None else "no counterpart"
            painter.setPen(theme.color("text3" if section is not None and number is None else "text"))
            room = side - theme.px(4 * _PAD)
            told = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideMiddle, room)
            painter.drawText(QRectF(x + theme.px(2 * _PAD), y, room, height), Qt.AlignmentFlag.AlignVCenter, told)

    def _row(self, painter: QPainter, line: RowLine, cells: _Cells, y: int, height: int) -> None:
        theme = self._look.theme
        side, gutter, right = self._columns()
        is_change = line.number is not None
        is_current = is_change and line.number == self._current
        if is_current:
            painter.fillRect(0, y, self.viewport().width(), height, theme.color("soft"))
        sides: tuple[tuple[int, Cell | None, Token, Token], ...] = (
            (0, cells[0], "diff_removed_row", "diff_removed"),
            (right, cells[1], "diff_added_row", "diff_added"),
        )
        for number, (x, cell, ground, edge) in enumerate(sides):
            if cell is None:
                hatched = QBrush(theme.color("border"), Qt.BrushStyle.BDiagPattern)
                painter.fillRect(QRectF(x, y, side, height), hatched)
                continue
            if is_change and cells[1 - number] is None:
                painter.fillRect(x, y, side, height, theme.color(ground))
            if is_change:
                painter.fillRect(x, y, theme.px(3), height, theme.color(edge))
            self._text(painter, line, cell, x, y)
        if is_current:  # on whatever ground its sides have
            edge_width = theme.px(2)
            for top in (y, y + height - 1 - edge_width):
                painter.fillRect(0, top, self.viewport().width(), edge_width, theme.color("accent"))
        self._number(painter, line, QRectF(gutter, y, right - gutter, height))

    def _text(self, painter: QPainter, line: RowLine, cell: Cell, x: int, y: int) -> None:
        theme, pad = self._look.theme, self._look.theme.px(_PAD)
        small = theme.font(12)
        width = self._label_width()
        painter.setFont(small)
        painter.setPen(theme.color("text2"))
        label = QFontMetrics(small).elidedText(_label(line.row), Qt.TextElideMode.ElideRight, width - pad)
        painter.drawText(QPoint(x + 2 * pad, y + pad + QFontMetrics(small).ascent()), label)
        painter.setPen(theme.color("text" if line.number is not None else "text2"))
        cell.paint(painter, x + 2 * pad + width, y + pad)

    def _number(self, painter: QPainter, line: RowLine, box: QRectF) -> None:
        """The number of a change in a circle; what is ignored, and what is equal, by a sign."""
        theme = self._look.theme
        middle = QRectF(box.x(), box.y(), box.width(), min(box.height(), theme.px(_LEAST)))
        font = QFont(theme.font(11, bold=line.number == self._current))
        painter.setFont(font)
        if line.number is None:
            painter.setPen(theme.color("text3"))
            painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, "=" if line.row.is_equal else "≈")
            return
        is_current = line.number == self._current
        radius = max(theme.px(10), QFontMetrics(font).horizontalAdvance(str(line.number)) / 2 + theme.px(4))
        circle = QRectF(middle.center().x() - radius, middle.center().y() - theme.px(10), 2 * radius, 2 * theme.px(10))
        painter.setPen(theme.color("accent_fill" if is_current else "border2"))
        painter.setBrush(theme.color("accent_fill" if is_current else "surface"))
        painter.drawRoundedRect(circle, theme.px(10), theme.px(10))
        painter.setPen(theme.color("accent_label" if is_current else "text2"))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(line.number))

    # --- pointer and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A fold opens; a change becomes the current one, and again opens what was cut of it."""
        y = int(event.position().y()) + self.verticalScrollBar().value()
        place = bisect_right(self._tops, y) - 1
        if not 0 <= place < len(self._lines):
            return
        line = self._lines[place]
        if isinstance(line, Fold):
            self.open(place)
        elif isinstance(line, RowLine):
            is_cut = any(cell is not None and cell.is_cut for cell in self._cells_of(place))
            if is_cut and line.number in (None, self._current):
                self.open(place)
            elif line.number is not None:
                self.go_to(line.number)

    def open(self, place: int) -> None:
        """Open the fold on a line, or all of its text."""
        line = self._lines[place]
        if isinstance(line, Heading) or self._comparison is None:
            return
        self._opened.add(line.key)
        if isinstance(line, Fold):
            self._lines[place : place + 1] = lines_below(self._comparison, line, self._opened)
        value = self.verticalScrollBar().value()
        self._measure()
        self.verticalScrollBar().setValue(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from change to change; Enter opens what was cut of the current one, or the fold above it."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps and event.modifiers() == Qt.KeyboardModifier.NoModifier and self.change_count:
            self.step(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_current()
        else:
            super().keyPressEvent(event)

    def _open_current(self) -> None:
        place = self._place_of(self._current)
        if place is None:
            place = next((i for i, line in enumerate(self._lines) if isinstance(line, Fold)), None)
            if place is not None:
                self.open(place)
            return
        line = self._lines[place]
        if isinstance(line, RowLine) and line.key not in self._opened:
            self.open(place)
        if place and isinstance(self._lines[place - 1], Fold):
            self.open(place - 1)


def _label(row: Row) -> str:
    """What a row is about, short: header fields by their names alone, of secrets the place stands beside."""
    if row.kind is Kind.SECRET:
        return row.kind.value
    return row.name if row.kind in (Kind.REQUEST_HEADER, Kind.RESPONSE_HEADER) else row.label
