# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The JSON and text view, which is what panes use: a document, with the keys and the menu for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from viewer.gui.code.document_view import DocumentView
from viewer.gui.code.keys import CodeKeys

if TYPE_CHECKING:
    from viewer.gui.look.theme import Theme


class CodeView(DocumentView):
    """Shows one document of lines; a large one is laid out in a worker and handed over by `set_document`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, font_size: int = 13) -> None:
        super().__init__(theme, parent, font_size=font_size)
        self._keys = CodeKeys(self)
        self.setAccessibleName("Text")

    def event(self, event: QEvent) -> bool:
        """Keep the view's own keys from the window's shortcuts."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._keys.action(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the table of keys says; other keys belong to the window."""
        action = self._keys.action(event)
        if action is None:
            event.ignore()
        else:
            action()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the line under the pointer, or by key with the reader's line."""
        point, at = self._content_point(event.pos().toPointF()), event.globalPos()
        line = self.current_line()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            y = self.page.y_of_line(line) + self.page.row_height - self.verticalScrollBar().value()
            at = self.viewport().mapToGlobal(QPoint(self.page.text_left, y))
        else:
            line = self.page.line_at_y(point.y())
            if not self.page.cursor.has_selection:
                self.move_to(self.page.position_at(point))
        from viewer.gui.code.menu import code_menu  # noqa: PLC0415 - as late as it is shown

        menu = code_menu(self, line)
        menu.exec(at)
        menu.deleteLater()
