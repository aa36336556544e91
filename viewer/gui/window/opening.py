# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How files come in: by dialog, by name, by folder, and the sample."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from viewer.core.formats import file_suffixes
from viewer.gui.documents.document import named
from viewer.resources import resource

if TYPE_CHECKING:
    from viewer.gui.documents.documents import Documents
    from viewer.gui.library.libraries import Libraries
    from viewer.gui.welcome.recents import Recents


class Opening(QObject):
    """Asks for files and hands them to the documents."""

    chosen = Signal(list)
    """Paths of files, or of a folder, that the user picked."""

    def __init__(self, window: QWidget, documents: Documents, libraries: Libraries, recents: Recents) -> None:
        """Dialogs belong to `window`, and begin where the user was last."""
        super().__init__(window)
        self._window, self._documents, self._libraries, self._recents = window, documents, libraries, recents

    def open(self, paths: Sequence[Path]) -> None:
        """Open files, and folders as libraries; a file that lies in one is there already."""
        for path in paths:
            if path.is_dir():
                self._libraries.open(path)
            elif not self._libraries.holds(named(path)):
                self._documents.open(path)

    def ask_files(self) -> None:
        """Let the user choose files."""
        kinds = f"Cassettes ({' '.join(f'*{suffix}' for suffix in file_suffixes())});;All files (*)"
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - its enumerations take long to make

        names, _ = QFileDialog.getOpenFileNames(self._window, "Open cassettes", self._folder(), kinds)
        if names:
            self.chosen.emit([Path(name) for name in names])

    def ask_folder(self) -> None:
        """Let the user choose a folder."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415

        name = QFileDialog.getExistingDirectory(self._window, "Open a folder of cassettes", self._folder())
        if name:
            self.chosen.emit([Path(name)])

    def open_sample(self) -> None:
        """Open the sample that comes with the program."""
        self.open([Path(str(resource("samples", "agent-tools.yaml")))])

    def _folder(self) -> str:
        latest = next(iter(self._recents.entries), None)
        return str(latest.path.parent if latest else Path.home())
