# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The window's part of the self-test: open a recording, look, play it to its end. Settings are thrown away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QSettings, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from viewer.gui.app import Application, build
from viewer.gui.look.icons import Icon
from viewer.gui.look.theme import THEME_NAMES, load_theme
from viewer.gui.settings import INSTANT, SPEEDS, Settings
from viewer.gui.window.commands import Commands
from viewer.gui.window.session_file import SessionFile
from viewer.resources import resource

_PATIENCE_MS = 60_000
_FASTEST = max(speed for speed in SPEEDS if speed != INSTANT)


class WindowTestError(Exception):
    """What did not happen in the window."""


def check_window(sample: Path, folder: Path) -> str:
    """Open, show and play a recording of a stream, and say how it went; `folder` is the memory meanwhile."""
    _draw_all()
    app = Application(["cassette-viewer"])
    store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    commands = build(app, Settings(store), SessionFile(folder))
    window, player = commands.window, commands.window.workspace.player
    try:
        commands.open([sample])
        window.show()
        _wait(lambda: player.count > 0, f"{sample.name} was not shown")
        picture = window.grab()
        if _is_blank(picture):
            raise WindowTestError("the window is blank")
        player.set_speed(_FASTEST)
        player.seek(0)
        player.play()
        _wait(lambda: player.position > 0 or not player.is_playing, "playing did not begin")
        _wait(lambda: player.position == player.count, f"playing stopped at event {player.position} of {player.count}")
        events = player.count
    finally:
        _leave(app, commands)
    return f"{sample.name} shown at {picture.width()} × {picture.height()} and played to the end, {events} events"


def _draw_all() -> None:
    """Every icon is a drawing, all themes are whole. Raises what is wrong with them."""
    for icon in Icon:
        if not QSvgRenderer(str(resource("icons", f"{icon}.svg"))).isValid():
            raise WindowTestError(f"the icon {icon} cannot be drawn")
    for name in THEME_NAMES:
        load_theme(name)


def _is_blank(picture: QPixmap) -> bool:
    """Whether a picture has one colour only, looked at in a grid of points."""
    image = picture.toImage()
    points = ((x, y) for x in range(0, image.width(), 8) for y in range(0, image.height(), 8))
    return len({image.pixel(x, y) for x, y in points}) < 2


def _wait(happened: Callable[[], bool], otherwise: str) -> None:
    """Let the window work until something happened; raises WindowTestError when it does not."""
    deadline = QDeadlineTimer(_PATIENCE_MS)
    while not happened():
        if deadline.hasExpired():
            raise WindowTestError(otherwise)
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


def _leave(app: QApplication, commands: Commands) -> None:
    """Close the window as its user would, so that what happens then happens too."""
    commands.window.close()
    QTimer.singleShot(0, app.quit)
    app.exec()
