# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Bringing the window to the front for another start, as far as the desktop lets one."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

_SETTLED_MS = 400


def raise_window(window: QWidget, token: str) -> None:
    """Show and activate the window; where the desktop refuses, its entry in the taskbar asks for attention.

    Qt's Wayland platform takes the token from this variable when a window asks to be activated, and clears it
    (xdg-activation-v1). On X11 it tells the window manager the time of the last event it saw.
    """
    if token:
        os.environ["XDG_ACTIVATION_TOKEN"] = token
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    QTimer.singleShot(_SETTLED_MS, window, lambda: _ask_for_attention(window))


def _ask_for_attention(window: QWidget) -> None:
    if QApplication.activeWindow() is None:
        QApplication.alert(window)
