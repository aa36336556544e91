# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A laid passage on the screen: drawing it with its marks, and which character is where.

Rule: coordinates count from the passage's top left; what is not laid yet is laid when it is asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QTextCharFormat, QTextLayout, QTextLine

from viewer.gui.conversation.passage_layout import Flow, Paragraph
from viewer.gui.conversation.utf16 import to_characters, to_units

if TYPE_CHECKING:
    from viewer.gui.look.theme import Theme, Token


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end` on a ground; their text takes `text` as its colour where that is given."""

    start: int
    end: int
    ground: Token
    text: Token | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in a passage: a few ranges, and any number of hits in order, which do not overlap."""

    few: Sequence[Mark] = ()
    hits: Sequence[Mark] = ()

    def hits_in(self, paragraph: Paragraph) -> Sequence[Mark]:
        """The hits that touch a paragraph."""
        first = bisect_right(self.hits, paragraph.start, key=lambda mark: mark.end)
        last = bisect_left(self.hits, paragraph.end, key=lambda mark: mark.start)
        return self.hits[first:last]


_MOST_RANGES = 40
"""Hits of one paragraph whose text takes another colour."""


def draw(painter: QPainter, flow: Flow, at: QPoint, clip: QRect, theme: Theme, marks: Marks) -> None:
    """Draw what lies within `clip` (in the painter's coordinates) of a passage at `at`."""
    for top, paragraph in _between(flow, clip.top() - at.y(), clip.bottom() - at.y()):
        place = QPoint(at.x(), at.y() + top)
        hits = marks.hits_in(paragraph)
        for hit in hits:
            _fill(painter, paragraph, hit, place, theme)
        # Qt draws the text again for each range, so there are none where the colour is right and nothing covers them.
        is_plain = flow.type.token == "text" and not flow.type.is_code and not marks.few
        recoloured = [] if is_plain else hits
        each = [*marks.few, *recoloured[:_MOST_RANGES]]
        ranges = [r for mark in each if (r := _range(paragraph, mark, theme)) is not None]
        painter.setPen(theme.color(flow.type.token))
        paragraph.layout.draw(painter, QPointF(place), ranges, QRectF(clip))


def _fill(painter: QPainter, paragraph: Paragraph, mark: Mark, at: QPoint, theme: Theme) -> None:
    """Fill the ground of some characters, line by line."""
    start = to_units(paragraph.text, max(mark.start - paragraph.start, 0))
    end = to_units(paragraph.text, min(mark.end, paragraph.end) - paragraph.start)
    line = paragraph.layout.lineForTextPosition(start)
    while line.isValid() and line.textStart() < end:
        left, right = _x(line, max(start, line.textStart())), _x(line, min(end, line.textStart() + line.textLength()))
        rect = QRectF(min(left, right), line.y(), abs(right - left), line.height())
        painter.fillRect(rect.translated(at), theme.color(mark.ground))
        number = line.lineNumber() + 1
        if number >= paragraph.layout.lineCount():
            break
        line = paragraph.layout.lineAt(number)


def _x(line: QTextLine, units: int) -> float:
    """The x of a gap between characters; some versions of PySide6 return the cursor as well."""
    found: Any = line.cursorToX(units)
    return float(found[0] if isinstance(found, tuple) else found)


def _between(flow: Flow, top: int, bottom: int) -> Iterator[tuple[int, Paragraph]]:
    """The laid paragraphs that cross `top` to `bottom`, each with its top."""
    for y, piece in flow.pieces():
        if y > bottom:
            return
        if piece.paragraphs is None or y + piece.height < top:
            continue
        for paragraph in piece.paragraphs:
            if y + paragraph.top <= bottom and y + paragraph.top + paragraph.height >= top:
                yield y + paragraph.top, paragraph


def _range(paragraph: Paragraph, mark: Mark, theme: Theme) -> QTextLayout.FormatRange | None:
    start, end = max(mark.start, paragraph.start), min(mark.end, paragraph.end)
    if start >= end:
        return None
    found = QTextLayout.FormatRange()
    found.start = to_units(paragraph.text, start - paragraph.start)
    found.length = to_units(paragraph.text, end - paragraph.start) - found.start
    form = QTextCharFormat()
    form.setBackground(theme.color(mark.ground))
    if mark.text:
        form.setForeground(theme.color(mark.text))
    found.format = form
    return found


def offset_at(flow: Flow, x: float, y: float, *, nearest: bool = True) -> int:
    """The offset at a point: the nearest gap between two characters, or the character under the point."""
    flow.lay(y, y)
    found = _paragraph_at(flow, y)
    if found is None:
        return flow.end if y > 0 else flow.start
    top, paragraph = found
    line = _line_at(paragraph, y - top)
    mode = line.CursorPosition.CursorBetweenCharacters if nearest else line.CursorPosition.CursorOnCharacter
    units = line.xToCursor(x, mode)
    return paragraph.start + to_characters(paragraph.text, units)


def is_over_text(flow: Flow, x: float, y: float) -> bool:
    """Whether a point lies on a character, not beside or below the text."""
    found = _paragraph_at(flow, y)
    if found is None or not found[1].text:
        return False
    rect = _line_at(found[1], y - found[0]).naturalTextRect()
    return bool(rect.left() <= x <= rect.right())


def _paragraph_at(flow: Flow, y: float) -> tuple[int, Paragraph] | None:
    found = None
    for top, paragraph in _between(flow, int(y), int(y)):
        found = top, paragraph
        if y < top + paragraph.height:
            break
    return found


def _line_at(paragraph: Paragraph, y: float) -> QTextLine:
    lines = [paragraph.layout.lineAt(n) for n in range(paragraph.layout.lineCount())]
    return next((line for line in lines if y < line.y() + line.height()), lines[-1])


def caret_rect(flow: Flow, offset: int) -> QRect:
    """Where the gap before the character at `offset` is: 2 pixels wide, as high as the line's font."""
    for top, piece in flow.pieces():
        if piece.start <= offset <= piece.end and (offset < piece.end or piece.end == flow.end):
            flow.lay(top, top)
            for paragraph in piece.paragraphs or ():
                if offset <= paragraph.end:
                    return _caret_in(paragraph, offset, top + paragraph.top)
    return QRect(0, 0, 2, flow.type.line_height)


def _caret_in(paragraph: Paragraph, offset: int, top: int) -> QRect:
    units = to_units(paragraph.text, offset - paragraph.start)
    line = paragraph.layout.lineForTextPosition(units)
    if not line.isValid():
        return QRect(0, top, 2, paragraph.height)
    return QRect(round(_x(line, units)), top + round(line.y()), 2, round(line.height()))


def top_of(flow: Flow, offset: int) -> int:
    """The top of the paragraph that holds a character, of its piece where that is not laid."""
    for top, piece in flow.pieces():
        if offset <= piece.end:
            inside = next((p.top for p in piece.paragraphs or () if offset <= p.end), 0)
            return top + inside
    return 0


def word_at(flow: Flow, offset: int) -> tuple[int, int]:
    """Start and end of the word around an offset."""
    paragraph = _paragraph_of(flow, offset)
    if paragraph is None:
        return offset, offset
    layout, text = paragraph.layout, paragraph.text
    units = to_units(text, offset - paragraph.start)
    end = layout.nextCursorPosition(units, QTextLayout.CursorMode.SkipWords)
    start = layout.previousCursorPosition(end, QTextLayout.CursorMode.SkipWords)
    word = text[to_characters(text, start) : to_characters(text, end)]
    begin = paragraph.start + to_characters(text, start)
    return begin, begin + len(word.rstrip())


def paragraph_at(flow: Flow, offset: int) -> tuple[int, int]:
    """Start and end of the paragraph around an offset."""
    paragraph = _paragraph_of(flow, offset)
    return (paragraph.start, paragraph.end) if paragraph else (offset, offset)


def _paragraph_of(flow: Flow, offset: int) -> Paragraph | None:
    for _, piece in flow.pieces():
        if piece.start <= offset <= piece.end:
            found = next((p for p in piece.paragraphs or () if offset <= p.end), None)
            if found is not None:
                return found
    return None
