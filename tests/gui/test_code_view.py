# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from viewer.core.json_text import layout, plain_lines
from viewer.core.secrets import Masker
from viewer.gui.code_cursor import CodeCursor, Position
from viewer.gui.code_folds import CodeFolds
from viewer.gui.code_highlighter import CodeHighlighter
from viewer.gui.code_menu import code_menu
from viewer.gui.code_view import CodeView
from viewer.gui.find_bar import FindBar
from viewer.gui.icons import Icons
from viewer.gui.look import Look
from viewer.gui.theme import Theme, load_theme

REQUEST = {
    "messages": [{"role": "system", "content": "Be short"}, {"role": "user", "content": "Add 2 and 3"}],
    "model": "kimi",
    "options": {"usage": True},
    "arguments": '{"a": 2}',
    "image": "iVBORw0KGgo" * 300,
}
# Lines: 0 {, 1 messages, 2 first message ... 5 its end, 6 second ... 9, 10 ], 11 model, 12-14 options, 15, 16, 17 }.
Press = Callable[..., None]


@pytest.fixture
def theme() -> Theme:
    return load_theme("light")


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> CodeView:
    view = CodeView(theme)
    qtbot.addWidget(view)
    view.resize(700, 300)
    view.set_text(json.dumps(REQUEST))
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.fixture
def press(view: CodeView) -> Press:
    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(view, key, modifier)

    return press


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def rows(view: CodeView) -> list[str]:
    return [shown.text for _, shown in view.page.rows(0, view.page.height - 1)]


def picture(view: CodeView) -> QImage:
    return view.viewport().grab().toImage()


def has_color(image: QImage, color: QColor) -> bool:
    return any(image.pixelColor(x, y) == color for y in range(image.height()) for x in range(image.width()))


def point_of(view: CodeView, line: int, column: int) -> QPoint:
    x = view.page.text_left + view.page.layouts.line(line).x(column) - view.horizontalScrollBar().value()
    y = view.page.y_of_line(line) + view.page.row_height // 2 - view.verticalScrollBar().value()
    return QPointF(x, y).toPoint()


def chevron_of(view: CodeView, line: int) -> QPoint:
    return QPoint(view.page.number_right + view.page.chevron_width // 2, point_of(view, line, 0).y())


# --- folds


def test_a_folded_container_is_one_row_that_says_what_it_holds(view: CodeView) -> None:
    assert view.fold(1)
    assert rows(view)[:3] == ["{", '  "messages": [  2 items: system, user  ],', '  "model": "kimi",']
    assert view.unfold(1)
    assert len(rows(view)) == 18
    assert not view.unfold(1)
    assert not view.fold(11)


@given(st.lists(st.integers(0, 60), max_size=12), st.integers(0, 60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_and_lines_agree_whatever_is_folded(toggled: list[int], line: int) -> None:
    document = layout(json.dumps([[[1, 2], {"a": [3, {}], "b": [[4], 5]}], {"c": {"d": [6]}}, [[[7]]], 8]))
    folds = CodeFolds(document)
    hidden: set[int] = set()
    for number in toggled:
        folds.toggle(number % len(document.lines))
    for shown in document.lines:
        if folds.is_folded(shown.index):
            assert shown.close is not None
            hidden |= set(range(shown.index + 1, shown.close + 1))
    visible = [number for number in range(len(document.lines)) if number not in hidden]
    assert [folds.line_at_row(row) for row in range(folds.row_count)] == visible
    assert [folds.row_of_line(number) for number in visible] == list(range(len(visible)))
    line %= len(document.lines)
    folds.reveal(line)
    closes_folded = document.lines[line].kind.value == "close" and folds.is_folded(document.parent(line) or 0)
    assert not closes_folded
    assert folds.line_at_row(folds.row_of_line(line)) == line


def test_fold_to_a_level_and_expand(view: CodeView) -> None:
    view.fold_to_level(1)
    assert rows(view)[1] == '  "messages": [  2 items: system, user  ],'
    assert rows(view)[3] == '  "options": {  1 key  },'
    view.fold_to_level(2)
    assert rows(view)[2] == "    {  2 keys  },"
    view.expand_all()
    assert len(rows(view)) == 18


def test_a_chevron_folds_and_a_chip_unfolds(view: CodeView) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=chevron_of(view, 1))
    assert view.page.folds.is_folded(1)
    chip = view.page.layouts.line(1).chip
    assert chip is not None
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, 1, chip[0] + 2))
    assert not view.page.folds.is_folded(1)


