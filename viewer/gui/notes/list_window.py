# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""All notes about the files that are open, a line each. Enter goes to what a note is about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from viewer.core.text.invisible_characters import in_one_line, made_visible
from viewer.core.text.quantities import plural

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.notes.notebook import Notebook

_ENTRY = Qt.ItemDataRole.UserRole
_MOST_SHOWN = 300
"""Characters of a note that are shown in its line; its tip has all."""


class NotesWindow(QDialog):
    """Stays beside the main window, and follows what is noted."""

    opened = Signal(Path, object)
    """The file and the `Note` that is to be shown."""

    def __init__(self, look: Look, notebook: Notebook, parent: QWidget) -> None:
        """List them."""
        super().__init__(parent)
        self.setObjectName("notesWindow")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Notes")
        self.resize(look.theme.px(560), look.theme.px(420))
        self._notebook = notebook
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setFont(look.theme.font(13))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.empty = QLabel("Nothing is noted yet.\nCtrl+M writes a note on what is on show, M marks it.", self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setFont(look.theme.font(13))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        self.list.itemActivated.connect(self._on_activated)
        self.list.itemClicked.connect(self._on_activated)
        notebook.changed.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """List what is noted now; the current line stays."""
        row = self.list.currentRow()
        self.list.clear()
        for path in self._notebook.paths():
            for note in self._notebook.of(path):
                words = made_visible(" ".join(note.words.split()))[:_MOST_SHOWN]
                item = QListWidgetItem(f"{in_one_line(path.name)}  {note.about}\n{words}")
                item.setToolTip(note.words)
                item.setData(_ENTRY, (path, note))
                self.list.addItem(item)
        count = self.list.count()
        self.list.setAccessibleName(plural(count, "note"))
        self.list.setVisible(bool(count))
        self.empty.setVisible(not count)
        self.list.setCurrentRow(min(max(row, 0), count - 1))

    def _on_activated(self, item: QListWidgetItem) -> None:
        self.opened.emit(*item.data(_ENTRY))
