# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The layout of a passage: chunks of text, each a few QTextLayouts, made when they come into sight.

Rule: a step costs the last paragraph of the last chunk, however long the text before it. Chunks out of sight have an
estimated height, which becomes exact when they are measured, for which no layouts are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextCharFormat, QTextLayout, QTextOption

from viewer.core.text.invisible_characters import is_right_to_left
from viewer.dataclass import dataclass
from viewer.gui.code.utf16 import to_units
from viewer.gui.conversation.json_highlighting import LARGEST, LexerState, highlighted

if TYPE_CHECKING:
    from viewer.gui.conversation.source import Source, TextMark
    from viewer.gui.look.theme import Theme, Token


@dataclass(frozen=True, slots=True)
class PassageFormat:
    """Font, height of a line and colour of a passage."""

    font: QFont
    line_height: int
    color: Token
    is_code: bool = False


@dataclass(slots=True)
class Paragraph:
    """One paragraph laid out: its offset in the source, its text as shown and its place in the chunk."""

    start: int
    text: str
    layout: QTextLayout
    top: int
    height: int
    state_after: LexerState

    @property
    def end(self) -> int:
        """The offset behind its last character, the line break not counted."""
        return self.start + len(self.text)


@dataclass(slots=True)
class Chunk:
    """Characters `start` to `end` of the source; `paragraphs` is None until they are laid out."""

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


_MARK_COLORS: dict[str, Token] = {"strong": "text", "emphasis": "text", "code": "text", "link": "text2"}


