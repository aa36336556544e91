# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The preferences: every change applies at once, by keyboard too, and the window shows what others change."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from viewer.gui.dialogs.index_preference import IndexPreference
from viewer.gui.dialogs.preferences import Preferences
from viewer.gui.dialogs.preferences_table import EVERY, SECTIONS
from viewer.gui.look.theme import ThemeChoice
from viewer.gui.settings import LONGEST_PAUSE, MASK_SECRETS, READING_PACE, RESTORE, SPEED, THEME, ZOOM, Settings
from viewer.gui.widgets.choice import Choice
from viewer.gui.window.commands import Commands
from viewer.index.stamp import Stamp

_ROWS = [preference for _, preferences in SECTIONS for preference in preferences]


@pytest.fixture
def preferences(commands: Commands) -> Preferences:
    """The preferences, opened as the menu does."""
    commands.actions["preferences"].trigger()
    found = commands.window.findChild(Preferences)
    assert found is not None
    return found


def segment(preferences: Preferences, name: str) -> QRadioButton:
    """The segment that a screen reader calls so."""
    return next(found for found in preferences.findChildren(QRadioButton) if found.accessibleName() == name)


def test_the_table_offers_only_what_is_accepted_and_always_the_default() -> None:
    for row in _ROWS:
        values = [value for value, _ in row.values] or [False, True]
        assert [value for value in values if value not in row.setting.accepts] == []
        assert row.setting.default in values
    letters = Counter(row.name[row.name.index("&") + 1].lower() for row in _ROWS)
    assert max(letters.values()) == 1
    assert set(EVERY) >= {THEME, ZOOM, SPEED, LONGEST_PAUSE, READING_PACE, MASK_SECRETS, RESTORE}


def test_every_choice_has_a_buddy_and_a_name_and_the_keyboard_reaches_it(
    preferences: Preferences, qtbot: QtBot
) -> None:
    index = preferences.findChild(IndexPreference)
    assert index is not None
    qtbot.waitUntil(index.forget.isEnabled)  # its size is found in the background
    labels = {label.text() for label in preferences.findChildren(QLabel) if label.buddy() is not None}
    assert labels == {row.name for row in _ROWS if row.values}
    reached: set[str] = set()
    preferences.activateWindow()
    for _ in range(20):
        preferences.focusNextChild()
        focused = preferences.focusWidget()
        reached.add(focused.accessibleName() or getattr(focused, "text", str)())
    chosen = {
        "Theme: Like the desktop", "Text size: 100 %", "Motion: Like the desktop", "Speed: 1×", "Longest pause: 2 s",
        "Reading pace: 60",
    }  # fmt: skip
    buttons = {"Forget the index", "Reset to defaults", "Close"}
    assert reached == chosen | buttons | {"&Mask secrets", "&Open what was open last"}
    assert all(widget.accessibleName() for widget in preferences.findChildren(Choice))


def test_the_theme_and_the_size_apply_at_once_by_keyboard(commands: Commands, preferences: Preferences) -> None:
    label = next(found for found in preferences.findChildren(QLabel) if found.text() == "&Theme")
    buddy: QWidget | None = label.buddy()
    assert buddy is not None
    buddy.setFocus()
    QTest.keyClick(segment(preferences, "Theme: Like the desktop"), Qt.Key.Key_Right)
    QTest.keyClick(segment(preferences, "Theme: Light"), Qt.Key.Key_Right)
    assert commands._appearance.look.theme.is_dark
    assert commands.actions["theme_dark"].isChecked()
    QTest.mouseClick(segment(preferences, "Text size: 150 %"), Qt.MouseButton.LeftButton)
    QTest.qWait(100)
    assert commands._appearance.look.theme.scale == 1.5


def test_it_shows_what_was_changed_elsewhere(commands: Commands, preferences: Preferences) -> None:
    commands._appearance.choose(ThemeChoice.DARK)
    assert segment(preferences, "Theme: Dark").isChecked()
    commands.actions["preferences"].trigger()
    assert len(commands.window.findChildren(Preferences)) == 1


