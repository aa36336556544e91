# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Searches that the user keeps: in the settings, and in a menu at the filter field."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu

from viewer.core.text.invisible_characters import in_one_line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from viewer.gui.settings import Settings

_KEY = "search/saved"
MOST = 30
"""So many are kept, the last ones."""
_WIDEST = 420


class SavedSearchesMenu(QMenu):
    """Offers what is kept, to keep what is typed now, and to forget it."""

    search_requested = Signal(str)

    def __init__(self, settings: Settings, typed: str, parent: QWidget) -> None:
        """Offer the searches that are kept now; `typed` is what stands in the field."""
        super().__init__("Saved searches", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings, typed = settings, typed.strip()
        kept = saved(settings)
        for search in kept:
            action = self.addAction(self._words(search))
            action.setToolTip(search)
            action.setCheckable(True)
            action.setChecked(search == typed)
            action.triggered.connect(partial(self.search_requested.emit, search))
        if not kept:
            self.addAction("No saved searches").setEnabled(False)
        self.addSeparator()
        keep = self.addAction("&Save this search")
        keep.setEnabled(bool(typed) and typed not in kept)
        keep.triggered.connect(lambda: self._save([*(one for one in kept if one != typed), typed]))
        forget = self.addAction("&Forget this search")
        forget.setEnabled(typed in kept)
        forget.triggered.connect(lambda: self._save([one for one in kept if one != typed]))

    def _save(self, searches: Sequence[str]) -> None:
        self._settings.set_lines(_KEY, searches[-MOST:])

    def _words(self, search: str) -> str:
        """A search as a menu shows it: & is a mnemonic there, and long ones are cut."""
        shown = QFontMetrics(self.font()).elidedText(in_one_line(search), Qt.TextElideMode.ElideRight, _WIDEST)
        return shown.replace("&", "&&")


def saved(settings: Settings) -> list[str]:
    """The searches that are kept, the oldest first."""
    return [line for line in settings.lines(_KEY) if line.strip()]
