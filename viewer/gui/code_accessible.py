# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What screen readers learn of painted text: its name, the line that the reader is on, and what is visible.

Rule: made from what is visible when somebody asks; a large document costs nothing here.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAbstractScrollArea, QAccessibleWidget


class SpokenArea(QAbstractScrollArea):
    """A scroll area that paints text and can tell it."""

    accessible: CodeAccessible | None = None
    """Kept here, because Qt's own reference does not keep the Python part alive."""

    def spoken_line(self) -> str:
        """The line that the reader is on, and where it is."""
        raise NotImplementedError

    def visible_text(self) -> str:
        """The visible rows, one line each."""
        raise NotImplementedError

    def speak_line(self) -> None:
        """Let a screen reader, where there is one, say the reader's line."""
        if QAccessible.isActive() and self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.spoken_line()))


class CodeAccessible(QAccessibleWidget):
    """A document: its value is the visible text, its description the reader's line."""

    def __init__(self, area: SpokenArea) -> None:
        super().__init__(area, QAccessible.Role.Document)

    def text(self, kind: QAccessible.Text) -> str:
        """The answer to a screen reader."""
        area = self.object()
        if isinstance(area, SpokenArea) and kind is QAccessible.Text.Value:
            return area.visible_text()
        if isinstance(area, SpokenArea) and kind is QAccessible.Text.Description:
            return area.spoken_line()
        return str(super().text(kind))


@cache
def install_factory() -> None:
    """Tell Qt, once, how areas of this kind speak."""
    QAccessible.installFactory(_accessible)


def _accessible(_class_name: str, thing: QObject | None) -> QAccessibleInterface | None:
    if not isinstance(thing, SpokenArea):
        return None
    thing.accessible = CodeAccessible(thing)
    return thing.accessible