class PassageLayout:
    """A growing and shrinking passage of one source, laid out for one width."""

    def __init__(self, source: Source, theme: Theme, format_: PassageFormat) -> None:
        self.source, self._theme, self.format = source, theme, format_
        self.start = self.end = 0
        self.width = 0
        self._chunks: list[Chunk] = []
        self._average = max(QFontMetricsF(format_.font).averageCharWidth(), 1.0)
        self._is_json = source.language == "json" and len(source.raw) <= LARGEST
        self._states = [LexerState()]
        self._option = QTextOption()
        if format_.is_code:
            self._option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self._option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._option.setTabStopDistance(QFontMetricsF(format_.font).horizontalAdvance(" ") * 4)

    # --- Extent and width

    def set_extent(self, start: int, end: int, width: int) -> None:
        """Show these characters at this width; paragraphs that stay the same keep their layouts."""
        if width != self.width or start != self.start:
            self._chunks, self.width, self.start, self.end = [], width, start, start
        if end < self.end:
            self._shrink(end)
        elif end > self.end:
            self._grow(end)

    def _shrink(self, end: int) -> None:
        while self._chunks and self._chunks[-1].start >= end:
            self._chunks.pop()
        self._cut(end)

    def _grow(self, end: int) -> None:
        bounds = self.source.chunk_bounds
        at = self.source.chunk_at(self._chunks[-1].start if self._chunks else self.start)
        if self._chunks:
            self._cut(min(end, bounds[at + 1]))
            at += 1
        while at < len(bounds) - 1 and max(bounds[at], self.start) < end:
            self._add(max(bounds[at], self.start), min(bounds[at + 1], end))
            at += 1
        self.end = end

    def _add(self, start: int, end: int) -> None:
        self._chunks.append(Chunk(start, end, self._estimate(start, end)))

    def _cut(self, end: int) -> None:
        """Let the last chunk end elsewhere; only the paragraphs that differ are laid out again."""
        self.end = end
        if not self._chunks or self._chunks[-1].end == end:
            return
        chunk = self._chunks[-1]
        old_end, chunk.end = chunk.end, end
        if chunk.paragraphs is None:
            chunk.height, chunk.is_exact = self._estimate(chunk.start, end), False
            return
        same = min(end, old_end)
        keep = [p for p in chunk.paragraphs if p.end < same]
        self._lay_out_paragraphs(chunk, keep)

    def _estimate(self, start: int, end: int) -> int:
        raw = self.source.raw
        breaks = raw.count("\n", start, end)
        per_line = max(self.width / self._average, 1.0)
        lines = max(breaks, int((end - start) / per_line) + breaks // 2)
        return (lines + (not raw.endswith("\n", start, end))) * self.format.line_height

    # --- Laying out

    @property
    def height(self) -> int:
        """Height of all chunks, estimated where they are not laid out."""
        return sum(chunk.height for chunk in self._chunks) or self.format.line_height

    @property
    def is_exact(self) -> bool:
        """Whether the height of every chunk is known."""
        return all(chunk.is_exact for chunk in self._chunks)

    def measure_one_chunk(self) -> None:
        """Lay out the first chunk whose height is only estimated, keeping nothing but its height."""
        chunk = next((chunk for chunk in self._chunks if not chunk.is_exact), None)
        if chunk is not None:
            self._lay_out_paragraphs(chunk, [])
            chunk.paragraphs = None

    def lay_out(self, top: float, bottom: float) -> bool:
        """Lay out the chunks that cross `top` to `bottom`; whether the height changed."""
        before, y = self.height, 0
        for chunk in self._chunks:
            if y > bottom:
                break
            if chunk.paragraphs is None and y + chunk.height >= top:
                self._lay_out_paragraphs(chunk, [])
            y += chunk.height
        return self.height != before

    def chunks(self) -> Iterator[tuple[int, Chunk]]:
        """Every chunk with its top."""
        y = 0
        for chunk in self._chunks:
            yield y, chunk
            y += chunk.height

    def paragraphs_between(self, top: float, bottom: float) -> Iterator[tuple[int, Paragraph]]:
        """The paragraphs that cross `top` to `bottom` and are laid out, each with its top."""
        for y, chunk in self.chunks():
            if y > bottom:
                return
            if chunk.paragraphs is None or y + chunk.height < top:
                continue
            for paragraph in chunk.paragraphs:
                if y + paragraph.top <= bottom and y + paragraph.top + paragraph.height >= top:
                    yield y + paragraph.top, paragraph

    def _lay_out_paragraphs(self, chunk: Chunk, keep: list[Paragraph]) -> None:
        """Lay out what follows the paragraphs to keep."""
        start, y = (keep[-1].end + 1, keep[-1].top + keep[-1].height) if keep else (chunk.start, 0)
        text = self.source.display(start, chunk.end)
        if text.endswith("\n") and chunk.end in self.source.chunk_bounds[1:-1]:
            text = text[:-1]  # the next chunk begins on a line of its own anyway
        state = keep[-1].state_after if keep else self._state_at(chunk.start)
        for paragraph in text.split("\n"):
            laid_out = self._lay_out_paragraph(start, paragraph, y, state)
            keep.append(laid_out)
            start, y, state = laid_out.end + 1, y + laid_out.height, laid_out.state_after
        chunk.paragraphs, chunk.height, chunk.is_exact = keep, y, True

    def _state_at(self, start: int) -> LexerState:
        """The state of the JSON lexer where a chunk begins: read once from the beginning, kept for each chunk."""
        if not self._is_json:
            return LexerState()
        bounds = self.source.chunk_bounds
        while bounds[len(self._states) - 1] < start and len(self._states) < len(bounds):
            at = len(self._states)
            text = self.source.display(bounds[at - 1], bounds[at])
            self._states.append(highlighted(text, self._states[-1])[1])
        return self._states[self.source.chunk_at(start)]

    def _lay_out_paragraph(self, start: int, text: str, top: int, state: LexerState) -> Paragraph:
        layout = QTextLayout(text, self.format.font)
        layout.setCacheEnabled(True)
        layout.setTextOption(self._option if self.format.is_code or not is_right_to_left(text) else _RIGHT_TO_LEFT)
        if self._is_json:
            spans, state = highlighted(text, state)
            layout.setFormats([self._format_range(text, *span) for span in spans])
        elif marks := self.source.marks_in(start, start + len(text)):
            layout.setFormats([self._mark_range(text, mark) for mark in marks])
        height = self._break_lines(layout)
        return Paragraph(start, text, layout, top, height or self.format.line_height, state)

    def _break_lines(self, layout: QTextLayout) -> int:
        """Break into lines of the set height, taller where a fallback font is; the height of all."""
        layout.beginLayout()
        height = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width)
            natural = round(line.height())
            tall = max(self.format.line_height, natural)
            line.setPosition(QPointF(0, height + (tall - natural) // 2))
            height += tall
        layout.endLayout()
        return height

    def _mark_range(self, text: str, mark: TextMark) -> QTextLayout.FormatRange:
        """A part that is drawn otherwise."""
        token = _MARK_COLORS.get(mark.kind, mark.kind)
        span = self._format_range(text, mark.start, mark.end, token)  # type: ignore[arg-type]  # a colour of syntax
        form = span.format
        if mark.kind == "strong":
            form.setFontWeight(QFont.Weight.Bold)
        elif mark.kind == "emphasis":
            form.setFontItalic(True)
        elif mark.kind == "code":
            form.setFont(self._theme.mono(13))
            form.setBackground(self._theme.color("hover"))
        span.format = form
        return span

    def _format_range(self, text: str, start: int, end: int, token: Token) -> QTextLayout.FormatRange:
        span = QTextLayout.FormatRange()
        span.start = to_units(text, start)
        span.length = to_units(text, end) - span.start
        form = QTextCharFormat()
        form.setForeground(self._theme.color(token))
        span.format = form
        return span
