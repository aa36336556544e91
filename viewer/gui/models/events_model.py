# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The events of a stream as rows: number, time since the one before, kind, what it added, what stands then.

Rule: a row is told when it is asked for, and only the last one is kept; 5,000 events cost what is on the screen.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from viewer.core.columns.members import Members
from viewer.core.deltas import Kind
from viewer.core.tool_calls import Verdict
from viewer.core.transcript.narration import EventWords, Narration, with_marks

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_CONTENT_CHARACTERS = 160


class Column(IntEnum):
    """The columns in order."""

    NUMBER = 0
    WAIT = 1
    KIND = 2
    ADDED = 3
    CONTENT = 4


_TITLES = ("#", "Δt ms", "Kind", "What it added", "Content so far")


class EventsModel(QAbstractTableModel):
    """Rows of one exchange; only those of some kinds when `show_kinds` says so."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No rows."""
        super().__init__(parent)
        self._narration: Narration | None = None
        self._rows: Sequence[int] = ()
        self._kinds: frozenset[Kind] = frozenset()
        self._position = 0
        self._told: EventWords | None = None
        self._notes: Mapping[int, str] = {}

    # --- What it holds

    def set_narration(self, narration: Narration | None) -> None:
        """Show the events of another exchange, all played; None empties it. The choice of kinds stays."""
        self.beginResetModel()
        self._narration, self._told = narration, None
        self._position = len(narration.exchange.events) if narration else 0
        self._rows = self._chosen_rows()
        self.endResetModel()

    def show_kinds(self, kinds: Collection[Kind]) -> None:
        """Keep the rows of these kinds; all when there is none."""
        self.beginResetModel()
        self._kinds = frozenset(kinds)
        self._rows = self._chosen_rows()
        self.endResetModel()

    def set_position(self, shown: int) -> None:
        """Tell which rows were played: the first `shown` events."""
        low, high = sorted((self._position, shown))
        self._position = shown
        first, last = bisect_left(self._rows, low), bisect_left(self._rows, high) - 1
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))

    def show_notes(self, notes: Mapping[int, str]) -> None:
        """Tell what is noted about events, by their numbers from 1."""
        self._notes = notes
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(Column) - 1))

    def note(self, row: int) -> str:
        """What is noted about the event in a row."""
        return self._notes.get(self._rows[row] + 1, "")

    def count_by_kind(self) -> dict[Kind, int]:
        """How many events of each kind there are, in the order of `Kind`."""
        kinds = self._kinds_told
        return {kind: count for kind in Kind if (count := kinds.count(kind))}

    def event_at(self, row: int) -> int:
        """The index of the event in a row."""
        return self._rows[row]

    def row_of(self, event: int) -> int | None:
        """The row of an event, the last one before it when it is hidden, None when there is none."""
        at = bisect_right(self._rows, event) - 1
        return at if at >= 0 else None

    # --- What the delegate asks for, by row

    def text(self, row: int, column: int) -> str:
        """A cell as plain text."""
        event = self._rows[row]
        match column:
            case Column.NUMBER:
                return str(event + 1)
            case Column.WAIT:
                return f"{self._told_by.about}{self._told_by.wait(event):,.1f}"
            case Column.KIND:
                words = self.words(row)
                return f"{words.arrow} {words.word}" if words.arrow else words.word
            case Column.ADDED:
                return _added(self.words(row))
            case _:
                return "".join(self.content(row))

    def words(self, row: int) -> EventWords:
        """What the event is; a row asks several times for the same words."""
        event = self._rows[row]
        if self._told is None or self._told.number != event + 1:
            self._told = self._told_by.words(event)
        return self._told

    def content(self, row: int) -> tuple[str, str]:
        """What its part held before and what it added, masked: of both together the last characters only."""
        return self._told_by.content(self._rows[row], _CONTENT_CHARACTERS)

    def verdict(self, row: int) -> Verdict | None:
        """What is known of the tool call that the event completes, None when it completes none."""
        return self._told_by.verdict(self._rows[row])

    def is_played(self, row: int) -> bool:
        """Whether playback has come to it."""
        return self._rows[row] < self._position

    @property
    def _told_by(self) -> Narration:
        """Whoever asks for a row has been told that there is one."""
        if self._narration is None:
            raise IndexError("no rows")
        return self._narration

    def _chosen_rows(self) -> Sequence[int]:
        return self._kinds_told.places(self._kinds) if self._kinds else range(len(self._kinds_told))

    @property
    def _kinds_told(self) -> Members[Kind]:
        return self._narration.exchange.timeline.kinds if self._narration else Members()

    # --- QAbstractTableModel

    def rowCount(self, parent: Index = _NONE) -> int:
        """Number of rows shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Five."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Titles of the columns."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(_TITLES):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (Column.NUMBER, Column.WAIT):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return _TITLES[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Plain text; the delegate asks by row instead."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.note(index.row()) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if index.column() == Column.NUMBER:
                return self._spoken(index.row())
            return self.text(index.row(), index.column()) or "nothing"
        return None

    def _spoken(self, row: int) -> str:
        """A whole row for a screen reader."""
        words = self.words(row)
        played = "" if self.is_played(row) else "not played yet"
        note = f"note: {self.note(row)}" if self.note(row) else ""
        named = (f"event {words.number}", words.direction or "", words.title, words.subject)
        return ", ".join(part for part in (*named, _added(words), played, note) if part)


def _added(words: EventWords) -> str:
    """What an event added, on one line."""
    return "  ".join(part for part in (words.note, with_marks(words.added)) if part)
