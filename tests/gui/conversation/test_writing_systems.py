# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Writing systems in the conversation: right to left, emoji of several characters, signs that would deceive."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.conversation.conversation_samples import ASK, DONE, asking, chunk
from viewer.core.recording import Recording
from viewer.gui.conversation import text_geometry
from viewer.gui.panes.conversation import ConversationPane

Make = Callable[..., Recording]
_LEFT = Qt.MouseButton.LeftButton
_ANSWER = ("text", ("track", 0))
_HEBREW = "שלום עולם טוב"
_FAMILY = "👨\u200d👩\u200d👧\u200d👦"


def said(make: Make, *fragments: str) -> Recording:
    """An answer in these fragments."""
    return make((asking(ASK), "".join(chunk(content=text) for text in fragments) + chunk(finish="stop") + DONE))


def caret(pane: ConversationPane, offset: int, key: Hashable = _ANSWER) -> QPoint:
    """Where the caret is before a character of the answer."""
    item = pane.canvas.row_layout.item(key)
    assert item is not None
    assert item.passage is not None
    place = pane.canvas.row_layout.text_origin(item) + pane.canvas.offset
    return text_geometry.caret_rect(item.passage, offset).translated(place).center()


def drag(pane: ConversationPane, start: QPoint, end: QPoint) -> str:
    """Select from one point to another, and copy."""
    viewport, none = pane.canvas.viewport(), Qt.KeyboardModifier.NoModifier
    QTest.mousePress(viewport, _LEFT, pos=start)
    move = QMouseEvent(QEvent.Type.MouseMove, QPointF(end), QPointF(end), Qt.MouseButton.NoButton, _LEFT, none)
    QApplication.sendEvent(viewport, move)
    QTest.mouseRelease(viewport, _LEFT, pos=end)
    QTest.keyClick(pane.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    return QGuiApplication.clipboard().text()


def test_hebrew_stands_at_the_right_and_runs_to_the_left(pane: ConversationPane, make: Make) -> None:
    pane.show_exchange(said(make, _HEBREW), 0)
    first, second = caret(pane, 0), caret(pane, 5)
    assert first.x() > pane.canvas.viewport().width() * 0.8
    assert second.x() < first.x()
    pane.show_exchange(said(make, "good world"), 0)
    assert caret(pane, 0).x() < pane.canvas.viewport().width() * 0.2


def test_a_drag_from_right_to_left_selects_what_it_covers(pane: ConversationPane, make: Make) -> None:
    pane.show_exchange(said(make, _HEBREW), 0)
    assert drag(pane, caret(pane, 5), caret(pane, 9)) == "עולם"


def test_a_double_click_takes_the_word_under_the_pointer(pane: ConversationPane, make: Make) -> None:
    pane.show_exchange(said(make, _HEBREW), 0)
    QTest.mouseDClick(pane.canvas.viewport(), _LEFT, pos=caret(pane, 6) - QPoint(3, 0))
    assert pane.canvas.selected_word() == "עולם"


def test_a_click_on_a_hebrew_letter_asks_for_its_event(pane: ConversationPane, make: Make) -> None:
    pane.show_exchange(said(make, "שלום ", "עולם ", "טוב"), 0)
    asked: list[int] = []
    pane.position_requested.connect(asked.append)
    QTest.mouseClick(pane.canvas.viewport(), _LEFT, pos=caret(pane, 6) - QPoint(3, 0))
    assert asked == [2]


def test_a_family_is_taken_whole_or_not_at_all(pane: ConversationPane, make: Make) -> None:
    pane.show_exchange(said(make, f"a{_FAMILY}b"), 0)
    start, end = caret(pane, 1), caret(pane, 1 + len(_FAMILY))
    middle = QPoint((start.x() + end.x()) // 2 + 2, start.y())
    assert drag(pane, caret(pane, 0), middle) in ("a", f"a{_FAMILY}")
    assert drag(pane, start, end) == _FAMILY


def test_overrides_turn_nothing_and_are_seen(pane: ConversationPane, make: Make) -> None:
    pane.show_exchange(said(make, "pay \u202e001\u202c now"), 0)
    item = pane.canvas.row_layout.item(_ANSWER)
    assert item is not None
    assert item.passage is not None
    assert "\u202e" not in item.passage.source.display(0, 12)
    assert caret(pane, 4).x() < caret(pane, 6).x() < caret(pane, 8).x()
