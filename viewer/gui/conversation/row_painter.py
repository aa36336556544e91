# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Paints rows: frames first, then what is in them with selection, hits and what is new, last the focus ring."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPen

from viewer.gui.conversation import text_geometry, text_painter
from viewer.gui.conversation.line_layout import AVATAR_SPACE
from viewer.gui.conversation.row_layout import FrameItem, RowItem, RowLayout
from viewer.gui.conversation.rows import CHANGE_SIGNS, Change, Line, Passage, Picture, Separator
from viewer.gui.conversation.targets import target_rect
from viewer.gui.conversation.view_state import ViewState

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token

_RADIUS = 8
_BORDERS: dict[str, Token] = {"card": "border2", "active": "accent", "error": "border2", "dashed": "border2"}

_CHANGED_ROWS: dict[Change, Token] = {"removed": "diff_removed_row", "added": "diff_added_row"}
_CHANGED_WORDS: dict[Change, Token] = {"": "tint2", "removed": "diff_removed", "added": "diff_added"}


class RowPainter:
    """Paints once the rows that cross `clip` (in the column's coordinates)."""

    def __init__(self, painter: QPainter, row_layout: RowLayout, look: Look, state: ViewState, clip: QRect) -> None:
        self.painter, self.row_layout, self.look, self.state, self.clip = painter, row_layout, look, state, clip
        self._color = look.theme.color
        self.undecoded: list[Hashable] = []
        """Pictures that came into sight and have no pixels yet."""

    def paint(self) -> None:
        """Paint everything."""
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for frame_item in self.row_layout.frames:
            rect = self.row_layout.frame_rect(frame_item)
            if rect.intersects(self.clip.adjusted(-2, -2, 2, 2)):
                self._frame(frame_item, rect)
        first = self.row_layout.row_at(self.clip.top()) or 0
        for number in range(first, len(self.row_layout.items)):
            item = self.row_layout.items[number]
            if item.top > self.clip.bottom():
                break
            self._row(number, item)
        self._focus_ring()

    # --- Frames

    def _frame(self, frame_item: FrameItem, rect: QRect) -> None:
        kind = frame_item.frame.kind
        if kind == "quote":
            self.painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), self._color("border2"))
            return
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        self.painter.fillPath(shape, self._color("raised" if kind == "dashed" else "surface"))
        self.painter.save()
        self.painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
        self._backgrounds(frame_item, rect)
        if kind == "error":
            self.painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), self._color("red"))
        self.painter.restore()
        self._border(kind, shape)

    def _backgrounds(self, frame_item: FrameItem, rect: QRect) -> None:
        """The background of code, and the lines between the parts of a card."""
        line = self._color("border")
        for number in range(frame_item.first, frame_item.last + 1):
            item = self.row_layout.items[number]
            if item.row.change:
                ground = self._color(_CHANGED_ROWS[item.row.change])
                self.painter.fillRect(QRect(rect.left(), item.top, rect.width(), item.height), ground)
            elif item.row.code:
                self.painter.fillRect(QRect(rect.left(), item.top, rect.width(), item.height), self._color("code"))
            if item.row.ruled:
                self.painter.fillRect(QRect(rect.left(), item.top, rect.width(), 1), line)

    def _border(self, kind: str, shape: QPainterPath) -> None:
        pen = QPen(self._color(_BORDERS[kind]), 1)
        if kind == "dashed":
            pen.setDashPattern([4, 3])
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.setPen(pen)
        self.painter.drawPath(shape)

    # --- Rows

    def _row(self, number: int, item: RowItem) -> None:
        content = item.row.content
        if isinstance(content, Passage):
            self._passage(number, item, content)
        elif isinstance(content, Line):
            self._line(number, item)
        elif isinstance(content, Picture):
            self._picture(item)
        elif isinstance(content, Separator):
            self.painter.fillRect(item.rect, self._color("border"))

    def _passage(self, number: int, item: RowItem, content: Passage) -> None:
        layout = item.passage
        if layout is None:
            return
        at = self.row_layout.text_origin(item)
        if item.row.change:
            self._sign(item, at)
        text_painter.draw(self.painter, layout, at, self.clip, self.look.theme, self._highlights(number, item, content))
        if content.caret and self.state.caret_is_on:
            self.painter.fillRect(text_geometry.caret_rect(layout, content.end).translated(at), self._color("accent"))

    def _sign(self, item: RowItem, at: QPoint) -> None:
        """Plus or minus before lines that were added or removed."""
        theme = self.look.theme
        self.painter.setFont(theme.mono())
        self.painter.setPen(self._color("text2"))
        base = at.y() + QFontMetrics(theme.mono()).ascent()
        self.painter.drawText(QPoint(item.x + theme.px(12), base), CHANGE_SIGNS[item.row.change].strip())

    def _highlights(self, number: int, item: RowItem, content: Passage) -> text_painter.Highlights:
        tinted = _CHANGED_WORDS[item.row.change]
        ranges = [text_painter.Highlight(start, end, tinted, "text") for start, end in content.added]
        if content.wrong is not None:
            ranges.append(text_painter.Highlight(content.wrong, content.wrong + 1, "red_bg", "red"))
        selected = self.state.selection.range_in(self.row_layout, number)
        if selected is not None:
            ranges.append(text_painter.Highlight(*selected, "tint2", "text"))
        current = self.state.search.hit
        found = self.state.search.hits_in(item.row)
        hits = [
            text_painter.Highlight(h.start, h.end, "find_current" if h == current else "find_hit", "text")
            for h in found
        ]
        return text_painter.Highlights(ranges, hits)

    def _line(self, number: int, item: RowItem) -> None:
        layout = self.row_layout.line_of(item)
        at = QPoint(item.x, item.top)
        if self.state.selection.range_in(self.row_layout, number) is not None:
            left = 1 if item.row.indent else self.look.theme.px(AVATAR_SPACE)
            self.painter.fillRect(item.rect.adjusted(left, 1, -1, -1), self._color("tint"))
        hits = self.state.search.hits_in(item.row)
        for hit in hits:
            token: Token = "find_current" if hit == self.state.search.hit else "find_hit"
            for rect in layout.text_rects(hit.start, hit.end):
                self.painter.fillRect(rect.translated(at), self._color(token))
        hovered = self.state.hovered
        layout.draw(self.painter, at, self.look, hovered[1] if hovered and hovered[0] == item.row.key else None)

    def _picture(self, item: RowItem) -> None:
        if item.thumbnail is None:
            return
        rect = QRect(QPoint(item.x, item.top), item.thumbnail.size)
        if item.thumbnail.picture is None:
            self.undecoded.append(item.row.key)
            self.painter.fillRect(rect, self._color("hover"))
            return
        image, error = item.thumbnail.picture
        if error:
            self.painter.setPen(self._color("red"))
            self.painter.setFont(self.look.theme.font(12))
            words = self.painter.fontMetrics().elidedText(
                f"This image is {error}", Qt.TextElideMode.ElideRight, item.rect.right() - item.x
            )
            line = QRect(rect.topLeft(), QSize(item.rect.right() - item.x, rect.height()))
            self.painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
            return
        self.painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.painter.drawImage(rect, image)
        self.painter.setPen(self._color("border2"))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))

    def _focus_ring(self) -> None:
        rect = target_rect(self.row_layout, self.state.focused) if self.state.focused else None
        if rect is not None:
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.setPen(QPen(self._color("accent"), 2))
            self.painter.drawRoundedRect(QRectF(rect).adjusted(-3, -3, 3, 3), 5, 5)
