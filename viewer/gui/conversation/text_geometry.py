# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where the characters of a passage are on the screen, and which character is at a point.

Rule: coordinates count from the passage's top left; what is not laid out yet is laid out when it is asked for.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QTextLayout, QTextLine

from viewer.gui.code.utf16 import to_characters, to_units
from viewer.gui.conversation.passage_layout import Paragraph, PassageLayout


def cursor_x(line: QTextLine, units: int) -> float:
    """The x of a gap between characters; some versions of PySide6 return the cursor as well."""
    found: Any = line.cursorToX(units)
    return float(found[0] if isinstance(found, tuple) else found)


def offset_at(passage: PassageLayout, x: float, y: float, *, nearest: bool = True) -> int:
    """The offset at a point: the nearest gap between two characters, or the character under the point."""
    passage.lay_out(y, y)
    found = _paragraph_at(passage, y)
    if found is None:
        return passage.end if y > 0 else passage.start
    top, paragraph = found
    line = _line_at(paragraph, y - top)
    mode = line.CursorPosition.CursorBetweenCharacters if nearest else line.CursorPosition.CursorOnCharacter
    units = line.xToCursor(x, mode)
    return paragraph.start + to_characters(paragraph.text, units)


def is_over_text(passage: PassageLayout, x: float, y: float) -> bool:
    """Whether a point lies on a character, not beside or below the text."""
    found = _paragraph_at(passage, y)
    if found is None or not found[1].text:
        return False
    rect = _line_at(found[1], y - found[0]).naturalTextRect()
    return bool(rect.left() <= x <= rect.right())


def _paragraph_at(passage: PassageLayout, y: float) -> tuple[int, Paragraph] | None:
    found = None
    for top, paragraph in passage.paragraphs_between(int(y), int(y)):
        found = top, paragraph
        if y < top + paragraph.height:
            break
    return found


def _line_at(paragraph: Paragraph, y: float) -> QTextLine:
    lines = [paragraph.layout.lineAt(n) for n in range(paragraph.layout.lineCount())]
    return next((line for line in lines if y < line.y() + line.height()), lines[-1])


def caret_rect(passage: PassageLayout, offset: int) -> QRect:
    """Where the gap before the character at `offset` is: 2 pixels wide, as high as the line's font."""
    for top, chunk in passage.chunks():
        if chunk.start <= offset <= chunk.end and (offset < chunk.end or chunk.end == passage.end):
            passage.lay_out(top, top)
            for paragraph in chunk.paragraphs or ():
                if offset <= paragraph.end:
                    return _caret_in(paragraph, offset, top + paragraph.top)
    return QRect(0, 0, 2, passage.format.line_height)


def _caret_in(paragraph: Paragraph, offset: int, top: int) -> QRect:
    units = to_units(paragraph.text, offset - paragraph.start)
    line = paragraph.layout.lineForTextPosition(units)
    if not line.isValid():
        return QRect(0, top, 2, paragraph.height)
    return QRect(round(cursor_x(line, units)), top + round(line.y()), 2, round(line.height()))


def top_of(passage: PassageLayout, offset: int) -> int:
    """The top of the paragraph that holds a character, of its chunk where that is not laid out."""
    for top, chunk in passage.chunks():
        if offset <= chunk.end:
            inside = next((p.top for p in chunk.paragraphs or () if offset <= p.end), 0)
            return top + inside
    return 0


def word_at(passage: PassageLayout, offset: int) -> tuple[int, int]:
    """Start and end of the word around an offset."""
    paragraph = _paragraph_of(passage, offset)
    if paragraph is None:
        return offset, offset
    layout, text = paragraph.layout, paragraph.text
    units = to_units(text, offset - paragraph.start)
    end = layout.nextCursorPosition(units, QTextLayout.CursorMode.SkipWords)
    start = layout.previousCursorPosition(end, QTextLayout.CursorMode.SkipWords)
    word = text[to_characters(text, start) : to_characters(text, end)]
    begin = paragraph.start + to_characters(text, start)
    return begin, begin + len(word.rstrip())


def paragraph_at(passage: PassageLayout, offset: int) -> tuple[int, int]:
    """Start and end of the paragraph around an offset."""
    paragraph = _paragraph_of(passage, offset)
    return (paragraph.start, paragraph.end) if paragraph else (offset, offset)


def _paragraph_of(passage: PassageLayout, offset: int) -> Paragraph | None:
    for _, chunk in passage.chunks():
        if chunk.start <= offset <= chunk.end:
            found = next((p for p in chunk.paragraphs or () if offset <= p.end), None)
            if found is not None:
                return found
    return None
