# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The window of a comparison: changes by pointer and keyboard, what is ignored, folders, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.talks import KEY, PLANTED, record, talk, write_both
from viewer.file_pairs import pairs_of
from viewer.gui.comparison.lines import Fold, RowLine
from viewer.gui.dialogs.comparison import ComparisonWindow
from viewer.gui.look.appearance import Appearance
from viewer.gui.settings import THEME, Settings
from viewer.gui.window.commands import Commands
from viewer.gui.window.compare_menu import CompareMenu

Make = Callable[..., ComparisonWindow]


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    changed = talk(1)
    for name in ("text", "usage", "argument"):
        PLANTED[name][0](changed)
    paths = tmp_path / "a.yaml", tmp_path / "b.yaml"
    paths[0].write_text(record(talk(1), 1), "utf-8")
    paths[1].write_text(record(changed, 2), "utf-8")
    return paths


@pytest.fixture
def shown(qtbot: QtBot, qapp: QApplication, settings: Settings) -> Make:
    """A window that has compared two paths."""

    def make(before: Path, after: Path) -> ComparisonWindow:
        window = ComparisonWindow(Appearance(qapp, settings).look)
        qtbot.addWidget(window)
        window.resize(1200, 800)
        window.show()
        window.compare(pairs_of(before, after))
        qtbot.waitUntil(lambda: window.page.comparison is not None, timeout=20_000)
        return window

    return make


def test_f8_goes_from_change_to_change_and_round(two: tuple[Path, Path], shown: Make, qtbot: QtBot) -> None:
    window = shown(*two)
    page = window.page
    assert (page.count.text(), page.place.text()) == ("3 changes", "1 of 3")
    for wanted in (2, 3, 1):
        QTest.keyClick(window, Qt.Key.Key_F8)
        assert page.view.current == wanted
        assert page.changes.currentRow() == wanted - 1
    QTest.keyClick(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert page.view.current == 3
    QTest.keyClick(page.view, Qt.Key.Key_Up)
    assert page.place.text() == "2 of 3"


def test_the_list_of_changes_leads_to_them(two: tuple[Path, Path], shown: Make) -> None:
    page = shown(*two).page
    assert [page.changes.item(row).text().split("  ")[1][:6] for row in range(3)] == ["~ tool", "~ usag", "~ text"]
    page.changes.itemClicked.emit(page.changes.item(2))
    assert page.view.current == 3
    place = page.view._place_of(3)
    assert place is not None
    top = page.view._tops[place] - page.view.verticalScrollBar().value()
    assert 0 <= top < page.view.viewport().height()


def test_a_chip_regards_what_was_ignored(two: tuple[Path, Path], shown: Make) -> None:
    page = shown(*two).page
    assert {"ids", "dates", "chunks", "times"} <= page.chips.keys()
    page.chips["dates"].click()
    assert page.view.change_count == 4  # the same date in every answer is told once
    page.chips["dates"].click()
    assert page.view.change_count == 3


def test_a_fold_opens_where_it_is_clicked(two: tuple[Path, Path], shown: Make, qtbot: QtBot) -> None:
    view = shown(*two).page.view
    place = next(i for i, line in enumerate(view._lines) if isinstance(line, Fold))
    count = len(view._lines)
    y = view._tops[place] - view.verticalScrollBar().value() + 5
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(40, y))
    assert len(view._lines) > count


def test_both_sides_of_a_row_stand_side_by_side(two: tuple[Path, Path], shown: Make, settings: Settings) -> None:
    settings.set(THEME, "light")
    window = shown(*two)
    view = window.page.view
    place = next(i for i, line in enumerate(view._lines) if isinstance(line, RowLine) and line.number == 3)
    view.go_to(3)
    image: QImage = view.viewport().grab().toImage()
    top = view._tops[place] - view.verticalScrollBar().value()
    theme = window.page._look.theme
    half = image.width() // 2
    seen = {image.pixelColor(x, y).name() for y in range(top, top + 20) for x in range(half)}
    others = {image.pixelColor(x, y).name() for y in range(top, top + 20) for x in range(half, image.width())}
    assert theme.color("diff_removed").name() in seen - others
    assert theme.color("diff_added").name() in others - seen


