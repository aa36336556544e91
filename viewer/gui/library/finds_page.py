# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The page of what a filter's words found: a line each, which leads to the place. Esc goes back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListView, QVBoxLayout, QWidget

from viewer.core.text.invisible_characters import in_one_line
from viewer.core.text.quantities import plural
from viewer.gui.library.finds_list import FindDelegate, FindsModel
from viewer.gui.look.icons import Icon
from viewer.gui.widgets.buttons import Button

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.models.finds import Finds

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindsPage(QWidget):
    """A title that counts, and the list."""

    opened = Signal(object)
    """The `Hit` to be opened."""
    left = Signal()
    """Back to what was on show."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Nothing is found yet."""
        super().__init__(parent)
        self.setObjectName("findsPage")
        self.setAccessibleName("Finds")
        self._look = look
        self.title = QLabel(self, textFormat=Qt.TextFormat.PlainText)
        self.note = QLabel(self, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.close_button = Button(look, icon=Icon.CLOSE, flat=True, tip="Close the finds (Esc)", parent=self)
        self.model = FindsModel(self)
        self.list = _List(self)
        self._delegate = FindDelegate(look, self.list)
        self._lay_out()
        self.list.clicked.connect(self._open)
        self.list.entered_row.connect(self._open)
        self.list.left.connect(self.left)
        self.close_button.clicked.connect(self.left)
        self.setFocusProxy(self.list)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look, px = look, look.theme.px
        self._delegate.look = look
        self.close_button.set_look(look)
        for label, size, token in ((self.title, 18, "text"), (self.note, 12, "text2")):
            label.setFont(look.theme.font(size, bold=label is self.title))
            palette = label.palette()
            palette.setColor(label.foregroundRole(), look.theme.color(token))  # type: ignore[arg-type]
            label.setPalette(palette)
        self._column.setContentsMargins(px(24), px(20), px(16), 0)
        self._column.setSpacing(px(4))
        self.list.doItemsLayout()
        self.update()

    def show_finds(self, found: Finds) -> None:
        """Show what was found, from its beginning."""
        shown = len(found.hits)
        nothing = "No line to show" if found.matches else "Nothing was found"
        self.title.setText(f"{found_text(found)} in {plural(found.files, 'file')}" if shown else nothing)
        words = [f"for {in_one_line(found.text)}"]
        words += [f"the first {shown:,} are listed"] if shown < found.total or not found.is_counted else []
        words += [found.note] if found.note else []
        if found.matches and not shown:
            words.append(f"{plural(found.matches, 'interaction')} match by file name, or by what is not there")
        self.note.setText("  ·  ".join(words))
        self.model.show(found.hits, _common_folder(found))
        self.list.setAccessibleName(f"{self.title.text()} {self.note.text()}")
        self.list.setVisible(bool(shown))
        if shown:
            self.list.setCurrentIndex(self.model.index(0, 0))
            self.list.scrollToTop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The content's background."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.theme.color("surface"))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.note)
        self._column.addSpacing(8)
        self._column.addWidget(self.list, 1)
        self._column.addStretch(0)

    def _open(self, index: QModelIndex) -> None:
        hit = self.model.hit(index)
        if hit is not None:
            self.opened.emit(hit)


class _List(QListView):
    """Enter opens, Esc leaves; J and K walk as the arrows do."""

    entered_row = Signal(QModelIndex)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("findsList")
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.entered_row.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_J, Qt.Key.Key_K) and not event.modifiers():
            row = self.currentIndex().row() + (1 if event.key() == Qt.Key.Key_J else -1)
            if 0 <= row < self.model().rowCount():
                self.setCurrentIndex(self.model().index(row, 0))
        else:
            super().keyPressEvent(event)


def found_text(found: Finds) -> str:
    """How many were found, as far as that was counted."""
    more = "" if found.is_counted else "More than "
    return f"{more}{plural(found.total, 'find')}"


def _common_folder(found: Finds) -> Path | None:
    """The folder that all files lie in; None where there is none, as on two drives."""
    folders = {str(Path(hit.path).parent) for hit in found.hits}
    try:
        return Path(os.path.commonpath(folders)) if folders else None
    except ValueError:
        return None
