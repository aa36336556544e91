# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The conversation pane in use: mouse, keys, selection, search, following, and what a screen reader finds."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage, QKeyEvent, QMouseEvent, QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conversation.conversation_samples import ASK, DONE, TEXT_STREAM, asking, chunk
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.gui.conversation import text_geometry
from viewer.gui.conversation.rows import Line
from viewer.gui.conversation.targets import spoken_name, target_rect
from viewer.gui.look.look import Look
from viewer.gui.look.theme import load_theme
from viewer.gui.panes.conversation import ConversationPane

Make = Callable[..., Recording]
_LEFT = Qt.MouseButton.LeftButton
_ANSWER = ("text", ("track", 0))


def _point(pane: ConversationPane, key: Hashable, offset: int) -> QPoint:
    """A point on the character at an offset of a passage."""
    canvas = pane.canvas
    item = canvas.row_layout.item(key)
    assert item is not None
    assert item.passage is not None
    caret = text_geometry.caret_rect(item.passage, offset)
    return caret.translated(canvas.row_layout.text_origin(item) + canvas.offset).center() + QPoint(3, 0)


def _click_target(pane: ConversationPane, key: Hashable, span: int) -> None:
    rect = target_rect(pane.canvas.row_layout, (key, span))
    assert rect is not None
    QTest.mouseClick(pane.canvas.viewport(), _LEFT, pos=rect.translated(pane.canvas.offset).center())


def _drag(pane: ConversationPane, start: QPoint, end: QPoint) -> None:
    viewport = pane.canvas.viewport()
    QTest.mousePress(viewport, _LEFT, pos=start)
    none = Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QEvent.Type.MouseMove, QPointF(end), QPointF(end), Qt.MouseButton.NoButton, _LEFT, none)
    QApplication.sendEvent(viewport, move)
    QTest.mouseRelease(viewport, _LEFT, pos=end)


_NAME = QAccessible.Text.Name


def _spoken(pane: ConversationPane) -> list[tuple[str, str]]:
    canvas = QAccessible.queryAccessibleInterface(pane.canvas)
    children = [canvas.child(number) for number in range(canvas.childCount())]
    return [(child.text(_NAME), child.child(0).text(_NAME)) for child in children]


def test_names(pane: ConversationPane) -> None:
    assert (pane.objectName(), pane.accessibleName()) == ("conversationPane", "Conversation")


def test_a_click_on_a_character_asks_for_its_event(pane: ConversationPane, agent: Recording, qtbot: QtBot) -> None:
    pane.show_exchange(agent, 0)
    for key, offset, event in ((_ANSWER, 3, 2), (_ANSWER, 9, 3), (("arguments", ("track", 1)), 4, 5)):
        with qtbot.waitSignal(pane.position_requested) as asked:
            QTest.mouseClick(pane.canvas.viewport(), _LEFT, pos=_point(pane, key, offset))
        assert asked.args == [event]


def test_a_double_click_selects_a_word_and_takes_the_seek_back(pane: ConversationPane, agent: Recording) -> None:
    pane.show_exchange(agent, 0)
    asked: list[int] = []
    pane.position_requested.connect(asked.append)
    pane.position_requested.connect(pane.set_position)
    point = _point(pane, _ANSWER, 3)
    QTest.mouseClick(pane.canvas.viewport(), _LEFT, pos=point)
    QTest.mouseDClick(pane.canvas.viewport(), _LEFT, pos=point)
    assert asked == [2, 8]
    assert pane.canvas.selected_word() == "will"


def test_links_lead_where_they_say(pane: ConversationPane, agent: Recording) -> None:
    went: list[object] = []
    pane.exchange_requested.connect(went.append)
    pane.line_requested.connect(went.append)
    pane.pane_requested.connect(lambda name, path: went.append((name, path)))
    pane.show_exchange(agent, 1)
    heading = ("heading", ("message", 2))
    for key, span in ((heading, 3), (heading, 5), (("heading", "answer"), 3), ("retried", 1)):
        _click_target(pane, key, span)
    assert went == [("requestPane", ("messages", 2)), 0, 20, 2]


def test_a_card_unfolds_and_stays_where_it_is(pane: ConversationPane, agent: Recording) -> None:
    pane.show_exchange(agent, 2)
    key = ("call", ("history", (2, 1)))
    before = target_rect(pane.canvas.row_layout, (key, -1))
    _click_target(pane, key, -1)
    assert any(row.key == ("result", ("history", (2, 1))) for row in pane.canvas.conversation.rows)
    assert before is not None
    assert target_rect(pane.canvas.row_layout, (key, -1)) == before


