# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The row of tabs, and the switch beside them as far as there is room: first its words get fewer, then it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from viewer.gui.widgets.hairlines import Bar
from viewer.gui.widgets.tab_bar import TabBar

if TYPE_CHECKING:
    from viewer.gui.look.look import Look

_LEFT, _RIGHT, _GAP = 12, 24, 8


class TabRow(Bar):
    """Tabs and "Follow playback"; the Playback menu has that switch too."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """No tabs yet."""
        super().__init__(look, parent, "surface")
        self.tabs = TabBar(look, self)
        self.tabs.setObjectName("tabs")
        self.tabs.setAccessibleName("Panes")
        self.follow = QCheckBox("Follow playback", self)
        self.follow.setAccessibleName("Follow playback")
        self._offers_follow = True
        row = QHBoxLayout(self)
        row.setContentsMargins(_LEFT, 0, _RIGHT, 0)
        row.setSpacing(_GAP)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.follow)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        super().set_look(look)
        self.tabs.set_look(look)
        self.follow.setFont(look.theme.font(12))
        self.setFixedHeight(look.theme.px(40))
        self.arrange()

    def offer_follow(self, *, offered: bool) -> None:
        """Whether there is anything to follow in the pane in front."""
        self._offers_follow = offered
        self.arrange()

    def arrange(self) -> None:
        """Show of the switch what fits beside the tabs, which may have other names or counts now."""
        self.tabs.set_tight(tight=False)
        if self.tabs.sizeHint().width() > self.width() - _LEFT - _RIGHT:
            self.tabs.set_tight(tight=True)  # rather than arrows to scroll with
        room = self.width() - _LEFT - _RIGHT - _GAP - self.tabs.sizeHint().width()
        for words in ("Follow playback", "Follow"):
            self.follow.setText(words)
            if self.follow.sizeHint().width() <= room:
                break
        self.follow.setVisible(self._offers_follow and self.follow.sizeHint().width() <= room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew."""
        super().resizeEvent(event)
        self.arrange()
