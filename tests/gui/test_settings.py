# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Settings: typed, told when they change, and sensible whatever the file holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QRect, QSettings
from pytestqt.qtbot import QtBot

from viewer.gui import settings as table
from viewer.gui.settings import FOLLOW, LONGEST_PAUSE, MASK_SECRETS, READING_PACE, SPEED, THEME, ZOOM, Setting, Settings

EVERY: list[Setting[Any]] = [value for value in vars(table).values() if isinstance(value, Setting)]


@pytest.fixture
def store(tmp_path: Path) -> QSettings:
    """A settings file of its own."""
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def again(store: QSettings) -> Settings:
    """What another start reads."""
    store.sync()
    return Settings(QSettings(store.fileName(), QSettings.Format.IniFormat))


def test_values_come_back_in_their_type_from_a_file(store: QSettings) -> None:
    settings = Settings(store)
    settings.set(SPEED, 4.0)
    settings.set(FOLLOW, False)
    settings.set(ZOOM, 125)
    settings.set(LONGEST_PAUSE, float("inf"))
    read = again(store)
    assert (read.get(SPEED), read.get(FOLLOW), read.get(ZOOM)) == (4.0, False, 125)
    assert read.pacing.longest_gap_ms == float("inf")
    assert read.get(THEME) == "system"


def test_every_default_is_accepted_and_no_key_is_used_twice() -> None:
    assert [setting.key for setting in EVERY if setting.default not in setting.accepts] == []
    assert len({setting.key for setting in EVERY}) == len(EVERY) > 8


_stored = (
    st.none() | st.text() | st.booleans() | st.integers(-(2**31), 2**31 - 1) | st.floats()
    | st.lists(st.text(), max_size=3) | st.binary().map(QByteArray) | st.just(QRect(1, 2, 3, 4))
    | st.sampled_from(["nan", "-inf", "1e999", "9" * 5000, "-100", "0", "1", "TRUE", "1.0", "dark", "system", "sepia"])
)  # fmt: skip


@examples(max_examples=40)  # each writes a file
@given(st.data())
def test_whatever_is_stored_a_read_makes_sense(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.getbasetemp() / "any.ini"
    path.unlink(missing_ok=True)
    store = QSettings(str(path), QSettings.Format.IniFormat)
    for setting in EVERY:
        store.setValue(setting.key, data.draw(_stored))
    store.setValue("recent/files", data.draw(_stored))
    for settings in (Settings(store), again(store)):
        for setting in EVERY:
            value = settings.get(setting)
            assert type(value) is type(setting.default)
            assert value in setting.accepts
        assert all(isinstance(line, str) for line in settings.lines("recent/files"))
        assert settings.pacing.characters_per_second > 0


@examples(max_examples=40)
@given(st.binary(max_size=300) | st.text(alphabet="[]=@()\\ \n,;%0look/zoom_percentVariantByteArray\x00", max_size=200))
def test_a_file_that_is_garbage_is_defaults_and_can_be_written(
    tmp_path_factory: pytest.TempPathFactory, content: bytes | str
) -> None:
    path = tmp_path_factory.getbasetemp() / "garbage.ini"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    settings = Settings(QSettings(str(path), QSettings.Format.IniFormat))
    for setting in EVERY:
        assert settings.get(setting) in setting.accepts
    settings.set(ZOOM, 150)
    settings.set(MASK_SECRETS, False)
    assert (settings.get(ZOOM), settings.get(MASK_SECRETS)) == (150, False)


@pytest.mark.parametrize("text", ["maybe", "", "2", "yes"])
def test_a_switch_that_says_neither_is_its_default(store: QSettings, text: str) -> None:
    store.setValue(MASK_SECRETS.key, text)
    assert Settings(store).get(MASK_SECRETS) is True


def test_where_nothing_can_be_written_choices_hold_until_the_end(tmp_path: Path) -> None:
    (tmp_path / "settings.ini").mkdir()  # unreadable and unwritable for everybody, root too
    settings = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    assert settings.get(ZOOM) == 100
    settings.set(ZOOM, 125)
    settings.set_lines("recent/files", ["/a"])
    assert (settings.get(ZOOM), settings.lines("recent/files")) == (125, ["/a"])


def test_what_a_newer_version_wrote_is_left_alone(store: QSettings) -> None:
    store.setValue("look/hologram", "on")
    store.setValue("look/theme", "sepia")
    settings = again(store)
    assert settings.get(THEME) == "system"
    settings.set(ZOOM, 110)
    settings._store.sync()
    later = QSettings(store.fileName(), QSettings.Format.IniFormat)
    assert (later.value("look/hologram"), later.value("look/theme")) == ("on", "sepia")


def test_changes_are_told_once_and_defaults_come_back(store: QSettings, qtbot: QtBot) -> None:
    settings = Settings(store)
    told: list[object] = []
    settings.changed.connect(told.append)
    settings.set(READING_PACE, 120.0)
    settings.set(READING_PACE, 120.0)
    assert told == [READING_PACE]
    settings.reset((READING_PACE, ZOOM))
    assert told == [READING_PACE, READING_PACE]
    assert settings.pacing.characters_per_second == READING_PACE.default


def test_layouts_are_bytes_or_nothing(store: QSettings) -> None:
    store.setValue("layout/window", 7)
    assert Settings(store).layout("window") == QByteArray()
