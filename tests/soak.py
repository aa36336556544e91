# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Random use of one window, as a user's day: what must not grow meanwhile is counted."""

from __future__ import annotations

import gc
import os
import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QTreeView
from shiboken6 import Shiboken

from viewer.gui.window.commands import Commands

_MOST_OPEN = 6


@dataclass(frozen=True)
class Counts:
    """What a window holds: Qt objects, objects of Python, open descriptors, threads."""

    qt_objects: int
    objects: int
    descriptors: int
    threads: int


class Soak:
    """Does something random again and again; `turn` lets the event loop run."""

    def __init__(self, commands: Commands, files: list[Path], turn: Callable[[], None], seed: int = 1) -> None:
        """Know the files that may be opened."""
        self.commands, self._files, self._turn = commands, files, turn
        self._rng = random.Random(seed)  # noqa: S311 - the same day each time
        self._open: list[Path] = []
        self.done: Counter[str] = Counter()
        self._actions = {
            "open": self._open_one, "close": self._close_one, "select": self._select, "seek": self._seek,
            "pane": self._show_pane, "filter": self._filter, "reload": self._reload, "theme": self._theme,
            "zoom": self._zoom, "play": self._play, "page": self._show_page,
        }  # fmt: skip

    def act(self, times: int) -> None:
        """Do so many things."""
        for _ in range(times):
            name = self._rng.choice(list(self._actions))
            self._actions[name]()
            self.done[name] += 1
            self._turn()

    def look_everywhere(self) -> None:
        """Look at every row, pane and page of every file once, so that whatever is new later was left over."""
        window = self.commands.window
        tree = window.findChild(QTreeView, "interactionTree")
        assert tree is not None
        for path in self._files:
            self.commands.open([path])
            self._open.append(path)
            self._turn()
            tree.expandAll()
            index = tree.model().index(0, 0)
            while index.isValid():
                tree.setCurrentIndex(index)
                self._turn()
                for name in ("run_page", "list", "run_page"):
                    self.commands.actions[name].trigger()
                    self._turn()
                index = tree.indexBelow(index)
            for tab in range(window.workspace.tabs.count()):
                window.workspace.tabs.setCurrentIndex(tab)
                self._turn()
            self.close_all()

    def close_all(self) -> None:
        """Close every file."""
        while self._open:
            self._close_one()
            self._turn()

    def counts(self) -> Counts:
        """What there is when everything that can be freed is."""
        gc.unfreeze()  # what survived is there too
        for _ in range(3):
            self._turn()
            gc.collect()
        everything = gc.get_objects()
        alive = sum(1 for one in everything if isinstance(one, QObject) and Shiboken.isValid(one))
        descriptors = Path("/proc/self/fd")
        count = len(os.listdir(descriptors)) if descriptors.exists() else 0  # noqa: PTH208 - a list of names
        return Counts(alive, len(everything), count, threading.active_count())

    # --- What one can do

    def _open_one(self) -> None:
        path = self._rng.choice(self._files)
        if len(self._open) >= _MOST_OPEN:
            self._close_one()
        self.commands.open([path])
        if path not in self._open:
            self._open.append(path)

    def _close_one(self) -> None:
        if self._open:
            path = self._open.pop(self._rng.randrange(len(self._open)))
            self.commands._documents.close(path)

    def _reload(self) -> None:
        if self._open:
            self.commands._documents.reload(self._rng.choice(self._open))

    def _select(self) -> None:
        tree = self.commands.window.findChild(QTreeView, "interactionTree")
        assert tree is not None
        index = tree.indexBelow(tree.currentIndex()) if tree.currentIndex().isValid() else tree.model().index(0, 0)
        for _ in range(self._rng.randint(0, 12)):
            index = tree.indexBelow(index) if index.isValid() else tree.model().index(0, 0)
        if index.isValid():
            tree.setCurrentIndex(index)

    def _seek(self) -> None:
        player = self.commands.window.workspace.player
        player.seek(self._rng.randint(0, max(player.count, 0)))

    def _play(self) -> None:
        player = self.commands.window.workspace.player
        (player.pause if player.is_playing else player.play)()

    def _show_pane(self) -> None:
        tabs = self.commands.window.workspace.tabs
        tabs.setCurrentIndex(self._rng.randrange(tabs.count()))

    def _show_page(self) -> None:
        action = self.commands.actions[self._rng.choice(("run_page", "list"))]
        if action.isEnabled():
            action.trigger()

    def _filter(self) -> None:
        edit = self.commands.window.findChild(QLineEdit, "filterEdit")
        assert edit is not None
        edit.setText(self._rng.choice(("", "", "tool:add", "status:4xx", "the", "-q", "tokens:>100")))

    def _theme(self) -> None:
        self.commands.actions[self._rng.choice(("theme_light", "theme_dark"))].trigger()

    def _zoom(self) -> None:
        self.commands.actions[self._rng.choice(("zoom_in", "zoom_out"))].trigger()


def turn(application: QApplication) -> Callable[[], None]:
    """The event loop's turn."""

    def run() -> None:
        for _ in range(3):
            application.processEvents()
            application.sendPostedEvents(None, 52)  # QEvent.DeferredDelete, which nested loops leave

    return run
