# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Rows one under the other: where each stands, and what of it is laid out.

Rule: a row that is equal to its former self is not touched. What is out of sight has an estimated height; when it
becomes exact, `settle` tells by how much the rows on show moved, so that they need not move on the screen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect

from viewer.gui.conversation import text_painter
from viewer.gui.conversation.line_layout import AVATAR_SPACE, LaidStrip
from viewer.gui.conversation.passage_layout import Flow
from viewer.gui.conversation.pictures import Thumbnail
from viewer.gui.conversation.rows import Action, Frame, OpenPicture, Passage, Picture, Row, Rule, Strip
from viewer.gui.conversation.text_styles import Lettering

if TYPE_CHECKING:
    from viewer.gui.look.look import Look

GUTTER = 24
WIDEST = 760
TOP = 24


class Entry:
    """One row on the canvas. `top` counts from the top of the content, `x` from the left of the column."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.top = 0
        self.height = 0
        self.x = 0
        self.width = 0
        self.flow: Flow | None = None
        self.strip: LaidStrip | None = None
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
class Box:
    """A frame with the rows `first` to `last` in it."""

    frame: Frame
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Change:
    """What must be painted again: bands of lines, and everything below `below`."""

    bands: tuple[tuple[int, int], ...] = ()
    below: int | None = None


class Stack:
    """All rows of the canvas."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.boxes: list[Box] = []
        self.width = WIDEST
        self._look: Look | None = None
        self._lettering: Lettering | None = None
        self._tops: list[int] = []
        self._by_key: dict[Hashable, int] = {}

    # --- What changes

    def dress(self, look: Look) -> None:
        """Take other fonts and colours: everything is laid anew."""
        self._look, self._lettering = look, Lettering(look.theme)
        self._forget()

    def set_width(self, width: int) -> None:
        """Take another width of the column."""
        if width != self.width:
            self.width = width
            self._forget()

    def _forget(self) -> None:
        for entry in self.entries:
            entry.flow = entry.strip = entry.thumbnail = None
            self._fit(entry)
        self._restack()

    def show(self, rows: Sequence[Row]) -> Change:
        """Hold these rows; what to paint again."""
        before = {entry.row.key: entry for entry in self.entries}
        entries, bands = [], []
        for row in rows:
            entry = before.get(row.key)
            if entry is None:
                entry = Entry(row)
                self._fit(entry)
            elif entry.row is not row and entry.row != row:
                bands.append(self._update(entry, row))
            entries.append(entry)
        old, self.entries = self.entries, entries
        old_tops = [(entry, entry.top, entry.height) for entry in old]
        self._restack()
        return Change(tuple(bands), self._first_difference(old_tops))

    def _first_difference(self, old: Sequence[tuple[Entry, int, int]]) -> int | None:
        """The first line from which on things stand elsewhere; None when none does."""
        for entry, (was, top, height) in zip(self.entries, old, strict=False):
            if entry is not was or entry.top != top:
                return min(entry.top, top)
            if entry.height != height:
                return entry.top + min(entry.height, height)
        shared = min(len(old), len(self.entries))
        if len(old) == len(self.entries):
            return None
        return self.entries[shared - 1].bottom if shared else 0

    def _update(self, entry: Entry, row: Row) -> tuple[int, int]:
        """Let an entry show another form of its row; the band that looks different."""
        was, entry.row = entry.row, row
        now = row.content
        if not (isinstance(now, Passage) and isinstance(was.content, Passage) and entry.flow):
            entry.strip = entry.thumbnail = entry.flow = None
        elif entry.flow.source is not now.source or was.content.look != now.look:
            entry.flow = None
        old, same_from = entry.height, self._same_until(entry, was)
        self._fit(entry)
        return entry.top + same_from - 2, entry.top + max(old, entry.height) + 2

    def _same_until(self, entry: Entry, was: Row) -> int:
        """Down to which line of a passage nothing changes: where it grows, and where what was new was tinted."""
        before, after = was.content, entry.row.content
        if entry.flow is None or not isinstance(before, Passage) or not isinstance(after, Passage):
            return 0
        if was.frame != entry.row.frame or before.start != after.start:
            return 0
        first = min(before.end, after.end, *(start for start, _ in (*before.added, *after.added)))
        return self.pad_y(entry) + text_painter.top_of(entry.flow, first)

    # --- Laying

    def _fit(self, entry: Entry) -> None:
        """Give an entry its place in the column and its height, as far as that is cheap."""
        look, lettering = self._look, self._lettering
        if look is None or lettering is None:
            return
        px = look.theme.px
        entry.x = px(GUTTER) + (px(AVATAR_SPACE) if entry.row.indent else 0)
        entry.width = max(self.width - entry.x - px(GUTTER), 40)
        content = entry.row.content
        if isinstance(content, Passage):
            pad, pad_y = px(content.pad), px(content.pad_y)
            if entry.flow is None:
                entry.flow = Flow(content.source, look.theme, lettering.type_of(content))
            entry.flow.show(content.start, content.end, entry.width - 2 * pad)
            entry.height = entry.flow.height + 2 * pad_y
        elif isinstance(content, Strip):
            entry.height = self.laid(entry).height if content.wraps else px(content.height)
        elif isinstance(content, Picture):
            entry.thumbnail = entry.thumbnail or Thumbnail(content.blob, px(320), px(200))
            entry.height = entry.thumbnail.size.height()
        elif isinstance(content, Rule):
            entry.height = 1

    def laid(self, entry: Entry) -> LaidStrip:
        """The laid strip of an entry that is one."""
        content = entry.row.content
        if entry.strip is None and isinstance(content, Strip) and self._lettering:
            entry.strip = LaidStrip(content, self._lettering, entry.width)
        assert entry.strip is not None  # noqa: S101
        return entry.strip

    def _restack(self) -> None:
        px = self._look.theme.px if self._look else int
        y = px(TOP)
        self._tops, self._by_key = [], {}
        boxes: list[Box] = []
        for number, entry in enumerate(self.entries):
            y += px(entry.row.gap) if number else 0
            entry.top = y
            y += entry.height
            self._tops.append(entry.top)
            self._by_key[entry.row.key] = number
            frame = entry.row.frame
            if frame is not None:
                if boxes and boxes[-1].frame == frame and boxes[-1].last == number - 1:
                    boxes[-1] = Box(frame, boxes[-1].first, number)
                else:
                    boxes.append(Box(frame, number, number))
        self.boxes = boxes
        self.height = y + px(TOP)

    height = 0
    """Height of everything, estimated where it is not laid."""

    def settle(self, top: int, bottom: int) -> int | None:
        """Lay out what crosses `top` to `bottom`; by how many pixels the row at `top` moved, None when nothing did."""
        first = self.at(top)
        if first is None:
            return None
        anchor, before = self.entries[first], self.entries[first].top
        if not self._lay_between(first, top, bottom):
            return None
        self._restack()
        return anchor.top - before

    def _lay_between(self, first: int, top: int, bottom: int) -> bool:
        """Lay from row `first` down to `bottom`, which comes nearer or goes farther as heights become exact."""
        moved, changed = 0, False
        for entry in self.entries[first:]:
            y = entry.top + moved
            if y > bottom:
                break
            pad = self.pad_y(entry)
            if entry.flow is not None and entry.flow.lay(top - y - pad, bottom - y - pad):
                height = entry.flow.height + 2 * pad
                moved += height - entry.height
                entry.height, changed = height, True
        return changed

    def pad_y(self, entry: Entry) -> int:
        """The space above and below a passage."""
        content = entry.row.content
        return self._look.theme.px(content.pad_y) if self._look and isinstance(content, Passage) else 0

    def pad_x(self, entry: Entry) -> int:
        """The space left and right of a passage."""
        content = entry.row.content
        return self._look.theme.px(content.pad) if self._look and isinstance(content, Passage) else 0

    def measure(self, is_time_up: Callable[[], bool], top: int) -> tuple[bool, int]:
        """Make estimated heights exact until time is up: whether all are, and by how much the row at `top` moved."""
        first = self.at(top)
        anchor = self.entries[first] if first is not None else None
        before, changed, done = anchor.top if anchor else 0, False, True
        for entry in self.entries:
            while entry.flow is not None and not entry.flow.is_exact and not is_time_up():
                entry.flow.measure_one()
                changed = True
            if entry.flow is not None:
                entry.height = entry.flow.height + 2 * self.pad_y(entry)
                done = done and entry.flow.is_exact
        if changed:
            self._restack()
        return done, anchor.top - before if anchor else 0

    # --- Asking

    def text_origin(self, entry: Entry) -> QPoint:
        """Where the text of a passage begins."""
        return QPoint(entry.x + self.pad_x(entry), entry.top + self.pad_y(entry))

    def targets(self) -> list[tuple[Hashable, int]]:
        """Everything that can be activated, in reading order: (row key, piece), piece -1 for the whole row."""
        found: list[tuple[Hashable, int]] = []
        for entry in self.entries:
            content = entry.row.content
            if isinstance(content, Strip):
                found += [(entry.row.key, -1)] if content.action else []
                found += [(entry.row.key, n) for n, span in enumerate(content.spans) if span.action]
            elif isinstance(content, Picture):
                found.append((entry.row.key, -1))
        return found

    def action(self, target: tuple[Hashable, int]) -> Action | None:
        """What activating a target does; nothing where the row has changed and holds it no more."""
        entry = self.entry(target[0])
        content = entry.row.content if entry else None
        if isinstance(content, Picture):
            return OpenPicture(content.blob)
        if not isinstance(content, Strip):
            return None
        if target[1] >= len(content.spans):
            return None
        return content.action if target[1] < 0 else content.spans[target[1]].action

    def target_rect(self, target: tuple[Hashable, int]) -> QRect | None:
        """The rectangle of a target; None when it is gone."""
        entry = self.entry(target[0])
        if entry is None:
            return None
        if target[1] < 0 or not isinstance(entry.row.content, Strip):
            return entry.rect
        return self.laid(entry).rect_of(target[1]).translated(entry.x, entry.top)

    def at(self, y: int) -> int | None:
        """The number of the row at a line, or of the last one above it."""
        return max(bisect_right(self._tops, y) - 1, 0) if self._tops else None

    def between(self, top: int, bottom: int) -> Iterator[Entry]:
        """The rows that cross `top` to `bottom`."""
        first = self.at(top)
        for entry in self.entries[first or 0 :]:
            if entry.top > bottom:
                return
            yield entry

    def number_of(self, key: Hashable) -> int | None:
        """The number of the row with a key."""
        return self._by_key.get(key)

    def entry(self, key: Hashable) -> Entry | None:
        """The entry of the row with a key."""
        number = self._by_key.get(key)
        return self.entries[number] if number is not None else None

    def box_rect(self, box: Box) -> QRect:
        """The rectangle of a frame."""
        first, last = self.entries[box.first], self.entries[box.last]
        return QRect(first.x, first.top, first.width, last.bottom - first.top)
