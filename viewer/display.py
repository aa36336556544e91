# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Whether a window can open here. Rule: it is known before Qt starts, for Qt ends the process where it cannot."""

from __future__ import annotations

import os
import re
import sys
from importlib.util import find_spec

_DISPLAYS = {"xcb": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}
"""The platforms of Qt that draw on a display server, and the variable by which each finds its own."""
_SCREEN = re.compile(r"(:\d+)\.\d+$")
"""The number of the screen in `HOST:DISPLAY.SCREEN` (X(7)): one server draws on all of its screens."""


def missing_for_a_window() -> str | None:
    """Why no window can open here, such as `no display server`; None when one can."""
    if sys.platform not in ("win32", "darwin") and not _has_display():
        return "no display server"
    return None if find_spec("PySide6") else "PySide6 is not installed"


def _has_display() -> bool:
    """Whether one of the wanted platforms (doc.qt.io/qt-6/qguiapplication.html, `-platform`) has what it needs."""
    return any(name not in _DISPLAYS or os.environ.get(_DISPLAYS[name]) for name in _wanted_platforms())


def _wanted_platforms() -> list[str]:
    """The platforms of Qt that a start tries, in order: those that the user wants, else those of display servers."""
    wanted = os.environ.get("QT_QPA_PLATFORM")
    if not wanted:
        return ["wayland", "xcb"]
    names = (platform.partition(":")[0].partition("-")[0] for platform in wanted.split(";"))
    return [name for name in names if name]


def display() -> str:
    """The name of the display that a window would open on: the same for two starts that share a screen."""
    if sys.platform in ("win32", "darwin"):
        return sys.platform
    for platform in _wanted_platforms():
        server = os.environ.get(_DISPLAYS.get(platform, ""), "")
        if platform == "xcb" and server:
            return "xcb " + _SCREEN.sub(r"\1", server).removeprefix("unix")
        if server or platform not in _DISPLAYS:
            return f"{platform} {server}"
    return ""
