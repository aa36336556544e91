# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The layout of rows one below the other: where each is, and the layout of what it shows.

Rule: a row that is equal to the one before with its key is not touched. What is out of sight has an estimated height;
when it becomes exact, `lay_out_between` tells by how much the visible rows moved, so that the view can keep them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect

from viewer.dataclass import dataclass
from viewer.gui.conversation import text_geometry
from viewer.gui.conversation.line_layout import AVATAR_SPACE, LineLayout
from viewer.gui.conversation.passage_layout import PassageLayout
from viewer.gui.conversation.pictures import Thumbnail
from viewer.gui.conversation.rows import Frame, Line, Passage, Picture, Row, Separator
from viewer.gui.conversation.text_styles import TextStyles

if TYPE_CHECKING:
    from viewer.gui.look.look import Look

GUTTER = 24
WIDEST = 760
TOP = 24


class RowItem:
    """One row and its geometry: `top` counts from the top of the content, `x` from the left of the column."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.top = 0
        self.height = 0
        self.x = 0
        self.width = 0
        self.passage: PassageLayout | None = None
        self.line: LineLayout | None = None
        self.thumbnail: Thumbnail | None = None

    @property
    def bottom(self) -> int:
        """The first line below the row."""
        return self.top + self.height

    @property
    def rect(self) -> QRect:
        """The row's rectangle in the column."""
        return QRect(self.x, self.top, self.width, self.height)


@dataclass(frozen=True, slots=True)
class FrameItem:
    """A frame with the rows `first` to `last` in it."""

    frame: Frame
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class DirtyArea:
    """What must be painted again: bands of lines, and everything below `below`."""

    bands: tuple[tuple[int, int], ...] = ()
    below: int | None = None


