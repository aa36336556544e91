# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""All keys on one page, made from the table of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from viewer.gui.actions import COMMANDS, MENUS

if TYPE_CHECKING:
    from viewer.gui.look import Look

_LISTS = (
    ("↑ ↓, J K", "Walk a list"),
    ("Enter", "Open; go on to the content"),
    ("Space", "Select in a list"),
    ("Esc", "Close find; clear the filter"),
    ("← →", "Fold and unfold in JSON and in the tree"),
    ("0 – 9", "To a tenth of the stream"),
)


class KeyOverlay(QDialog):
    """Every command that has a key, by menu; Esc closes."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        """List them."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("All keys")
        self.resize(860, 620)
        self._look = look
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(24, 16, 24, 24)
        columns.setSpacing(40)
        sides = [QVBoxLayout(), QVBoxLayout()]
        groups = [(menu.replace("&", ""), self._of_menu(menu)) for menu in MENUS]
        groups.append(("Lists and text", list(_LISTS)))
        for title, keys in groups:
            if keys:
                side = sides[title in ("Playback", "Lists and text")]
                side.addWidget(self._heading(title))
                side.addLayout(self._table(keys))
                side.addSpacing(16)
        for side in sides:
            side.addStretch(1)
            columns.addLayout(side, 1)
        area = QScrollArea(self, widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName("All keys")
        area.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        QShortcut(QKeySequence.StandardKey.HelpContents, self, self.close)

    @staticmethod
    def _of_menu(menu: str) -> list[tuple[str, str]]:
        found = [command for command in COMMANDS if command.menu == menu and command.keys]
        return [(_written(command.keys), command.text.replace("&", "").rstrip("…")) for command in found]

    def _heading(self, title: str) -> QLabel:
        label = QLabel(title)
        label.setFont(self._look.theme.font(13, bold=True))
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return label

    def _table(self, keys: list[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setContentsMargins(0, 4, 0, 0)
        for row, (key, text) in enumerate(keys):
            for column, words in enumerate((key, text)):
                label = QLabel(words, textFormat=Qt.TextFormat.PlainText)
                label.setFont(self._look.theme.font(12, bold=column == 0))
                label.setMinimumWidth(self._look.theme.px(120) if column == 0 else 0)
                grid.addWidget(label, row, column)
        return grid


def _written(keys: tuple[str, ...]) -> str:
    arrows = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
    spelled = [QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys]
    for name, sign in arrows.items():
        spelled = [key.replace(name, sign) for key in spelled]
    return ",  ".join(spelled)
