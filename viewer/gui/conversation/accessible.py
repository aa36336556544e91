# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a screen reader finds on the canvas: a part for each message and each tool card, and in it its text."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from viewer.gui.conversation.canvas import Canvas
from viewer.gui.conversation.hit_testing import item_at
from viewer.gui.conversation.rows import Group
from viewer.gui.widgets.painted_part import PaintedPart


class _GroupPart(PaintedPart):
    """One message or card: its name says whose words or which call. It is valid as long as its group is shown."""

    def __init__(self, canvas: Canvas, group: Group) -> None:
        super().__init__(canvas, QAccessible.Role.Grouping if group.is_card else QAccessible.Role.Section)
        self.canvas, self.key = canvas, group.key
        self._text = _GroupText(self)

    def group(self) -> Group | None:
        """The group, while it is on the canvas."""
        return next((group for group in self.canvas.conversation.groups if group.key == self.key), None)

    def isValid(self) -> bool:
        """Whether the group is still shown."""
        return self.group() is not None

    def name(self) -> str:
        """Whose words, or which call."""
        group = self.group()
        return group.name if group else ""

    def place(self) -> QRect:
        """Where the group is, in the viewport."""
        return self.canvas.group_rect(self.key)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Its text."""
        return self._text if index == 0 else None

    def childCount(self) -> int:
        """Its text."""
        return 1


class _GroupText(PaintedPart):
    """All text of a group, as shown."""

    def __init__(self, whole: _GroupPart) -> None:
        super().__init__(whole.canvas, QAccessible.Role.StaticText)
        self._whole = whole

    def isValid(self) -> bool:
        """As long as its group."""
        return self._whole.isValid()

    def name(self) -> str:
        """The text."""
        group = self._whole.group()
        return self._whole.canvas.conversation.group_text(group) if group else ""

    def place(self) -> QRect:
        """Where its group is."""
        return self._whole.place()

    def parent(self) -> QAccessibleInterface:
        """Its group."""
        return self._whole


class _AccessibleCanvas(QAccessibleWidget):
    """The canvas as a document of groups."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, QAccessible.Role.Document, "Conversation")
        self._canvas = canvas
        self._children: dict[Hashable, _GroupPart] = {}

    def childCount(self) -> int:
        """One child for each group."""
        return len(self._canvas.conversation.groups)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """The child at an index, the same object for the same group."""
        groups = self._canvas.conversation.groups
        if not 0 <= index < len(groups):
            return None
        group = groups[index]
        if group.key not in self._children:
            self._children[group.key] = _GroupPart(self._canvas, group)
        return self._children[group.key]

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """The group at a point of the screen."""
        point = self._canvas.viewport().mapFromGlobal(QPoint(x, y))
        item = item_at(self._canvas.row_layout, point - self._canvas.offset)
        return self.child(self._index(item.row.group.key)) if item else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """The index of a group."""
        key = next((key for key, known in self._children.items() if known is child), None)
        return self._index(key)

    def _index(self, key: Hashable) -> int:
        return next((n for n, group in enumerate(self._canvas.conversation.groups) if group.key == key), -1)


_made: dict[int, _AccessibleCanvas] = {}


def _interface(key: str, of: QObject | None) -> QAccessibleInterface | None:
    """Qt asks for each class name of an object; ours is the canvas."""
    if key != "Canvas" or not isinstance(of, Canvas):
        return None
    number = id(of)
    _made[number] = _AccessibleCanvas(of)
    of.destroyed.connect(lambda: _made.pop(number, None))
    return _made[number]


def install() -> None:
    """Tell Qt how a canvas is read aloud; asking again changes nothing."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_interface)


_installed: list[bool] = []
