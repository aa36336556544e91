# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Go to anything: it gathers what there is to go to, and goes there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:
    from viewer.gui.actions import Actions
    from viewer.gui.models.targets import Target
    from viewer.gui.tasks import Tasks
    from viewer.gui.welcome.recents import Recents
    from viewer.gui.window.main_window import MainWindow

_ITSELF = "quick_open"


class Navigation(QObject):
    """Open files and what libraries hold, recent files, and the commands of the window."""

    path_requested = Signal(Path)
    """A recent file or folder that is to be opened."""

    def __init__(self, window: MainWindow, recents: Recents, tasks: Tasks) -> None:
        """Nothing is gathered before somebody asks."""
        super().__init__(window)
        self._window, self._recents, self._tasks = window, recents, tasks
        self._actions: Actions | None = None
        self._is_joined = False

    def set_actions(self, actions: Actions) -> None:
        """The commands to offer."""
        self._actions = actions

    def open(self) -> None:
        """Show the field."""
        from viewer.gui.models.targets import Target, of_files  # noqa: PLC0415 - with the field

        field = self._window.quick_open
        if not self._is_joined:
            self._is_joined = True
            field.chosen.connect(self._on_chosen)
        files = self._window.sidebar.model.files()
        known = {file.path for file in files}
        others = [
            Target("folder" if recent.is_folder else "recent", recent.path.name, str(recent.path.parent), recent.path)
            for recent in self._recents.entries
            if recent.path not in known and recent not in self._recents.missing
        ]
        commands = self._commands()
        field.open_with(lambda _cancelled: [*of_files(files), *others, *commands])

    def _commands(self) -> list[Target]:
        """The commands that do something just now."""
        from viewer.gui.models.targets import Target  # noqa: PLC0415 - with the field

        return [
            Target(
                "command",
                command.text.replace("&", "").rstrip("…"),
                command.menu.replace("&", ""),
                command=command.id,
                key=QKeySequence(command.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
                if command.keys
                else "",
            )
            for command, action in self._actions or ()
            if action.isEnabled() and action.menu() is None and command.id != _ITSELF
        ]

    def _on_chosen(self, target: Target) -> None:
        if target.command and self._actions is not None:
            self._actions[target.command].trigger()
        elif target.path is not None and target.kind in ("recent", "folder"):
            self.path_requested.emit(target.path)
        elif target.path is not None:
            file = self._window.sidebar.model.file(target.path)
            first = 0 if file is not None and file.interactions else -1
            self._window.sidebar.select(target.path, max(target.exchange, first))
            self._window.workspace.pane.setFocus()
