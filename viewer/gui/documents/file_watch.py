# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which files changed on disk since they were read: told once they are left alone, for editors write in steps."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

_SETTLE_MS = 150
"""Editors replace files in several steps; what counts is what stands there afterwards."""
_PATIENCE_S = 1.0
"""A file that is written all the time is read this often."""
_HALF_WRITTEN_MS, _MOST_WAITS = 300, 4
"""A file that became worse a moment ago may be half written: it is given this time, so many times."""

_Stamp = tuple[int, int, int]


class FileWatch(QObject):
    """Watches files that were read, each by its stamp of that moment."""

    changed = Signal(Path)
    """A file is another than the one that was read, or went away."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Watch nothing."""
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._on_touched)
        self._watcher.directoryChanged.connect(self._on_touched)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.check)
        self._first_touch = 0.0
        self._half_written = QTimer(self, singleShot=True, interval=_HALF_WRITTEN_MS)
        self._half_written.timeout.connect(self.check)
        self._waits: dict[Path, int] = {}
        self._stamps: dict[Path, _Stamp | None] = {}

    def add(self, path: Path) -> None:
        """Watch a file and its folder: an atomic replacement drops the file from the watcher (inode gone)."""
        watched = {*self._watcher.files(), *self._watcher.directories()}
        for name in (str(path), str(path.parent)):
            if name not in watched and Path(name).exists():
                self._watcher.addPath(name)

    def remove(self, path: Path) -> None:
        """Watch a file no longer."""
        self._stamps.pop(path, None)
        self._waits.pop(path, None)
        self._watcher.removePath(str(path))
        if not any(other.parent == path.parent for other in self._stamps):
            self._watcher.removePath(str(path.parent))

    def stamp(self, path: Path) -> int:
        """Note how a file stands that is about to be read; its size in bytes, 0 where there is none."""
        self._stamps[path] = stamp = _stamp(path)
        return stamp[1] if stamp else 0

    def waits_for(self, path: Path) -> bool:
        """Whether a file was written just now and may be whole in a moment; then it is told as changed once more."""
        stamp = self._stamps.get(path)
        is_young = stamp is not None and time.time() - stamp[0] / 1e9 < _PATIENCE_S
        if not is_young or self._waits.get(path, 0) >= _MOST_WAITS:
            return False
        self._waits[path] = self._waits.get(path, 0) + 1
        self._stamps[path] = None  # read again, though nothing may have been written since
        self._half_written.start()
        return True

    def accept(self, path: Path) -> None:
        """A file is taken as it was read."""
        self._waits.pop(path, None)

    def check(self) -> None:
        """Tell every file that is another now."""
        for path in list(self._stamps):
            if path.exists():
                self.add(path)
            if _stamp(path) != self._stamps.get(path):
                self.changed.emit(path)

    def _on_touched(self, _path: str) -> None:
        """Wait until the file is left alone, though not for ever."""
        if not self._settle.isActive():
            self._first_touch = time.monotonic()
        if time.monotonic() - self._first_touch < _PATIENCE_S:
            self._settle.start()


def _stamp(path: Path) -> _Stamp | None:
    """What tells one state of a file from another: its time, size and inode."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