class RowLayout:
    """All rows, laid out for one width of the column."""

    def __init__(self) -> None:
        self.items: list[RowItem] = []
        self.frames: list[FrameItem] = []
        self.width = WIDEST
        self._look: Look | None = None
        self._styles: TextStyles | None = None
        self._tops: list[int] = []
        self._by_key: dict[Hashable, int] = {}

    # --- What changes

    def set_look(self, look: Look) -> None:
        """Take other fonts and colours: everything is laid out again."""
        self._look, self._styles = look, TextStyles(look.theme)
        self._invalidate()

    def set_width(self, width: int) -> None:
        """Take another width of the column."""
        if width != self.width:
            self.width = width
            self._invalidate()

    def _invalidate(self) -> None:
        for item in self.items:
            item.passage = item.line = item.thumbnail = None
            self._set_geometry(item)
        self._place_rows()

    def set_rows(self, rows: Sequence[Row]) -> DirtyArea:
        """Take these rows; what to paint again."""
        before = {item.row.key: item for item in self.items}
        items, bands = [], []
        for row in rows:
            item = before.get(row.key)
            if item is None:
                item = RowItem(row)
                self._set_geometry(item)
            elif item.row is not row and item.row != row:
                bands.append(self._update(item, row))
            items.append(item)
        old, self.items = self.items, items
        old_tops = [(item, item.top, item.height) for item in old]
        self._place_rows()
        return DirtyArea(tuple(bands), self._first_difference(old_tops))

    def _first_difference(self, old: Sequence[tuple[RowItem, int, int]]) -> int | None:
        """The first line from which on rows are elsewhere than before; None when none is."""
        for item, (was, top, height) in zip(self.items, old, strict=False):
            if item is not was or item.top != top:
                return min(item.top, top)
            if item.height != height:
                return item.top + min(item.height, height)
        shared = min(len(old), len(self.items))
        if len(old) == len(self.items):
            return None
        return self.items[shared - 1].bottom if shared else 0

    def _update(self, item: RowItem, row: Row) -> tuple[int, int]:
        """Let an item show another form of its row; the band that looks different."""
        was, item.row = item.row, row
        now = row.content
        if not (isinstance(now, Passage) and isinstance(was.content, Passage) and item.passage):
            item.line = item.thumbnail = item.passage = None
        elif item.passage.source is not now.source or was.content.style != now.style:
            item.passage = None
        old, same_from = item.height, self._same_until(item, was)
        self._set_geometry(item)
        return item.top + same_from - 2, item.top + max(old, item.height) + 2

    def _same_until(self, item: RowItem, was: Row) -> int:
        """Down to which line of a passage nothing changes: where it grows, and where what was new was tinted."""
        before, after = was.content, item.row.content
        if item.passage is None or not isinstance(before, Passage) or not isinstance(after, Passage):
            return 0
        if was.frame != item.row.frame or before.start != after.start:
            return 0
        first = min(before.end, after.end, *(start for start, _ in (*before.added, *after.added)))
        return self.pad_y(item) + text_geometry.top_of(item.passage, first)

    # --- Laying out

    def _set_geometry(self, item: RowItem) -> None:
        """Set place and height of an item, the height as far as that is cheap."""
        look, styles = self._look, self._styles
        if look is None or styles is None:
            return
        px = look.theme.px
        item.x = px(GUTTER) + (px(AVATAR_SPACE) if item.row.indent else 0)
        item.width = max(self.width - item.x - px(GUTTER), 40)
        content = item.row.content
        if isinstance(content, Passage):
            pad, pad_y = px(content.pad), px(content.pad_y)
            if item.passage is None:
                item.passage = PassageLayout(content.source, look.theme, styles.format_of(content))
            item.passage.set_extent(content.start, content.end, item.width - 2 * pad)
            item.height = item.passage.height + 2 * pad_y
        elif isinstance(content, Line):
            item.height = self.line_of(item).height if content.wraps else px(content.height)
        elif isinstance(content, Picture):
            item.thumbnail = item.thumbnail or Thumbnail(content.blob, px(320), px(200))
            item.height = item.thumbnail.size.height()
        elif isinstance(content, Separator):
            item.height = 1

    def line_of(self, item: RowItem) -> LineLayout:
        """The layout of an item whose row is a line."""
        content = item.row.content
        if item.line is None and isinstance(content, Line) and self._styles:
            item.line = LineLayout(content, self._styles, item.width)
        assert item.line is not None  # noqa: S101
        return item.line

    def _place_rows(self) -> None:
        px = self._look.theme.px if self._look else int
        y = px(TOP)
        self._tops, self._by_key = [], {}
        frames: list[FrameItem] = []
        for number, item in enumerate(self.items):
            y += px(item.row.gap) if number else 0
            item.top = y
            y += item.height
            self._tops.append(item.top)
            self._by_key[item.row.key] = number
            frame = item.row.frame
            if frame is not None:
                if frames and frames[-1].frame == frame and frames[-1].last == number - 1:
                    frames[-1] = FrameItem(frame, frames[-1].first, number)
                else:
                    frames.append(FrameItem(frame, number, number))
        self.frames = frames
        self.height = y + px(TOP)

    height = 0
    """Height of everything, estimated where it is not laid out."""

    def lay_out_between(self, top: int, bottom: int) -> int | None:
        """Lay out what crosses `top` to `bottom`; by how many pixels the row at `top` moved, None when nothing did."""
        first = self.row_at(top)
        if first is None:
            return None
        anchor, before = self.items[first], self.items[first].top
        if not self._lay_out_from(first, top, bottom):
            return None
        self._place_rows()
        return anchor.top - before

    def _lay_out_from(self, first: int, top: int, bottom: int) -> bool:
        """Lay out from row `first` down to `bottom`, which comes nearer or goes farther as heights become exact."""
        moved, changed = 0, False
        for item in self.items[first:]:
            y = item.top + moved
            if y > bottom:
                break
            pad = self.pad_y(item)
            if item.passage is not None and item.passage.lay_out(top - y - pad, bottom - y - pad):
                height = item.passage.height + 2 * pad
                moved += height - item.height
                item.height, changed = height, True
        return changed

    def pad_y(self, item: RowItem) -> int:
        """The space above and below a passage."""
        content = item.row.content
        return self._look.theme.px(content.pad_y) if self._look and isinstance(content, Passage) else 0

    def pad_x(self, item: RowItem) -> int:
        """The space left and right of a passage."""
        content = item.row.content
        return self._look.theme.px(content.pad) if self._look and isinstance(content, Passage) else 0

    def measure(self, is_time_up: Callable[[], bool], top: int) -> tuple[bool, int]:
        """Make estimated heights exact until time is up: whether all are, and by how much the row at `top` moved."""
        first = self.row_at(top)
        anchor = self.items[first] if first is not None else None
        before, changed, done = anchor.top if anchor else 0, False, True
        for item in self.items:
            while item.passage is not None and not item.passage.is_exact and not is_time_up():
                item.passage.measure_one_chunk()
                changed = True
            if item.passage is not None:
                item.height = item.passage.height + 2 * self.pad_y(item)
                done = done and item.passage.is_exact
        if changed:
            self._place_rows()
        return done, anchor.top - before if anchor else 0

    # --- What is where

    def text_origin(self, item: RowItem) -> QPoint:
        """Where the text of a passage begins."""
        return QPoint(item.x + self.pad_x(item), item.top + self.pad_y(item))

    def row_at(self, y: int) -> int | None:
        """The number of the row at a line, or of the last one above it."""
        return max(bisect_right(self._tops, y) - 1, 0) if self._tops else None

    def number_of(self, key: Hashable) -> int | None:
        """The number of the row with a key."""
        return self._by_key.get(key)

    def item(self, key: Hashable) -> RowItem | None:
        """The item of the row with a key."""
        number = self._by_key.get(key)
        return self.items[number] if number is not None else None

    def frame_rect(self, frame_item: FrameItem) -> QRect:
        """The rectangle of a frame."""
        first, last = self.items[frame_item.first], self.items[frame_item.last]
        return QRect(first.x, first.top, first.width, last.bottom - first.top)
