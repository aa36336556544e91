# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The line at the bottom: which file, that it is only read, its size; problems and secrets at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from viewer.core.text.invisible_characters import in_one_line
from viewer.core.text.quantities import plural, size_text
from viewer.gui.look.icons import Icon
from viewer.gui.widgets.announcement import announce
from viewer.gui.widgets.link_button import LinkButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from viewer.gui.documents.document import Document
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token

_Item = tuple[Icon | None, str, "Token"]
_TOLD_MS, _OFFERED_MS = 5000, 30_000
_LEAST_PX = 120
"""What is left of the path where the last of the items behind it still stand."""


class StatusLine(QWidget):
    """Painted words; a click on the problems asks for their pane."""

    problems_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Says that nothing is open."""
        super().__init__(parent)
        self._look = look
        self._left: list[_Item] = [(None, "No cassette open", "text2")]
        self._right: list[_Item] = []
        self._told = ""
        self._telling = QTimer(self, singleShot=True, interval=_TOLD_MS)
        self._telling.timeout.connect(lambda: self.tell(""))
        self._tells_problems = False
        self._problems = QRect()
        self.offered = LinkButton(look, self)
        """What can be done about what is told, where there is something."""
        self.offered.hide()
        self._on_taken: Callable[[], None] | None = None
        self.offered.clicked.connect(self._take_offer)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self.setFixedHeight(look.theme.px(26))
        self.offered.set_look(look)
        self._place_offer()
        self.update()

    def tell(self, text: str) -> None:
        """Say something in passing, in front of all else; what stands behind it comes back after a while."""
        self._told = text
        self._on_taken = None
        self.offered.hide()
        self._telling.start(_TOLD_MS)
        self._changed()

    def offer(self, text: str, words: str, do: Callable[[], None]) -> None:
        """Say something in passing with a link that does something about it."""
        self.tell(text)
        self._on_taken = do
        self.offered.setText(words)
        self.offered.show()
        self._place_offer()
        self._telling.start(_OFFERED_MS)
        announce(self, f"{text}. {words}")

    def _take_offer(self) -> None:
        do = self._on_taken
        self.tell("")
        if do is not None:
            do()

    def _place_offer(self) -> None:
        left = self._look.theme.px(16) + self._width(self._shown[0]) + self._look.theme.px(12)
        self.offered.setGeometry(left, 1, self.offered.sizeHint().width(), self.height() - 1)

    def show_message(self, text: str) -> None:
        """Say something instead of a file."""
        self._left, self._right = [(None, in_one_line(text), "text2")], []
        self._tells_problems = False
        self._changed()

    def show_document(self, document: Document, secrets: int, trouble: str = "") -> None:
        """Say which file is on show, with its lines and problems, and the secrets of the interaction.

        `trouble` is why it cannot be read any more.
        """
        size = document.recording.cassette.size if document.recording else 0
        self._left = [
            (Icon.CASSETTE, in_one_line(str(document.path)), "text2"),
            (Icon.LOCK, "read-only" if document.text is None else "in no file", "text2"),
            (None, f"UTF-8, {plural(document.lines, 'line')}, {size_text(size)}", "text2"),
        ]
        if document.share_read is not None:
            self._left.insert(1, (Icon.CLOCK, f"{document.share_read:.0%} read", "accent"))
        changes, problems = document.unread_changes.summary if document.unread_changes else "", document.problems
        mark: tuple[Icon, Token] = (Icon.WARNING, "amber") if problems.serious else (Icon.INFO, "text2")
        self._left += [(Icon.INFO, changes, "accent")] if changes else []
        if trouble:
            self._left[1:] = [(Icon.ERROR, f"cannot be read any more: {trouble}; what is shown was read before", "red")]
        self._right = [(mark[0], ", ".join(problems.words), mark[1])] if problems.words else []
        self._tells_problems = bool(self._right)
        self._right += [(Icon.KEY, plural(secrets, "secret"), "amber")] if secrets else []
        self._changed()

    @property
    def _shown(self) -> list[_Item]:
        """What stands at the left just now."""
        return [(Icon.INFO, self._told, "accent")] if self._told else self._left

    def _changed(self) -> None:
        self.setAccessibleName(", ".join(words for _, words, _ in (*self._shown, *self._right)))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the problems."""
        if self._problems.contains(event.position().toPoint()):
            self.problems_requested.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Left items from the left, right ones from the right; the path elides first, then the last of them go."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._look.theme
        painter.fillRect(self.rect(), theme.color("win"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("border"))
        painter.setFont(theme.font(11))
        right = self.width() - theme.px(16)
        self._problems = QRect()
        for item in reversed(self._right):
            box = QRect(right - self._width(item), 0, self._width(item), self.height())
            self._draw(painter, box, item)
            self._problems = box if self._tells_problems and item is self._right[0] else self._problems
            right = box.left() - theme.px(20)
        shown, left = self._shown, theme.px(16)
        least = min(self._width(shown[0]), theme.px(_LEAST_PX))
        while (fixed := sum(self._width(item) + theme.px(20) for item in shown[1:])) > max(right - left - least, 0):
            shown = shown[:-1]
        for number, item in enumerate(shown):
            room = max(right - left - fixed, 0) if number == 0 else self._width(item)
            box = QRect(left, 0, min(room, self._width(item)), self.height())
            if box.right() <= right:
                self._draw(painter, box, item)
            left = box.right() + theme.px(20)
        painter.end()

    def _width(self, item: _Item) -> int:
        theme = self._look.theme
        return QFontMetrics(theme.font(11)).horizontalAdvance(item[1]) + 2 + (theme.px(20) if item[0] else 0)

    def _draw(self, painter: QPainter, box: QRect, item: _Item) -> None:
        theme, (icon, words, token) = self._look.theme, item
        if icon:
            size = theme.px(14)
            self._look.icons.paint(painter, QRect(box.left(), (self.height() - size) // 2, size, size), icon, token)
            box = box.adjusted(theme.px(20), 0, 0, 0)
        painter.setPen(theme.color("text2"))
        shown = QFontMetrics(theme.font(11)).elidedText(words, Qt.TextElideMode.ElideLeft, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
