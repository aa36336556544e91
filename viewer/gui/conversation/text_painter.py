# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Draws the text of a passage with its highlights: selection, hits of a search, and what was just added."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QTextCharFormat, QTextLayout

from viewer.dataclass import dataclass
from viewer.gui.code.utf16 import to_units
from viewer.gui.conversation.passage_layout import Paragraph, PassageLayout
from viewer.gui.conversation.text_geometry import cursor_x

if TYPE_CHECKING:
    from viewer.gui.look.theme import Theme, Token


@dataclass(frozen=True, slots=True)
class Highlight:
    """Characters `start` to `end` on a background; their text is in the colour `foreground` where that is given."""

    start: int
    end: int
    background: Token
    foreground: Token | None = None


@dataclass(frozen=True, slots=True)
class Highlights:
    """What is highlighted in a passage: a few ranges, and any number of hits in order, which do not overlap."""

    ranges: Sequence[Highlight] = ()
    hits: Sequence[Highlight] = ()

    def hits_in(self, paragraph: Paragraph) -> Sequence[Highlight]:
        """The hits that touch a paragraph."""
        first = bisect_right(self.hits, paragraph.start, key=lambda highlight: highlight.end)
        last = bisect_left(self.hits, paragraph.end, key=lambda highlight: highlight.start)
        return self.hits[first:last]


_MOST_RECOLOURED = 40
"""Hits of one paragraph whose text takes another colour."""


def draw(
    painter: QPainter, passage: PassageLayout, at: QPoint, clip: QRect, theme: Theme, highlights: Highlights
) -> None:
    """Draw what lies within `clip` (in the painter's coordinates) of a passage at `at`."""
    for top, paragraph in passage.paragraphs_between(clip.top() - at.y(), clip.bottom() - at.y()):
        place = QPoint(at.x(), at.y() + top)
        hits = highlights.hits_in(paragraph)
        for hit in hits:
            _fill(painter, paragraph, hit, place, theme)
        # Qt draws the text again for each range, so there are none where the colour is right and nothing covers them.
        is_plain = passage.format.color == "text" and not passage.format.is_code and not highlights.ranges
        recoloured = [] if is_plain else hits
        each = [*highlights.ranges, *recoloured[:_MOST_RECOLOURED]]
        formats = [r for highlight in each if (r := _range(paragraph, highlight, theme)) is not None]
        painter.setPen(theme.color(passage.format.color))
        paragraph.layout.draw(painter, QPointF(place), formats, QRectF(clip))


def _fill(painter: QPainter, paragraph: Paragraph, highlight: Highlight, at: QPoint, theme: Theme) -> None:
    """Fill the background of some characters, line by line."""
    start = to_units(paragraph.text, max(highlight.start - paragraph.start, 0))
    end = to_units(paragraph.text, min(highlight.end, paragraph.end) - paragraph.start)
    line = paragraph.layout.lineForTextPosition(start)
    while line.isValid() and line.textStart() < end:
        left = cursor_x(line, max(start, line.textStart()))
        right = cursor_x(line, min(end, line.textStart() + line.textLength()))
        rect = QRectF(min(left, right), line.y(), abs(right - left), line.height())
        painter.fillRect(rect.translated(at), theme.color(highlight.background))
        number = line.lineNumber() + 1
        if number >= paragraph.layout.lineCount():
            break
        line = paragraph.layout.lineAt(number)


def _range(paragraph: Paragraph, highlight: Highlight, theme: Theme) -> QTextLayout.FormatRange | None:
    start, end = max(highlight.start, paragraph.start), min(highlight.end, paragraph.end)
    if start >= end:
        return None
    found = QTextLayout.FormatRange()
    found.start = to_units(paragraph.text, start - paragraph.start)
    found.length = to_units(paragraph.text, end - paragraph.start) - found.start
    form = QTextCharFormat()
    form.setBackground(theme.color(highlight.background))
    if highlight.foreground:
        form.setForeground(theme.color(highlight.foreground))
    found.format = form
    return found
