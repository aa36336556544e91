# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.streams import call, chunk, exchange, two_calls, words
from viewer.core.deltas import Kind
from viewer.core.secrets.masking import Masker
from viewer.core.text.json_values import Json
from viewer.core.timeline import Gap
from viewer.gui.look.icons import Icons
from viewer.gui.look.look import Look
from viewer.gui.look.theme import load_theme
from viewer.gui.player.scrubber import Scrubber
from viewer.gui.player.timeline_layout import TimelineLayout
from viewer.gui.player.timeline_painter import DENSE

WIDTH = 900


@pytest.fixture
def look(qapp: QApplication) -> Look:
    theme = load_theme("light")
    return Look(theme, Icons(theme), Masker())


@pytest.fixture
def scrubber(look: Look, qtbot: QtBot) -> Scrubber:
    made = Scrubber(look)
    qtbot.addWidget(made)
    made.resize(WIDTH, made.sizeHint().height())
    made.set_exchange(exchange(two_calls(), 1100.0))
    made.show()
    return made


def layout_of(scrubber: Scrubber) -> TimelineLayout:
    layout = scrubber._current_layout()
    assert layout is not None
    return layout


def middle(scrubber: Scrubber, shown: int) -> QPoint:
    layout = layout_of(scrubber)
    return QPoint(layout.x_of(shown), layout.box.center().y())


def test_it_is_a_slider_over_the_number_of_events(scrubber: Scrubber) -> None:
    assert (scrubber.minimum(), scrubber.maximum(), scrubber.value()) == (0, 11, 11)
    assert QAccessible.queryAccessibleInterface(scrubber).role() is QAccessible.Role.Slider
    assert scrubber.accessibleName() == "Playback position"


def test_it_says_where_it_stands(scrubber: Scrubber) -> None:
    scrubber.setValue(6)
    assert scrubber.accessibleDescription() == "event 6 of 11, tool call arguments"
    scrubber.setValue(0)
    assert scrubber.accessibleDescription() == "before event 1 of 11"
    scrubber.set_exchange(None)
    assert (scrubber.maximum(), scrubber.accessibleDescription()) == (0, "nothing to play")


def test_a_click_goes_to_the_nearest_event(scrubber: Scrubber) -> None:
    QTest.mouseClick(scrubber, Qt.MouseButton.LeftButton, pos=middle(scrubber, 4) + QPoint(3, 0))
    assert scrubber.value() == 4
    QTest.mouseClick(scrubber, Qt.MouseButton.LeftButton, pos=QPoint(layout_of(scrubber).box.left() + 2, 40))
    assert scrubber.value() == 0


def test_dragging_follows_the_pointer(scrubber: Scrubber, qtbot: QtBot) -> None:
    seen: list[int] = []
    scrubber.valueChanged.connect(seen.append)
    QTest.mousePress(scrubber, Qt.MouseButton.LeftButton, pos=middle(scrubber, 3))
    assert scrubber.isSliderDown()
    QTest.mouseMove(scrubber, middle(scrubber, 5))
    QTest.mouseRelease(scrubber, Qt.MouseButton.LeftButton, pos=middle(scrubber, 5))
    assert seen == [3, 5]
    assert not scrubber.isSliderDown()


def test_keys_step_and_jump(scrubber: Scrubber) -> None:
    scrubber.setValue(5)
    wanted = [
        (Qt.Key.Key_Left, 4),
        (Qt.Key.Key_Right, 5),
        (Qt.Key.Key_PageDown, 8),
        (Qt.Key.Key_PageUp, 5),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 11),
    ]
    for key, value in wanted:
        QTest.keyClick(scrubber, key)
        assert scrubber.value() == value, key


def test_the_wheel_steps_one_event_a_notch(scrubber: Scrubber) -> None:
    scrubber.setValue(5)
    for delta, value in ((-120, 6), (-60, 6), (-60, 7), (240, 5)):
        wheel(scrubber, delta)
        assert scrubber.value() == value


