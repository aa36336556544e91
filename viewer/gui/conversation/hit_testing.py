# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which row, which position in the text and which event is at a point; points count from the column's top left."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from viewer.gui.conversation import text_geometry
from viewer.gui.conversation.row_layout import RowItem, RowLayout
from viewer.gui.conversation.rows import Line, Passage
from viewer.gui.conversation.selection import TextPosition, first_offset, last_offset


def item_at(layout: RowLayout, point: QPoint) -> RowItem | None:
    """The row at a point, or the nearest above it."""
    number = layout.row_at(point.y())
    return layout.items[number] if number is not None else None


def elided_text_at(layout: RowLayout, point: QPoint) -> str:
    """Words at a point that are elided there, in full."""
    item = item_at(layout, point)
    if item is None or not isinstance(item.row.content, Line):
        return ""
    return layout.line_of(item).elided_text_at(point - QPoint(item.x, item.top))


def text_position_at(layout: RowLayout, point: QPoint) -> TextPosition | None:
    """The nearest position in the text."""
    item = item_at(layout, point)
    if item is None:
        return None
    if item.passage is None:
        is_behind = point.y() >= item.bottom or (point.y() >= item.top and point.x() > item.x + item.width // 2)
        return TextPosition(item.row.key, last_offset(item) if is_behind else first_offset(item))
    inside = point - layout.text_origin(item)
    return TextPosition(item.row.key, text_geometry.offset_at(item.passage, inside.x(), inside.y()))


def event_at(layout: RowLayout, point: QPoint) -> int | None:
    """The number of the event that brought the character at a point; None off the streamed text."""
    item = item_at(layout, point)
    content = item.row.content if item else None
    if item is None or item.passage is None or not isinstance(content, Passage):
        return None
    inside = point - layout.text_origin(item)
    if not text_geometry.is_over_text(item.passage, inside.x(), inside.y()):
        return None
    offset = text_geometry.offset_at(item.passage, inside.x(), inside.y(), nearest=False)
    step = content.source.step_of(min(offset, content.end - 1))
    return step + 1 if step is not None else None
