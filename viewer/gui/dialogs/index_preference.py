# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the index of folders takes on the disk, and a button that forgets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from viewer.core.text.quantities import size_text
from viewer.gui.widgets.buttons import Button

if TYPE_CHECKING:
    from viewer.gui.library.library_index import LibraryIndex
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Tasks

_KEPT = (
    "What was read in folders is kept in your cache folder, secrets masked, so that they open and can be searched at "
    "once. Forgotten, it is made anew when a folder is opened."
)
_TASK = "index size"
_UNWANTED = "This window was started with --no-index: nothing of what it reads is kept."


class IndexPreference(QWidget):
    """A button with the size beside it, and what it means."""

    def __init__(self, look: Look, index: LibraryIndex, tasks: Tasks, parent: QWidget) -> None:
        """Ask how large it is."""
        super().__init__(parent)
        self._index, self._tasks = index, tasks
        self.forget = Button(look, "Forget the index", parent=self)
        self.size_label = QLabel(self)
        self._told = QLabel(_KEPT if index.is_wanted else _UNWANTED, self, wordWrap=True)
        line = QHBoxLayout()
        line.setSpacing(look.theme.px(12))
        line.addWidget(self.forget)
        line.addWidget(self.size_label, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self._told)
        self.forget.setAccessibleDescription(self._told.text())
        self.forget.setEnabled(False)
        self.forget.clicked.connect(self._on_forget)
        self.set_look(look)
        self.destroyed.connect(lambda: tasks.cancel(_TASK))
        if index.is_wanted:
            tasks.run(_TASK, lambda _: index.size(), self._show)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self.forget.set_look(look)
        for label in (self.size_label, self._told):
            label.setFont(look.theme.font(12))
            palette = label.palette()
            palette.setColor(label.foregroundRole(), look.theme.color("text2"))
            label.setPalette(palette)

    def _show(self, size: int) -> None:
        self.size_label.setText(f"It takes {size_text(size)}")
        self.forget.setEnabled(True)

    def _on_forget(self) -> None:
        self.forget.setEnabled(False)
        self.size_label.setText("…")
        self._tasks.run(_TASK, lambda _: self._index.forget(), self._show_forgotten)

    def _show_forgotten(self, size: int) -> None:
        self._show(size)
        self.size_label.setText(f"Forgotten. An empty one takes {size_text(size)}")
