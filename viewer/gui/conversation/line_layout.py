# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The layout of a line: icons, words, chips and links side by side, the right ones at the right edge.

Rule: what may shrink is elided, in the order that the line asks for; nothing is ever drawn over anything else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from viewer.core.text.invisible_characters import made_visible
from viewer.dataclass import dataclass
from viewer.gui.conversation.json_highlighting import highlighted
from viewer.gui.conversation.rows import Line, Span, Style

if TYPE_CHECKING:
    from viewer.gui.conversation.text_styles import TextStyles
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token

_GAP = 10
_LEAST = 32
_CHIP_HEIGHT, _CHIP_PAD, _CHIP_GAP = 20, 7, 8
AVATAR = 24
AVATAR_SPACE = 40
"""From the gutter to the text beside an avatar."""

_CHIP_COLORS: dict[str, tuple[Token, Token]] = {
    "neutral": ("hover", "text2"),
    "green": ("green_bg", "green"),
    "amber": ("amber_bg", "amber"),
    "red": ("red_bg", "red"),
}
_AVATAR_COLORS: dict[str, tuple[Token, Token]] = {
    "plain": ("hover", "text2"),
    "active": ("tint", "accent"),
    "error": ("red_bg", "red"),
}


@dataclass(frozen=True, slots=True)
class SpanPlace:
    """Where a span is within the line, and its words as far as there is room."""

    number: int
    rect: QRect
    text: str


