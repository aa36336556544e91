# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The chart of the context: every moment has its bar, keys and pointer move over them, and it says what it shows."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from viewer.core.runs.context import ContextKind
from viewer.core.runs.run import Runs
from viewer.gui.look.look import Look
from viewer.gui.look.theme import THEME_NAMES, load_theme
from viewer.gui.runs.chart_layout import ChartLayout, nice_ceiling, short_number
from viewer.gui.runs.chart_panel import ChartPanel
from viewer.gui.runs.context_chart import ContextChart
from viewer.gui.runs.context_colors import KIND_NAMES, KIND_TOKENS
from viewer.gui.runs.whole_run import WholeRun, whole_run


@pytest.fixture
def chart(look: Look, made: WholeRun, qtbot: QtBot) -> ContextChart:
    shown = ContextChart(look)
    qtbot.addWidget(shown)
    shown.resize(1000, 160)
    shown.show_run(made)
    shown.show()
    return shown


@pytest.mark.parametrize("width", [150, 400, 1000, 4000])
@pytest.mark.parametrize("times", [1, 60])
def test_every_moment_has_its_bar(look: Look, made: WholeRun, width: int, times: int) -> None:
    first = replace(made.roots[0], turns=made.roots[0].turns * times, compaction=None)
    run = whole_run(Runs((first,)), 0)
    layout = ChartLayout(run, look.theme, width, 160)
    assert [number for members in layout.members for number in members] == list(range(len(run.moments)))
    for number in range(len(run.moments)):
        assert number in layout.members[layout.column_of(number)]
    bars = [layout.bar(column) for column in range(layout.columns)]
    assert all(bar.left() > before.left() for before, bar in pairwise(bars))
    assert bars[-1].right() <= width
    for column in range(layout.columns):
        assert layout.moment_at(bars[column].center().x()) == layout.shown[column]
    assert layout.moment_at(0) is None


def test_an_axis_ends_at_a_round_number() -> None:
    assert [nice_ceiling(value) for value in (0, 7, 11, 1000, 2600, 99_000)] == [10, 10, 15, 1000, 3000, 100_000]
    assert [short_number(value) for value in (500, 2500, 1_500_000)] == ["500", "2.5k", "1.5M"]


def test_keys_move_the_cursor_and_enter_goes_there(chart: ContextChart, qtbot: QtBot) -> None:
    opened: list[int] = []
    chart.opened.connect(opened.append)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.value() == 2
    assert "request 3 of 65" in chart.accessibleDescription()
    assert "so far:" in chart.accessibleDescription()
    QTest.keyClick(chart, Qt.Key.Key_Return)
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.value() == 64
    assert opened == [2]
    with qtbot.waitSignal(chart.left):
        QTest.keyClick(chart, Qt.Key.Key_Escape)


def test_a_click_goes_to_a_moment_and_dragging_only_looks(chart: ContextChart, made: WholeRun, qtbot: QtBot) -> None:
    opened: list[int] = []
    chart.opened.connect(opened.append)
    layout = chart._current_layout()
    assert layout is not None
    first, last = (QPoint(layout.bar(column).center().x(), 60) for column in (3, 40))
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(chart, last)
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=last)
    assert (chart.value(), opened) == (40, [])
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=first)
    assert (chart.value(), opened) == (3, [3])


def test_the_pointer_tells_what_is_under_it(chart: ContextChart, qtbot: QtBot) -> None:
    layout = chart._current_layout()
    assert layout is not None
    QTest.mouseMove(chart, QPoint(layout.bar(7).center().x(), 60))
    assert (chart.shown_moment, chart.value()) == (7, 0)
    QTest.mouseMove(chart, QPoint(2, 60))
    assert chart.shown_moment == 0


def test_bars_are_in_the_colours_of_their_kinds(chart: ContextChart, look: Look, qtbot: QtBot) -> None:
    picture = chart.grab().toImage()
    colors = {QColor(picture.pixel(x, y)).name() for x in range(picture.width()) for y in range(picture.height())}
    for kind in (ContextKind.SYSTEM, ContextKind.USER, ContextKind.RESULTS):
        assert look.theme.color(KIND_TOKENS[kind]).name() in colors


@pytest.mark.parametrize("name", THEME_NAMES)
def test_every_kind_has_a_name_and_a_colour_of_its_own(name: str) -> None:
    theme = load_theme(name)  # type: ignore[arg-type]
    assert set(KIND_TOKENS) == set(KIND_NAMES) == set(ContextKind)
    assert len({theme.color(token).name() for token in KIND_TOKENS.values()}) == len(ContextKind)


def test_a_long_title_leaves_room_for_what_came_of_a_request(look: Look, made: WholeRun, qtbot: QtBot) -> None:
    panel = ChartPanel(look)
    qtbot.addWidget(panel)
    panel.show_run(whole_run(_long_titles(made.all_runs), 0))
    panel.show()
    line = panel._lines[0]
    panel.resize(line.width_of(0) - 40, 400)
    qtbot.waitUntil(lambda: line.width_of(0) > line.width())
    assert line.width_of(1) <= line.width()
    assert line.width_of(2) < line.width_of(1)


def _long_titles(runs: Runs) -> Runs:
    """The same runs, of which every turn has a long title."""
    title = "Tomorrow I walk up to the lake, how will the weather be up there, and how high is that?"
    turns = [tuple(replace(turn, title=title) for turn in run.turns) for run in runs.all]
    return replace(runs, all=tuple(replace(run, turns=of) for run, of in zip(runs.all, turns, strict=True)))
