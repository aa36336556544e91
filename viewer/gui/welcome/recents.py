# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Files and folders opened lately, the latest first: kept in the settings, shared by all windows."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.dataclass import dataclass

if TYPE_CHECKING:
    from viewer.gui.settings import Settings
    from viewer.gui.tasks import Tasks

MOST = 12
_KEY = "recent/files"
_URI = "file://"
_REST_MS = 300
"""Files opened together are written together, and not on the way to the first picture."""


@dataclass(frozen=True, slots=True)
class Recent:
    """A file or folder that was opened by name. Whether it is there still is asked elsewhere: that may take time."""

    path: Path
    is_folder: bool = False

    @property
    def line(self) -> str:
        """How it is kept: a folder ends in a separator; a name that is no text, which Linux allows, as a file URI."""
        name = str(self.path)
        try:
            name.encode()
        except UnicodeEncodeError:
            name = self.path.as_uri()
        return f"{name}{os.sep}" if self.is_folder else name


def _read(line: str) -> Recent | None:
    """What is kept in a line; None for what names no place."""
    if line.startswith(_URI):
        line = os.fsdecode(unquote_to_bytes(line.removeprefix(_URI)))
    if "\0" in line or not os.path.isabs(line):  # noqa: PTH117 - it is a line still
        return None
    return Recent(Path(line), line.endswith(("/", os.sep)))


class Recents(QObject):
    """The list; several windows write to it without losing what another one added."""

    changed = Signal()
    """Other entries, another order, or more is known of what is missing."""

    def __init__(self, settings: Settings, tasks: Tasks, parent: QObject | None = None) -> None:
        """Read the list."""
        super().__init__(parent)
        self._settings, self._tasks = settings, tasks
        self._added: list[Recent] = []
        self._entries = self._stored()
        self._missing: frozenset[Recent] = frozenset()
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.keep)

    @property
    def entries(self) -> tuple[Recent, ...]:
        """The latest first, none twice."""
        return tuple(self._entries)

    @property
    def missing(self) -> frozenset[Recent]:
        """Those that were not there when they were looked for."""
        return self._missing

    def add(self, path: Path, *, is_folder: bool = False) -> None:
        """Put a file or folder in front."""
        entry = Recent(path, is_folder)
        self._added = _first(entry, self._added)
        self._entries = _first(entry, self._entries)
        self._missing -= {entry}
        self._rest.start()
        self.changed.emit()

    def remove(self, entries: Sequence[Recent]) -> None:
        """Forget some."""
        self.keep()
        self._write([entry for entry in self._stored() if entry not in entries])

    def clear(self) -> None:
        """Forget all."""
        self._added = []
        self._write([])

    def keep(self) -> None:
        """Write what was added, in front of what other windows wrote meanwhile."""
        self._rest.stop()
        if self._added:
            entries = self._stored()
            for entry in reversed(self._added):
                entries = _first(entry, entries)
            self._added = []
            self._write(entries)

    def look(self) -> None:
        """Read the list again, and find out in the background which of it are missing: a disk may be slow to answer."""
        self.keep()
        entries = self._stored()
        if entries != self._entries:
            self._entries = entries
            self.changed.emit()
        self._tasks.run("recents", lambda _cancelled: _gone(entries), self._on_looked)

    def _on_looked(self, missing: frozenset[Recent]) -> None:
        if missing != self._missing:
            self._missing = missing
            self.changed.emit()

    def _stored(self) -> list[Recent]:
        return [entry for entry in map(_read, self._settings.lines(_KEY)) if entry is not None][:MOST]

    def _write(self, entries: list[Recent]) -> None:
        self._entries = entries
        self._settings.set_lines(_KEY, [entry.line for entry in entries])
        self.changed.emit()


def _first(entry: Recent, entries: Sequence[Recent]) -> list[Recent]:
    return [entry, *(known for known in entries if known.path != entry.path)][:MOST]


def _gone(entries: Sequence[Recent]) -> frozenset[Recent]:
    return frozenset(entry for entry in entries if not entry.path.exists())