def test_a_drag_selects_over_messages_and_copies_as_shown(pane: ConversationPane, agent: Recording) -> None:
    pane.show_exchange(agent, 0)
    _drag(pane, _point(pane, ("text", (1, 0)), 0) - QPoint(3, 0), _point(pane, ("arguments", ("track", 1)), 3))
    QTest.keyClick(pane.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "Count to three.\n\nAssistant m events 1–8\nI will count.\ncount c1 valid JSON matches schema\n{\n "
    )


def test_select_all(pane: ConversationPane, agent: Recording) -> None:
    pane.show_exchange(agent, 0)
    QTest.keyClick(pane.canvas, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    pane.canvas.copy()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("System messages[0]\nBe brief.\n\nUser")
    assert text.endswith("YAML line 10")


def test_tab_goes_through_the_targets_and_enter_follows(pane: ConversationPane, agent: Recording) -> None:
    pane.show_exchange(agent, 2)
    asked: list[int] = []
    pane.exchange_requested.connect(asked.append)
    pane.canvas.setFocus()
    canvas = pane.canvas
    for _ in range(4):
        QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert canvas.state.focused is not None
    assert spoken_name(canvas.row_layout, canvas.state.focused) == "#0"
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert asked == [0]
    QTest.keyClick(canvas, Qt.Key.Key_P)
    assert spoken_name(canvas.row_layout, canvas.state.focused) == "messages[2] in the request"


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Left, Qt.Key.Key_T, Qt.Key.Key_Escape])
def test_keys_without_a_use_are_left_to_the_window(pane: ConversationPane, agent: Recording, key: Qt.Key) -> None:
    pane.show_exchange(agent, 0)
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    pane.canvas.keyPressEvent(event)
    assert not event.isAccepted()


def test_space_is_used_where_a_target_has_the_focus(pane: ConversationPane, agent: Recording, qtbot: QtBot) -> None:
    pane.show_exchange(agent, 2)
    pane.canvas.focus_target((("call", ("history", (2, 1))), -1))
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(pane.canvas.activated):
        pane.canvas.keyPressEvent(event)
    assert event.isAccepted()


def test_the_focus_goes_with_its_target(pane: ConversationPane, agent: Recording) -> None:
    pane.show_exchange(agent, 0)
    pane.canvas.focus_target((("heading", "answer"), 3))
    pane.set_position(0)
    assert pane.canvas.state.focused is None
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    pane.canvas.keyPressEvent(event)
    assert not event.isAccepted()


def test_find(pane: ConversationPane, agent: Recording) -> None:
    pane.show_exchange(agent, 0)
    assert pane.find_text("count") == 3
    assert pane.find_text("Count", case_sensitive=True) == 1
    assert pane.find_text("count") == 3
    first = pane.canvas.state.search.hit
    pane.canvas.find_next()
    assert pane.canvas.state.search.hit != first
    pane.canvas.find_previous()
    assert pane.canvas.state.search.hit == first
    assert pane.canvas.find_text("(", regex=True)
    pane.clear_find()
    assert not pane.canvas.state.search.hits


def test_the_find_bar_counts(pane: ConversationPane, agent: Recording, qtbot: QtBot) -> None:
    pane.show_exchange(agent, 0)
    pane.open_find()
    with qtbot.waitSignal(pane.canvas.hits_changed, check_params_cb=lambda _at, _all, is_over: bool(is_over)) as told:
        pane.find_bar.field.setText("count")
    assert told.args == [1, 3, True]


def _long(make: Make) -> Recording:
    return make((asking(ASK), "".join(chunk(content=f"Line {n}.\n\n") for n in range(200)) + DONE))


def test_the_view_follows_the_stream_until_the_user_scrolls(pane: ConversationPane, make: Make) -> None:
    pane.show_exchange(_long(make), 0)
    told: list[bool] = []
    pane.follow_changed.connect(told.append)
    bar = pane.canvas.verticalScrollBar()
    for shown in (1, 60, 120):
        pane.set_position(shown)
        caret = pane.canvas._growth_rect()
        assert caret is not None
        assert bar.value() <= caret.top() <= caret.bottom() <= bar.value() + pane.canvas.viewport().height()
    bar.setValue(0)
    assert told == [False]
    assert not pane.follow
    pane.set_position(130)
    assert bar.value() == 0
    pane.follow = True
    assert bar.value() > 0
    assert told == [False, True]


def test_a_screen_reader_finds_messages_and_cards(pane: ConversationPane, agent: Recording) -> None:
    pane.show_exchange(agent, 0)
    end = _spoken(pane)
    names = [name for name, _ in end]
    assert names == [
        "System",
        "User",
        "Assistant",
        "Tool call count, valid JSON, matches schema, 8 characters of arguments",
        "Outcome",
    ]
    assert '"n": 3' in end[3][1]
    pane.set_position(5)
    early = _spoken(pane)
    assert early[3] == (
        "Tool call count, incomplete, 4 characters of arguments",
        'count c1 incomplete\n{"n"\nresult 1 2 3 in #2 events 4–5 of 4–6',
    )
    pane.set_position(6)
    pane.set_position(5)
    assert _spoken(pane) == early
    pane.set_position(8)
    assert _spoken(pane) == end


