# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The page that is there before any file: open, drop, sample, recent files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from viewer.core.formats import READERS
from viewer.gui.buttons import Button
from viewer.gui.icons import Icon
from viewer.gui.recent_delegate import RecentDelegate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viewer.gui.look import Look


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
        """Ground and outline."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self.look.theme.color("border2"))
        if self._dashed:
            pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(self.look.theme.color("raised" if self._dashed else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        painter.end()


class WelcomePage(QWidget):
    """What the window shows while no file is open."""

    open_requested = Signal()
    folder_requested = Signal()
    sample_requested = Signal()
    path_requested = Signal(Path)
    clear_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Lay the page out; recent files come by `set_recent`."""
        super().__init__(parent)
        self.setObjectName("welcomePage")
        self.setAccessibleName("Welcome")
        self._look = look
        self._labels: list[tuple[QLabel, float, bool, str]] = []
        self._pictures = [_Picture(look, Icon.APP, 56), _Picture(look, Icon.DOWNLOAD, 40)]
        self.open_button = Button(look, "Open file…", primary=True)
        self.folder_button = Button(look, "Open folder…")
        self.sample_button = Button(look, "Open the sample", Icon.PLAY)
        self.clear_button = Button(look, "Clear list", flat=True)
        self._cards = [_Card(look, dashed=True), _Card(look, dashed=False)]
        self.recent = QListWidget(self)
        self.recent.setAccessibleName("Recent files")
        self.recent.setFrameShape(QListWidget.Shape.NoFrame)
        self.recent.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = self._label("Files you open are listed here.", 12, token="text3")
        self._recent_delegate = RecentDelegate(look, self.recent)
        self.recent.setItemDelegate(self._recent_delegate)
        self.recent.setMouseTracking(True)
        self._lay_out()
        self._connect()
        self.set_look(look)
        self.set_recent(())

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        for button in (self.open_button, self.folder_button, self.sample_button, self.clear_button):
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
        self._recent_delegate.look = look
        self.recent.doItemsLayout()
        self.update()

    def set_recent(self, paths: Sequence[str]) -> None:
        """List the files opened lately, the latest first."""
        self.recent.clear()
        for path in paths:
            item = QListWidgetItem(f"{Path(path).name}\n{_short(str(Path(path).parent))}")
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setToolTip(path)
            self.recent.addItem(item)
        self.recent.setVisible(bool(paths))
        self.clear_button.setVisible(bool(paths))
        self._nothing.setVisible(not paths)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The content's ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.theme.color("surface"))
        painter.end()

    def _label(self, text: str, size: float, *, bold: bool = False, token: str = "text2") -> QLabel:
        label = QLabel(text, textFormat=Qt.TextFormat.PlainText)
        self._labels.append((label, size, bold, token))
        return label

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(3, 1)
        grid.setRowStretch(0, 2)
        grid.setRowStretch(4, 3)
        grid.setHorizontalSpacing(44)
        grid.setVerticalSpacing(28)
        grid.addLayout(self._title(), 1, 1, 1, 2)
        grid.addLayout(self._doors(), 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(self._recent_list(), 2, 2)
        grid.addLayout(self._notes(), 3, 1, 1, 2)

    def _title(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(20)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._label("Cassette Viewer", 22, bold=True, token="text"))
        words.addWidget(self._label("Read, replay and export recorded LLM traffic. Files are opened read-only.", 13))
        words.addStretch(1)
        self._pictures[0].setFixedSize(56, 56)
        row.addWidget(self._pictures[0])
        row.addLayout(words)
        row.addStretch(1)
        return row

    def _doors(self) -> QVBoxLayout:
        """Where files come in: the drop zone with its buttons, and the sample."""
        centre = Qt.AlignmentFlag.AlignHCenter
        zone = QVBoxLayout(self._cards[0])
        zone.setContentsMargins(24, 40, 24, 28)
        zone.setSpacing(10)
        self._pictures[1].setFixedSize(40, 40)
        zone.addWidget(self._pictures[1], 0, centre)
        zone.addWidget(self._label("Drop cassettes or a folder here", 14, bold=True, token="text"), 0, centre)
        zone.addWidget(self._label("one file or a whole test suite", 12), 0, centre)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.folder_button)
        buttons.addStretch(1)
        zone.addSpacing(8)
        zone.addLayout(buttons)
        sample = QHBoxLayout(self._cards[1])
        sample.setContentsMargins(20, 14, 20, 14)
        words = QVBoxLayout()
        words.addWidget(self._label("New here?", 13, bold=True, token="text"))
        words.addWidget(self._label("Two tool calls, a 429 and its retry, streamed", 12))
        sample.addLayout(words)
        sample.addStretch(1)
        sample.addWidget(self.sample_button)
        column = QVBoxLayout()
        column.setSpacing(16)
        for card in self._cards:
            card.setMinimumWidth(400)
            column.addWidget(card)
        return column

    def _recent_list(self) -> QVBoxLayout:
        column = QVBoxLayout()
        head = QHBoxLayout()
        head.addWidget(self._label("Recent", 13, bold=True, token="text"))
        head.addStretch(1)
        head.addWidget(self.clear_button)
        column.addLayout(head)
        column.addWidget(self.recent)
        column.addWidget(self._nothing)
        column.addStretch(1)
        self.recent.setMinimumSize(400, 320)
        return column

    def _notes(self) -> QVBoxLayout:
        column = QVBoxLayout()
        names = "   ".join(reader.title for reader in READERS)
        column.addWidget(self._label(f"Reads   {names}", 12))
        column.addWidget(self._label("Keys   Ctrl+O open     Space play     F1 all keys", 12))
        return column

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.open_requested)
        self.folder_button.clicked.connect(self.folder_requested)
        self.sample_button.clicked.connect(self.sample_requested)
        self.clear_button.clicked.connect(self.clear_requested)
        self.recent.itemActivated.connect(self._on_activated)
        self.recent.itemClicked.connect(self._on_activated)

    def _on_activated(self, item: QListWidgetItem) -> None:
        self.path_requested.emit(Path(item.data(Qt.ItemDataRole.UserRole)))


def _short(folder: str) -> str:
    """The last folders of a path: what tells two files of the same name apart."""
    parts = Path(folder).parts
    return str(Path(*parts[-3:])) if len(parts) > 4 else folder
