# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Drag and drop onto the window, wherever in it: a veil says what would become of it, and a drop is told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from viewer.gui.look.icons import Icon
from viewer.gui.window.incoming import Incoming, incoming, promise

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token

_INSET = 10
_ICON = 36
_BENEATH = "Files are opened read-only"
_VEIL = 0.86


class DropTarget(QWidget):
    """Lies over the window while something is dragged over it; the window itself takes the drop."""

    dropped = Signal(Incoming)

    def __init__(self, look: Look, window: QWidget) -> None:
        """Hidden; the window hands its drag events to it."""
        super().__init__(window)
        self._look, self._window = look, window
        self._words, self._takes = "", False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("Drop target")
        self.hide()

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self.update()

    def answer(self, event: QDragMoveEvent) -> None:
        """Say what a drop would do; a drag that stays in the program, such as that of a selection, is none."""
        if isinstance(event, QDragEnterEvent):
            self._words, self._takes = promise(event.mimeData())
        # Always a copy: where a move is proposed, as by file managers, the file would be deleted.
        can_copy = event.possibleActions() & Qt.DropAction.CopyAction
        if not self._words or not can_copy or event.source() is not None:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.cover()

    def take(self, event: QDropEvent) -> None:
        """Take what is dropped."""
        self.hide()
        found = incoming(event.mimeData(), "Dropped text")
        event.setDropAction(Qt.DropAction.CopyAction if found.paths or found.texts else Qt.DropAction.IgnoreAction)
        event.accept()
        if found != Incoming():
            QTimer.singleShot(0, self, lambda: self.dropped.emit(found))  # the other program waits for the answer

    def cover(self) -> None:
        """Lie over all of the window, above everything in it."""
        self.setGeometry(self._window.rect())
        self.setAccessibleDescription(self._words)
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A veil in the content's colour, a dashed frame, and a card that says what a drop does."""
        theme = self._look.theme
        accent = theme.color("accent" if self._takes else "amber")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("surface", _VEIL))
        pen = QPen(accent, 2)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET), 12, 12)
        self._paint_card(painter)
        painter.end()

    def _paint_card(self, painter: QPainter) -> None:
        theme, px = self._look.theme, self._look.theme.px
        title, small = theme.font(15, bold=True), theme.font(12)
        beneath = _BENEATH if self._takes else "Save the file and drop that"
        widest = self.width() - 2 * (_INSET + px(40))
        words = QFontMetrics(title).elidedText(self._words, Qt.TextElideMode.ElideMiddle, widest)
        wide = max(QFontMetrics(title).horizontalAdvance(words), QFontMetrics(small).horizontalAdvance(beneath))
        card = QRectF(0, 0, wide + px(64), px(132))
        card.moveCenter(QRectF(self.rect()).center())
        painter.setPen(QPen(theme.color("border2"), 1))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(card, 10, 10)
        icon = QRectF(0, 0, px(_ICON), px(_ICON))
        icon.moveCenter(card.center())
        icon.moveTop(card.top() + px(20))
        token: Token = "accent" if self._takes else "amber"
        self._look.icons.paint(painter, icon, Icon.DOWNLOAD if self._takes else Icon.WARNING, token)
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        row = QRectF(card.left(), card.top() + px(64), card.width(), px(24))
        painter.setFont(title)
        painter.setPen(theme.color("text"))
        painter.drawText(row, centre, words)
        painter.setFont(small)
        painter.setPen(theme.color("text2"))
        painter.drawText(row.translated(0, px(28)), centre, beneath)
