# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""It joins the welcome page, once there is one, with what it offers: recent files, the last session, the sample."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from viewer.gui.welcome.page import WelcomePage
    from viewer.gui.welcome.recents import Recents
    from viewer.gui.window.main_window import MainWindow
    from viewer.gui.window.opening import Opening
    from viewer.gui.window.session import Session


class WelcomeController(QObject):
    """Fills the page, and does what its buttons say."""

    path_requested = Signal(Path)
    """A recent file or folder that is to be opened."""

    def __init__(self, window: MainWindow, opening: Opening, recents: Recents, session: Session) -> None:
        """Wait for the page: a start with a file never shows it."""
        super().__init__(window)
        self._opening, self._recents, self._session = opening, recents, session
        window.welcome_made.connect(self._on_made)

    def _on_made(self, page: WelcomePage) -> None:
        page.open_requested.connect(self._opening.ask_files)
        page.folder_requested.connect(self._opening.ask_folder)
        page.sample_requested.connect(self._opening.open_sample)
        page.path_requested.connect(self.path_requested)
        page.forget_requested.connect(lambda entry: self._recents.remove([entry]))
        page.clear_requested.connect(self._recents.clear)
        page.reopen_button.clicked.connect(self._session.reopen)
        self._session.offered.connect(lambda: self._offer_session(page))
        self._offer_session(page)
        self._recents.changed.connect(lambda: page.set_recent(self._recents.entries, self._recents.missing))
        page.set_recent(self._recents.entries, self._recents.missing)
        QTimer.singleShot(0, self, self._recents.look)

    def _offer_session(self, page: WelcomePage) -> None:
        names = [path.name for path in self._session.last.paths]
        page.offer_session(names, was_interrupted=self._session.was_interrupted)
