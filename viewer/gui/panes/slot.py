# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The place of a pane that is made when it is first looked at: the window is there before most of its panes are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from viewer.gui.panes.pane import Pane


class PaneSlot(QWidget):
    """Has the pane's names from the start, and the pane itself once `pane` was asked for."""

    made = Signal(object)
    """The pane was made; it still shows nothing."""

    def __init__(self, name: str, title: str, make: Callable[[QWidget], Pane], parent: QWidget) -> None:
        """`name` is the objectName; `make` builds the pane inside this widget."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._make = make
        self._pane: Pane | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    @property
    def is_made(self) -> bool:
        """Whether the pane exists."""
        return self._pane is not None

    @property
    def pane(self) -> Pane:
        """The pane, made now if it was not before."""
        if self._pane is None:
            self._pane = self._make(self)
            self._layout.addWidget(self._pane)
            self.setFocusProxy(self._pane)
            self.made.emit(self._pane)
        return self._pane
