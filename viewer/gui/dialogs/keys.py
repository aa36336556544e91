# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""All keys on one page, made from the table of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QScrollBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from viewer.gui.actions import COMMANDS, MENUS

if TYPE_CHECKING:
    from viewer.gui.look.look import Look

_MOST_COLUMNS = 3
_COLUMN = 350
"""Width of a column in px."""
_OF_SCREEN = 0.92
_LISTS = (
    ("↑ ↓, J K", "Walk a list"),
    ("Enter", "Open; go on to the content"),
    ("Enter, Alt+↓", "In the filter: finds, saved searches"),
    ("Space", "Select in a list"),
    ("Esc", "Close find; clear the filter"),
    ("← →", "Fold and unfold in JSON and in the tree"),
    ("0 – 9", "To a tenth of the stream; run page: what stands out"),
    ("C, P", "Run page: to the sub-agent, and back"),
    ("F8, Shift+F8", "Comparison: next change, previous one"),
    ("Alt+↓, Alt+↑", "Comparison: next pair, previous one"),
)


class KeyOverlay(QDialog):
    """Every command that has a key, by menu; Esc closes."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        """List them in as many columns as there is room for."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("All keys")
        self._look = look
        page = QWidget()
        self._columns = QHBoxLayout(page)
        self._columns.setContentsMargins(*(look.theme.px(side) for side in (24, 16, 24, 16)))
        self._columns.setSpacing(look.theme.px(32))
        self._groups = [self._group(title, keys) for title, keys in _groups()]
        self._area = QScrollArea(self, widgetResizable=True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setAccessibleName("All keys")
        self._area.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        QShortcut(QKeySequence.StandardKey.HelpContents, self, self.close)
        self._count = 0
        self._fit(parent.screen().availableGeometry().size())
        self._area.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column more or less."""
        super().resizeEvent(event)
        self._arrange(self._fitting(self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """To the first line and the last; what moves by a line or a page the area knows itself."""
        ends = {Qt.Key.Key_Home: QScrollBar.SliderAction.SliderToMinimum}
        ends[Qt.Key.Key_End] = QScrollBar.SliderAction.SliderToMaximum
        action = ends.get(Qt.Key(event.key()))
        if action is None:
            super().keyPressEvent(event)
        else:
            self._area.verticalScrollBar().triggerAction(action)

    def _fit(self, screen: QSize) -> None:
        """As large as its content, and never larger than the screen."""
        px, room = self._look.theme.px, screen * _OF_SCREEN
        columns = self._fitting(room.width())
        self._arrange(columns)
        height, width = self._columns.sizeHint().height() + px(4), self._needed(columns)
        if height > room.height():
            width += self._area.verticalScrollBar().sizeHint().width()
        self.resize(QSize(width, height).boundedTo(room))

    def _arrange(self, count: int) -> None:
        """Deal the groups out to columns, in their order, none much longer than another."""
        if count == self._count:
            return
        self._count = count
        while self._columns.takeAt(0):
            pass
        for groups in self._dealt(count):
            side = QVBoxLayout()
            side.setSpacing(self._look.theme.px(14))
            for group in groups:
                side.addWidget(group)
            side.addStretch(1)
            self._columns.addLayout(side, 1)

    def _dealt(self, count: int) -> list[list[QWidget]]:
        lengths = [group.sizeHint().height() for group in self._groups]
        return _dealt(self._groups, lengths, count)

    def _fitting(self, width: int) -> int:
        """How many columns there is room for."""
        return next((count for count in range(_MOST_COLUMNS, 1, -1) if self._needed(count) <= width), 1)

    def _needed(self, count: int) -> int:
        """The width of so many columns, more than usual where the font is wide."""
        columns = self._dealt(count)
        words = sum(max(group.sizeHint().width() for group in groups) for groups in columns)
        margins = self._columns.contentsMargins()
        gaps = margins.left() + margins.right() + (len(columns) - 1) * self._columns.spacing()
        return max(count * self._look.theme.px(_COLUMN), words + gaps)

    def _group(self, title: str, keys: list[tuple[str, str]]) -> QWidget:
        """A heading with its keys right below."""
        theme = self._look.theme
        group = QWidget()
        group.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(group)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(3))
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, theme.px(112))
        heading = QLabel(title, textFormat=Qt.TextFormat.PlainText)
        heading.setFont(theme.font(13, bold=True))
        grid.addWidget(heading, 0, 0, 1, 2)
        for row, texts in enumerate(keys, start=1):
            for column, words in enumerate(texts):
                label = QLabel(words, textFormat=Qt.TextFormat.PlainText)
                label.setFont(theme.font(12, bold=column == 0))
                grid.addWidget(label, row, column)
        return group


def _groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Titles and keys with what they do, by menu, and those that no menu has."""
    groups = [(menu.replace("&", ""), _of_menu(menu)) for menu in MENUS]
    groups.append(("Lists and text", list(_LISTS)))
    return [group for group in groups if group[1]]


def _of_menu(menu: str) -> list[tuple[str, str]]:
    found = [command for command in COMMANDS if command.menu == menu and command.keys]
    return [(_written(command.keys), command.text.replace("&", "").rstrip("…")) for command in found]


def _dealt(groups: list[QWidget], lengths: list[int], count: int) -> list[list[QWidget]]:
    """Groups in `count` columns: the lowest height is sought into which they go in their order."""
    for height in range(max(lengths), sum(lengths) + 1):
        columns: list[list[QWidget]] = [[]]
        filled = 0
        for group, length in zip(groups, lengths, strict=True):
            if filled + length > height:
                columns.append([])
                filled = 0
            columns[-1].append(group)
            filled += length
        if len(columns) <= count:
            return columns
    return [groups]


def _written(keys: tuple[str, ...]) -> str:
    arrows = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
    spelled = [QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys]
    for name, sign in arrows.items():
        spelled = [key.replace(name, sign) for key in spelled]
    return ",  ".join(spelled)
