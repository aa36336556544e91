# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is drawn, and what a screen reader is told of it."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from tests.gui.code.screen import Press, clipboard, has_color, picture, rows
from viewer.core.text.json_layout import layout, plain_lines
from viewer.gui.code.cursor import Position
from viewer.gui.code.view import CodeView
from viewer.gui.look.theme import Theme, load_theme


def test_columns_of_wide_characters_are_found_again(view: CodeView) -> None:
    view.set_text(json.dumps(["a😀b漢é\u0301c"], ensure_ascii=False))
    shown = view.page.layouts.line(1)
    for column in (0, 2, 3, 4, 5, 6, len(shown.text)):
        assert shown.column_at(shown.x(column)) == column


def test_long_lines_are_laid_out_as_far_as_they_are_visible(view: CodeView) -> None:
    view.set_document(plain_lines("x" * 1500 + "\nshort"), "text")
    picture(view)
    shown = view.page.layouts.line(0)
    assert len(shown.layout.text()) < 1500
    assert shown.column_at(shown.x(1400)) == 1400
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
    view.move_to(Position(0, 1500))
    picture(view)
    assert len(view.page.layouts.line(0).layout.text()) == 1500


def test_controls_and_half_surrogates_are_visible_and_keep_their_column(view: CodeView) -> None:
    view.set_text("a\x00b\u2028c\ud83dd\u202ee", "text")
    assert view.page.layouts.line(0).text == "a␀b�c�d�e"
    picture(view)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_marked_span_has_a_band_a_bar_and_a_tint(view: CodeView, name: str) -> None:
    theme = load_theme(name)  # type: ignore[arg-type]
    view.set_theme(theme)
    text = view.document().text
    assert not has_color(picture(view), theme.color("soft"))
    start = text.index('"kimi"')
    view.mark_span(start, start + 6)
    image = picture(view)
    assert all(has_color(image, theme.color(token)) for token in ("soft", "accent", "tint2"))
    shown = view.page.layouts.line(11)
    columns = view.page.marked_columns(shown)
    assert columns is not None
    assert shown.text[slice(*columns)] == '"kimi"'
    view.clear_mark()
    assert not has_color(picture(view), theme.color("soft"))


def test_marking_opens_folds_and_scrolls(view: CodeView) -> None:
    view.set_text(json.dumps([[number] for number in range(200)]))
    view.fold_to_level(1)
    start = view.document().text.index("150")
    view.mark_span(start, start + 3)
    line = view.document().line_at(start)
    top = view.verticalScrollBar().value()
    assert top <= view.page.y_of_line(line) < top + view.viewport().height()
    assert not view.page.folds.is_folded(line - 1)


def test_dimmed_lines_are_drawn_in_one_colour(view: CodeView, theme: Theme) -> None:
    view.set_text('{"key": 1}')
    view.dim_lines({1})
    formats = view.page.layouts.line(1).layout.formats()
    assert [found.format.foreground().color() for found in formats] == [theme.color("syntax_dim")]
    view.dim_lines(())
    colors = {found.format.foreground().color().name() for found in view.page.layouts.line(1).layout.formats()}
    assert theme.color("syntax_key").name() in colors


def test_the_scroll_range_belongs_to_the_document_on_show(view: CodeView, qtbot: QtBot) -> None:
    view.set_text("x" * 900, "text")
    picture(view)
    view.set_text("short", "text")
    picture(view)
    qtbot.wait(1)
    assert view.horizontalScrollBar().maximum() == 0


def test_damage_is_marked(view: CodeView, theme: Theme) -> None:
    view.set_text('{"a": tru}')
    assert has_color(picture(view), theme.color("red"))


@pytest.mark.parametrize("text", ["", " ", "{}", "1", "["])
def test_the_smallest_documents(view: CodeView, press: Press, text: str) -> None:
    view.set_text(text)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_PageDown):
        press(key)
    view.copy()
    assert clipboard().strip() == text.strip()
    picture(view)
    view.set_document(None)
    assert rows(view) == [""]


def test_a_deep_document_can_be_walked(view: CodeView, press: Press) -> None:
    view.set_document(layout("[" * 5000 + "]" * 5000))
    press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    view.go_to_line(4998)
    picture(view)
    view.fold_to_level(3)
    assert view.page.folds.row_count == 7


def test_zoom_keeps_the_place(view: CodeView) -> None:
    view.set_text(json.dumps(list(range(500))))
    view.go_to_line(250)
    height = view.page.row_height
    top = view.page.line_at_y(view.verticalScrollBar().value())
    view.zoom(4)
    assert view.page.row_height > height
    assert view.page.line_at_y(view.verticalScrollBar().value()) == top
    view.zoom(0)
    assert view.page.row_height == height


def test_a_screen_reader_learns_name_line_and_visible_text(view: CodeView) -> None:
    view.setAccessibleName("Request body")
    view.go_to_line(11)
    view.verticalScrollBar().setValue(0)
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.role() is QAccessible.Role.Document
    assert interface.text(QAccessible.Text.Name) == "Request body"
    assert interface.text(QAccessible.Text.Description) == '"model": "kimi", line 12 of 18'
    rows = [interface.child(number) for number in range(2)]
    assert [row.text(QAccessible.Text.Name) for row in rows] == ["{", '  "messages": [']
    assert rows[0].role() is QAccessible.Role.StaticText
    assert rows[1].rect().top() == rows[0].rect().top() + view.page.row_height
    assert interface.indexOfChild(rows[1]) == 1
