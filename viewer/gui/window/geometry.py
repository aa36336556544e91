# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The window as it was left: its geometry and the widths of its columns, on whatever screen there is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viewer.gui.settings import Settings
    from viewer.gui.window.main_window import MainWindow


def restore_geometry(window: MainWindow, settings: Settings) -> None:
    """Put the window back as it was left; where nothing is remembered it stays as it is.

    Qt moves it onto the screens that there are now, and refuses a geometry from a screen of quite another size.
    """
    for name, restore in (
        ("window", window.restoreGeometry),
        ("columns", window.splitter.restoreState),
        ("inspector", window.workspace.splitter.restoreState),
    ):
        state = settings.layout(name)
        if not state.isEmpty():
            restore(state)


def keep_geometry(window: MainWindow, settings: Settings) -> None:
    """Remember the window as it is."""
    settings.set_layout("window", window.saveGeometry())
    settings.set_layout("columns", window.splitter.saveState())
    settings.set_layout("inspector", window.workspace.splitter.saveState())
