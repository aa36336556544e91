# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The filter field: completes the word being typed by what the open files hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QKeyCombination,
    QModelIndex,
    QPersistentModelIndex,
    QStringListModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QEnterEvent, QFocusEvent, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QToolButton, QWidget

from viewer.gui.look.icons import Icon
from viewer.gui.look.style_sheet import FIELD_EDGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viewer.gui.look.look import Look

_EXAMPLES = ("status:4xx tool:add words", "status:4xx words", "words")
"""What can be typed, the longest first; the longest that is not cut is shown."""
_QT_GAP = 4
"""What QLineEdit keeps free beside each of its buttons, and around the words."""
Index = QModelIndex | QPersistentModelIndex
_EXPORT = QKeyCombination(Qt.Modifier.CTRL, Qt.Key.Key_E)
_NOT_OFFERED = "\n"
"""It is in no term."""


class FilterField(QLineEdit):
    """Completes the last word; Esc clears, Down goes to the list."""

    left = Signal()
    """Down: on to the rows that match."""
    entered = Signal()
    """Enter: on to what was found."""
    menu_requested = Signal()
    """The menu of saved searches is to be shown."""
    abandoned = Signal()
    """Esc, with nothing typed."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Empty, with nothing to offer."""
        super().__init__(parent)
        self.setObjectName("filterEdit")
        self.setAccessibleName("Filter interactions")
        self.setPlaceholderText(_EXAMPLES[0])
        self.setClearButtonEnabled(True)
        self.setAcceptDrops(False)  # what is dropped is opened, wherever in the window
        self._search: QAction = self.addAction(look.icons.icon(Icon.SEARCH), QLineEdit.ActionPosition.LeadingPosition)
        self._search.setText("Filter")
        self._saved: QAction = self.addAction(
            look.icons.icon(Icon.CHEVRON_DOWN), QLineEdit.ActionPosition.TrailingPosition
        )
        self._saved.setText("Saved searches")
        self._saved.setToolTip("Saved searches (Alt+Down)")
        self._saved.triggered.connect(self.menu_requested)
        for clear in self.findChildren(QAction, "_q_qlineeditclearaction"):  # Qt's own, and it has no words
            clear.setText("Clear filter")
        self._look = look
        self._completer: QCompleter | None = None

    def completer(self) -> QCompleter:
        """What offers terms, made when somebody comes to type."""
        if self._completer is None:
            self._completer = _LastWordCompleter(QStringListModel(self), self)
            self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self._completer.activated.connect(self._on_completed)
            self.setCompleter(self._completer)
            self._set_popup_font(self._completer)
        return self._completer

    def _set_popup_font(self, completer: QCompleter) -> None:
        popup = completer.popup()
        if popup is not None:
            popup.setFont(self._look.theme.font(12))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Be ready to offer terms."""
        self.completer()
        super().focusInEvent(event)

    def _on_completed(self, text: str) -> None:
        """Offer the values of a field that was chosen."""
        if text.endswith(":"):
            QTimer.singleShot(0, self, self._offer_values)

    def _offer_values(self) -> None:
        self.completer().setCompletionPrefix(self.text())
        self.completer().complete()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Say what can be asked, to who comes with the pointer."""
        from viewer.gui.models.filter_query import FIELDS  # noqa: PLC0415 - nobody comes before the first picture

        self.setToolTip(
            f"Words, /patterns/, or any of {', '.join(f'{field}:' for field in FIELDS)}. Enter lists the finds."
        )
        super().enterEvent(event)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self._search.setIcon(look.icons.icon(Icon.SEARCH))
        self._saved.setIcon(look.icons.icon(Icon.CHEVRON_DOWN))
        self.setFont(look.theme.font(12))
        self.setMinimumHeight(look.theme.px(32))
        if self._completer is not None:
            self._set_popup_font(self._completer)
        self._tell_examples()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show other examples where there is more or less room."""
        super().resizeEvent(event)
        self._tell_examples()

    def _tell_examples(self) -> None:
        buttons = sum(button.width() + _QT_GAP for button in self.findChildren(QToolButton))
        room = self.width() - 2 * FIELD_EDGE - buttons - _QT_GAP
        metrics = QFontMetrics(self.font())
        fitting = (words for words in _EXAMPLES if metrics.horizontalAdvance(words) <= room)
        self.setPlaceholderText(next(fitting, _EXAMPLES[-1]))

    def set_offers(self, terms: Sequence[str]) -> None:
        """Offer these terms from now on."""
        if isinstance(offers := self.completer().model(), QStringListModel):
            offers.setStringList(terms)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+E to the window, which tells it beside its button: End does what fields do with it elsewhere."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and event.keyCombination() == _EXPORT:
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears or leaves, Down goes to the rows, Enter to what was found, Alt+Down opens the menu."""
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.abandoned.emit()
        elif event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.menu_requested.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_completed(self.text())
            if not self.text().endswith(":"):
                self.entered.emit()
        else:
            super().keyPressEvent(event)


class _LastWordCompleter(QCompleter):
    """Offers terms for the word being typed, and leaves the words before it alone."""

    def splitPath(self, path: str) -> list[str]:
        """Only the last word is looked up; nothing is offered for one that has not begun, or is all that is offered."""
        word, offers = path.rsplit(" ", 1)[-1], self.model()
        found = (
            [o for o in offers.stringList() if word.lower() in o.lower()]
            if isinstance(offers, QStringListModel)
            else []
        )
        return [_NOT_OFFERED if [offer.lower() for offer in found] == [word.lower()] else word]

    def pathFromIndex(self, index: Index) -> str:
        """The field's text with the last word completed; as it is where nothing was chosen from the list."""
        field = self.widget()
        text = field.text() if isinstance(field, QLineEdit) else ""
        before, space, _ = text.rpartition(" ")
        if not index.isValid():
            return text
        gap = "" if str(index.data()).endswith(":") else " "  # behind a field its value follows
        return f"{before}{space}{index.data()}{gap}"
