# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Paints a stack: boxes first, then rows with what is selected, found and new in them, last caret and focus ring."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from viewer.gui.conversation import text_painter
from viewer.gui.conversation.line_layout import AVATAR_SPACE
from viewer.gui.conversation.row_layout import Box, Entry, Stack
from viewer.gui.conversation.rows import Passage, Picture, Rule, Strip
from viewer.gui.conversation.search import Search
from viewer.gui.conversation.selection import Selection

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token

_RADIUS = 8
_BORDERS: dict[str, Token] = {"card": "border2", "active": "accent", "error": "border2", "dashed": "border2"}


@dataclass(slots=True)
class View:
    """What is pointed at, selected, found and blinking just now."""

    selection: Selection = field(default_factory=Selection)
    search: Search = field(default_factory=Search)
    hovered: tuple[Hashable, int] | None = None
    focused: tuple[Hashable, int] | None = None
    caret_is_on: bool = True


class Painting:
    """One paint of the part of a stack that crosses `clip` (in the column's coordinates)."""

    def __init__(self, painter: QPainter, stack: Stack, look: Look, view: View, clip: QRect) -> None:
        self.painter, self.stack, self.look, self.view, self.clip = painter, stack, look, view, clip
        self._color = look.theme.color
        self.undecoded: list[Hashable] = []
        """Pictures that came into sight and have no pixels yet."""

    def paint(self) -> None:
        """Paint everything."""
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for box in self.stack.boxes:
            rect = self.stack.box_rect(box)
            if rect.intersects(self.clip.adjusted(-2, -2, 2, 2)):
                self._box(box, rect)
        first = self.stack.at(self.clip.top()) or 0
        for number in range(first, len(self.stack.entries)):
            entry = self.stack.entries[number]
            if entry.top > self.clip.bottom():
                break
            self._row(number, entry)
        self._focus_ring()

    # --- Boxes

    def _box(self, box: Box, rect: QRect) -> None:
        kind = box.frame.kind
        if kind == "quote":
            self.painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), self._color("border2"))
            return
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        self.painter.fillPath(shape, self._color("raised" if kind == "dashed" else "surface"))
        self.painter.save()
        self.painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
        self._grounds(box, rect)
        if kind == "error":
            self.painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), self._color("red"))
        self.painter.restore()
        self._border(kind, shape)

    def _grounds(self, box: Box, rect: QRect) -> None:
        """The ground of code, and the lines between the parts of a card."""
        line = self._color("border")
        for number in range(box.first, box.last + 1):
            entry = self.stack.entries[number]
            if entry.row.code:
                self.painter.fillRect(QRect(rect.left(), entry.top, rect.width(), entry.height), self._color("code"))
            if entry.row.ruled:
                self.painter.fillRect(QRect(rect.left(), entry.top, rect.width(), 1), line)

    def _border(self, kind: str, shape: QPainterPath) -> None:
        pen = QPen(self._color(_BORDERS[kind]), 1)
        if kind == "dashed":
            pen.setDashPattern([4, 3])
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.setPen(pen)
        self.painter.drawPath(shape)

    # --- Rows

    def _row(self, number: int, entry: Entry) -> None:
        content = entry.row.content
        if isinstance(content, Passage):
            self._passage(number, entry, content)
        elif isinstance(content, Strip):
            self._strip(number, entry)
        elif isinstance(content, Picture):
            self._picture(entry)
        elif isinstance(content, Rule):
            self.painter.fillRect(entry.rect, self._color("border"))

    def _passage(self, number: int, entry: Entry, content: Passage) -> None:
        flow = entry.flow
        if flow is None:
            return
        at = self.stack.text_origin(entry)
        text_painter.draw(self.painter, flow, at, self.clip, self.look.theme, self._marks(number, entry, content))
        if content.caret and self.view.caret_is_on:
            self.painter.fillRect(text_painter.caret_rect(flow, content.end).translated(at), self._color("accent"))

    def _marks(self, number: int, entry: Entry, content: Passage) -> text_painter.Marks:
        few = [text_painter.Mark(start, end, "tint2", "text") for start, end in content.added]
        selected = self.view.selection.range_in(self.stack, number)
        if selected is not None:
            few.append(text_painter.Mark(*selected, "tint2", "text"))
        current = self.view.search.hit
        found = self.view.search.hits_in(entry.row.key)
        hits = [
            text_painter.Mark(h.start, h.end, "find_current" if h == current else "find_hit", "text") for h in found
        ]
        return text_painter.Marks(few, hits)

    def _strip(self, number: int, entry: Entry) -> None:
        laid = self.stack.laid(entry)
        at = QPoint(entry.x, entry.top)
        if self.view.selection.range_in(self.stack, number) is not None:
            left = 1 if entry.row.indent else self.look.theme.px(AVATAR_SPACE)
            self.painter.fillRect(entry.rect.adjusted(left, 1, -1, -1), self._color("tint"))
        hits = self.view.search.hits_in(entry.row.key)
        for hit in hits:
            token: Token = "find_current" if hit == self.view.search.hit else "find_hit"
            for rect in laid.text_rects(hit.start, hit.end):
                self.painter.fillRect(rect.translated(at), self._color(token))
        hovered = self.view.hovered
        laid.draw(self.painter, at, self.look, hovered[1] if hovered and hovered[0] == entry.row.key else None)

    def _picture(self, entry: Entry) -> None:
        if entry.thumbnail is None:
            return
        rect = QRect(QPoint(entry.x, entry.top), entry.thumbnail.size)
        if entry.thumbnail.picture is None:
            self.undecoded.append(entry.row.key)
            self.painter.fillRect(rect, self._color("hover"))
            return
        image, error = entry.thumbnail.picture
        if error:
            self.painter.setPen(self._color("red"))
            self.painter.setFont(self.look.theme.font(12))
            self.painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, f"This image cannot be shown: {error}")
            return
        self.painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.painter.drawImage(rect, image)
        self.painter.setPen(self._color("border2"))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))

    def _focus_ring(self) -> None:
        rect = self.stack.target_rect(self.view.focused) if self.view.focused else None
        if rect is not None:
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.setPen(QPen(self._color("accent"), 2))
            self.painter.drawRoundedRect(QRectF(rect).adjusted(-3, -3, 3, 3), 5, 5)
