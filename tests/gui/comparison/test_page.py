# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The window of a comparison: changes by pointer and keyboard, what is ignored, folders, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.talks import KEY, PLANTED, record, talk, write_both
from viewer.core.compare.findings import Change
from viewer.core.secrets.masking import Masker
from viewer.file_pairs import FilePair, pairs_of
from viewer.git.repository import GitError
from viewer.gui.comparison.compared import NotWantedError, compare_all, compare_pair
from viewer.gui.comparison.file_rows import Column
from viewer.gui.comparison.folder_page import FolderPage
from viewer.gui.comparison.lines import Fold, RowLine
from viewer.gui.comparison.pair_page import PairPage
from viewer.gui.dialogs.comparison import ComparisonWindow
from viewer.gui.look.appearance import Appearance
from viewer.gui.settings import THEME, Settings
from viewer.gui.tasks import Tasks
from viewer.gui.window import compare_menu
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
        window.compare(partial(pairs_of, before, after))
        page = window.page
        qtbot.waitUntil(lambda: page.stack.currentWidget() is not page.state, timeout=20_000)
        return window

    return make


def test_f8_goes_from_change_to_change_and_round(two: tuple[Path, Path], shown: Make, qtbot: QtBot) -> None:
    window = shown(*two)
    page = window.page.pair
    assert (page.count.text(), page.place.text()) == ("3 changes", "1 of 3")
    for wanted in (2, 3, 1):
        QTest.keyClick(window, Qt.Key.Key_F8)
        assert page.view.current == wanted
        assert page.changes.currentIndex().row() == wanted - 1
    QTest.keyClick(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert page.view.current == 3
    QTest.keyClick(page.view, Qt.Key.Key_Up)
    assert page.place.text() == "2 of 3"


def test_the_list_of_changes_leads_to_them(two: tuple[Path, Path], shown: Make) -> None:
    page = shown(*two).page.pair
    assert [told[:6] for told in _told(page)] == ["~ tool", "~ usag", "~ text"]
    page.changes.clicked.emit(page.model.index(2))
    assert page.view.current == 3
    place = page.view._place_of(3)
    assert place is not None
    top = page.view._tops[place] - page.view.verticalScrollBar().value()
    assert 0 <= top < page.view.viewport().height()


def test_a_chip_regards_what_was_ignored(two: tuple[Path, Path], shown: Make, qtbot: QtBot) -> None:
    page = shown(*two).page.pair
    chips = page.noise.chips
    assert {"ids", "dates", "chunks", "times"} <= chips.keys()
    chips["dates"].click()
    qtbot.waitUntil(lambda: page.view.change_count == 4)  # the same date in every answer is told once
    assert page.model.rowCount() == 4
    chips["dates"].click()
    qtbot.waitUntil(lambda: page.view.change_count == 3)


def test_chips_wrap_where_there_is_no_room(two: tuple[Path, Path], shown: Make) -> None:
    noise = shown(*two).page.pair.noise
    wide, narrow = noise.heightForWidth(2000), noise.heightForWidth(200)
    assert narrow >= 2 * wide
    noise.resize(200, narrow)
    assert all(chip.geometry().right() <= 200 and chip.geometry().bottom() < narrow for chip in noise.chips.values())


def test_what_rules_regard_has_a_chip_too(two: tuple[Path, Path], shown: Make) -> None:
    (two[0].parent / ".cassette-viewer.toml").write_text('[compare]\nignore = ["usage"]\nregard = ["dates"]\n', "utf-8")
    chips = shown(*two).page.pair.noise.chips
    assert not chips["dates"].isChecked()
    assert chips["usage"].isChecked()


def test_a_fold_opens_where_it_is_clicked(two: tuple[Path, Path], shown: Make, qtbot: QtBot) -> None:
    view = shown(*two).page.pair.view
    place = next(i for i, line in enumerate(view._lines) if isinstance(line, Fold))
    count = len(view._lines)
    y = view._tops[place] - view.verticalScrollBar().value() + 5
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(40, y))
    assert len(view._lines) > count


def test_both_sides_of_a_row_stand_side_by_side(two: tuple[Path, Path], shown: Make, settings: Settings) -> None:
    settings.set(THEME, "light")
    window = shown(*two)
    view = window.page.pair.view
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


