# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How files come in: by dialog, by name, by folder, and the sample."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from viewer.core.formats import file_suffixes
from viewer.resources import resource

if TYPE_CHECKING:
    from viewer.gui.documents import Documents
    from viewer.gui.recents import Recents
    from viewer.gui.tasks import Cancelled, Tasks

_SKIPPED = frozenset((".git", ".hg", ".venv", "node_modules", "__pycache__"))


def cassettes_below(folder: Path, cancelled: Cancelled) -> Iterator[Path]:
    """Files below a folder with a suffix that some recorder writes, in order of their names; links are not followed."""
    suffixes = file_suffixes()
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        if cancelled():
            return
        for name in sorted(names):
            if name.lower().endswith(suffixes):
                yield Path(root, name)


class Opening(QObject):
    """Asks for files and hands them to the documents."""

    nothing_found = Signal(Path)
    """A folder held no file that looks like a cassette."""

    def __init__(self, window: QWidget, documents: Documents, recents: Recents, tasks: Tasks) -> None:
        """Dialogs belong to `window`, and begin where the user was last."""
        super().__init__(window)
        self._window, self._documents, self._recents, self._tasks = window, documents, recents, tasks

    def open(self, paths: Sequence[Path]) -> None:
        """Open files, and what folders hold."""
        for path in paths:
            if path.is_dir():
                self._open_folder(path)
            else:
                self._documents.open(path)

    def ask_files(self) -> None:
        """Let the user choose files."""
        kinds = f"Cassettes ({' '.join(f'*{suffix}' for suffix in file_suffixes())});;All files (*)"
        names, _ = QFileDialog.getOpenFileNames(self._window, "Open cassettes", self._folder(), kinds)
        self.open([Path(name) for name in names])

    def ask_folder(self) -> None:
        """Let the user choose a folder."""
        name = QFileDialog.getExistingDirectory(self._window, "Open a folder of cassettes", self._folder())
        if name:
            self.open([Path(name)])

    def open_sample(self) -> None:
        """Open the sample that comes with the program."""
        self.open([Path(str(resource("samples", "agent-tools.yaml")))])

    def _open_folder(self, folder: Path) -> None:
        def keep(found: list[Path]) -> None:
            if not found:
                self.nothing_found.emit(folder)
            self._open_one_by_one(found)

        self._tasks.run(f"folder {folder}", lambda cancelled: list(cassettes_below(folder, cancelled)), keep)

    def _open_one_by_one(self, found: Sequence[Path]) -> None:
        """A file for each turn of the event loop: small ones are read inline."""
        if found:
            self._documents.open(found[0])
            QTimer.singleShot(0, self, lambda: self._open_one_by_one(found[1:]))

    def _folder(self) -> str:
        latest = next(iter(self._recents.entries), None)
        return str(latest.path.parent if latest else Path.home())
