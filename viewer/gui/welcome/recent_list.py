# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The list of recent files and folders on the welcome page: Enter or a click opens one, Delete or its cross forgets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QWidget

from viewer.core.text.invisible_characters import in_one_line
from viewer.gui.welcome.recent_delegate import MISSING, ROW, RecentDelegate
from viewer.gui.welcome.recents import Recent

if TYPE_CHECKING:
    from viewer.gui.look.look import Look

_ENTRY = Qt.ItemDataRole.UserRole


class RecentList(QListWidget):
    """As high as its entries: the page around it scrolls, never the list."""

    path_requested = Signal(Path)
    forget_requested = Signal(object)
    """The `Recent` that shall be forgotten."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """An empty list."""
        super().__init__(parent)
        self.setAccessibleName("Recent files and folders")
        self.setFrameShape(QListWidget.Shape.NoFrame)
        for put in (self.setVerticalScrollBarPolicy, self.setHorizontalScrollBarPolicy):
            put(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self._look = look
        self._delegate = RecentDelegate(look, self)
        self.setItemDelegate(self._delegate)
        self._crossed: QListWidgetItem | None = None
        self.itemActivated.connect(self._on_activated)
        self.itemClicked.connect(self._on_activated)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = self._delegate.look = look
        self.doItemsLayout()
        self._fit()

    def show_entries(self, entries: Sequence[Recent], missing: Collection[Recent]) -> None:
        """List them, the latest first; the cursor stays where it was."""
        row = self.currentRow()
        self.clear()
        for entry in entries:
            folder = _short(entry.path.parent)
            item = QListWidgetItem(f"{in_one_line(entry.path.name or str(entry.path))}\n{folder}")
            item.setData(_ENTRY, entry)
            item.setData(MISSING, entry in missing)
            kind = "folder" if entry.is_folder else "file"
            said = f"{entry.path.name}, {kind} in {folder}{', missing' if entry in missing else ''}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            item.setToolTip(f"{entry.path}{' is missing' if entry in missing else ''}")
            self.addItem(item)
        if row >= 0:
            self.setCurrentRow(min(row, self.count() - 1))
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete forgets the current one."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentItem() is not None:
            self.forget_requested.emit(self.currentItem().data(_ENTRY))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the cross is no press on the entry."""
        self._crossed = self._cross_at(event.position().toPoint())
        if self._crossed is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Forget the entry on whose cross the button was pressed and let go."""
        crossed, self._crossed = self._crossed, None
        if crossed is None:
            super().mouseReleaseEvent(event)
        elif self._cross_at(event.position().toPoint()) is crossed:
            self.forget_requested.emit(crossed.data(_ENTRY))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open or forget."""
        item = self.itemAt(event.pos()) if event.reason() is QContextMenuEvent.Reason.Mouse else self.currentItem()
        if item is None:
            return
        entry: Recent = item.data(_ENTRY)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("&Open", lambda: self.path_requested.emit(entry.path))
        menu.addAction("&Remove from list", lambda: self.forget_requested.emit(entry))
        menu.popup(event.globalPos())

    def _fit(self) -> None:
        self.setFixedHeight(max(1, self.count() * self._look.theme.px(ROW)))

    def _cross_at(self, point: QPoint) -> QListWidgetItem | None:
        item = self.itemAt(point)
        if item is None:
            return None
        return item if self._delegate.cross(self.visualItemRect(item)).contains(point) else None

    def _on_activated(self, item: QListWidgetItem) -> None:
        self.path_requested.emit(item.data(_ENTRY).path)


def _short(folder: Path) -> str:
    """The last folders of a path: what tells two files of the same name apart."""
    return str(Path(*folder.parts[-3:])) if len(folder.parts) > 4 else str(folder)
