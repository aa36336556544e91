# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""File > Open recent: what was opened lately, numbered; always as the list is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from viewer.gui.welcome.recents import Recent, Recents

_LONGEST = 44
"""Characters of a name or a folder; the middle of a longer one is left out."""


class RecentMenu(QMenu):
    """A numbered entry for each file and folder; those that are missing cannot be opened, and can be removed."""

    path_requested = Signal(Path)

    def __init__(self, recents: Recents, parent: QWidget) -> None:
        """Follow the list."""
        super().__init__(parent)
        self._recents = recents
        # In the event loop's next turn: an entry that is being chosen must live until then.
        recents.changed.connect(self._fill, Qt.ConnectionType.QueuedConnection)
        self.aboutToShow.connect(recents.look)
        self._fill()

    def _fill(self) -> None:
        self.clear()
        for number, entry in enumerate(self._recents.entries, start=1):
            self._add(entry, number, is_missing=entry in self._recents.missing)
        if not self._recents.entries:
            self.addAction("Nothing was opened yet").setEnabled(False)
            return
        self.addSeparator()
        missing = [entry for entry in self._recents.entries if entry in self._recents.missing]
        if missing:
            self.addAction("&Remove missing ones", lambda: self._recents.remove(missing))
        self.addAction("&Clear list", self._recents.clear)

    def _add(self, entry: Recent, number: int, *, is_missing: bool) -> None:
        mnemonic = f"&{number}" if number < 10 else "1&0" if number == 10 else str(number)
        name, folder = _written(entry.path.name or str(entry.path)), _written(str(entry.path.parent))
        kind = ", missing" if is_missing else ", folder" if entry.is_folder else ""
        action = self.addAction(f"{mnemonic}  {name}{kind} — {folder}")
        action.setEnabled(not is_missing)
        action.triggered.connect(lambda: self.path_requested.emit(entry.path))


def _written(text: str) -> str:
    """Short, on one line, and no `&` in it makes a mnemonic; a tab would begin the column of keys."""
    plain = "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
    half = _LONGEST // 2
    short = plain if len(plain) <= _LONGEST else f"{plain[: half - 1]}…{plain[-half:]}"
    return short.replace("&", "&&")
