# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The panes of a pair of interactions: each compares when it is looked at, and follows the current change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.talks import PLANTED, record, talk
from viewer.file_pairs import pairs_of
from viewer.gui.comparison.interaction_pane import InteractionPane
from viewer.gui.comparison.line_view import LineView
from viewer.gui.comparison.pair_page import PairPage
from viewer.gui.comparison.pane_contents import PaneKind
from viewer.gui.dialogs.comparison import ComparisonWindow
from viewer.gui.look.appearance import Appearance
from viewer.gui.settings import Settings

Open = Callable[[PaneKind], InteractionPane]
_COMPARING = [kind for kind in PaneKind if kind is not PaneKind.PLAYBACK]


@pytest.fixture
def page(tmp_path: Path, qtbot: QtBot, qapp: QApplication, settings: Settings) -> PairPage:
    """Two recordings of a talk compared; three changes in three interactions."""
    changed = talk(1)
    for name in ("text", "usage", "argument"):
        PLANTED[name][0](changed)
    (tmp_path / "a.yaml").write_text(record(talk(1), 1), "utf-8")
    (tmp_path / "b.yaml").write_text(record(changed, 2), "utf-8")
    window = ComparisonWindow(Appearance(qapp, settings).look)
    qtbot.addWidget(window)
    window.resize(1200, 800)
    window.show()
    window.compare(partial(pairs_of, tmp_path / "a.yaml", tmp_path / "b.yaml"))
    qtbot.waitUntil(lambda: window.page.comparison is not None, timeout=20_000)
    return window.page.pair


@pytest.fixture
def open_pane(page: PairPage, qtbot: QtBot) -> Open:
    """Brings a pane to the front and waits until it has compared."""

    def look_at(kind: PaneKind) -> InteractionPane:
        page.tabs.setCurrentIndex(1 + list(PaneKind).index(kind))
        qtbot.waitUntil(lambda: page.panes[kind].is_made, timeout=20_000)
        pane = page.panes[kind]
        assert isinstance(pane, InteractionPane)
        return pane

    return look_at


def test_it_starts_on_top_with_both_names_and_room_for_the_tabs(page: PairPage, open_pane: Open) -> None:
    assert page.view.current == 1
    assert page.view.verticalScrollBar().value() == 0
    assert page.window().windowTitle() == "a.yaml → b.yaml — Comparison"
    page.window().resize(900, 700)
    open_pane(PaneKind.RESPONSE)
    assert page.tabs.sizeHint().width() <= page.tabs.width()
    assert page.pane_tabs.pair.isVisible()


def test_each_pane_compares_when_it_is_looked_at(page: PairPage, open_pane: Open) -> None:
    assert not any(pane.is_made for pane in page.panes.values())
    counts = {kind: open_pane(kind).change_count for kind in _COMPARING}
    assert counts[PaneKind.CONVERSATION] == counts[PaneKind.RESPONSE] == 1
    assert counts[PaneKind.REQUEST] == counts[PaneKind.HEADERS] == 0
    assert counts[PaneKind.EVENTS] >= 1
    assert page.count.text() == "No change here"


def test_the_current_change_decides_which_pair_is_shown(page: PairPage, open_pane: Open, qtbot: QtBot) -> None:
    pane = open_pane(PaneKind.RESPONSE)
    assert page.pane_tabs.pair.text().startswith("A #0 → B #0")
    page.changes.clicked.emit(page.model.index(2))
    qtbot.waitUntil(lambda: page.pane_tabs.pair.text().startswith("A #2 → B #2") and pane.change_count == 1)
    assert isinstance(pane.view, LineView)
    assert "five hours" in pane.view.accessibleDescription()
    QTest.keyClick(page.window(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert page.pane_tabs.pair.text().startswith("A #1 → B #1")


def test_f8_goes_through_the_changes_of_the_pane_in_front(page: PairPage, open_pane: Open) -> None:
    pane = open_pane(PaneKind.EVENTS)
    count = pane.change_count
    assert count > 1
    assert page.place.text() == f"1 of {count}"
    QTest.keyClick(page.window(), Qt.Key.Key_F8)
    assert (pane.current, page.place.text()) == (2, f"2 of {count}")
    assert page.view.current == 1
    QTest.keyClick(page.window(), Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(pane.view, Qt.Key.Key_Up)
    assert pane.current == count


def test_a_chip_holds_for_lines_too(page: PairPage, open_pane: Open, qtbot: QtBot) -> None:
    pane = open_pane(PaneKind.RESPONSE)
    page.noise.chips["ids"].click()
    qtbot.waitUntil(lambda: pane.change_count > 1)
    page.noise.chips["ids"].click()
    qtbot.waitUntil(lambda: pane.change_count == 1)


def test_the_pair_and_the_change_on_show_stay_when_something_else_is_ignored(
    page: PairPage, open_pane: Open, qtbot: QtBot
) -> None:
    page.view.go_to(3)
    open_pane(PaneKind.RESPONSE)
    page.step_interaction(-1)
    number = page.view.current
    was = page.model.change(number - 1)
    page.noise.chips["ids"].click()
    qtbot.waitUntil(lambda: page.view.change_count > 3)
    assert page.model.change(page.view.current - 1).row.kind is was.row.kind
    assert page.pane_tabs.pair.text().startswith("A #1 → B #1")
    page.noise.chips["ids"].click()
    qtbot.waitUntil(lambda: page.view.change_count == 3)
    assert page.view.current == number


def test_a_fold_of_lines_opens_by_pointer_and_by_enter(open_pane: Open) -> None:
    view = open_pane(PaneKind.RESPONSE).view
    assert isinstance(view, LineView)
    assert view.folds is not None
    count = len(view.folds)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(40, 5))
    assert len(view.folds) > count
    count = len(view.folds)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert len(view.folds) > count
    assert not any(stretch.is_folded for stretch in view.folds.stretches)


def test_the_words_that_differ_are_scrolled_to(open_pane: Open) -> None:
    view = open_pane(PaneKind.RESPONSE).view
    view.resize(500, 300)
    assert isinstance(view, LineView)
    view.go_to(1)
    assert view.horizontalScrollBar().value() > 0


def test_ctrl_and_a_number_go_to_a_pane_with_the_keyboard(page: PairPage, qtbot: QtBot) -> None:
    QTest.keyClick(page.window(), Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    pane = page.panes[PaneKind.EVENTS]
    assert page.tabs.currentIndex() == 4
    qtbot.waitUntil(lambda: pane.is_made, timeout=20_000)
    assert isinstance(pane, InteractionPane)
    qtbot.waitUntil(pane.view.hasFocus)
    QTest.keyClick(page.window(), Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert page.tabs.currentIndex() == 0
    assert page.view.hasFocus()


def test_the_next_pair_is_reached_from_all_changes_and_the_list_follows(page: PairPage, open_pane: Open) -> None:
    assert page.compared is not None
    numbers = [change.before for change in page.compared.changes]
    assert page.front is page.view
    page.step_interaction(1)
    first = page.view.current
    assert numbers[first - 1] != numbers[0]
    assert numbers[first - 2] != numbers[first - 1], "the first change of its pair"
    page.step_interaction(-1)
    assert page.view.current == 1
    open_pane(PaneKind.RESPONSE)
    assert page.count.text().endswith("in this pair")
    page.step_interaction(1)
    shown = page.compared.comparison.sections[1]
    assert page.pane_tabs.pair.text().startswith(f"A #{shown.before} → B #{shown.after}")
    row = page.changes.currentIndex().row()
    assert row < 0 if shown.before not in numbers else numbers[row] == shown.before