def test_accessible_parents_and_roles(pane: ConversationPane, agent: Recording) -> None:
    pane.show_exchange(agent, 0)
    canvas = QAccessible.queryAccessibleInterface(pane.canvas)
    child = canvas.child(3)
    assert canvas.indexOfChild(child) == 3
    assert child.parent().text(QAccessible.Text.Name) == "Conversation"
    assert child.role() == QAccessible.Role.Grouping
    assert child.rect().isValid()
    assert child.child(0).parent() is child
    assert child.child(0).role() == QAccessible.Role.StaticText
    pane.show_exchange(None, 0)
    assert not child.isValid()


def test_another_look_keeps_what_is_unfolded(pane: ConversationPane, agent: Recording, look: Look) -> None:
    pane.show_exchange(agent, 2)
    _click_target(pane, ("call", ("history", (2, 1))), -1)
    rows = [row.key for row in pane.canvas.conversation.rows]
    dark = load_theme("dark", 1.3)
    pane.set_look(Look(dark, look.icons, Masker(show=True)))
    assert [row.key for row in pane.canvas.conversation.rows] == rows


def test_nothing_selected(pane: ConversationPane) -> None:
    pane.show_exchange(None, 0)
    assert _spoken(pane)[0][0] == "Nothing selected"


def test_an_image_is_decoded_when_it_is_seen(pane: ConversationPane, make: Make, qtbot: QtBot) -> None:
    url = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    parts = [{"type": "image_url", "image_url": {"url": url}}, {"type": "image_url", "image_url": {"url": url[:-30]}}]
    pane.show_exchange(make((asking([{"role": "user", "content": parts}]), TEXT_STREAM)), 0)

    def decoded() -> list[bool]:
        items = [item for item in pane.canvas.row_layout.items if item.thumbnail]
        return [not i.thumbnail.picture[0].isNull() for i in items if i.thumbnail and i.thumbnail.picture]

    qtbot.waitUntil(lambda: len(decoded()) == 2)
    assert decoded() == [True, False]


class _Painted(QObject):
    """Collects what a widget paints."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return False


def _differs_outside(before: QImage, after: QImage, region: QRegion) -> list[tuple[int, int]]:
    """Pixels that changed and were not painted."""
    width, height = after.width(), after.height()
    rows = [n for n in range(height) if before.copy(0, n, width, 1) != after.copy(0, n, width, 1)]
    changed = ((x, y) for y in rows for x in range(width) if before.pixel(x, y) != after.pixel(x, y))
    return [at for at in changed if not region.contains(QPoint(*at))]


@pytest.mark.parametrize("steps", [range(9), [8, 5, 3, 6, 0, 7], [5, 6, 5, 4]])
def test_every_change_is_painted(pane: ConversationPane, agent: Recording, qtbot: QtBot, steps: list[int]) -> None:
    viewport = pane.canvas.viewport()
    pane.show_exchange(agent, 0)
    painted = _Painted(viewport)
    for position in steps:
        before = viewport.grab().toImage()
        painted.region = QRegion()
        pane.set_position(position)
        qtbot.wait(1)
        region = painted.region
        assert not _differs_outside(before, viewport.grab().toImage(), region)


def test_a_step_paints_only_what_it_changed(pane: ConversationPane, make: Make, qtbot: QtBot) -> None:
    pane.show_exchange(_long(make), 0)
    pane.set_position(3)
    qtbot.wait(1)
    painted = _Painted(pane.canvas.viewport())
    pane.set_position(3)
    qtbot.wait(1)
    assert painted.region.isEmpty()
    pane.set_position(4)
    qtbot.wait(1)
    first = pane.canvas.row_layout.item(("text", (0, 0)))
    assert first is not None
    assert not painted.region.intersects(first.rect.translated(pane.canvas.offset))


@pytest.mark.usefixtures("font_width")
def test_in_a_narrow_pane_with_large_text_no_words_are_cut_or_lie_over_others(
    pane: ConversationPane, agent: Recording, look: Look
) -> None:
    pane.resize(360, 600)
    for scale in (1.0, 1.5):
        pane.set_look(replace(look, theme=load_theme("light", scale)))
        for number in range(len(agent.exchanges)):
            pane.show_exchange(agent, number)
            lines = [item for item in pane.canvas.row_layout.items if isinstance(item.row.content, Line)]
            assert lines
            for item in lines:
                places = [place.rect for place in pane.canvas.row_layout.line_of(item).places]
                assert all(here.left() >= 0 and here.right() < item.width for here in places), item.row.key
                assert not any(here.intersects(there) for here, there in combinations(places, 2)), item.row.key
