# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What was open comes back at the next start: files, folders, place and pane, paused. It is kept as it changes.

Rule: a session that the last start did not survive is not opened by itself again; it is offered.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.gui.settings import RESTORE
from viewer.gui.window.geometry import keep_geometry
from viewer.gui.window.session_file import Place, SessionFile, SessionState, is_passing

if TYPE_CHECKING:
    from pathlib import Path

    from viewer.gui.documents.documents import Documents
    from viewer.gui.settings import Settings
    from viewer.gui.window.document_controller import DocumentController
    from viewer.gui.window.main_window import MainWindow
    from viewer.gui.window.selection import Selection

_REST_MS = 1500
"""Changes are written together, so often at most: what a killed program loses."""
_SURVIVED_MS = 2000
"""So long after the last file was read, and painted, opening them was no harm."""


class Session(QObject):
    """Keeps the session of one window, and opens the last one."""

    offered = Signal()
    """Whether there is a last session to open is known, or changed."""

    def __init__(
        self,
        window: MainWindow,
        documents: Documents,
        document_controller: DocumentController,
        selection: Selection,
        settings: Settings,
        file: SessionFile,
    ) -> None:
        """Keep nothing until something is open."""
        super().__init__(window)
        self._window, self._documents, self._document_controller = window, documents, document_controller
        self._selection, self._settings, self._file = selection, settings, file
        self._last = SessionState()
        self._kept: SessionState | None = None
        self._was_interrupted = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rested)
        self._survived = QTimer(self, singleShot=True, interval=_SURVIVED_MS)
        self._survived.timeout.connect(self._on_survived)
        for changed in (selection.changed, documents.opened, documents.closed, window.workspace.tabs.currentChanged):
            changed.connect(self._on_changed)
        window.workspace.player.position_changed.connect(self._on_changed)

    @property
    def last(self) -> SessionState:
        """The last session while it is not open: empty when there was none, or it is open again."""
        return self._last

    @property
    def was_interrupted(self) -> bool:
        """Whether the last session was not opened by itself because the last start did not survive it."""
        return self._was_interrupted

    def begin(self, *, may_restore: bool) -> bool:
        """Look what was open last and open it, if that is wanted now; tells whether it is being opened."""
        self._last = self._file.read()
        self._was_interrupted = bool(self._last.paths) and self._file.was_interrupted
        if may_restore and not self._was_interrupted and self._settings.get(RESTORE):
            return self.reopen()
        self.offered.emit()
        return False

    def reopen(self) -> bool:
        """Open the last session; what is gone meanwhile is told in the status line. Tells whether anything is left."""
        state, self._last = self._last, SessionState()
        # What was in a file that is gone cannot be shown; a folder may hold it still.
        there = [path for path in state.paths if os.path.exists(path)]  # noqa: PTH110 - never raises
        self._kept = state
        if there:
            self._file.mark(restoring=True)
            self._survived.start()
            self._document_controller.open(there, state.place)
            self._window.workspace.show_pane(state.pane)
        gone = [path for path in state.paths if path not in there]
        if gone:
            QTimer.singleShot(0, self, lambda: self._tell_gone(gone))
        self.offered.emit()
        return bool(there)

    def keep(self) -> None:
        """Write what is open now; nothing if nothing was open all the time."""
        self._rest.stop()
        state = self._state()
        if state == self._kept or (self._kept is None and not state.paths):
            return
        self._kept = state
        if self._file.write(state):
            self._file.mark(restoring=False)

    def end(self) -> None:
        """The window closes: write, unless the last session is still on its way; it is whole in the file."""
        if self._survived.isActive():
            self._file.mark(restoring=False)
        else:
            self.keep()
        self._survived.stop()

    def _state(self) -> SessionState:
        player, number = self._window.workspace.player, self._window.workspace.number
        path = self._selection.path
        position = None if player.position == player.count else player.position
        place = Place(path, max(number, 0), position) if path is not None and not is_passing(path) else None
        return SessionState(tuple(self._document_controller.named_paths()), place, self._window.workspace.pane_name)

    def _tell_gone(self, paths: list[Path]) -> None:
        first, more = f"{paths[0].name} (in {paths[0].parent})", len(paths) - 1
        what = f"{first} and {more} more of the last session are" if more else f"{first} of the last session is"
        self._window.status.tell(f"{what} not there any more")

    def _on_changed(self) -> None:
        """Something is different; on the way of playback, so it does nothing but look at a clock."""
        if not self._rest.isActive():
            self._rest.start()

    def _on_rested(self) -> None:
        """Write, unless the last session is still on its way: a part of it must not take its place."""
        if self._survived.isActive():
            self._rest.start()
        else:
            self.keep()
            keep_geometry(self._window, self._settings)

    def _on_survived(self) -> None:
        if any(document.is_loading for document in self._documents):
            self._survived.start()
        else:
            self._file.mark(restoring=False)