class LineLayout:
    """A line laid out at one width; `places` in reading order."""

    def __init__(self, line: Line, styles: TextStyles, width: int) -> None:
        self.line, self._styles, self.width = _made_visible(line), styles, width
        self._px = styles.theme.px
        self.places: list[SpanPlace] = []
        self.height = self._px(line.height)
        if line.wraps:
            self._lay_out_wrapped()
        else:
            self._lay_out_line()

    # --- Laying out

    def _natural(self, span: Span) -> int:
        if span.avatar:
            return self._px(AVATAR_SPACE) - self._px(_GAP)
        text = self._styles.metrics(span.style).horizontalAdvance(span.text)
        return round(text + 0.5) + self._around(span)

    def _around(self, span: Span) -> int:
        """Width of a span without its words."""
        around = 2 * self._px(_CHIP_PAD) if span.tone else 0
        if span.icon is not None:
            around += self._icon_size(span) + (self._px(4 if span.tone else 8) if span.text else 0)
        return around

    def _icon_size(self, span: Span) -> int:
        return self._px(12 if span.tone else 16)

    def _lay_out_line(self) -> None:
        inner = self.width - 2 * self._px(self.line.pad)
        widths = self._fitted([self._natural(span) for span in self.line.spans], inner)
        left, right = self._px(self.line.pad), self.width - self._px(self.line.pad)
        right_spans = [n for n, span in enumerate(self.line.spans) if span.right and widths[n] > 0]
        right -= sum(widths[n] for n in right_spans) + sum(self._gap(self.line.spans[n]) for n in right_spans[1:])
        is_first = [True, True]
        for number, width in enumerate(widths):
            span = self.line.spans[number]
            if width <= 0:
                continue
            gap = 0 if is_first[span.right] else self._gap(span)
            is_first[span.right] = False
            x = (right if span.right else left) + gap
            self._place(number, QRect(x, 0, width, self.height))
            if span.right:
                right = x + width
            else:
                left = x + width

    def _gap(self, span: Span) -> int:
        """The space before a span that is not the first."""
        if span.tight:
            return int(self._styles.metrics(span.style).horizontalAdvance(" "))
        return self._px(_CHIP_GAP if span.tone else _GAP)

    def _fitted(self, widths: list[int], room: int) -> list[int]:
        """Widths that fit: spans that may shrink do so in their order; all but those of order 1 may disappear."""
        spans = self.line.spans
        over = sum(widths) + sum(self._gap(span) for span in spans[1:]) - room
        for number in sorted(range(len(widths)), key=lambda n: (-spans[n].shrinks, -n)):
            span, width = spans[number], widths[number]
            if over <= 0 or not span.shrinks:
                break
            least = min(width, self._around(span) + self._px(_LEAST))
            if width - over < least and span.shrinks > 1:
                widths[number] = 0
                over -= width + self._gap(span)
            else:
                widths[number] = max(width - over, least)
                over -= width - widths[number]
        return self._squeezed(widths, over)

    def _squeezed(self, widths: list[int], over: int) -> list[int]:
        """Widths where even pieces that do not shrink have no room: those at the right go first, an icon stays."""
        spans = self.line.spans
        worded = [number for number, span in enumerate(spans) if span.text and widths[number] > 0]
        for number in sorted(worded, key=lambda n: (not spans[n].right, -widths[n])):
            if over <= 0:
                break
            span = spans[number]
            words = 0 if span.icon is not None else self._px(_LEAST)
            least = min(widths[number], self._around(span) + words)
            taken = min(over, widths[number] - least)
            widths[number] -= taken
            over -= taken
        return widths

    def _lay_out_wrapped(self) -> None:
        """Span after span; later lines begin below the first's words."""
        first = self.line.spans[0]
        left = self._around(first) if first.icon is not None and not first.tone else 0
        x, y = 0, 0
        for number, span in enumerate(self.line.spans):
            width = min(self._natural(span), self.width - left)
            x += self._gap(span) if number else 0
            if x > left and x + width > self.width:
                x, y = left, y + self.height + self._px(4 if span.tone else 0)
            self._place(number, QRect(x, y, width, self.height))
            x += width
        self.height += y

    def _place(self, number: int, rect: QRect) -> None:
        span = self.line.spans[number]
        room = rect.width() - self._around(span)
        text = span.text
        if text and not span.avatar and self._natural(span) > rect.width():
            text = self._styles.metrics(span.style).elidedText(text, Qt.TextElideMode.ElideRight, room)
        self.places.append(SpanPlace(number, rect, text))

    # --- What is where

    def span_at(self, point: QPoint) -> int | None:
        """The number of the span with an action at a point; -1 for the line's own."""
        for place in self.places:
            if self.line.spans[place.number].action and place.rect.adjusted(-4, 0, 4, 0).contains(point):
                return place.number
        inside = QRect(0, 0, self.width, self.height).contains(point)
        return -1 if self.line.action and inside else None

    def text_rects(self, start: int, end: int) -> list[QRect]:
        """Where characters of the line's text are, one rectangle for each span they lie in."""
        found, offset = [], 0
        shown = {place.number: place for place in self.places}
        for number, span in enumerate(self.line.spans):
            place = shown.get(number)
            first, last = max(start - offset, 0), min(end - offset, len(span.text))
            if place is not None and first < last:
                found.append(self._text_rect(span, place, first, last))
            offset += len(span.text) + 1 if span.text else 0
        return found

    def _text_rect(self, span: Span, place: SpanPlace, first: int, last: int) -> QRect:
        metrics = self._styles.metrics(span.style)
        left = place.rect.left() + self._around(span) - (self._px(_CHIP_PAD) if span.tone else 0)
        x = round(left + metrics.horizontalAdvance(place.text[:first]))
        width = max(round(metrics.horizontalAdvance(place.text[first:last])), 4)
        middle, height = place.rect.center().y(), self._px(18)
        return QRect(x, middle - height // 2, width, height)

    def elided_text_at(self, point: QPoint) -> str:
        """The whole text of a span at a point that shows only a part of it."""
        for place in self.places:
            text = self.line.spans[place.number].text
            if place.rect.contains(point) and place.text != text:
                return text
        return ""

    def rect_of(self, number: int) -> QRect:
        """The rectangle of a span, or of the line for -1."""
        found = next((place for place in self.places if place.number == number), None)
        if found is None:
            return QRect(0, 0, self.width, self.height)
        spare = max(found.rect.height() - self._px(20), 0) // 2
        return found.rect.adjusted(0, spare, 0, -spare)

    # --- Drawing

    def draw(self, painter: QPainter, at: QPoint, look: Look, hovered: int | None = None) -> None:
        """Draw at a point; the span under the pointer is underlined."""
        for place in self.places:
            span = self.line.spans[place.number]
            rect = place.rect.translated(at)
            if span.avatar:
                self._draw_avatar(painter, span, rect, look)
            elif span.tone:
                self._draw_chip(painter, span, rect, place.text, look)
            else:
                is_hovered = hovered == place.number and span.action is not None
                self._draw_words(painter, span, rect, place.text, look, is_hovered)

    def _draw_avatar(self, painter: QPainter, span: Span, rect: QRect, look: Look) -> None:
        background, foreground = _AVATAR_COLORS[span.avatar]
        size = self._px(AVATAR)
        circle = QRectF(rect.left(), rect.top() + (rect.height() - size) // 2, size, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.theme.color(background))
        painter.drawEllipse(circle)
        if span.icon is not None:
            look.icons.paint(painter, _centred(circle.toRect(), self._px(14)), span.icon, foreground)

    def _draw_chip(self, painter: QPainter, span: Span, rect: QRect, text: str, look: Look) -> None:
        background, foreground = _CHIP_COLORS[span.tone or "neutral"]
        height = self._px(_CHIP_HEIGHT)
        chip = QRect(rect.left(), rect.top() + (rect.height() - height) // 2, rect.width(), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.theme.color(background))
        painter.drawRoundedRect(chip, 5, 5)
        inner = chip.adjusted(self._px(_CHIP_PAD), 0, -self._px(_CHIP_PAD), 0)
        self._draw_inside(painter, span, inner, text, look, foreground)

    def _draw_words(self, painter: QPainter, span: Span, rect: QRect, text: str, look: Look, hovered: bool) -> None:
        foreground = "accent" if hovered else span.color or self._styles.color(span.style)
        left = self._draw_inside(painter, span, rect, text, look, foreground)
        if hovered and text:
            metrics = self._styles.metrics(span.style)
            underline = rect.top() + (rect.height() + round(metrics.ascent() - metrics.descent())) // 2 + 2
            painter.fillRect(QRect(left, underline, rect.right() - left, 1), look.theme.color("accent"))

    def _draw_inside(self, painter: QPainter, span: Span, rect: QRect, text: str, look: Look, foreground: Token) -> int:
        """Draw icon and words; the x where the words begin."""
        x = rect.left()
        if span.icon is not None:
            size = self._icon_size(span)
            icon = QRect(x, rect.top() + (rect.height() - size) // 2, size, size)
            look.icons.paint(painter, icon, span.icon, foreground)
            x += size + self._px(4 if span.tone else 8)
        metrics = self._styles.metrics(span.style)
        baseline = rect.top() + (rect.height() + round(metrics.ascent() - metrics.descent())) // 2
        painter.setFont(self._styles.font(span.style))
        if span.style is Style.CODE:
            self._draw_code(painter, QPointF(x, baseline), text, look)
        else:
            painter.setPen(look.theme.color(foreground))
            painter.drawText(QPointF(x, baseline), text)
        return x

    def _draw_code(self, painter: QPainter, at: QPointF, text: str, look: Look) -> None:
        metrics = self._styles.metrics(Style.CODE)
        painter.setPen(look.theme.color("text2"))
        for start, end, token in highlighted(text)[0]:
            painter.setPen(look.theme.color(token))
            x = at.x() + metrics.horizontalAdvance(text[:start])
            painter.drawText(QPointF(x, at.y()), text[start:end])


def _centred(rect: QRect, size: int) -> QRect:
    return QRect(rect.left() + (rect.width() - size) // 2, rect.top() + (rect.height() - size) // 2, size, size)


def _made_visible(line: Line) -> Line:
    """The same line with signs for characters that nobody sees; there are seldom any."""
    if all(span.text.isprintable() for span in line.spans):
        return line
    return replace(line, spans=tuple(replace(span, text=made_visible(span.text)) for span in line.spans))
