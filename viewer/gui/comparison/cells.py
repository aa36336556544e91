# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A side of a row -> its lines of text in a column, the words that differ marked. A long text is cut around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from viewer.core.compare.comparison import Kind, Side
from viewer.core.compare.words import Span
from viewer.dataclass import dataclass
from viewer.gui.code.utf16 import Units

if TYPE_CHECKING:
    from viewer.gui.look.theme import Theme, Token

_MOST = 900
"""Characters shown of a side that is not opened."""
_MOST_LINES = 14
_MOST_OPENED = 100_000
_BEFORE_CHANGE = 200
_WORDS = frozenset(
    (
        Kind.TEXT, Kind.REASONING, Kind.REFUSAL, Kind.MESSAGE, Kind.SYSTEM, Kind.PROBLEM, Kind.LOST, Kind.ADDED,
        Kind.MOVED, Kind.RETRY, Kind.USAGE, Kind.FINISH, Kind.DURATION, Kind.STREAM, Kind.SECRET,
    )
)  # fmt: skip
"""Kinds of rows that are words; the rest is code."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a side: its text, cut, the spans of it, and whether something was left out."""

    text: str
    spans: tuple[Span, ...]
    is_cut: bool


def shown(side: Side, *, is_open: bool) -> Shown:
    """The part of a text that is shown: all of it where it is short or opened, else what is around its first change."""
    first = side.changed[0][0] if side.changed else 0
    begin = 0
    if not is_open and first > _MOST - _BEFORE_CHANGE:
        begin = side.text.rfind("\n", 0, first - _BEFORE_CHANGE) + 1 or first - _BEFORE_CHANGE
    end = begin + (_MOST_OPENED if is_open else _MOST)
    text = side.text[begin:end]
    if not is_open:
        lines = text.split("\n")
        text = "\n".join(lines[:_MOST_LINES])
    is_cut = begin > 0 or begin + len(text) < len(side.text)
    ahead, behind = "… " if begin else "", " …" if begin + len(text) < len(side.text) else ""
    shift = len(ahead) - begin
    limit = len(ahead) + len(text)
    spans = ((max(s + shift, len(ahead)), min(e + shift, limit)) for s, e in side.changed)
    return Shown(ahead + text + behind, tuple(span for span in spans if span[0] < span[1]), is_cut)


class Cell:
    """A text laid out in a column of a width."""

    def __init__(self, told: Shown, font: QFont, width: float, theme: Theme, marked: Token) -> None:
        """`marked` is the colour behind the words that differ."""
        self._layout = QTextLayout(told.text.replace("\n", "\u2028"), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        units = Units(told.text)
        self._layout.setFormats([_format(units, span, theme, marked) for span in told.spans])
        self._layout.setCacheEnabled(True)
        self._layout.beginLayout()
        self.height = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(width, 1.0))
            line.setPosition(QPointF(0, self.height))
            self.height += line.height() * 1.15
        self._layout.endLayout()
        self.is_cut = told.is_cut

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Draw it at a place, in the painter's colour."""
        self._layout.draw(painter, QPointF(x, y))


def font_of(kind: Kind, theme: Theme) -> QFont:
    """The font for a row: words as words, all else as code."""
    return theme.font() if kind in _WORDS else theme.mono()


def _format(units: Units, span: Span, theme: Theme, marked: Token) -> QTextLayout.FormatRange:
    """The mark behind a span; Qt counts UTF-16 units."""
    made = QTextLayout.FormatRange()
    made.start = units.at(span[0])
    made.length = units.at(span[1]) - made.start
    style = QTextCharFormat()
    style.setBackground(theme.color(marked))
    style.setForeground(theme.color("text"))
    made.format = style
    return made
