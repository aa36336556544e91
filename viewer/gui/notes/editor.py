# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The editor of one note: a field, and to keep or to remove what stands in it. Ctrl+Enter keeps, Esc leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from viewer.gui.widgets.buttons import Button

if TYPE_CHECKING:
    from viewer.core.notes import Note
    from viewer.gui.look.look import Look

_MOST_CHARACTERS = 20_000


class NoteEditor(QDialog):
    """A note without words is a mark."""

    kept = Signal(str)
    """The words of the note."""
    removed = Signal()

    def __init__(self, look: Look, title: str, note: Note | None, parent: QWidget) -> None:
        """`title` says what the note is about, `note` is the one that is there already."""
        super().__init__(parent)
        self.setObjectName("noteEditor")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Note on {title}")
        self.resize(look.theme.px(440), look.theme.px(240))
        self.words = _Words(note.text if note is not None else "", self)
        self.words.setAccessibleName(f"Note on {title}")
        self.words.setPlaceholderText("A note without words is a mark")
        self.words.setTabChangesFocus(True)
        self.words.setFont(look.theme.font(13))
        hint = QLabel("Kept apart from the cassette, which stays as it is.", self)
        hint.setFont(look.theme.font(12))
        palette = hint.palette()
        palette.setColor(hint.foregroundRole(), look.theme.color("text2"))
        hint.setPalette(palette)
        self.remove_button = Button(look, "Remove")
        self.cancel_button = Button(look, "Cancel")
        self.keep_button = Button(look, "Keep", tip="Keep the note (Ctrl+Enter)", primary=True)
        self.remove_button.setVisible(note is not None)
        row = QHBoxLayout()
        row.addWidget(self.remove_button)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.keep_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.words, 1)
        column.addWidget(hint)
        column.addLayout(row)
        self.keep_button.clicked.connect(self._on_kept)
        self.cancel_button.clicked.connect(self.close)
        self.remove_button.clicked.connect(self._on_removed)
        self.words.finished.connect(self._on_kept)
        self.words.setFocus()
        self.words.selectAll()

    def _on_kept(self) -> None:
        self.kept.emit(self.words.toPlainText().strip()[:_MOST_CHARACTERS])
        self.close()

    def _on_removed(self) -> None:
        self.removed.emit()
        self.close()


class _Words(QPlainTextEdit):
    """A field in which Enter begins a line, and Ctrl+Enter ends the note."""

    finished = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.finished.emit()
        else:
            super().keyPressEvent(event)
