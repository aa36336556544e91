# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How a row of the events table is drawn, and the header above the rows."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from viewer.core.messages import Kind
from viewer.core.tool_calls import Verdict
from viewer.core.unseen import made_visible
from viewer.gui.icons import Icon
from viewer.gui.lanes import LANE_TOKENS
from viewer.gui.look import Look
from viewer.gui.models.events_model import Column, EventsModel
from viewer.gui.narration import EventWords, with_marks
from viewer.gui.theme import Theme, Token

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 24
_FRAGMENT_CHARACTERS = 300
_WIDTHS_KEPT = 4096
_INKS: tuple[Token, ...] = ("text", "text2", "text3", "accent", "tint", "tint2", "hover", "border")


class EventDelegate(QStyledItemDelegate):
    """Draws all five columns; rows not yet played are paler, the current one is tinted."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        """Nothing is kept between rows."""
        super().__init__(parent)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        theme = look.theme
        self._plain, self._bold = _Face(theme.font(12)), _Face(theme.font(12, bold=True))
        self._mono, self._mono_bold = _Face(theme.mono(12)), _Face(theme.mono(12, bold=True))
        self._inks = {token: theme.color(token) for token in _INKS}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line."""
        return QSize(self._look.theme.px(80), self._look.theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, hairline, and the cell by its column."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        model, row, column = index.model(), index.row(), index.column()
        if not isinstance(model, EventsModel):
            return
        current = bool(state & QStyle.StateFlag.State_Selected)
        if current:
            painter.fillRect(rect, self._inks["tint"])
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._inks["border"])
        line = _Line(painter, rect, self._look.theme, self._inks, played=model.is_played(row), current=current)
        match column:
            case Column.NUMBER:
                self._number(line, model.text(row, column))
            case Column.WAIT:
                line.write_right(model.text(row, column), self._plain, line.second)
            case Column.KIND:
                self._kind(line, model.words(row))
            case Column.ADDED:
                self._added(line, model.words(row))
            case _:
                self._content(line, model, row)

    def _number(self, line: _Line, number: str) -> None:
        if line.current:
            bar = QRect(line.rect.left(), line.rect.top(), line.theme.px(3), line.rect.height())
            line.painter.fillRect(bar, self._inks["accent"])
        token: Token = "accent" if line.current else line.second
        line.write_right(number, self._bold if line.current else self._plain, token)

    def _kind(self, line: _Line, words: EventWords) -> None:
        paint_swatch(line.painter, self._look, line.x, line.rect.center().y(), words.kind, played=line.played)
        line.x += line.theme.px(16)
        if words.arrow:
            line.write(words.arrow, self._plain, "accent" if words.arrow == "↑" else line.second, line.theme.px(5))
        line.write(words.word, self._plain, line.first)

    def _added(self, line: _Line, words: EventWords) -> None:
        """The name of a call that opens, the fragment on a ground of its own, a note."""
        gap = line.theme.px(10)
        if words.opens and words.subject:
            line.write(words.subject, self._mono_bold, line.first, gap)
        if words.added:
            line.write_chip(with_marks(words.added[:_FRAGMENT_CHARACTERS]), self._mono, gap)
        if words.note:
            is_code = words.kind in (Kind.FINISH, Kind.ROLE)
            face = self._mono if is_code else self._plain
            line.write(" ".join(words.note.split()), face, line.second if words.opens else line.first, gap)
        if words.others:
            line.write(f"+{words.others} more", self._plain, "text3")

    def _content(self, line: _Line, model: EventsModel, row: int) -> None:
        """The tool's name, then the end of what stands, the new piece darker and with its white space marked."""
        words = model.words(row)
        line.right -= line.theme.px(24)
        if words.subject and line.room > line.theme.px(140):
            line.write(words.subject, self._mono, line.second, line.theme.px(10))
        before, added = model.content(row)
        added = self._mono.end_of(with_marks(added), line.room)
        before = self._mono.end_of(_flat(before), line.room - self._mono.width(added))
        line.write(before, self._mono, line.second)
        line.right += 2
        line.write(added, self._mono, line.first)
        self._verdict(line, model.verdict(row))

    def _verdict(self, line: _Line, verdict: Verdict | None) -> None:
        """A check mark where a call is complete, a warning where its arguments are not what they should be."""
        if verdict is None:
            return
        side, rect = line.theme.px(14), line.rect
        box = QRect(rect.right() - line.theme.px(24), rect.center().y() - side // 2 + 1, side, side)
        token: Token = "green" if verdict.is_good else "amber"
        icon = Icon.CHECK if verdict.is_good else Icon.WARNING
        self._look.icons.paint(line.painter, box, icon, token if line.played else "text3")


class _Face:
    """A font with its metrics; measuring costs more than drawing, and the same words come again and again."""

    def __init__(self, font: QFont) -> None:
        self.font, metrics = font, QFontMetrics(font)
        self.rise = metrics.ascent() - metrics.descent()
        # Not the method itself: what wraps a method of Qt asks for its signature, which PySide takes 0.1 s to make.
        self.width = lru_cache(_WIDTHS_KEPT)(lambda text: metrics.horizontalAdvance(text))  # noqa: PLW0108
        self._elided = metrics.elidedText

    def beginning_of(self, text: str, room: int) -> str:
        """As much of a text as there is room for, and "…" for the rest."""
        return text if self.width(text) <= room else self._elided(text, Qt.TextElideMode.ElideRight, room)

    def end_of(self, text: str, room: int) -> str:
        """The end of a text that there is room for, behind "…" for the rest."""
        # Qt measures character by character, so it is given little more than what can fit.
        tail = text[-max(room // 4, 1) :]
        if len(tail) == len(text) and self.width(text) <= room:
            return text
        return self._elided(f"…{tail}" if len(tail) < len(text) else text, Qt.TextElideMode.ElideLeft, room)


class _Line:
    """Writes pieces of text one after another into a cell, in the colours of its row."""

    def __init__(
        self, painter: QPainter, rect: QRect, theme: Theme, inks: dict[Token, QColor], *, played: bool, current: bool
    ) -> None:
        self.painter, self.rect, self.theme, self._inks = painter, rect, theme, inks
        self.played, self.current = played, current
        self.x, self.right = rect.left() + theme.px(12), rect.right() - theme.px(8)
        self.first: Token = "text" if played else "text3"
        self.second: Token = "text2" if played else "text3"

    @property
    def room(self) -> int:
        """Pixels that are left."""
        return max(0, self.right - self.x)

    def write(self, text: str, face: _Face, token: Token, gap: int = 0) -> None:
        """Write on, elided where the room ends, and leave a gap."""
        text = face.beginning_of(text, self.room)
        self.painter.setFont(face.font)
        self.painter.setPen(self._inks[token])
        self.painter.drawText(self.x, self.rect.top() + (self.rect.height() + face.rise) // 2, text)
        self.x += face.width(text) + gap

    def write_right(self, text: str, face: _Face, token: Token) -> None:
        """Write at the right edge."""
        self.x = self.rect.right() - self.theme.px(12) - face.width(text)
        self.right = self.rect.right()
        self.write(text, face, token)

    def write_chip(self, text: str, face: _Face, gap: int) -> None:
        """Write code on a ground of its own."""
        padding = self.theme.px(4)
        shown = face.beginning_of(text, self.room)
        width = max(face.width(shown), self.theme.px(6)) + 2 * padding
        top, height = self.rect.top() + self.theme.px(3), self.rect.height() - self.theme.px(6)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self._inks["tint2" if self.current else "hover"])
        self.painter.drawRoundedRect(QRectF(self.x - padding, top, width, height), padding, padding)
        self.write(shown, face, "accent" if self.current else self.first, gap)


class EventsHeader(QHeaderView):
    """Flat titles over a hairline."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Columns can be resized, not moved."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self.setFixedHeight(look.theme.px(28))
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One title."""
        theme = self._look.theme
        painter.fillRect(rect, theme.color("raised"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("border"))
        font = theme.font(11, bold=True)
        metrics = QFontMetrics(font)
        model = self.model()
        title = str(model.headerData(section, Qt.Orientation.Horizontal))
        title = metrics.elidedText(title, Qt.TextElideMode.ElideRight, rect.width() - theme.px(12))
        x = rect.left() + theme.px(12)
        if model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole):
            x = rect.right() - theme.px(12) - metrics.horizontalAdvance(title)
        painter.setFont(font)
        painter.setPen(theme.color("text2"))
        painter.drawText(x, rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) // 2, title)


def paint_swatch(painter: QPainter, look: Look, x: int, middle: int, kind: Kind, *, played: bool = True) -> None:
    """The small square that stands for a lane."""
    theme = look.theme
    side = theme.px(8)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(LANE_TOKENS[kind]) if played else theme.not_played(LANE_TOKENS[kind]))
    painter.drawRoundedRect(QRect(x, middle - side // 2 + 1, side, side), 2, 2)


def _flat(text: str) -> str:
    """White space of any kind as plain spaces: marks are for what was just added."""
    return made_visible(text.replace("\r\n", " ")).translate({10: " ", 13: " ", 9: " "})
