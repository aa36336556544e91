# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Reduced motion as the desktop asks for it: from its settings portal, from GTK's files, and what that does here.

The portal's answers are built here; a real portal was asked by hand, because it needs a whole desktop around it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusVariant

from viewer.gui.look.desktop_motion import DesktopMotion, gtk_stops_animations
from viewer.gui.settings import REDUCED_MOTION, Settings
from viewer.gui.window.commands import Commands


def test_a_change_of_the_desktop_is_told_once() -> None:
    parent = QObject()
    motion, told = DesktopMotion(parent), list[bool]()
    motion.told.connect(told.append)
    motion._on_changed("org.gnome.desktop.interface", "enable-animations", QDBusVariant(True))
    motion._on_changed("org.gnome.desktop.interface", "gtk-theme", QDBusVariant("1"))
    assert told == []
    motion._on_changed("org.gnome.desktop.interface", "enable-animations", QDBusVariant(False))
    motion._on_changed("org.kde.kdeglobals.KDE", "AnimationDurationFactor", QDBusVariant("0"))
    assert told == [True]
    motion._on_changed("org.gnome.desktop.interface", "enable-animations", QDBusVariant(QDBusVariant(True)))
    assert told == [True]
    motion._on_changed("org.kde.kdeglobals.KDE", "AnimationDurationFactor", QDBusVariant("1.5"))
    assert told == [True, False]


def test_without_a_bus_the_files_are_read_and_nothing_waits(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own_home))
    (own_home / "gtk-4.0").mkdir(parents=True)
    (own_home / "gtk-4.0/settings.ini").write_text("[Settings]\ngtk-enable-animations=0\n")
    parent = QObject()
    motion, told = DesktopMotion(parent), list[bool]()
    motion.told.connect(told.append)
    motion.ask()
    assert told == [True]


@pytest.mark.parametrize(
    ("four", "three", "stops"),
    [
        (None, None, False),
        ("gtk-enable-animations=false", None, True),
        ("gtk-enable-animations = True", "gtk-enable-animations=0", False),
        ("gtk-theme-name=A%B", "gtk-enable-animations=0", True),
        ("\x00]=[\ngarbage", "gtk-enable-animations=0", True),
        (b"\xff\xfe", None, False),
    ],
)
def test_the_newest_file_that_says_anything_counts(
    tmp_path: Path, four: str | bytes | None, three: str | None, stops: bool
) -> None:
    for version, text in (("gtk-4.0", four), ("gtk-3.0", three)):
        if text is not None:
            (tmp_path / version).mkdir()
            body = text if isinstance(text, bytes) else f"[Settings]\n{text}\n".encode()
            (tmp_path / version / "settings.ini").write_bytes(body)
    assert gtk_stops_animations({"XDG_CONFIG_HOME": str(tmp_path)}) is stops


@pytest.mark.parametrize(
    ("own", "desktop", "reduced"),
    [("system", True, True), ("system", False, False), ("off", True, False), ("on", False, True)],
)
def test_the_users_own_setting_wins_and_nothing_plays(
    commands: Commands, settings: Settings, samples: Path, own: str, desktop: bool, reduced: bool
) -> None:
    commands.open([samples / "agent-tools.yaml"])
    player = commands.window.workspace.player
    settings.set(REDUCED_MOTION, own)
    commands.set_desktop_motion(reduced=desktop)
    assert player.reduced_motion is reduced
