# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How a row of the events table is drawn."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from viewer.core.deltas import Kind
from viewer.core.text.invisible_characters import made_visible
from viewer.core.tool_calls import Verdict
from viewer.core.transcript.narration import EventWords, with_marks
from viewer.gui.look.icons import Icon
from viewer.gui.look.look import Look
from viewer.gui.look.theme import Theme, Token
from viewer.gui.models.events_model import Column, EventsModel
from viewer.gui.widgets.swatch import paint_swatch

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 24
_FRAGMENT_CHARACTERS = 300
_WIDTHS_KEPT = 4096
_TOKENS: tuple[Token, ...] = ("text", "text2", "text3", "accent", "tint", "tint2", "hover", "border")


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
        self._plain, self._bold = _MeasuredFont(theme.font(12)), _MeasuredFont(theme.font(12, bold=True))
        self._mono, self._mono_bold = _MeasuredFont(theme.mono(12)), _MeasuredFont(theme.mono(12, bold=True))
        self._colors = {token: theme.color(token) for token in _TOKENS}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line."""
        return QSize(self._look.theme.px(80), self._look.theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Background, hairline, and the cell by its column."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        model, row, column = index.model(), index.row(), index.column()
        if not isinstance(model, EventsModel):
            return
        current = bool(state & QStyle.StateFlag.State_Selected)
        if current:
            painter.fillRect(rect, self._colors["tint"])
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._colors["border"])
        cell = _CellPainter(painter, rect, self._look.theme, self._colors, played=model.is_played(row), current=current)
        match column:
            case Column.NUMBER:
                self._number(cell, model.text(row, column), has_note=bool(model.note(row)))
            case Column.WAIT:
                cell.write_right(model.text(row, column), self._plain, cell.secondary)
            case Column.KIND:
                self._kind(cell, model.words(row))
            case Column.ADDED:
                self._added(cell, model.words(row))
            case _:
                self._content(cell, model, row)

    def _number(self, cell: _CellPainter, number: str, *, has_note: bool) -> None:
        if cell.current:
            bar = QRect(cell.rect.left(), cell.rect.top(), cell.theme.px(3), cell.rect.height())
            cell.painter.fillRect(bar, self._colors["accent"])
        if has_note:
            side = cell.theme.px(12)
            box = QRect(cell.rect.left() + cell.theme.px(6), cell.rect.center().y() - side // 2 + 1, side, side)
            self._look.icons.paint(cell.painter, box, Icon.NOTE, "accent")
        token: Token = "accent" if cell.current else cell.secondary
        cell.write_right(number, self._bold if cell.current else self._plain, token)

    def _kind(self, cell: _CellPainter, words: EventWords) -> None:
        paint_swatch(cell.painter, self._look, cell.x, cell.rect.center().y(), words.kind, played=cell.played)
        cell.x += cell.theme.px(16)
        if words.arrow:
            cell.write(words.arrow, self._plain, "accent" if words.arrow == "↑" else cell.secondary, cell.theme.px(5))
        cell.write(words.word, self._plain, cell.primary)

    def _added(self, cell: _CellPainter, words: EventWords) -> None:
        """The name of a call that opens, the fragment on a background of its own, a note."""
        gap = cell.theme.px(10)
        if words.opens and words.subject:
            cell.write(words.subject, self._mono_bold, cell.primary, gap)
        if words.added:
            cell.write_chip(with_marks(words.added[:_FRAGMENT_CHARACTERS]), self._mono, gap)
        if words.note:
            is_code = words.kind in (Kind.FINISH, Kind.ROLE)
            font = self._mono if is_code else self._plain
            cell.write(" ".join(words.note.split()), font, cell.secondary if words.opens else cell.primary, gap)
        if words.others:
            cell.write(f"+{words.others} more", self._plain, "text3")

    def _content(self, cell: _CellPainter, model: EventsModel, row: int) -> None:
        """The tool's name, then the end of what stands, the new piece darker and with its white space marked."""
        words = model.words(row)
        cell.right -= cell.theme.px(24)
        if words.subject and cell.room > cell.theme.px(140):
            cell.write(words.subject, self._mono, cell.secondary, cell.theme.px(10))
        before, added = model.content(row)
        added = self._mono.end_of(with_marks(added), cell.room)
        before = self._mono.end_of(_flat(before), cell.room - self._mono.width(added))
        cell.write(before, self._mono, cell.secondary)
        cell.right += 2
        cell.write(added, self._mono, cell.primary)
        self._verdict(cell, model.verdict(row))

    def _verdict(self, cell: _CellPainter, verdict: Verdict | None) -> None:
        """A check mark where a call is complete, a warning where its arguments are not what they should be."""
        if verdict is None:
            return
        side, rect = cell.theme.px(14), cell.rect
        box = QRect(rect.right() - cell.theme.px(24), rect.center().y() - side // 2 + 1, side, side)
        token: Token = "green" if verdict.is_good else "amber"
        icon = Icon.CHECK if verdict.is_good else Icon.WARNING
        self._look.icons.paint(cell.painter, box, icon, token if cell.played else "text3")


class _MeasuredFont:
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


class _CellPainter:
    """Writes pieces of text one after another into a cell, in the colours of its row."""

    def __init__(
        self, painter: QPainter, rect: QRect, theme: Theme, colors: dict[Token, QColor], *, played: bool, current: bool
    ) -> None:
        self.painter, self.rect, self.theme, self._colors = painter, rect, theme, colors
        self.played, self.current = played, current
        self.x, self.right = rect.left() + theme.px(12), rect.right() - theme.px(8)
        self.primary: Token = "text" if played else "text3"
        self.secondary: Token = "text2" if played else "text3"

    @property
    def room(self) -> int:
        """Pixels that are left."""
        return max(0, self.right - self.x)

    def write(self, text: str, font: _MeasuredFont, token: Token, gap: int = 0) -> None:
        """Write on, elided where the room ends, and leave a gap."""
        text = font.beginning_of(text, self.room)
        self.painter.setFont(font.font)
        self.painter.setPen(self._colors[token])
        self.painter.drawText(self.x, self.rect.top() + (self.rect.height() + font.rise) // 2, text)
        self.x += font.width(text) + gap

    def write_right(self, text: str, font: _MeasuredFont, token: Token) -> None:
        """Write at the right edge."""
        self.x = self.rect.right() - self.theme.px(12) - font.width(text)
        self.right = self.rect.right()
        self.write(text, font, token)

    def write_chip(self, text: str, font: _MeasuredFont, gap: int) -> None:
        """Write code on a background of its own."""
        padding = self.theme.px(4)
        shown = font.beginning_of(text, self.room)
        width = max(font.width(shown), self.theme.px(6)) + 2 * padding
        top, height = self.rect.top() + self.theme.px(3), self.rect.height() - self.theme.px(6)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self._colors["tint2" if self.current else "hover"])
        self.painter.drawRoundedRect(QRectF(self.x - padding, top, width, height), padding, padding)
        self.write(shown, font, "accent" if self.current else self.primary, gap)


def _flat(text: str) -> str:
    """White space of any kind as plain spaces: marks are for what was just added."""
    return made_visible(text.replace("\r\n", " ")).translate({10: " ", 13: " ", 9: " "})
