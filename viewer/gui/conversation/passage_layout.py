# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A passage laid out: pieces of text, each a few QTextLayouts, made when they are looked at.

Rule: a step costs the last paragraph of the last piece, whatever stands before it. Pieces out of sight have an
estimated height, which becomes exact when they are laid and stays so when their layouts are let go again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextCharFormat, QTextLayout, QTextOption

from viewer.core.text.invisible_characters import is_right_to_left
from viewer.gui.conversation.json_highlighting import LARGEST, Inside, colours
from viewer.gui.conversation.utf16 import to_units

if TYPE_CHECKING:
    from viewer.gui.conversation.source import Source
    from viewer.gui.look.theme import Theme, Token


@dataclass(frozen=True, slots=True)
class Type:
    """How a passage is set: font, height of a line, colour."""

    font: QFont
    line_height: int
    token: Token
    is_code: bool = False


@dataclass(slots=True)
class Paragraph:
    """One laid paragraph: its offset in the source, its text as shown and its place in the piece."""

    start: int
    text: str
    layout: QTextLayout
    top: int
    height: int
    after: Inside

    @property
    def end(self) -> int:
        """The offset behind its last character, the line break not counted."""
        return self.start + len(self.text)


@dataclass(slots=True)
class Piece:
    """Characters `start` to `end` of the source; `paragraphs` is None until it is laid."""

    start: int
    end: int
    height: int
    paragraphs: list[Paragraph] | None = None
    is_exact: bool = False


