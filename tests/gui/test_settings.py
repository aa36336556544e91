# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Settings: typed, and damaged values fall back to defaults."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from viewer.gui.settings import FOLLOW, SPEED, THEME, ZOOM, Settings


@pytest.fixture
def store(tmp_path: Path) -> QSettings:
    """A settings file of its own."""
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def test_values_come_back_in_their_type_from_a_file(store: QSettings) -> None:
    settings = Settings(store)
    settings.set(SPEED, 4.0)
    settings.set(FOLLOW, False)
    settings.set(ZOOM, 125)
    store.sync()
    again = Settings(QSettings(store.fileName(), QSettings.Format.IniFormat))
    assert (again.get(SPEED), again.get(FOLLOW), again.get(ZOOM)) == (4.0, False, 125)
    assert again.get(THEME) == "system"


def test_damaged_values_are_defaults(store: QSettings) -> None:
    for setting in (SPEED, ZOOM):
        store.setValue(setting.key, "not a number")
    store.setValue("layout/window", 7)
    store.setValue("recent/files", {"a": 1})
    settings = Settings(store)
    assert (settings.get(SPEED), settings.get(ZOOM)) == (1.0, 100)
    assert settings.layout("window") == QByteArray()
    assert settings.recent == []


def test_recent_files_are_unique_latest_first_and_few(store: QSettings) -> None:
    settings = Settings(store)
    for number in range(20):
        settings.add_recent(f"/cassettes/{number}.yaml")
    settings.add_recent("/cassettes/10.yaml")
    assert settings.recent[:2] == ["/cassettes/10.yaml", "/cassettes/19.yaml"]
    assert len(settings.recent) == len(set(settings.recent)) == 12
    settings.clear_recent()
    assert settings.recent == []