def test_folders_are_a_list_with_what_matters_most_first(tmp_path: Path, shown: Make, qtbot: QtBot) -> None:
    told = write_both(tmp_path)
    page = shown(tmp_path / "before", tmp_path / "after").page
    assert page.files.count() == 30
    assert page.files.item(0).text().split("\n")[1].strip() == "secrets"
    assert page.files.item(29).text().endswith("cosmetic only")
    names = [page.files.item(row).text().split("\n")[0] for row in range(12)]
    assert sorted(names) == sorted(told)
    was = page.comparison
    page.files.setCurrentRow(1)
    qtbot.waitUntil(lambda: page.comparison is not was, timeout=20_000)
    assert page.changes.item(0).text().split("  ")[1].startswith("- lost")
    assert KEY not in page.changes.item(0).text()


def test_what_cannot_be_read_is_said(two: tuple[Path, Path], tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> None:
    window = ComparisonWindow(Appearance(qapp, Settings()).look)
    qtbot.addWidget(window)
    window.show()
    window.compare(pairs_of(two[0], tmp_path / "nowhere.yaml"))
    qtbot.waitUntil(lambda: "No such file" in window.page.count.text(), timeout=20_000)
    assert window.page.view.change_count == 0


def test_the_main_window_offers_open_files_and_git(
    two: tuple[Path, Path],
    make_window: Callable[..., Commands],
    settings: Settings,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    commands = make_window(settings)
    commands.window.show()
    commands.open(list(two))
    qtbot.waitUntil(lambda: commands._selection.path == two[0], timeout=20_000)
    qtbot.waitUntil(lambda: len([d for d in commands._documents if d.recording]) == 2, timeout=20_000)
    choose = _Choice("b.yaml")
    monkeypatch.setattr(CompareMenu, "exec", lambda menu, *_: choose.choose(menu))
    commands.actions["compare"].trigger()
    others = "Compare #0 with &interaction"
    assert choose.offered == ["b.yaml", "its version in &HEAD", "another &file…", others]
    [window] = commands._dialogs._comparisons
    qtbot.waitUntil(lambda: window.page.comparison is not None, timeout=20_000)
    assert window.page.view.change_count == 3
    window.close()
    assert commands._dialogs._comparisons == []


def test_the_version_before_a_reload(
    two: tuple[Path, Path],
    make_window: Callable[..., Commands],
    settings: Settings,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    commands = make_window(settings)
    commands.window.show()
    commands.open([two[0]])
    qtbot.waitUntil(lambda: commands.recording is not None, timeout=20_000)
    was = commands.recording
    two[0].write_text(two[1].read_text("utf-8"), "utf-8")
    commands.actions["reload"].trigger()
    qtbot.waitUntil(lambda: commands.recording is not was, timeout=20_000)
    choose = _Choice("the version before this &reload")
    monkeypatch.setattr(CompareMenu, "exec", lambda menu, *_: choose.choose(menu))
    commands.actions["compare"].trigger()
    [window] = commands._dialogs._comparisons
    qtbot.waitUntil(lambda: window.page.comparison is not None, timeout=20_000)
    assert window.page.view.change_count == 3
    window.close()


def test_two_interactions_of_a_file(
    two: tuple[Path, Path],
    make_window: Callable[..., Commands],
    settings: Settings,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    commands = make_window(settings)
    commands.window.show()
    commands.open([two[0]])
    qtbot.waitUntil(lambda: commands.recording is not None, timeout=20_000)

    def choose(menu: CompareMenu, *_: object) -> None:
        submenu = menu.actions()[-1].menu()
        assert isinstance(submenu, QMenu)
        assert [action.text()[:2] for action in submenu.actions()] == ["#1", "#2"]
        submenu.actions()[1].trigger()

    monkeypatch.setattr(CompareMenu, "exec", choose)
    commands.actions["compare"].trigger()
    [window] = commands._dialogs._comparisons
    qtbot.waitUntil(lambda: window.page.comparison is not None, timeout=20_000)
    told = [window.page.changes.item(row).text().split("  ")[1] for row in range(window.page.changes.count())]
    assert "- message 5 user: Thanks. What should I bring along?" in told
    assert any(line.startswith("+ tool call get_forecast") for line in told)
    window.close()


class _Choice:
    """Chooses one entry of a menu, and remembers what was offered."""

    def __init__(self, wanted: str) -> None:
        self.wanted, self.offered = wanted, list[str]()

    def choose(self, menu: CompareMenu, *_: object) -> None:
        """In place of `exec`."""
        self.offered = [action.text() for action in menu.actions() if not action.isSeparator()]
        menu.actions()[[action.text() for action in menu.actions()].index(self.wanted)].trigger()
