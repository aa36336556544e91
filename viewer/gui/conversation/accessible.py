# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a screen reader finds on the canvas: one child for each message and each tool card, with its text.

Rule: Qt holds only pointers to these objects, so whoever makes one keeps it. (Qt takes null for "none" in all of these
methods; PySide6's annotations do not say so.)
"""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from viewer.gui.conversation.canvas import Canvas
from viewer.gui.conversation.rows import Group


class _AccessibleGroup(QAccessibleInterface):
    """One message or card. It stays valid as long as its group stands on the canvas."""

    def __init__(self, canvas: Canvas, key: Hashable) -> None:
        super().__init__()
        self._canvas, self.key = canvas, key

    def _group(self) -> Group | None:
        return next((group for group in self._canvas.groups() if group.key == self.key), None)

    def isValid(self) -> bool:
        """Whether the group still stands."""
        return self._group() is not None

    def object(self) -> QObject | None:  # type: ignore[override]
        """No QObject stands behind a painted group."""
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        """The window of the canvas."""
        return self._canvas.window().windowHandle()

    def role(self) -> QAccessible.Role:
        """A card groups its parts, a message is a section."""
        group = self._group()
        return QAccessible.Role.Grouping if group and group.is_card else QAccessible.Role.Section

    def state(self) -> QAccessible.State:
        """Read only."""
        state = QAccessible.State()
        state.readOnly = True
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """The name says whose words or which call, the value is everything in it as shown."""
        group = self._group()
        if group is None:
            return ""
        if kind == QAccessible.Text.Name:
            return group.name
        return self._canvas.group_text(group) if kind == QAccessible.Text.Value else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing here can be changed."""

    def rect(self) -> QRect:
        """Where the group is on the screen."""
        rect = self._canvas.group_rect(self.key)
        return QRect(self._canvas.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """The canvas."""
        return QAccessible.queryAccessibleInterface(self._canvas)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """A group has no parts of its own."""
        return None

    def childCount(self) -> int:
        """A group has no parts of its own."""
        return 0

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """A group has no parts of its own."""
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """A group has no parts of its own."""
        return -1

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """A group has no parts of its own."""
        return None


class _AccessibleCanvas(QAccessibleWidget):
    """The canvas as a document of groups."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, QAccessible.Role.Document, "Conversation")
        self._canvas = canvas
        self._children: dict[Hashable, _AccessibleGroup] = {}

    def childCount(self) -> int:
        """One child for each group."""
        return len(self._canvas.groups())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """The child at an index, the same object for the same group."""
        groups = self._canvas.groups()
        if not 0 <= index < len(groups):
            return None
        key = groups[index].key
        if key not in self._children:
            self._children[key] = _AccessibleGroup(self._canvas, key)
            QAccessible.registerAccessibleInterface(self._children[key])
        return self._children[key]

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """The group at a point of the screen."""
        entry = self._canvas.pointer.entry_at(self._canvas.viewport().mapFromGlobal(QPoint(x, y)))
        return self.child(self._index(entry.row.group.key)) if entry else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """The index of a group."""
        key = next((key for key, known in self._children.items() if known is child), None)
        return self._index(key)

    def _index(self, key: Hashable) -> int:
        return next((n for n, group in enumerate(self._canvas.groups()) if group.key == key), -1)


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
