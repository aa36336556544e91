# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The table of tool calls: sorted by any column, filtered by words, errors alone; a click goes to a call."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from tests.core.runs import made_run
from viewer.core.runs.tool_use import ToolUse
from viewer.gui.look.look import Look
from viewer.gui.runs.tool_calls_model import NAME, SIZE, STATE, WAITED, ToolCalls, chosen
from viewer.gui.runs.tool_calls_panel import ToolCallsPanel
from viewer.gui.runs.whole_run import WholeRun
from viewer.gui.tasks import Tasks


@pytest.fixture
def uses(made: WholeRun) -> list[ToolUse]:
    return [use for moment in made.moments for use in moment.step.tools]


@pytest.fixture
def panel(look: Look, made: WholeRun, qtbot: QtBot) -> ToolCallsPanel:
    tasks = Tasks()
    shown = ToolCallsPanel(look, tasks)

    def stop(_closing: object) -> None:
        tasks.stop()

    qtbot.addWidget(shown, before_close_func=stop)
    shown.resize(800, 400)
    shown.show_run(made)
    shown.show()
    return shown


def _cells(panel: ToolCallsPanel, column: int) -> list[str]:
    return [panel.model.index(row, column).data() for row in range(panel.model.rowCount())]


def test_failed_ones_alone(uses: list[ToolUse]) -> None:
    assert len(chosen(uses, ToolCalls(only_failed=True))) == len(made_run.FAILED_TOOLS)


def test_words_are_looked_for_in_name_arguments_and_result(uses: list[ToolUse]) -> None:
    assert {uses[number].name for number in chosen(uses, ToolCalls(text="ROPE BROKE"))} == {"Bash"}
    assert {uses[number].name for number in chosen(uses, ToolCalls(text="buoy-8.txt"))} == {"Read"}
    assert not chosen(uses, ToolCalls(text="submarine"))


@pytest.mark.parametrize("column", range(7))
def test_every_column_sorts_both_ways(uses: list[ToolUse], column: int) -> None:
    up, down = (chosen(uses, ToolCalls(column=column, is_descending=way)) for way in (False, True))
    assert sorted(up) == sorted(down) == list(range(len(uses)))
    if column == NAME:
        assert [uses[number].name for number in up] == sorted(use.name for use in uses)
    if column == SIZE:
        sizes = [use.result.size for number in down if (use := uses[number]).result is not None]
        assert sizes == sorted(sizes, reverse=True)


def test_it_is_a_table_as_qt_wants_it(panel: ToolCallsPanel) -> None:
    QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert panel.heading.text() == "19 tool calls"
    assert _cells(panel, STATE).count("failed") == len(made_run.FAILED_TOOLS)
    assert "1.00 s" in _cells(panel, WAITED)


def test_switch_and_field_filter_it(panel: ToolCallsPanel, qtbot: QtBot) -> None:
    panel.only_failed.click()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 4)
    assert panel.heading.text() == "4 of 19 tool calls"
    panel.filter.setText("submarine")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 0)
    assert panel.nothing.isVisible()
    panel.filter.clear()
    panel.only_failed.click()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 19)


def test_a_header_sorts(panel: ToolCallsPanel, qtbot: QtBot) -> None:
    panel.table.horizontalHeader().setSortIndicator(NAME, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: _cells(panel, NAME)[0] == "Task")


def test_enter_goes_to_a_call_and_rows_are_copied(panel: ToolCallsPanel) -> None:
    opened: list[ToolUse] = []
    panel.opened.connect(opened.append)
    panel.go_to(2, 0)
    QTest.keyClick(panel.table, Qt.Key.Key_J)
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert [use.name for use in opened] == ["Read"]
    panel.copy()
    assert QGuiApplication.clipboard().text().startswith("#4\tRead\t")


def test_what_failed_is_red_in_a_row_that_is_selected_too(panel: ToolCallsPanel, uses: list[ToolUse]) -> None:
    row = next(number for number, use in enumerate(uses) if use.failed)
    panel.table.selectRow(row)
    panel.table.scrollTo(panel.model.index(row, STATE))
    cell = panel.table.visualRect(panel.model.index(row, NAME))
    painted = panel.table.viewport().grab(cell).toImage()
    colors = [painted.pixelColor(x, y) for x in range(painted.width()) for y in range(painted.height())]
    assert any(color.red() - max(color.green(), color.blue()) > 100 for color in colors)
    assert all(color.lightness() > 60 for color in colors)  # no word in the colour of every text


def test_columns_make_room_for_names_and_for_what_is_known(panel: ToolCallsPanel, made: WholeRun) -> None:
    panel.resize(1200, 400)
    assert panel.table.columnWidth(NAME) >= panel.table.sizeHintForColumn(NAME)
    assert not panel.table.isColumnHidden(WAITED)
    panel.show_run(None)
    assert panel.table.isColumnHidden(WAITED)
    panel.show_run(made)
    assert not panel.table.isColumnHidden(WAITED)
