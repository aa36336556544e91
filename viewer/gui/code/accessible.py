# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What screen readers learn of painted text: its name, the line that the reader is on, and the rows that are visible.

Rule: made from what is visible when somebody asks; a large document costs nothing here.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAbstractScrollArea, QAccessibleWidget

from viewer.gui.widgets.painted_part import PaintedPart


class SpokenArea(QAbstractScrollArea):
    """A scroll area that paints text and can tell it."""

    accessible: CodeAccessible | None = None
    """Kept here, because Qt's own reference does not keep the Python part alive."""

    def spoken_line(self) -> str:
        """The line that the reader is on, and where it is."""
        raise NotImplementedError

    def visible_rows(self) -> list[tuple[str, QRect]]:
        """The visible rows: the text of each, and where it is in the viewport."""
        raise NotImplementedError

    def speak_line(self) -> None:
        """Let a screen reader, where there is one, say the reader's line."""
        if QAccessible.isActive() and self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.spoken_line()))


class _RowPart(PaintedPart):
    """A visible row, by its number from the top: scrolled, it is another line."""

    def __init__(self, area: SpokenArea, number: int) -> None:
        super().__init__(area, QAccessible.Role.StaticText)
        self._rows, self._number = area.visible_rows, number

    def isValid(self) -> bool:
        """Whether so many rows are visible."""
        return self._number < len(self._rows())

    def name(self) -> str:
        """The text of the row."""
        return self._rows()[self._number][0]

    def place(self) -> QRect:
        """Where the row is."""
        return self._rows()[self._number][1] if self.isValid() else QRect()


class CodeAccessible(QAccessibleWidget):
    """A document: it holds the visible rows, and its description is the reader's line."""

    def __init__(self, area: SpokenArea) -> None:
        super().__init__(area, QAccessible.Role.Document)
        self._area = area
        self._parts: list[_RowPart] = []

    def text(self, kind: QAccessible.Text) -> str:
        """The answer to a screen reader."""
        if kind is QAccessible.Text.Description:
            return self._area.spoken_line()
        return str(super().text(kind))

    def childCount(self) -> int:
        """The visible rows, then scroll bars and the like."""
        return len(self._area.visible_rows()) + super().childCount()

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """A row, the same object for the same place, or a scroll bar."""
        count = len(self._area.visible_rows())
        if index >= count:
            return super().child(index - count)
        while len(self._parts) < count:
            self._parts.append(_RowPart(self._area, len(self._parts)))
        return self._parts[index] if index >= 0 else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """The number of a row, or where a scroll bar stands behind the rows."""
        if child in self._parts:
            return self._parts.index(child)
        index = super().indexOfChild(child)
        return index + len(self._area.visible_rows()) if index >= 0 else index


@cache
def install_factory() -> None:
    """Tell Qt, once, how areas of this kind speak."""
    QAccessible.installFactory(_accessible)


def _accessible(_class_name: str, thing: QObject | None) -> QAccessibleInterface | None:
    if not isinstance(thing, SpokenArea):
        return None
    thing.accessible = CodeAccessible(thing)
    return thing.accessible
