# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The scrubber over a whole run: a segment an interaction, sought by click, drag and keys, told in words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from viewer.gui.look.look import Look
from viewer.gui.runs.run_bar import RunBar
from viewer.gui.runs.run_scrubber import RunScrubber
from viewer.gui.runs.whole_run import WholeRun
from viewer.gui.widgets.run_label import RunLabel

_LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(look: Look, made: WholeRun, qtbot: QtBot) -> RunBar:
    shown = RunBar(look)
    qtbot.addWidget(shown)
    shown.resize(900, 60)
    shown.show_run(made, 3)
    shown.show()
    return shown


@pytest.fixture
def sought(bar: RunBar) -> list[int]:
    found: list[int] = []
    bar.scrubber.sought.connect(found.append)
    return found


def _middle(scrubber: RunScrubber, number: int) -> QPoint:
    return scrubber.segment(number).center()


def test_segments_lie_side_by_side_and_are_found_again(bar: RunBar, made: WholeRun) -> None:
    scrubber = bar.scrubber
    segments = [scrubber.segment(number) for number in range(len(made.moments))]
    assert all(one.right() < other.left() for one, other in pairwise(segments))
    assert [scrubber.moment_at(segment.center().x()) for segment in segments] == list(range(len(segments)))
    assert (scrubber.moment_at(-50), scrubber.moment_at(5000)) == (0, len(segments) - 1)


def test_to_be_told_of_a_place_seeks_nothing(bar: RunBar, made: WholeRun, sought: list[int]) -> None:
    bar.show_run(made, 7)
    assert bar.scrubber.value() == made.by_exchange[7]
    assert sought == []


def test_a_click_seeks_and_a_drag_only_where_it_ends(bar: RunBar, made: WholeRun, sought: list[int]) -> None:
    scrubber = bar.scrubber
    QTest.mouseClick(scrubber, _LEFT, pos=_middle(scrubber, 10))
    assert sought == [made.moments[10].step.exchange]
    QTest.mousePress(scrubber, _LEFT, pos=_middle(scrubber, 10))
    QTest.mouseMove(scrubber, _middle(scrubber, 15))
    QTest.mouseMove(scrubber, _middle(scrubber, 20))
    assert len(sought) == 1
    QTest.mouseRelease(scrubber, _LEFT, pos=_middle(scrubber, 20))
    assert sought[1:] == [made.moments[20].step.exchange]


@pytest.mark.parametrize(
    ("key", "moment"), [(Qt.Key.Key_Right, 4), (Qt.Key.Key_Left, 2), (Qt.Key.Key_Home, 0), (Qt.Key.Key_End, -1)]
)
def test_keys_seek(bar: RunBar, made: WholeRun, sought: list[int], key: Qt.Key, moment: int) -> None:
    QTest.keyClick(bar.scrubber, key)
    assert sought == [made.moments[moment].step.exchange]


def test_place_and_sums_are_told(bar: RunBar, made: WholeRun) -> None:
    tokens = f"so far: {made.until[3][0]:,} tokens in, {made.until[3][1]:,} out"
    description = bar.scrubber.accessibleDescription()
    assert description.startswith(f"interaction 4 of {len(made.moments)}: #3 · turn ")
    assert tokens in description
    labels = {label.objectName(): label.text() for label in bar.findChildren(RunLabel)}
    assert labels["runPlaceLabel"].startswith(f"Run 4 of {len(made.moments)}   #3 · turn ")
    assert labels["runSumsLabel"].startswith(tokens)


def test_it_hides_without_a_run_and_without_room(bar: RunBar, made: WholeRun) -> None:
    assert bar.isVisible()
    bar.set_room(has_room=False)
    assert not bar.isVisible()
    bar.set_room(has_room=True)
    assert bar.isVisible()
    bar.show_run(made, 100_000)  # an interaction of no such run
    assert not bar.isVisible()
    assert bar.scrubber.accessibleDescription() == "no run"


def test_the_place_is_painted_where_it_is(bar: RunBar, look: Look) -> None:
    scrubber, accent = bar.scrubber, look.theme.color("accent")
    picture = scrubber.grab().toImage()
    at, elsewhere = _middle(scrubber, 3), _middle(scrubber, 30)
    ratio = picture.devicePixelRatio()
    assert picture.pixelColor(at * ratio) == accent
    assert picture.pixelColor(elsewhere * ratio) != accent
