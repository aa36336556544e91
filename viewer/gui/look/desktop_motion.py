# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Whether the desktop asks for reduced motion: its settings portal is asked, and GTK's settings files are read.

Qt does not tell. Nothing waits for an answer: it comes after the window, or never, and then nothing is reduced. On
macOS and Windows nobody is asked; there the preferences decide.
"""

from __future__ import annotations

import configparser
import os
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusVariant

_SERVICE, _PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_INTERFACE = "org.freedesktop.portal.Settings"
_KEYS: dict[tuple[str, str], object] = {
    ("org.freedesktop.appearance", "reduced-motion"): 1,
    ("org.gnome.desktop.interface", "enable-animations"): False,
    ("org.kde.kdeglobals.KDE", "AnimationDurationFactor"): "0",
}
"""Settings and the value of each that asks for less motion: the standard's own, GNOME's and its kin's, Plasma's."""
_PATIENCE_MS = 5000


class DesktopMotion(QObject):
    """The wish of the desktop that this program runs in."""

    told = Signal(bool)
    """Whether less motion is asked for; told again when that changes."""

    def __init__(self, parent: QObject) -> None:
        """Nobody is asked yet."""
        super().__init__(parent)
        self._wishes: dict[tuple[str, str], bool] = {}

    def ask(self) -> None:
        """Read the files, ask the portal, and listen to it from now on."""
        self._note(("gtk", "settings"), gtk_stops_animations(os.environ))
        if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            return  # without an address the library would start a bus of its own
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        slot = SLOT("_on_changed(QString,QString,QDBusVariant)")
        bus.connect(_SERVICE, _PATH, _INTERFACE, "SettingChanged", self, slot)  # type: ignore[call-overload] # it is str
        for key in _KEYS:
            question = QDBusMessage.createMethodCall(_SERVICE, _PATH, _INTERFACE, "Read")
            question.setArguments(list(key))
            answer = QDBusPendingCallWatcher(bus.asyncCall(question, _PATIENCE_MS), self)
            answer.finished.connect(lambda watcher, key=key: self._on_answer(watcher, key))

    def _on_answer(self, watcher: QDBusPendingCallWatcher, key: tuple[str, str]) -> None:
        values = [] if watcher.isError() else watcher.reply().arguments()
        watcher.deleteLater()
        if values:  # an error is a desktop without this setting, or without a portal
            self._note(key, _plain(values[0]) == _KEYS[key])

    @Slot(str, str, QDBusVariant)
    def _on_changed(self, namespace: str, name: str, value: QDBusVariant) -> None:
        if (namespace, name) in _KEYS:
            self._note((namespace, name), _plain(value) == _KEYS[namespace, name])

    def _note(self, key: tuple[str, str], wish: bool) -> None:
        before = any(self._wishes.values())
        self._wishes[key] = wish
        if any(self._wishes.values()) != before:
            self.told.emit(not before)


def _plain(value: object) -> object:
    """What is in a variant, or in a variant in one."""
    while isinstance(value, QDBusVariant):
        value = value.variant()
    return value


def gtk_stops_animations(environment: Mapping[str, str]) -> bool:
    """Whether the newest of GTK's settings files that says anything about animations turns them off."""
    home = Path(environment.get("XDG_CONFIG_HOME") or Path(environment.get("HOME", "/")) / ".config")
    for version in ("gtk-4.0", "gtk-3.0"):
        table = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            table.read(home / version / "settings.ini", "utf-8")
        except (OSError, UnicodeDecodeError, configparser.Error):
            continue  # of no use to us, and not ours to complain about
        word = table.get("Settings", "gtk-enable-animations", fallback="").strip().lower()
        if word:
            return word in ("0", "false", "no")
    return False