def test_the_reader_never_stays_on_a_hidden_line(view: CodeView) -> None:
    view.go_to_line(8)
    view.fold(1)
    assert view.current_line() == 1
    view.go_to_line(8)
    assert view.current_line() == 8
    assert not view.page.folds.is_folded(1)


# --- keys


def test_keys_move_the_reader(view: CodeView, press: Press, qtbot: QtBot) -> None:
    with (
        qtbot.waitSignal(view.line_selected, check_params_cb=lambda line: line == 1),
        qtbot.waitSignal(view.path_selected, check_params_cb=lambda path: path == ("messages",)),
    ):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_K)
    assert view.current_line() == 2
    press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view.current_line() == 17
    press(Qt.Key.Key_PageUp)
    assert view.current_line() == 17 - view.rows_per_page()
    press(Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Up)
    assert view.current_line() == 0


def test_left_and_right_walk_as_in_a_tree(view: CodeView, press: Press) -> None:
    view.go_to_line(1)
    press(Qt.Key.Key_Left)
    assert view.page.folds.is_folded(1)
    press(Qt.Key.Key_Right)
    assert not view.page.folds.is_folded(1)
    press(Qt.Key.Key_Right)
    assert view.current_line() == 2
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Left)
    assert view.current_line() == 1


def test_right_and_left_scroll_a_long_line(view: CodeView, press: Press, qtbot: QtBot) -> None:
    view.go_to_line(16)
    qtbot.waitUntil(lambda: view.horizontalScrollBar().maximum() > 0)
    press(Qt.Key.Key_Right)
    assert view.horizontalScrollBar().value() > 0
    press(Qt.Key.Key_Left)
    assert view.horizontalScrollBar().value() == 0


def test_levels_by_key(view: CodeView, press: Press) -> None:
    press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert view.page.folds.is_folded(12)
    press(Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    assert not view.page.folds.is_folded(12)


@pytest.mark.parametrize(
    ("key", "is_own"),
    [(Qt.Key.Key_Left, True), (Qt.Key.Key_K, True), (Qt.Key.Key_Space, False), (Qt.Key.Key_Period, False)],
)
def test_own_keys_are_kept_from_the_windows_shortcuts(view: CodeView, key: Qt.Key, is_own: bool) -> None:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(view, event)
    assert event.isAccepted() is is_own


# --- selection and copying


def test_copies_the_selection_as_shown(view: CodeView, press: Press) -> None:
    view.page.cursor = CodeCursor(Position(12, 11), Position(11, 2))
    press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard() == '"model": "kimi",\n  "options"'


def test_copies_a_fold_as_shown_and_the_line_when_nothing_is_selected(view: CodeView) -> None:
    view.fold(12)
    view.go_to_line(12)
    view.copy()
    assert clipboard() == '  "options": {  1 key  },'


def test_select_all_copies_the_whole_document_indented(qtbot: QtBot, view: CodeView, press: Press) -> None:
    content = {"a": [1, {"b": "é😀"}], "c": None}
    view.set_text(json.dumps(content, ensure_ascii=False))
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(view.copied):
        view.copy()
    assert clipboard() == json.dumps(content, indent=2, ensure_ascii=False)


def test_a_large_copy_is_made_in_slices(qtbot: QtBot, view: CodeView) -> None:
    content = list(range(20_000))
    view.set_document(layout(json.dumps(content)))
    view.select_all()
    QGuiApplication.clipboard().setText("")
    with qtbot.waitSignal(view.copied, timeout=20_000):
        view.copy()
    assert clipboard() == json.dumps(content, indent=2)


def test_selects_with_the_mouse(view: CodeView) -> None:
    viewport, left = view.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, pos=point_of(view, 2, 4))
    QTest.mouseMove(viewport, point_of(view, 3, 12))
    QTest.mouseRelease(viewport, left, pos=point_of(view, 3, 12))
    view.copy()
    assert clipboard() == '{\n      "role"'
    QTest.mouseDClick(viewport, left, pos=point_of(view, 3, 9))
    assert view.selected_word() == "role"