def test_secrets_are_masked_or_not_from_now_on_and_from_the_next_start(
    commands: Commands, preferences: Preferences, settings: Settings, make_window: Callable[..., Commands]
) -> None:
    box = next(found for found in preferences.findChildren(QCheckBox) if found.text() == "&Mask secrets")
    assert box.isChecked()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert commands._appearance.look.masker.show
    assert commands.actions["show_secrets"].isChecked()
    assert make_window(settings)._appearance.look.masker.show
    preferences._reset.click()
    assert box.isChecked()
    assert not commands._appearance.look.masker.show


def test_showing_secrets_for_once_is_not_remembered(commands: Commands, settings: Settings) -> None:
    commands.actions["show_secrets"].trigger()
    assert commands._appearance.look.masker.show
    assert settings.get(MASK_SECRETS) is True


def test_speed_and_pace_reach_the_player_and_the_place_stays(
    commands: Commands, preferences: Preferences, samples: Path, qtbot: QtBot
) -> None:
    commands.open([samples / "agent-tools.yaml"])
    qtbot.waitUntil(lambda: commands.recording is not None and commands.window.workspace.player.count > 0)
    player = commands.window.workspace.player
    player.seek(5)
    before = player.timeline
    assert before is not None
    QTest.mouseClick(segment(preferences, "Speed: 4×"), Qt.MouseButton.LeftButton)
    assert player.speed == 4.0
    commands._settings.set(LONGEST_PAUSE, 0.5)
    commands._settings.set(READING_PACE, 30.0)
    qtbot.waitUntil(lambda: all(document.pacing == commands._settings.pacing for document in commands._documents))
    assert (player.position, player.is_playing) == (5, False)
    assert player.timeline is not None
    assert player.timeline.times_ms == before.times_ms  # scaled: what was recorded stays
    assert commands.recording is next(iter(commands._documents)).recording


def test_a_speed_chosen_while_playing_is_not_the_next_start_s(commands: Commands, settings: Settings) -> None:
    commands.window.workspace.player.set_speed(8.0)
    commands.window.close()
    assert settings.get(SPEED) == 1.0


@pytest.mark.usefixtures("font_width")
def test_nothing_is_cut_at_any_size(commands: Commands, preferences: Preferences) -> None:
    for zoom in (90, 100, 150, 200):
        commands._settings.set(ZOOM, zoom)
        QTest.qWait(60)
        for width in (360, 760):
            preferences.resize(width, 500)
            QTest.qWait(20)
            check_that_nothing_is_cut(preferences)


def check_that_nothing_is_cut(preferences: Preferences) -> None:
    """Every choice is in its group, and every label has its lines."""
    page = preferences._page
    for found in preferences.findChildren(QRadioButton):
        choice = found.parentWidget()
        assert isinstance(choice, Choice)
        assert choice.rect().contains(found.geometry()), found.accessibleName()
        assert found.width() >= found.sizeHint().width()
    for label in page.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()) or not label.wordWrap()


def test_the_index_is_forgotten_and_its_size_told(
    commands: Commands, samples: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    shutil.copy(samples / "agent-tools.yaml", tmp_path / "agent.yaml")
    commands.open([tmp_path])
    qtbot.waitUntil(lambda: commands._selection.folder == tmp_path)
    qtbot.waitUntil(lambda: not any(library.is_reading for library in commands._libraries))
    commands.actions["preferences"].trigger()
    section = commands.window.findChild(IndexPreference)
    assert section is not None
    qtbot.waitUntil(section.forget.isEnabled)
    assert section.size_label.text().startswith("It takes ")
    stamp = Stamp.of(tmp_path / "agent.yaml")
    assert stamp is not None
    store = commands._libraries.index.store()
    assert store.get(tmp_path / "agent.yaml", stamp) is not None
    section.forget.click()
    qtbot.waitUntil(lambda: section.size_label.text().startswith("Forgotten"))
    assert store.get(tmp_path / "agent.yaml", stamp) is None
    commands.window.sidebar.filter_by("text:numbers")
    qtbot.waitUntil(lambda: commands.window.sidebar.model.count()[1] > 0)


def test_without_an_index_there_is_nothing_to_forget(make_window: Callable[..., Commands], settings: Settings) -> None:
    commands = make_window(settings, with_index=False)
    commands.actions["preferences"].trigger()
    section = commands.window.findChild(IndexPreference)
    assert section is not None
    assert not section.forget.isEnabled()
    assert "--no-index" in section.forget.accessibleDescription()
