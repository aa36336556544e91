# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is painted and has no widget of its own, as screen readers find it: a role, words, a place, a parent.

Text is the *name* of a part: AT-SPI gives no value to what is no number, and PySide6 cannot make text interfaces.
Rule: Qt holds only pointers to these objects, so whoever makes one keeps it. (Qt takes null for "none" in all of these
methods; PySide6's annotations do not say so.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow
    from PySide6.QtWidgets import QAbstractScrollArea


class PaintedPart(QAccessibleInterface):
    """Something in an area that paints itself. Subclasses say what it is called, where it is and what holds it."""

    def __init__(self, area: QAbstractScrollArea, role: QAccessible.Role) -> None:
        super().__init__()
        self.area, self._role = area, role
        QAccessible.registerAccessibleInterface(self)

    def name(self) -> str:
        """What is said of it."""
        raise NotImplementedError

    def place(self) -> QRect:
        """Where it is, in the viewport."""
        raise NotImplementedError

    def isValid(self) -> bool:
        """Whether it is still there."""
        return True

    def object(self) -> QObject | None:  # type: ignore[override]
        """No QObject stands behind what is painted."""
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        """The window of the area."""
        return self.area.window().windowHandle()

    def role(self) -> QAccessible.Role:
        """What it is."""
        return self._role

    def state(self) -> QAccessible.State:
        """Read only, and not on the screen when it was scrolled away."""
        state = QAccessible.State()
        state.readOnly = True
        state.offscreen = not self.area.viewport().rect().intersects(self.place())
        state.invisible = not self.area.isVisible()
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """The name."""
        return self.name() if kind == QAccessible.Text.Name and self.isValid() else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing here can be changed."""

    def rect(self) -> QRect:
        """Where it is on the screen."""
        place = self.place()
        return QRect(self.area.viewport().mapToGlobal(place.topLeft()), place.size())

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """The area, unless something painted holds it."""
        return QAccessible.queryAccessibleInterface(self.area)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Most parts hold nothing."""
        return None

    def childCount(self) -> int:
        """Most parts hold nothing."""
        return 0

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """What it holds at a point of the screen."""
        held = (self.child(index) for index in range(self.childCount()))
        return next((part for part in held if part is not None and part.rect().contains(x, y)), None)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Which of what it holds that is."""
        return next((index for index in range(self.childCount()) if self.child(index) is child), -1)

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """Parts have no focus; their area has."""
        return None