def wheel(scrubber: Scrubber, delta: int) -> None:
    at = QPointF(400, 50)
    none = Qt.MouseButton.NoButton
    event = QWheelEvent(
        at, at, QPoint(), QPoint(0, delta), none, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(scrubber, event)


def test_the_pointer_is_told_what_is_there(scrubber: Scrubber) -> None:
    assert scrubber.text_at(middle(scrubber, 3)) == 'event 3, tool call arguments, add, ≈ 300.0 ms\n{"a":'
    assert scrubber.text_at(middle(scrubber, 7)).endswith("\n:␣")
    assert scrubber.text_at(QPoint(5, 50)) == ""


def test_a_shortened_pause_is_told(look: Look) -> None:
    plain = exchange(two_calls(), 1100.0)
    play = tuple(100.0 * (i + 1) + (2000.0 if i >= 5 else 0.0) for i in range(11))
    paused = replace(plain, timeline=replace(plain.timeline, play_ms=play, gaps=(Gap(5, 8100.0),)))
    scrubber = Scrubber(look)
    scrubber.resize(WIDTH, 100)
    scrubber.set_exchange(paused)
    [(_, x)] = layout_of(scrubber).gap_centers()
    assert scrubber.text_at(QPoint(x, 50)) == "pause of 8.10 s, shortened"


def test_every_position_is_found_where_it_is_drawn(scrubber: Scrubber) -> None:
    layout = layout_of(scrubber)
    assert [layout.position_at(layout.x_of(n)) for n in range(12)] == list(range(12))


def test_played_ticks_have_their_colour_and_the_others_are_paler(scrubber: Scrubber, look: Look) -> None:
    scrubber.setValue(4)
    image = scrubber.grab().toImage()
    layout = layout_of(scrubber)
    row = layout.lane_rect(Kind.TOOL_CALL).center().y() + 1
    assert image.pixelColor(layout.x_of(3) + 4, row) == look.theme.color("lane_tool")
    paler = image.pixelColor(layout.x_of(7) + 4, row)
    assert paler.lightness() > look.theme.color("lane_tool").lightness()
    assert paler != look.theme.color("surface")


def test_a_cut_recording_shows_it(look: Look, qtbot: QtBot) -> None:
    amber, grabs = look.theme.color("amber"), []
    for events in (two_calls(), two_calls()[:6]):
        scrubber = Scrubber(look)
        qtbot.addWidget(scrubber)
        scrubber.resize(WIDTH, 100)
        scrubber.set_exchange(exchange(events))
        image = scrubber.grab().toImage()
        grabs.append(any(close(image.pixelColor(x, 50), amber) for x in range(WIDTH - 60, WIDTH)))
    assert grabs == [False, True]


def close(one: QColor, other: QColor) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))  # type: ignore[index]


def test_many_events_are_drawn_by_column(look: Look, qtbot: QtBot) -> None:
    scrubber = Scrubber(look)
    qtbot.addWidget(scrubber)
    scrubber.resize(WIDTH, 100)
    scrubber.set_exchange(exchange(words(DENSE + 500)))
    image = scrubber.grab().toImage()
    layout = layout_of(scrubber)
    row = layout.lane_rect(Kind.TEXT).center().y() + 1
    assert image.pixelColor(layout.x_of(1200) + 1, row) == look.theme.color("lane_text")


def test_a_stream_that_no_dialect_understands_has_ticks(look: Look, qtbot: QtBot) -> None:
    scrubber = Scrubber(look)
    qtbot.addWidget(scrubber)
    scrubber.resize(WIDTH, 100)
    unknown = replace(exchange(["one", "two"]), dialect=None)
    scrubber.set_exchange(replace(unknown, timeline=replace(unknown.timeline, markers=())))
    assert not scrubber.grab().isNull()
    assert layout_of(scrubber).flags == []
    assert scrubber.text_at(middle(scrubber, 2)).endswith("\ntwo")


def test_an_event_may_hold_markup_and_it_stays_text(look: Look, qtbot: QtBot) -> None:
    scrubber = Scrubber(look)
    qtbot.addWidget(scrubber)
    scrubber.resize(WIDTH, 100)
    scrubber.set_exchange(exchange([chunk({"content": "<b>bold</b>"}), "[DONE]"]))
    assert scrubber.text_at(middle(scrubber, 1)).endswith("\n<b>bold</b>")


def _many_calls(count: int) -> list[Json | str]:
    """A stream of calls of which each is one event."""
    return [call(number, "{}", "f") for number in range(count)]


@pytest.mark.parametrize("count", [3, 40, 1500])
def test_a_flag_stands_wherever_there_is_room_for_it(look: Look, qtbot: QtBot, count: int) -> None:
    scrubber = Scrubber(look)
    qtbot.addWidget(scrubber)
    scrubber.resize(WIDTH, 100)
    scrubber.set_exchange(exchange(_many_calls(count)))
    layout, wanted = layout_of(scrubber), list[int]()
    for x in (layout.x_of(shown) for shown in range(1, count + 1)):
        if not wanted or x - wanted[-1] >= look.theme.px(9):
            wanted.append(x)
    assert [flag.x for flag in layout.flags] == wanted


def test_bars_of_very_many_parts_that_touch_are_one(look: Look, qtbot: QtBot) -> None:
    scrubber = Scrubber(look)
    qtbot.addWidget(scrubber)
    scrubber.resize(WIDTH, 100)
    scrubber.set_exchange(exchange(_many_calls(40)))
    few = layout_of(scrubber).part_rects
    assert len(few) == 40
    scrubber.set_exchange(exchange(_many_calls(1500)))
    ((kind, rect),) = layout_of(scrubber).part_rects
    assert kind is Kind.TOOL_CALL
    assert rect.left() < layout_of(scrubber).xs[0] < layout_of(scrubber).xs[-1] < rect.right()
