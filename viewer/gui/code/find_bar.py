# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The bar over a code view that finds text in it.

Rule: asks the view and shows what it answers; the search itself runs in the view, in time slices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from viewer.gui.look.icons import Icon
from viewer.gui.widgets.buttons import Button

if TYPE_CHECKING:
    from viewer.gui.look.look import Look

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Findable(Protocol):
    """A view that can be searched; `find_text` returns what is wrong with the query, None for nothing."""

    @property
    def hits_changed(self) -> SignalInstance:
        """Current hit, hits so far, whether the search is over."""

    @property
    def find_problem(self) -> str | None:
        """Why a search that was begun found no more."""

    def find_text(self, query: str, *, case_sensitive: bool = False, regex: bool = False) -> str | None:
        """Begin a search; hits are told by `hits_changed(current, total, is_finished)`."""

    def find_next(self) -> None:
        """Go to the next hit."""

    def find_previous(self) -> None:
        """Go to the previous hit."""

    def clear_find(self) -> None:
        """Forget the search."""

    def selected_word(self) -> str:
        """What is selected, when it is short enough to search for."""

    def setFocus(self) -> None:
        """Take the keyboard."""


class FindBar(QWidget):
    """Field, count, previous and next, case, regular expression, close. Esc closes, F3 and Enter go on."""

    closed = Signal()
    """The bar was closed; the view has the keyboard again."""

    def __init__(self, look: Look, view: Findable, parent: QWidget | None = None) -> None:
        """Find in `view`; `open()` shows the bar."""
        super().__init__(parent)
        self._view, self._look = view, look
        self.setObjectName("findBar")
        self.setAccessibleName("Find")
        self._box = _FindBox(look, self)
        self.field = self._box.field
        self._previous = Button(look, icon=Icon.CHEVRON_UP, tip="Previous hit (Shift+F3)", parent=self)
        self._next = Button(look, icon=Icon.CHEVRON_DOWN, tip="Next hit (F3)", parent=self)
        self._case = self._toggle("Aa", "Match case")
        self._regex = self._toggle(".*", "Regular expression")
        self._close = Button(look, icon=Icon.CLOSE, flat=True, tip="Close (Esc)", parent=self)
        self._lay_out()
        self._connect()
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        for part in (self._box, self._previous, self._next, self._case, self._regex, self._close):
            part.set_look(look)
        self.setFixedHeight(look.theme.px(44))
        self.update()

    def open(self) -> None:
        """Show the bar with the word that is selected in the view, or the last query, ready to be typed over."""
        selected = self._view.selected_word()
        if selected:
            self.field.setText(selected)
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self.search_again()

    def find_words(self, words: str) -> None:
        """Show the bar and look for these words as they are; the keyboard stays where it is."""
        self._case.setChecked(False)
        self._regex.setChecked(False)
        self.field.setText(words)
        self.show()
        self.search_again()

    def close_bar(self) -> None:
        """Hide the bar, take the hits away, and give the keyboard to the view."""
        self.hide()
        self._view.clear_find()
        self._view.setFocus()
        self.closed.emit()

    def search_again(self) -> None:
        """Search the view's document, which may be another one now; nothing while the bar is closed."""
        if self.isHidden():
            return
        problem = self._view.find_text(
            self.field.text(), case_sensitive=self._case.isChecked(), regex=self._regex.isChecked()
        )
        if problem:
            self._box.show_problem(problem)

    def find_next(self) -> None:
        """Go to the next hit; with the bar closed, open it."""
        self._view.find_next() if self.isVisible() else self.open()

    def find_previous(self) -> None:
        """Go to the hit before; with the bar closed, open it."""
        self._view.find_previous() if self.isVisible() else self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; Enter, F3 and the arrows go from hit to hit."""
        is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() == Qt.Key.Key_F3 or (event.key() in _ENTER and self.field.hasFocus()):
            self.find_previous() if is_back else self.find_next()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.find_previous() if event.key() == Qt.Key.Key_Up else self.find_next()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The background of sub-bars, and a line below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.theme.color("raised"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._look.theme.color("border"))
        painter.end()

    def _toggle(self, text: str, tip: str) -> Button:
        button = Button(self._look, text, tip=tip, parent=self)
        button.setAccessibleName(tip)
        button.setCheckable(True)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self._box, 3)
        for button in (self._previous, self._next):
            row.addWidget(button)
        row.addSpacing(8)
        for button in (self._case, self._regex):
            row.addWidget(button)
        row.addStretch(2)
        row.addWidget(self._close)

    def _connect(self) -> None:
        self.field.textChanged.connect(self.search_again)
        self._case.toggled.connect(self.search_again)
        self._regex.toggled.connect(self.search_again)
        self._previous.clicked.connect(self.find_previous)
        self._next.clicked.connect(self.find_next)
        self._close.clicked.connect(self.close_bar)
        self._view.hits_changed.connect(self._on_hits_changed)

    def _on_hits_changed(self, current: int, total: int, is_finished: bool) -> None:
        problem = self._view.find_problem if is_finished else None
        if problem is not None:
            self._box.show_problem(problem, problem)
            return
        self._previous.setEnabled(total > 0)
        self._next.setEnabled(total > 0)
        self._box.show_count(current, total, is_finished=is_finished)


class _FindBox(QWidget):
    """The field with its icon on the left and the count on the right, in one rounded outline."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._note = ""
        self._is_problem = False
        self.field = QLineEdit(self)
        self.field.setAcceptDrops(False)  # what is dropped is opened, wherever in the window
        self.field.setFrame(False)
        self.field.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, on=False)
        self.field.setPlaceholderText("Find")
        self.field.setAccessibleName("Find")
        self.field.installEventFilter(self)
        self.setFocusProxy(self.field)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self.field.setFont(look.theme.font())
        self.setFixedHeight(look.theme.px(28))
        self.setMinimumWidth(look.theme.px(180))
        self.setMaximumWidth(look.theme.px(300))
        self._place_field()

    def show_count(self, current: int, total: int, *, is_finished: bool) -> None:
        """Say which hit of how many is the current one: `2 of 4`, `2 of 4…` while the search goes on, `no hits`."""
        count = f"{current:,} of {total:,}" if total else "no hits" if is_finished else "searching"
        self._show_note("" if not self.field.text() else count if is_finished else f"{count}…", is_problem=False)

    def show_problem(self, problem: str, note: str = "not a pattern") -> None:
        """Say that the expression is of no use; why is in the tool tip."""
        self._show_note(note, is_problem=True)
        self.field.setToolTip(problem)

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(self.maximumWidth(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the field between icon and count."""
        super().resizeEvent(event)
        self._place_field()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The outline tells the focus of the field."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The outline, the icon and the count."""
        theme, has_focus = self._look.theme, self.field.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2.0 if has_focus else 1.0
        outline = theme.color("red" if self._is_problem else "accent" if has_focus else "ctl")
        painter.setPen(QPen(outline, width))
        painter.setBrush(theme.color("surface"))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        icon = theme.px(16)
        self._look.icons.paint(painter, QRectF(theme.px(10), (self.height() - icon) / 2, icon, icon), Icon.SEARCH)
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("red" if self._is_problem else "text3"))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(0, 0, -theme.px(10), 0), flags, self._note)
        painter.end()

    def _show_note(self, note: str, *, is_problem: bool) -> None:
        self._note, self._is_problem = note, is_problem
        self.field.setToolTip("")
        self.field.setAccessibleDescription(note)
        self._place_field()
        self.update()

    def _place_field(self) -> None:
        theme = self._look.theme
        note = QFontMetrics(theme.font(11)).horizontalAdvance(self._note)
        left, right = theme.px(30), self.width() - note - theme.px(16)
        self.field.setGeometry(left, 3, max(right - left, 1), self.height() - 6)