def test_selects_with_the_keyboard_over_line_ends(view: CodeView, press: Press) -> None:
    view.go_to_line(11)
    press(Qt.Key.Key_End)
    for _ in range(5):
        press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.page.cursor.end == (12, 4)
    for _ in range(6):
        press(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.page.cursor.start == (11, 16 + 1)


def test_copies_values_and_paths(view: CodeView) -> None:
    view.copy_value(15)
    assert clipboard() == '{"a": 2}'
    view.copy_path(3)
    assert clipboard() == "messages[0].role"
    view.copy_jq_path(3)
    assert clipboard() == ".messages[0].role"
    view.copy_value(16)
    assert clipboard() == "iVBORw0KGgo" * 300


@pytest.mark.parametrize(("line", "kind"), [(15, "json"), (16, "show")])
def test_enter_asks_for_what_is_not_shown(view: CodeView, press: Press, qtbot: QtBot, line: int, kind: str) -> None:
    view.go_to_line(line)
    with qtbot.waitSignal(view.value_requested) as signal:
        press(Qt.Key.Key_Return)
    assert signal.args == [kind, line]


def test_a_click_on_the_note_shows_the_full_value(view: CodeView, qtbot: QtBot) -> None:
    view.resize(1600, 400)
    chip = view.page.layouts.line(16).chip
    assert chip is not None
    with qtbot.waitSignal(view.value_requested) as signal:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, 16, chip[0] + 2))
    assert signal.args == ["show", 16]


def test_the_menu_offers_what_the_line_can_do(view: CodeView) -> None:
    def texts(line: int) -> set[str]:
        return {action.text() for action in code_menu(view, line).actions()}

    assert {"Copy value", "Copy jq path", "Save value…", "Fold to level 2"} <= texts(11)
    assert "Open string as JSON" in texts(15)
    assert "Show full value" in texts(16)
    assert not {"Open string as JSON", "Show full value", "Fold"} & texts(11)
    view.set_text("plain", "text")
    assert not {"Copy path", "Expand all"} & texts(0)


# --- what is drawn


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


# --- colours


def test_json_lines_are_coloured() -> None:
    document = layout('{"key": ["text", 1.5, true]}')
    highlighter = CodeHighlighter(document, "json")
    tokens = {
        line.text[first:last]: token for line in document.lines for first, last, token in highlighter.spans(line, 999)
    }
    assert tokens['"key"'] == "syntax_key"
    assert tokens['"text"'] == "syntax_str"
    assert tokens["1.5"] == "syntax_num"
    assert tokens["true"] == "syntax_kw"
    assert tokens["["] == "syntax_punc"


@pytest.mark.parametrize("text", ['["' + "ab " * 400 + '"]', '["\\n\\n unterminated'])
@pytest.mark.parametrize("reach", [50, 51, 999])
def test_a_string_that_is_cut_is_coloured(text: str, reach: int) -> None:
    document = layout(text)
    line = document.lines[1]
    spans = CodeHighlighter(document, "json").spans(line, reach)
    assert spans[0][::2] == (0, "syntax_str")
    assert spans[0][1] >= min(reach, len(line.text)) - 1


def test_a_comment_over_several_lines_is_coloured_in_each() -> None:
    document = plain_lines("<p>\n<!-- one\ntwo -->\n<b>")
    highlighter = CodeHighlighter(document, "html")
    assert highlighter.spans(document.lines[1], 999)[-1] == (0, 8, "syntax_dim")
    assert highlighter.spans(document.lines[2], 999)[0] == (0, 7, "syntax_dim")


def test_an_unknown_language_has_no_colours() -> None:
    document = plain_lines("text")
    assert CodeHighlighter(document, "no such language").spans(document.lines[0], 999) == []


# --- find


def test_find_goes_to_the_first_hit_from_here_and_around(view: CodeView) -> None:
    view.go_to_line(4)
    assert view.find_text("role") is None
    assert view.current_line() == 7
    view.find_next()
    assert view.current_line() == 3
    view.find_previous()
    assert view.current_line() == 7


def test_find_sees_what_is_shown_between_key_and_value(view: CodeView) -> None:
    view.set_text('{"type":"integer", "text": "\\"type\\": 1"}')
    view.find_text('"type": "integer"')
    assert view.current_line() == 1


def test_find_opens_folds_and_finds_what_is_elided(view: CodeView, qtbot: QtBot) -> None:
    view.fold_to_level(1)
    with qtbot.waitSignal(view.hits_changed) as signal:
        view.find_text("add 2")
    assert signal.args == [1, 1, True]
    assert view.current_line() == 8
    content = "x" * 3000 + "needle"
    view.set_text(json.dumps({"a": 1, "text": content}))
    view.find_text("needle")
    assert view.current_line() == 2
    elision = view.document().lines[2].elision
    assert elision is not None
    assert view.page.cursor.position.column == elision.column + 2