def _right_to_left() -> QTextOption:
    option = QTextOption(Qt.AlignmentFlag.AlignRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    return option


_RIGHT_TO_LEFT = _right_to_left()


class Flow:
    """A growing and shrinking passage of one source, laid out for one width."""

    def __init__(self, source: Source, theme: Theme, type_: Type) -> None:
        self.source, self._theme, self.type = source, theme, type_
        self.start = self.end = 0
        self.width = 0
        self._pieces: list[Piece] = []
        self._average = max(QFontMetricsF(type_.font).averageCharWidth(), 1.0)
        self._is_json = source.language == "json" and len(source.raw) <= LARGEST
        self._insides = [Inside()]
        self._option = QTextOption()
        if type_.is_code:
            self._option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self._option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._option.setTabStopDistance(QFontMetricsF(type_.font).horizontalAdvance(" ") * 4)

    # --- Extent and width

    def show(self, start: int, end: int, width: int) -> None:
        """Hold these characters at this width; what stays the same keeps its layouts."""
        if width != self.width or start != self.start:
            self._pieces, self.width, self.start, self.end = [], width, start, start
        if end < self.end:
            self._shrink(end)
        elif end > self.end:
            self._grow(end)

    def _shrink(self, end: int) -> None:
        while self._pieces and self._pieces[-1].start >= end:
            self._pieces.pop()
        self._cut(end)

    def _grow(self, end: int) -> None:
        bounds = self.source.pieces
        at = self.source.piece_at(self._pieces[-1].start if self._pieces else self.start)
        if self._pieces:
            self._cut(min(end, bounds[at + 1]))
            at += 1
        while at < len(bounds) - 1 and max(bounds[at], self.start) < end:
            self._add(max(bounds[at], self.start), min(bounds[at + 1], end))
            at += 1
        self.end = end

    def _add(self, start: int, end: int) -> None:
        self._pieces.append(Piece(start, end, self._estimate(start, end)))

    def _cut(self, end: int) -> None:
        """Let the last piece end elsewhere; only the paragraphs that differ are laid again."""
        self.end = end
        if not self._pieces or self._pieces[-1].end == end:
            return
        piece = self._pieces[-1]
        old_end, piece.end = piece.end, end
        if piece.paragraphs is None:
            piece.height, piece.is_exact = self._estimate(piece.start, end), False
            return
        same = min(end, old_end)
        keep = [p for p in piece.paragraphs if p.end < same]
        self._lay_paragraphs(piece, keep)

    def _estimate(self, start: int, end: int) -> int:
        raw = self.source.raw
        breaks = raw.count("\n", start, end)
        per_line = max(self.width / self._average, 1.0)
        lines = max(breaks, int((end - start) / per_line) + breaks // 2)
        return (lines + (not raw.endswith("\n", start, end))) * self.type.line_height

    # --- Laying

    @property
    def height(self) -> int:
        """Height of all pieces, estimated where they are not laid."""
        return sum(piece.height for piece in self._pieces) or self.type.line_height

    @property
    def is_exact(self) -> bool:
        """Whether every piece is laid or was."""
        return all(piece.is_exact for piece in self._pieces)

    def measure_one(self) -> None:
        """Lay the first piece whose height is only estimated, and let its layouts go again."""
        piece = next((piece for piece in self._pieces if not piece.is_exact), None)
        if piece is not None:
            self._lay_paragraphs(piece, [])
            piece.paragraphs = None

    def lay(self, top: float, bottom: float) -> bool:
        """Lay the pieces that cross `top` to `bottom`; whether the height changed."""
        before, y = self.height, 0
        for piece in self._pieces:
            if y > bottom:
                break
            if piece.paragraphs is None and y + piece.height >= top:
                self._lay_paragraphs(piece, [])
            y += piece.height
        return self.height != before

    def release(self, top: float, bottom: float) -> None:
        """Let go of layouts far outside `top` to `bottom`; their heights stay."""
        for y, piece in self.pieces():
            if len(self._pieces) > 2 and (y > bottom or y + piece.height < top):
                piece.paragraphs = None

    def pieces(self) -> Iterator[tuple[int, Piece]]:
        """Every piece with its top."""
        y = 0
        for piece in self._pieces:
            yield y, piece
            y += piece.height

    def _lay_paragraphs(self, piece: Piece, keep: list[Paragraph]) -> None:
        """Lay what follows the paragraphs to keep."""
        start, y = (keep[-1].end + 1, keep[-1].top + keep[-1].height) if keep else (piece.start, 0)
        text = self.source.display(start, piece.end)
        if text.endswith("\n") and piece.end in self.source.pieces[1:-1]:
            text = text[:-1]  # the next piece begins on a line of its own anyway
        inside = keep[-1].after if keep else self._inside(piece.start)
        for paragraph in text.split("\n"):
            laid = self._laid(start, paragraph, y, inside)
            keep.append(laid)
            start, y, inside = laid.end + 1, y + laid.height, laid.after
        piece.paragraphs, piece.height, piece.is_exact = keep, y, True

    def _inside(self, start: int) -> Inside:
        """How the JSON stands where a piece begins: read once from the beginning, remembered for each piece."""
        if not self._is_json:
            return Inside()
        bounds = self.source.pieces
        while bounds[len(self._insides) - 1] < start and len(self._insides) < len(bounds):
            at = len(self._insides)
            text = self.source.display(bounds[at - 1], bounds[at])
            self._insides.append(colours(text, self._insides[-1])[1])
        return self._insides[self.source.piece_at(start)]

    def _laid(self, start: int, text: str, top: int, inside: Inside) -> Paragraph:
        layout = QTextLayout(text, self.type.font)
        layout.setCacheEnabled(True)
        layout.setTextOption(self._option if self.type.is_code or not is_right_to_left(text) else _RIGHT_TO_LEFT)
        if self._is_json:
            spans, inside = colours(text, inside)
            layout.setFormats([self._format(text, *span) for span in spans])
        height = self._break_lines(layout)
        return Paragraph(start, text, layout, top, height or self.type.line_height, inside)

    def _break_lines(self, layout: QTextLayout) -> int:
        """Break into lines of the set height, taller where a fallback font is; the height of all."""
        layout.beginLayout()
        height = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width)
            natural = round(line.height())
            tall = max(self.type.line_height, natural)
            line.setPosition(QPointF(0, height + (tall - natural) // 2))
            height += tall
        layout.endLayout()
        return height

    def _format(self, text: str, start: int, end: int, token: Token) -> QTextLayout.FormatRange:
        span = QTextLayout.FormatRange()
        span.start = to_units(text, start)
        span.length = to_units(text, end) - span.start
        form = QTextCharFormat()
        form.setForeground(self._theme.color(token))
        span.format = form
        return span
