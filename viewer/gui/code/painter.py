# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Paints the visible rows of a page: backgrounds first, then text, then the gutter over it.

Rule: draws and decides nothing; what stands where comes from the page, every colour from the theme.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QTextLayout

from viewer.gui.code.layouts import INDENT, ShownLine
from viewer.gui.code.page import CodePage
from viewer.gui.code.search import CodeSearch

if TYPE_CHECKING:
    from viewer.gui.look.theme import Theme

_MARK_BAR = 3


class CodePainter:
    """Paints one viewport: `left` and `top` are how far the content is scrolled, `width` and `height` its size."""

    def __init__(self, painter: QPainter, page: CodePage, search: CodeSearch, theme: Theme) -> None:
        self._painter, self._page, self._search, self._theme = painter, page, search, theme
        self._color = cache(theme.color)

    def paint(self, left: int, top: int, width: int, height: int, *, has_focus: bool) -> float:
        """Paint what is visible; the width of the widest visible line in pixels."""
        page, painter = self._page, self._painter
        rows = list(page.rows(top, top + height))
        painter.fillRect(0, 0, width, height, self._color("surface"))
        painter.save()
        painter.translate(0, -top)
        for y, shown in rows:
            self._paint_background(shown, y, width)
        painter.save()
        painter.setClipRect(page.gutter_width + 1, top, width - page.gutter_width - 1, height)
        painter.translate(page.text_left - left, 0)
        for y, shown in rows:
            self._paint_text(shown, y, has_focus=has_focus)
        painter.restore()
        painter.setFont(page.layouts.font)
        for y, shown in rows:
            self._paint_number(shown, y)
        painter.restore()
        painter.fillRect(page.gutter_width, 0, 1, height, self._color("border"))
        return max((shown.width for _, shown in rows), default=0.0)

    def _paint_background(self, shown: ShownLine, y: int, width: int) -> None:
        """The whole row: tinted where the reader is, soft where the mark is, red where the text is damaged."""
        page, height = self._page, self._page.row_height
        if page.is_marked(shown):
            self._painter.fillRect(page.gutter_width + 1, y, width, height, self._color("soft"))
            self._painter.fillRect(page.gutter_width + 1, y, _MARK_BAR, height, self._color("accent"))
        elif shown.line.index == page.cursor.position.line:
            self._painter.fillRect(0, y, width, height, self._color("tint"))
        damage = page.document.damage
        if damage and damage.line == shown.line.index:
            self._painter.fillRect(page.gutter_width + 1, y, _MARK_BAR, height, self._color("red"))

    def _paint_text(self, shown: ShownLine, y: int, *, has_focus: bool) -> None:
        page = self._page
        self._paint_guides(shown, y)
        self._paint_chip(shown, y)
        self._fill(shown, y, page.marked_columns(shown), self._color("tint2"))
        self._paint_selection(shown, y)
        forced = self._paint_hits(shown, y)
        at = QPointF(0, self._baseline(y) - shown.layout.lineAt(0).ascent())
        self._painter.setPen(self._color("text"))
        shown.layout.draw(self._painter, at, forced)
        self._paint_damage(shown, y)
        if has_focus and page.cursor.position.line == shown.line.index:
            x = round(shown.x(min(page.cursor.position.column, len(shown.text))))
            self._painter.fillRect(x, y + 1, 1, page.row_height - 2, self._color("accent"))

    def _baseline(self, y: int) -> int:
        layouts = self._page.layouts
        return round(y + (self._page.row_height - layouts.text_height) / 2 + layouts.ascent)

    def _paint_guides(self, shown: ShownLine, y: int) -> None:
        color = self._color("border")
        for column in range(INDENT, shown.indent, INDENT):
            x = round(column * self._page.layouts.column_width)
            self._painter.fillRect(x, y, 1, self._page.row_height, color)

    def _paint_chip(self, shown: ShownLine, y: int) -> None:
        if shown.chip is None:
            return
        pad = self._page.layouts.column_width * (0.2 if shown.line.elision else 0.7)
        rect = shown.rect(*shown.chip, y + 1.5, self._page.row_height - 3.0).adjusted(-pad, 0, pad, 0)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(QPen(self._color("border2"), 1.0))
        self._painter.setBrush(self._color("hover"))
        self._painter.drawRoundedRect(rect, 4, 4)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_selection(self, shown: ShownLine, y: int) -> None:
        columns = self._page.cursor.columns(shown.line.index, len(shown.text))
        if columns is None:
            return
        first, last = columns
        rect = shown.rect(first, min(last, len(shown.text)), y, self._page.row_height)
        if last > len(shown.text):  # the line end is selected too
            rect.setWidth(rect.width() + self._page.layouts.column_width)
        self._painter.fillRect(rect, self._color("tint2"))

    def _paint_hits(self, shown: ShownLine, y: int) -> list[QTextLayout.FormatRange]:
        """Backgrounds of the find hits; their text has the colour of text, for green on yellow cannot be read."""
        forced = []
        for start, end, is_current in self._page.hits(shown, self._search):
            self._fill(shown, y, (start, end), self._color("find_current" if is_current else "find_hit"))
            forced.append(self._page.layouts.colored(shown, start, end, "text"))
        return forced

    def _fill(self, shown: ShownLine, y: int, columns: tuple[int, int] | None, color: QColor) -> None:
        if columns:
            self._painter.fillRect(shown.rect(*columns, y, self._page.row_height), color)

    def _paint_damage(self, shown: ShownLine, y: int) -> None:
        """A red line under what cannot be read, from the damage on."""
        damage = self._page.document.damage
        if damage is None or damage.line != shown.line.index:
            return
        first = min(shown.indent + shown.line.column_of(damage.offset), len(shown.text))
        rect = shown.rect(first, len(shown.text), y + self._page.row_height - 2, 1)
        rect.setWidth(max(rect.width(), 2 * self._page.layouts.column_width))
        self._painter.fillRect(rect, self._color("red"))

    def _paint_number(self, shown: ShownLine, y: int) -> None:
        page, line = self._page, shown.line
        is_current = line.index == page.cursor.position.line
        self._painter.setPen(self._color("accent" if is_current else "text3"))
        if line.number is not None:
            number = str(line.number)
            x = page.number_right - len(number) * page.layouts.column_width
            self._painter.drawText(QPointF(x, self._baseline(y)), number)
        if line.close is not None:
            self._paint_chevron(y, is_folded=page.folds.is_folded(line.index))

    def _paint_chevron(self, y: int, *, is_folded: bool) -> None:
        page, arm = self._page, self._theme.px(4)
        center = QPointF(page.number_right + page.chevron_width / 2 + 1, y + page.row_height / 2)
        down = ((-arm, -arm / 2), (0, arm / 2), (arm, -arm / 2))
        ends = [(across, along) for along, across in down] if is_folded else down
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(QPen(self._color("text2"), 1.35))
        self._painter.drawPolyline([center + QPointF(*end) for end in ends])
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