def test_find_with_case_and_pattern(view: CodeView) -> None:
    hits: list[tuple[int, int, bool]] = []
    view.hits_changed.connect(lambda *hit: hits.append(hit))
    view.find_text("USER", case_sensitive=True)
    assert hits[-1] == (0, 0, True)
    view.find_text("r[o]le|model", regex=True)
    assert hits[-1] == (1, 3, True)
    problem = view.find_text("(", regex=True)
    assert problem is not None
    assert hits[-1] == (0, 0, True)
    view.find_text("x*", regex=True)
    assert hits[-1] == (0, 0, True)


@given(st.integers(0, 2**17 + 50), st.integers(1, 40))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hits_at_the_edges_of_windows_are_found_once(qtbot: QtBot, view: CodeView, gap: int, size: int) -> None:
    word = "b" * size
    view.set_document(plain_lines("a" * gap + word + "a" * 2**17 + word), "text")
    hits: list[tuple[int, int, bool]] = []
    view.hits_changed.connect(lambda *hit: hits.append(hit))
    view.find_text(word)
    qtbot.waitUntil(lambda: bool(hits) and hits[-1][2])
    assert hits[-1] == (1, 2, True)


# --- screen readers


def test_a_screen_reader_learns_name_line_and_visible_text(view: CodeView) -> None:
    view.setAccessibleName("Request body")
    view.go_to_line(11)
    view.verticalScrollBar().setValue(0)
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.role() is QAccessible.Role.Document
    assert interface.text(QAccessible.Text.Name) == "Request body"
    assert interface.text(QAccessible.Text.Description) == '"model": "kimi", line 12 of 18'
    assert interface.text(QAccessible.Text.Value).startswith('{\n  "messages": [\n')


# --- the find bar


@pytest.fixture
def bar(qtbot: QtBot, view: CodeView, theme: Theme) -> Iterator[FindBar]:
    window = QWidget()
    view.setParent(window)
    bar = FindBar(Look(theme, Icons(theme), Masker()), view, window)
    bar.hide()
    window.show()
    view.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    yield bar
    view.setParent(None)
    window.close()


def count(bar: FindBar) -> str:
    return bar.field.accessibleDescription()


def test_the_bar_finds_while_typing_and_counts(bar: FindBar, view: CodeView) -> None:
    bar.open()
    QTest.keyClicks(bar.field, "role")
    assert count(bar) == "1 of 2"
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert (count(bar), view.current_line()) == ("2 of 2", 7)
    QTest.keyClick(bar.field, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert (count(bar), view.current_line()) == ("1 of 2", 3)
    QTest.keyClicks(bar.field, "zzz")
    assert count(bar) == "no hits"
    assert view.current_line() == 3


def test_the_bar_closes_and_takes_the_hits_away(bar: FindBar, view: CodeView, qtbot: QtBot) -> None:
    bar.open()
    QTest.keyClicks(bar.field, "role")
    with qtbot.waitSignal(bar.closed):
        QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert view.page.current_hit is None
    bar.open()
    assert count(bar) == "1 of 2"


def test_the_bar_says_when_a_pattern_is_wrong(bar: FindBar) -> None:
    bar.open()
    regex = next(b for b in bar.findChildren(QAbstractButton) if b.accessibleName() == "Regular expression")
    QTest.mouseClick(regex, Qt.MouseButton.LeftButton)
    QTest.keyClicks(bar.field, "(a")
    assert count(bar) == "not a pattern"
    assert bar.field.toolTip() != ""
    QTest.keyClicks(bar.field, ")")
    assert count(bar).startswith("1 of ")


def test_the_bar_begins_with_the_selected_word(bar: FindBar, view: CodeView) -> None:
    view.page.cursor = CodeCursor(Position(11, 8), Position(11, 3))
    bar.open()
    assert bar.field.text() == "model"
    assert bar.field.selectedText() == "model"
    assert count(bar) == "1 of 1"


def test_every_control_of_the_bar_has_a_name(bar: FindBar) -> None:
    names = [button.accessibleName() for button in bar.findChildren(QAbstractButton)]
    assert names == ["Previous hit (Shift+F3)", "Next hit (F3)", "Match case", "Regular expression", "Close (Esc)"]
    assert (bar.objectName(), bar.field.accessibleName()) == ("findBar", "Find")
