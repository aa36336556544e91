# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTableView
from pytestqt.qtbot import QtBot

from tests.gui.streams import recording, refused, streamed, two_calls, words
from viewer.core.deltas import Kind
from viewer.core.recording import load
from viewer.core.secrets.masking import Masker
from viewer.core.transcript.narration import Narration
from viewer.gui.look.icons import Icons
from viewer.gui.look.look import Look
from viewer.gui.look.theme import ThemeName, Token, load_theme
from viewer.gui.models.events_model import Column, EventsModel
from viewer.gui.panes.events import EventsPane

RECORDING = recording(streamed(two_calls(), 1100.0), refused(1), streamed(words(300), None, 2))


def look_of(name: ThemeName) -> Look:
    theme = load_theme(name)
    return Look(theme, Icons(theme), Masker())


@pytest.fixture
def pane(qapp: QApplication, qtbot: QtBot) -> EventsPane:
    made = EventsPane(look_of("light"))
    qtbot.addWidget(made)
    made.resize(760, 500)
    made.show()
    made.show_exchange(RECORDING, 0)
    QApplication.processEvents()
    return made


@pytest.fixture
def asked(pane: EventsPane) -> list[int]:
    positions: list[int] = []
    pane.position_requested.connect(positions.append)
    return positions


def table(pane: EventsPane) -> QTableView:
    found = pane.findChild(QTableView)
    assert isinstance(found, QTableView)
    return found


def chips(pane: EventsPane) -> dict[str, QAbstractButton]:
    return {b.text(): b for b in pane._filter.findChildren(QAbstractButton) if b.isCheckable() and not b.isHidden()}


def cells(pane: EventsPane, row: int) -> list[str]:
    model = table(pane).model()
    return [str(model.index(row, column).data()) for column in Column]


def test_the_model_keeps_its_promises(qapp: QApplication) -> None:
    model = EventsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_narration(Narration(RECORDING.exchanges[0], Masker()))
    for position in (0, 5, 11, 3):
        model.set_position(position)
    model.show_kinds({Kind.FINISH})
    assert model.rowCount() == 1
    model.show_kinds(())
    model.set_narration(None)
    assert (model.rowCount(), tester.model()) == (0, model)


def test_a_row_tells_number_time_kind_piece_and_content(pane: EventsPane) -> None:
    assert table(pane).model().rowCount() == 11
    assert cells(pane, 6) == ["7", "≈ 100.0", "arguments", ":␣", '{"n": ']
    assert cells(pane, 1)[2:4] == ["tool call", "call 1 opened"]
    assert cells(pane, 8)[2:4] == ["finish", "tool_calls"]
    assert cells(pane, 10)[2] == "[DONE]"


