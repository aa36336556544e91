# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The preferences: every change applies at once. Rule: it changes settings and shows them, whoever changed them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from viewer.gui.dialogs.index_preference import IndexPreference
from viewer.gui.dialogs.preferences_table import EVERY, SECTIONS, Preference
from viewer.gui.widgets.buttons import Button
from viewer.gui.widgets.choice import Choice
from viewer.gui.widgets.hairlines import Bar

if TYPE_CHECKING:
    from viewer.gui.library.library_index import LibraryIndex
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token
    from viewer.gui.settings import Settings
    from viewer.gui.tasks import Tasks

_WIDE = 640
"""From this width in px on, names stand beside their values instead of above them."""
_NAMES = 130
_OF_SCREEN = 0.92


class Preferences(QDialog):
    """Made from the table; Esc closes."""

    def __init__(self, look: Look, settings: Settings, index: LibraryIndex, tasks: Tasks, parent: QWidget) -> None:
        """Show what is chosen now, and how much the index takes."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Preferences")
        self._look, self._settings = look, settings
        self._labels: list[tuple[QLabel, float, bool, Token]] = []
        self._names: list[QLabel] = []
        self._rows: list[QBoxLayout] = []
        self._choices: list[Choice] = []
        self._show: dict[object, Callable[[], None]] = {}
        self._reset = Button(look, "Reset to defaults")
        self._close = Button(look, "Close", primary=True)
        self._index = IndexPreference(look, index, tasks, self)
        self._lay_out()
        self._reset.clicked.connect(lambda: settings.reset(EVERY))
        self._close.clicked.connect(self.close)
        settings.changed.connect(self._on_setting_changed)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusObjectChanged.connect(self._on_focus_changed)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        for show in self._show.values():
            show()
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom, and grow where that needs room."""
        self._look = look
        px = look.theme.px
        for label, size, bold, token in self._labels:
            label.setFont(look.theme.font(size, bold=bold))
            palette = label.palette()
            palette.setColor(label.foregroundRole(), look.theme.color(token))
            label.setPalette(palette)
        for choice in self._choices:
            choice.set_look(look)
        for button in (self._reset, self._close):
            button.set_look(look)
        self._index.set_look(look)
        self._rule.set_look(look)
        self._column.setContentsMargins(px(24), px(20), px(24), px(20))
        self._column.setSpacing(px(14))
        self._foot.setContentsMargins(px(24), px(12), px(24), px(12))
        self._fit()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names beside their values or above them."""
        super().resizeEvent(event)
        self._arrange()

    # --- inside

    def _fit(self) -> None:
        """As large as everything in it, and never larger than the screen; larger than asked for it may stay."""
        room, px = self.screen().availableGeometry().size() * _OF_SCREEN, self._look.theme.px
        width = min(px(_WIDE + 100), room.width())
        self.resize(QSize(width, self.height()))
        self._arrange()
        needed = self._column.heightForWidth(width - px(16)) + self._foot.sizeHint().height() + px(4)
        self.resize(QSize(width, needed).boundedTo(room))

    def _arrange(self) -> None:
        px = self._look.theme.px
        wide = self.width() >= px(_WIDE)
        for row in self._rows:
            row.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
            row.setSpacing(px(16 if wide else 4))
        for name in self._names:
            name.setMinimumWidth(px(_NAMES) if wide else 0)
            name.setMinimumHeight(px(32) if wide else 0)

    def _label(self, text: str, size: float, token: Token, *, bold: bool = False, wraps: bool = False) -> QLabel:
        label = QLabel(text, textFormat=Qt.TextFormat.PlainText, wordWrap=wraps)
        self._labels.append((label, size, bold, token))
        return label

    def _lay_out(self) -> None:
        self._page = QWidget()
        self._area = QScrollArea(self, widgetResizable=True)
        self._column = QVBoxLayout(self._page)
        for title, preferences in SECTIONS:
            self._column.addWidget(self._label(title, 13, "text", bold=True))
            for preference in preferences:
                self._column.addLayout(self._choice(preference) if preference.values else self._switch(preference))
            self._column.addSpacing(6)
        self._column.addWidget(self._label("Index of folders", 13, "text", bold=True))
        self._column.addWidget(self._index)
        self._column.addSpacing(6)
        told = "Changes apply at once. Commands in the terminal take none of this: they have options of their own."
        self._column.addWidget(self._label(told, 12, "text3", wraps=True))
        self._column.addStretch(1)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAccessibleName("Preferences")
        self._area.setWidget(self._page)
        self._rule = Bar(self._look, self)
        self._rule.setFixedHeight(1)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._reset)
        self._foot.addStretch(1)
        self._foot.addWidget(self._close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._area, 1)
        outer.addWidget(self._rule)
        outer.addLayout(self._foot)

    def _choice(self, preference: Preference) -> QBoxLayout:
        """A name, and its values as segments."""
        choice = Choice(self._look, preference.values)
        choice.set_name(preference.name.replace("&", ""), preference.told)
        choice.chosen.connect(lambda value: self._settings.set(preference.setting, value))
        self._show[preference.setting] = lambda: choice.set_value(self._settings.get(preference.setting))
        self._choices.append(choice)
        name = self._label(preference.name, 13, "text")
        name.setBuddy(choice)
        self._names.append(name)
        values = QVBoxLayout()
        values.setSpacing(4)
        values.addWidget(choice)
        if preference.told:
            values.addWidget(self._label(preference.told, 12, "text2", wraps=True))
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(values, 1)
        self._rows.append(row)
        return row

    def _switch(self, preference: Preference) -> QBoxLayout:
        """A box to check, and what it means."""
        box = QCheckBox(preference.name)
        box.setAccessibleDescription(preference.told)
        box.clicked.connect(lambda checked: self._settings.set(preference.setting, checked))
        self._show[preference.setting] = lambda: box.setChecked(self._settings.get(preference.setting))
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(box)
        column.addWidget(self._label(preference.told, 12, "text2", wraps=True))
        return column

    def _on_focus_changed(self, focused: QObject | None) -> None:
        """What has the focus is in sight, however the focus came there."""
        if isinstance(focused, QWidget) and self._page.isAncestorOf(focused):
            self._area.ensureWidgetVisible(focused, 0, self._look.theme.px(32))

    def _on_setting_changed(self, setting: object) -> None:
        if setting in self._show:
            self._show[setting]()
