# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The tabs of a comparison, and beside them which pair of interactions their panes show."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from viewer.gui.look.icons import Icon
from viewer.gui.widgets.buttons import Button
from viewer.gui.widgets.hairlines import Bar
from viewer.gui.widgets.tab_bar import TabBar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from viewer.gui.look.look import Look


class PaneTabs(Bar):
    """Tabs, the pair on show, and buttons to the next pair and the one before."""

    entered = Signal()
    """The keyboard is to go to the pane in front."""
    pair_stepped = Signal(int)
    """Another pair is wanted: so many further on, or back when negative."""

    def __init__(self, look: Look, titles: Iterable[str], parent: QWidget) -> None:
        """The first tab is in front. The keys hold wherever the keyboard is in `parent`."""
        super().__init__(look, parent, "surface")
        self.tabs = TabBar(look, self)
        self.tabs.setAccessibleName("Panes")
        for number, title in enumerate(titles):
            self.tabs.addTab(title)
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number + 1}"), parent)
            shortcut.activated.connect(partial(self._enter, number))
        self.pair = QLabel(self)
        self.earlier = Button(look, icon=Icon.CHEVRON_UP, tip="Interaction before (Alt+Up)", parent=self)
        self.later = Button(look, icon=Icon.CHEVRON_DOWN, tip="Next interaction (Alt+Down)", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 12, 1)
        row.setSpacing(8)
        row.addWidget(self.tabs, 1)
        for part in (self.pair, self.earlier, self.later):
            row.addWidget(part)
        for button, keys, by in ((self.earlier, "Alt+Up", -1), (self.later, "Alt+Down", 1)):
            button.clicked.connect(lambda _=False, by=by: self.pair_stepped.emit(by))
            QShortcut(QKeySequence(keys), parent).activated.connect(lambda by=by: self.pair_stepped.emit(by))
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        super().set_look(look)
        self.tabs.set_look(look)
        for button in (self.earlier, self.later):
            button.set_look(look)
        self.pair.setFont(look.theme.font(12))
        self.setFixedHeight(look.theme.px(41))

    def _enter(self, number: int) -> None:
        self.tabs.setCurrentIndex(number)
        self.entered.emit()

    def show_pair(self, words: str, tip: str) -> None:
        """Say which pair the panes show."""
        self.pair.setText(words)
        self.pair.setToolTip(tip)
        self._arrange()

    def offer_pairs(self, *, offered: bool) -> None:
        """Whether the tab in front is about one pair."""
        for part in (self.pair, self.earlier, self.later):
            part.setVisible(offered)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Leave less room between the tabs rather than arrows to scroll with, and of the pair its buttons at least."""
        self.tabs.set_tight(tight=False)
        is_offered = not self.earlier.isHidden()
        self.pair.setVisible(is_offered)
        beside = (self.pair, self.earlier, self.later) if is_offered else ()
        room = self.width() - 16 - sum(part.sizeHint().width() + 8 for part in beside)
        if self.tabs.sizeHint().width() > room:
            self.tabs.set_tight(tight=True)
            self.pair.setVisible(is_offered and self.tabs.sizeHint().width() <= room)
