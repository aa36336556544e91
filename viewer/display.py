# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Whether a window can open here. Rule: it is known before Qt starts, for Qt ends the process where it cannot."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

_DISPLAYS = {"xcb": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}
"""The platforms of Qt that draw on a display server, and the variable by which each finds its own."""


def missing_for_a_window() -> str | None:
    """Why no window can open here, such as `no display server`; None when one can."""
    if sys.platform not in ("win32", "darwin") and not _has_display():
        return "no display server"
    return None if find_spec("PySide6") else "PySide6 is not installed"


def _has_display() -> bool:
    """Whether one of the wanted platforms (doc.qt.io/qt-6/qguiapplication.html, `-platform`) has what it needs."""
    wanted = os.environ.get("QT_QPA_PLATFORM")
    if not wanted:
        return any(os.environ.get(variable) for variable in _DISPLAYS.values())
    names = [platform.partition(":")[0].partition("-")[0] for platform in wanted.split(";")]
    return any(name not in _DISPLAYS or os.environ.get(_DISPLAYS[name]) for name in names if name)
