# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The page that is there before any file: open, drop, sample, recent files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from viewer.core.formats import READERS
from viewer.gui.look.icons import Icon
from viewer.gui.welcome.recent_delegate import ROW
from viewer.gui.welcome.recent_list import RecentList
from viewer.gui.widgets.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from viewer.gui.look.look import Look
    from viewer.gui.welcome.recents import Recent

_TWO_COLUMNS = 860
"""From this width in px on, recent files stand beside the drop zone instead of below it."""
_WIDEST, _WIDEST_STACKED = 900, 560
_QUIET_MS = 150
_KEPT = "\u00a0"
"""A space at which no line is broken."""


class _Picture(QWidget):
    """An icon at a fixed size."""

    def __init__(self, look: Look, icon: Icon, size: int) -> None:
        super().__init__()
        self.look, self._icon, self._size = look, icon, size

    def sizeHint(self) -> QSize:
        """Square."""
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The icon alone."""
        painter = QPainter(self)
        self.look.icons.paint(painter, QRectF(0, 0, self._size, self._size), self._icon, "accent")
        painter.end()


class _Card(QWidget):
    """A rounded area, dashed where things can be dropped."""

    def __init__(self, look: Look, *, dashed: bool) -> None:
        super().__init__()
        self.look, self._dashed = look, dashed

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Background and outline."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self.look.theme.color("border2"), 1)
        if self._dashed:
            pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(self.look.theme.color("raised" if self._dashed else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        painter.end()


class WelcomePage(QWidget):
    """What the window shows while no file is open."""

    open_requested = Signal()
    folder_requested = Signal()
    sample_requested = Signal()
    path_requested = Signal(Path)
    forget_requested = Signal(object)
    """The `Recent` that shall be taken out of the list."""
    clear_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Lay the page out; recent files come by `set_recent`."""
        super().__init__(parent)
        self.setObjectName("welcomePage")
        self.setAccessibleName("Welcome")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._look = look
        self._labels: list[tuple[QLabel, float, bool, str]] = []
        self._pictures = [_Picture(look, Icon.APP, 56), _Picture(look, Icon.DOWNLOAD, 40)]
        self.open_button = Button(look, "Open file…", primary=True)
        self.folder_button = Button(look, "Open folder…")
        self.sample_button = Button(look, "Open the sample", Icon.PLAY)
        self.clear_button = Button(look, "Clear list", flat=True)
        self.reopen_button = Button(look, "Reopen last session", Icon.RETRY)
        self._cards = [_Card(look, dashed=True), _Card(look, dashed=False), _Card(look, dashed=False)]
        self.recent = RecentList(look, self)
        self._nothing = self._label("Files and folders you open are listed here.", 12, token="text3")
        self._reads = self._label("Reads\n\n\n", 12, wraps=True)
        self._has_named_readers = False
        self._lay_out()
        self._connect()
        self.set_look(look)
        self.set_recent(())

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        for button in self._buttons():
            button.set_look(look)
        for label, size, bold, token in self._labels:
            label.setFont(look.theme.font(size, bold=bold))
            palette = label.palette()
            palette.setColor(label.foregroundRole(), look.theme.color(token))  # type: ignore[arg-type]
            label.setPalette(palette)
        for picture in self._pictures:
            picture.look = look
        for card in self._cards:
            card.look = look
        self.recent.set_look(look)
        self._arrange()
        self.update()

    def set_recent(self, entries: Sequence[Recent], missing: Collection[Recent] = ()) -> None:
        """List the files and folders opened lately, the latest first."""
        self.recent.show_entries(entries, missing)
        self.recent.setVisible(bool(entries))
        self.clear_button.setVisible(bool(entries))
        self._nothing.setVisible(not entries)

    def offer_session(self, names: Sequence[str], *, was_interrupted: bool) -> None:
        """Offer to open again what was open last, and say why it is not; nothing is offered without names."""
        self._cards[2].setVisible(bool(names))
        if names:
            what = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
            self._session_title.setText("The last start did not end well" if was_interrupted else "Where you were")
            why = "It ended while these were opened, so they wait here: " if was_interrupted else ""
            self._session_names.setText(f"{why}{what}")

    def showEvent(self, event: QShowEvent) -> None:
        """Name the readers in a quiet moment: that imports them all."""
        super().showEvent(event)
        # Else the window's first button has the focus, and its ring. From here, Tab goes to the first of the page.
        self.setFocus()
        # Qt drops the fonts of what lies in a scroll area when the page is put into the window.
        self.set_look(self._look)
        if not self._has_named_readers:
            QTimer.singleShot(_QUIET_MS, self, self._name_readers)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns side by side or below each other."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The content's background."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.theme.color("surface"))
        painter.end()

    def _label(
        self, text: str, size: float, *, bold: bool = False, token: str = "text2", wraps: bool = False
    ) -> QLabel:
        label = QLabel(text, textFormat=Qt.TextFormat.PlainText, wordWrap=wraps)
        if not wraps:
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._labels.append((label, size, bold, token))
        return label

    def _lay_out(self) -> None:
        """Everything in the middle of a page that scrolls where the window is too small for it."""
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.addLayout(self._ways_in(), 1)
        self._columns.addLayout(self._recent_list(), 1)
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(28)
        column.addStretch(2)
        column.addLayout(self._title())
        column.addLayout(self._columns)
        column.addLayout(self._notes())
        column.addStretch(3)
        self._page = QWidget()
        row = QHBoxLayout(self._page)
        row.setContentsMargins(24, 20, 24, 20)
        row.addStretch(1)
        row.addWidget(self._body, 1000)
        row.addStretch(1)
        self._area = QScrollArea(self, widgetResizable=True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAccessibleName("Welcome")
        self._area.setWidget(self._page)
        for widget in (self._area.viewport(), self._page):
            widget.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)

    def _arrange(self) -> None:
        px = self._look.theme.px
        wide = self.width() >= px(_TWO_COLUMNS)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._columns.setSpacing(px(44 if wide else 24))
        self._body.setMaximumWidth(px(_WIDEST if wide else _WIDEST_STACKED))

    def _name_readers(self) -> None:
        self._has_named_readers = True
        names = (reader.title.replace(" ", _KEPT) for reader in READERS)
        self._reads.setText(f"Reads   {f'{_KEPT}{_KEPT}· '.join(names)}")

    def _title(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(20)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._label("Cassette Viewer", 22, bold=True, token="text"))
        about = "Read, replay and export recorded LLM traffic. Files are opened read-only."
        words.addWidget(self._label(about, 13, wraps=True))
        words.addStretch(1)
        self._pictures[0].setFixedSize(56, 56)
        row.addWidget(self._pictures[0])
        row.addLayout(words, 1)
        return row

    def _ways_in(self) -> QVBoxLayout:
        """Where files come in: the drop zone with its buttons, and the sample."""
        centre = Qt.AlignmentFlag.AlignHCenter
        zone = QVBoxLayout(self._cards[0])
        zone.setContentsMargins(20, 32, 20, 24)
        zone.setSpacing(10)
        self._pictures[1].setFixedSize(40, 40)
        zone.addWidget(self._pictures[1], 0, centre)
        for label in (
            self._label("Drop cassettes or a folder here", 14, bold=True, token="text", wraps=True),
            self._label("one file or a whole test suite", 12, wraps=True),
        ):
            label.setAlignment(centre)
            zone.addWidget(label)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.folder_button)
        buttons.addStretch(1)
        zone.addSpacing(8)
        zone.addLayout(buttons)
        self._fill_card(
            self._cards[1], "New here?", "Two tool calls, a 429 and its retry, streamed", self.sample_button
        )
        self._session_title, self._session_names = self._fill_card(self._cards[2], "", "", self.reopen_button)
        self._cards[2].hide()
        column = QVBoxLayout()
        column.setSpacing(16)
        for card in (self._cards[0], self._cards[2], self._cards[1]):
            column.addWidget(card)
        column.addStretch(1)
        return column

    def _fill_card(self, card: _Card, title: str, text: str, button: Button) -> tuple[QLabel, QLabel]:
        """Words and a button beside them; returns the labels of the words."""
        row = QHBoxLayout(card)
        row.setContentsMargins(20, 14, 20, 14)
        labels = self._label(title, 13, bold=True, token="text", wraps=True), self._label(text, 12, wraps=True)
        words = QVBoxLayout()
        for label in labels:
            words.addWidget(label)
        row.addLayout(words, 1)
        row.addWidget(button)
        return labels

    def _buttons(self) -> tuple[Button, ...]:
        return self.open_button, self.folder_button, self.sample_button, self.reopen_button, self.clear_button

    def _recent_list(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self._label("Recent", 13, bold=True, token="text"))
        head.addStretch(1)
        head.addWidget(self.clear_button)
        column.addLayout(head)
        column.addWidget(self.recent)
        column.addWidget(self._nothing)
        column.addStretch(1)
        return column

    def _notes(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(self._reads)
        column.addWidget(self._label("Keys   Ctrl+O open     Space play     F1 all keys", 12, wraps=True))
        return column

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.open_requested)
        self.folder_button.clicked.connect(self.folder_requested)
        self.sample_button.clicked.connect(self.sample_requested)
        self.clear_button.clicked.connect(self.clear_requested)
        self.recent.currentRowChanged.connect(self._on_current_changed)
        self.recent.path_requested.connect(self.path_requested)
        self.recent.forget_requested.connect(self.forget_requested)

    def _on_current_changed(self, row: int) -> None:
        """Keep the chosen file in sight: the list has no scroll bar of its own."""
        if row >= 0 and self.recent.hasFocus():
            item = self.recent.item(row)
            place = self.recent.mapTo(self._page, self.recent.visualItemRect(item).center())
            self._area.ensureVisible(place.x(), place.y(), 0, self._look.theme.px(ROW))