def test_a_row_is_spoken_whole(pane: EventsPane) -> None:
    pane.set_position(4)
    index = table(pane).model().index(6, 0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "event 7, tool call arguments, double, :␣, not played yet"


def test_the_current_row_follows_and_asks_nothing(pane: EventsPane, asked: list[int]) -> None:
    for position in (7, 3, 0, 11):
        pane.set_position(position)
        assert table(pane).currentIndex().row() == position - 1
    assert asked == []


def test_choosing_a_row_asks_for_its_position(pane: EventsPane, asked: list[int]) -> None:
    view = table(pane)
    rect = view.visualRect(view.model().index(4, 2))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert asked == [5]


def test_keys_of_a_list(pane: EventsPane, asked: list[int]) -> None:
    pane.set_position(5)
    view = table(pane)
    wanted = [
        (Qt.Key.Key_J, 6), (Qt.Key.Key_K, 5), (Qt.Key.Key_Down, 6), (Qt.Key.Key_Up, 5),
        (Qt.Key.Key_End, 11), (Qt.Key.Key_Home, 1),
    ]  # fmt: skip
    for key, _ in wanted:
        QTest.keyClick(view, key)
    assert asked == [position for _, position in wanted]


@pytest.mark.parametrize("key", [Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Period, Qt.Key.Key_BracketLeft])
def test_keys_of_the_player_are_left_to_it(pane: EventsPane, asked: list[int], key: Qt.Key) -> None:
    pane.set_position(5)
    QTest.keyClick(table(pane), key)
    assert asked == []
    assert table(pane).currentIndex().row() == 4


def test_the_focus_alone_moves_nothing(pane: EventsPane, asked: list[int]) -> None:
    pane.set_position(0)
    table(pane).clearFocus()
    table(pane).setFocus()
    QApplication.processEvents()
    assert asked == []


def test_chips_count_and_filter(pane: EventsPane, asked: list[int]) -> None:
    assert list(chips(pane)) == ["Role 1", "Tool call 7", "Finish 1", "Usage 1", "[DONE] 1"]
    chips(pane)["Finish 1"].click()
    chips(pane)["Usage 1"].click()
    assert [cells(pane, row)[0] for row in range(table(pane).model().rowCount())] == ["9", "10"]
    pane.set_position(9)
    assert table(pane).currentIndex().row() == 0
    chips(pane)["Finish 1"].click()
    chips(pane)["Usage 1"].click()
    assert table(pane).model().rowCount() == 11
    assert asked == []


def test_chips_of_another_exchange_replace_these(pane: EventsPane) -> None:
    chips(pane)["Finish 1"].click()
    pane.show_exchange(RECORDING, 2)
    assert list(chips(pane)) == ["Role 1", "Text 300", "Finish 1", "[DONE] 1"]
    assert table(pane).model().rowCount() == 303


def test_chips_wrap_where_there_is_no_room(pane: EventsPane) -> None:
    tops = []
    for width in (760, 360):
        pane.resize(width, 500)
        QApplication.processEvents()
        tops.append(len({chip.y() for chip in chips(pane).values()}))
        assert all(chip.geometry().right() < width for chip in chips(pane).values())
    assert tops[0] == 1
    assert tops[1] > 1


def test_the_source_of_the_times_is_named(pane: EventsPane) -> None:
    label = pane.findChild(QLabel, "eventTimesLabel")
    assert isinstance(label, QLabel)
    assert label.text() == "Δt spread evenly over 1.10 s"
    pane.show_exchange(RECORDING, 2)
    assert "no times recorded" in label.text()


def test_enter_opens_the_line_in_the_file(pane: EventsPane, samples: Path, qtbot: QtBot) -> None:
    sample = load(samples / "agent-tools.yaml")
    pane.show_exchange(sample, 0)
    pane.set_position(2)
    with qtbot.waitSignal(pane.line_requested) as opened:
        QTest.keyClick(table(pane), Qt.Key.Key_Return)
    assert opened.args == [sample.exchanges[0].line_of_event(1)]


def test_one_body_has_no_events_and_leads_to_it(pane: EventsPane, qtbot: QtBot) -> None:
    pane.show_exchange(RECORDING, 1)
    assert any("one JSON body" in label.text() for label in pane.findChildren(QLabel) if label.isVisible())
    [button] = [b for b in pane.findChildren(QAbstractButton) if b.text() == "Open Response"]
    with qtbot.waitSignal(pane.pane_requested) as asked_for:
        button.click()
    assert asked_for.args == ["responsePane", None]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_rows_not_played_are_paler_and_still_readable(pane: EventsPane, name: ThemeName) -> None:
    pane.set_look(look_of(name))
    pane.set_position(3)
    QApplication.processEvents()
    theme, view = pane.look.theme, table(pane)
    assert contrast(theme.color("text3"), theme.color("surface")) >= 4.5
    image = view.viewport().grab().toImage()
    tokens: dict[int, Token] = {1: "text", 8: "text3"}
    for row, token in tokens.items():
        rect = view.visualRect(view.model().index(row, Column.KIND)).adjusted(24, 2, -2, -2)
        places = product(range(rect.left(), rect.right()), range(rect.top(), rect.bottom()))
        colors = {image.pixelColor(x, y).name() for x, y in places}
        strongest = max(colors, key=lambda color: contrast(QColor(color), theme.color("surface")))
        assert contrast(QColor(strongest), theme.color(token)) < 1.5, row


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def test_masking_is_taken_at_once(pane: EventsPane) -> None:
    secret = "sk-" + "Qw7Er2Ty9Ui4Op1As6Df3Gh8Jk5Lz0Xc"
    shown = recording(streamed([*words(1)[:1], {"choices": [{"index": 0, "delta": {"content": secret}}]}, "[DONE]"]))
    pane.show_exchange(shown, 0)
    assert secret not in cells(pane, 1)[3]
    pane.set_look(Look(pane.look.theme, pane.look.icons, Masker(True)))
    assert cells(pane, 1)[3] == secret


def test_the_menu_of_an_event_copies_a_link_to_it(pane: EventsPane, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pane.link_requested) as asked_for:
        next(action for action in pane.menu_of(2).actions() if action.text() == "Copy &link").trigger()
    assert asked_for.args == [3]