def test_folders_are_a_table_with_what_matters_most_first(tmp_path: Path, shown: Make) -> None:
    told = write_both(tmp_path)
    folder = shown(tmp_path / "before", tmp_path / "after").page.folder
    assert folder.model.rowCount() == 30
    assert folder.count.text() == "12 of 30 cassettes differ"
    verdicts = _column(folder, Column.VERDICT)
    assert (verdicts[0], verdicts[29]) == ("secrets", "cosmetic only")
    assert sorted(_column(folder, Column.FILE)[:12]) == sorted(told)
    QAbstractItemModelTester(folder.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    was = folder.current
    folder.table.sortByColumn(Column.FILE, Qt.SortOrder.DescendingOrder)
    names = _column(folder, Column.FILE)
    assert names == sorted(names, reverse=True)
    assert folder.current == was
    folder.table.sortByColumn(Column.MODEL, Qt.SortOrder.AscendingOrder)
    assert _column(folder, Column.MODEL)[0].startswith("nimbus")


def test_enter_opens_a_file_and_back_returns_to_it(tmp_path: Path, shown: Make, qtbot: QtBot) -> None:
    write_both(tmp_path)
    window = shown(tmp_path / "before", tmp_path / "after")
    page = window.page
    page.folder.table.setCurrentIndex(page.folder.model.index(1, 0))
    QTest.keyClick(page.folder.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.comparison is not None, timeout=20_000)
    assert _told(page.pair)[0].startswith("- lost")
    assert not any(KEY in told for told in _told(page.pair))
    assert page.pair.back_button.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.stack.currentWidget() is page.folder
    assert page.folder.table.currentIndex().row() == 1
    QTest.keyClick(page.folder.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.comparison is not None, timeout=20_000)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert page.stack.currentWidget() is page.folder
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_a_change_of_many_files_is_told_once_and_filters(tmp_path: Path, shown: Make) -> None:
    for side, model in (("before", "nimbus-2-mini"), ("after", "nimbus-3-mini")):
        (tmp_path / side).mkdir()
        for number in range(4):
            asked = talk(number)
            for exchange in asked[: 3 if number < 3 else 0]:
                exchange.model = model
            (tmp_path / side / f"{number}.yaml").write_text(record(asked, len(side) + number), "utf-8")
    folder = shown(tmp_path / "before", tmp_path / "after").page.folder
    QAbstractItemModelTester(folder.shared_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows = [folder.shared_model.index(row).data() for row in range(folder.shared_model.rowCount())]
    assert rows == ["All 4 files", "~ model asked: nimbus-2-mini → nimbus-3-mini, 3 files"]
    folder.shared.setCurrentIndex(folder.shared_model.index(1))
    assert sorted(_column(folder, Column.FILE)) == ["0.yaml", "1.yaml", "2.yaml"]
    folder.shared.setCurrentIndex(folder.shared_model.index(0))
    assert folder.model.rowCount() == 4


def test_what_cannot_be_read_is_said(two: tuple[Path, Path], tmp_path: Path, shown: Make, qtbot: QtBot) -> None:
    page = shown(*two).page
    page.compare(partial(pairs_of, two[0], tmp_path / "nowhere.yaml"))
    qtbot.waitUntil(lambda: page.state.title.text() == "These cannot be compared", timeout=20_000)
    assert page.stack.currentWidget() is page.state
    assert "No such file" in page.state.detail.text()
    assert page.state.button.text() == "Try again"


def test_what_git_refuses_is_said(two: tuple[Path, Path], shown: Make, qtbot: QtBot) -> None:
    def refuse() -> list[FilePair]:
        raise GitError("not a git repository")

    page = shown(*two).page
    page.compare(refuse)
    qtbot.waitUntil(lambda: page.state.title.text() == "These cannot be compared")
    assert page.state.detail.text() == "not a git repository"


def test_finding_and_comparing_can_be_cancelled(two: tuple[Path, Path], shown: Make, qtbot: QtBot) -> None:
    page = shown(*two).page
    goes_on, began = Event(), Event()

    def find() -> list[FilePair]:
        began.set()
        goes_on.wait(20)
        return pairs_of(*two)

    page.compare(find)
    qtbot.waitUntil(began.is_set)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.state)
    assert (page.state.title.text(), page.state.button.text()) == ("Comparing…", "Cancel")
    page.state.button.click()
    goes_on.set()
    assert page.state.title.text() == "Not compared"
    page.state.button.click()
    qtbot.waitUntil(lambda: page.comparison is not None, timeout=20_000)


def test_work_that_nobody_wants_ends(two: tuple[Path, Path]) -> None:
    [pair] = pairs_of(*two)
    with pytest.raises(NotWantedError):
        compare_pair(pair, show_secrets=False, cancelled=lambda: True, progress=lambda _done, _total: None)
    with pytest.raises(NotWantedError):
        compare_all([pair], show_secrets=False, cancelled=lambda: True, progress=lambda _done, _total: None)


def test_changes_are_a_lazy_model(two: tuple[Path, Path], shown: Make) -> None:
    page = shown(*two).page.pair
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert page.compared is not None
    told: list[int] = []

    class Counted(list[Change]):
        def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 - the list's own signature
            told.append(index)
            return super().__getitem__(index)

    many = Counted(page.compared.changes * 10_000)
    tester.setParent(None)
    page.model.show(many)
    page.changes.viewport().repaint()
    assert page.model.rowCount() == 30_000
    assert len(set(told)) < 200
    assert page.model.index(29_999).data().startswith("30,000  ~ text")
    spoken = page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("1, changed, tool call")


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
    choose = _Choice("Compare with b.yaml")
    monkeypatch.setattr(CompareMenu, "exec", lambda menu, *_: choose.choose(menu))
    commands.actions["compare"].trigger()
    others = "Compare #0 with &interaction"
    assert choose.offered == [
        "Compare with b.yaml",
        "Compare with its version in &HEAD",
        "Compare with another &file…",
        others,
    ]
    [window] = commands._dialogs._comparisons
    qtbot.waitUntil(lambda: window.page.comparison is not None, timeout=20_000)
    assert window.page.pair.view.change_count == 3
    window.close()
    assert commands._dialogs._comparisons == []


@pytest.mark.parametrize("is_known", [True, False])
def test_its_version_in_git_is_offered_where_there_is_one(
    two: tuple[Path, Path], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *, is_known: bool
) -> None:
    known = {two[0]: is_known}
    monkeypatch.setattr(compare_menu, "is_in_head", known.__getitem__)
    parent = QWidget()
    qtbot.addWidget(parent)
    tasks = Tasks(parent)
    menu = CompareMenu(two[0], [], None, Masker(), parent)
    assert not menu.head.isEnabled()
    menu.ask_git(tasks)
    qtbot.waitUntil(lambda: not tasks.is_running("compare menu"), timeout=20_000)
    assert menu.head.isEnabled() is is_known


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
    choose = _Choice("Compare with the version before this &reload")
    monkeypatch.setattr(CompareMenu, "exec", lambda menu, *_: choose.choose(menu))
    commands.actions["compare"].trigger()
    [window] = commands._dialogs._comparisons
    qtbot.waitUntil(lambda: window.page.comparison is not None, timeout=20_000)
    assert window.page.pair.view.change_count == 3
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
        texts = [action.text() for action in submenu.actions()]
        assert [text[:2] for text in texts] == ["#1", "#2"]
        assert texts[0][2:] != texts[1][2:], "each by what it did"
        submenu.actions()[1].trigger()

    monkeypatch.setattr(CompareMenu, "exec", choose)
    commands.actions["compare"].trigger()
    [window] = commands._dialogs._comparisons
    qtbot.waitUntil(lambda: window.page.comparison is not None, timeout=20_000)
    told = _told(window.page.pair)
    assert "- message 5 user: Thanks. What should I bring along?" in told
    assert any(line.startswith("+ tool call get_forecast") for line in told)
    window.close()


def _told(page: PairPage) -> list[str]:
    """The list of changes, without their numbers."""
    return [page.model.index(row).data().split("  ")[1] for row in range(page.model.rowCount())]


def _column(folder: FolderPage, column: Column) -> list[str]:
    return [folder.model.index(row, column).data() for row in range(folder.model.rowCount())]


class _Choice:
    """Chooses one entry of a menu, and remembers what was offered."""

    def __init__(self, wanted: str) -> None:
        self.wanted, self.offered = wanted, list[str]()

    def choose(self, menu: CompareMenu, *_: object) -> None:
        """In place of `exec`."""
        self.offered = [action.text() for action in menu.actions() if not action.isSeparator()]
        menu.actions()[[action.text() for action in menu.actions()].index(self.wanted)].trigger()
