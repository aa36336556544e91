# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The page of finds: it comes by Enter or by the link, and leads to the place."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from tests.gui.library.conftest import Opened
from tests.index.recordings import SECRET
from viewer.gui.library.finds_page import FindsPage
from viewer.gui.library.overview_page import LineButton
from viewer.gui.models import finds as finds_module
from viewer.gui.window.commands import Commands


def shown(commands: Commands, query: str, qtbot: QtBot) -> FindsPage:
    """The page for a query, asked for by Enter."""
    window = commands.window
    window.sidebar.filter.setText(query)
    QTest.keyClick(window.sidebar.filter, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: commands._finds._found is not None and commands._finds._found.text == query)
    qtbot.waitUntil(lambda: window.content.currentWidget() is window.finds)
    return window.finds


def texts(page: FindsPage) -> list[str]:
    """What stands in the list."""
    return [str(page.model.index(row, 0).data()) for row in range(page.model.rowCount())]


@pytest.mark.parametrize("with_index", [True, False])
def test_enter_lists_the_finds_and_leads_to_one(opened: Opened, said: Path, qtbot: QtBot, *, with_index: bool) -> None:
    commands = opened(with_index=with_index)
    page = shown(commands, "kingfisher", qtbot)
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert page.title.text() == "2 finds in 1 file"
    assert [text[-len("kingfisher") :] for text in texts(page)] == ["kingfisher", "kingfisher"]
    assert page.list.hasFocus()
    spoken = page.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("assistant  ·  #0  ·  long.yaml")
    QTest.keyClick(page.list, Qt.Key.Key_J)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    workspace = commands.window.workspace
    qtbot.waitUntil(lambda: commands.window.content.currentWidget() is workspace)
    qtbot.waitUntil(lambda: workspace.pane_name == "responsePane")  # so far into it the conversation does not go
    assert (commands._selection.path, workspace.number) == (said / "far/long.yaml", 0)
    bar = workspace.pane.find_bar
    assert bar is not None
    assert bar.field.text() == "kingfisher"
    qtbot.waitUntil(bar.isVisible)


def test_what_the_conversation_shows_is_found_there(opened: Opened, said: Path, qtbot: QtBot) -> None:
    commands = opened()
    page = shown(commands, "text:nothing", qtbot)
    page.list.clicked.emit(page.model.index(0, 0))
    workspace = commands.window.workspace
    qtbot.waitUntil(lambda: len(workspace.conversation.canvas.state.search.hits) == 1)
    assert (commands._selection.path, workspace.number) == (said / "far/long.yaml", 1)
    assert workspace.pane_name == "conversationPane"


def test_a_header_is_shown_among_the_headers(opened: Opened, qtbot: QtBot) -> None:
    commands = opened()
    page = shown(commands, "content-type file:long", qtbot)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: commands.window.workspace.pane_name == "headersPane")


def test_esc_goes_back(opened: Opened, qtbot: QtBot) -> None:
    commands = opened()
    page = shown(commands, "kingfisher", qtbot)
    QTest.keyClick(page.list, Qt.Key.Key_Escape)
    assert commands.window.content.currentWidget() is commands.window.overview
    assert commands.window.sidebar.filter.hasFocus()


def test_the_footer_leads_there_too_and_the_page_goes_with_the_words(opened: Opened, qtbot: QtBot) -> None:
    commands = opened()
    sidebar, window = commands.window.sidebar, commands.window
    sidebar.filter_by("kingfisher")
    qtbot.waitUntil(lambda: "2 finds" in sidebar.footer.text)
    sidebar.footer._finds.click()
    assert window.content.currentWidget() is window.finds
    sidebar.filter.setText("kingfisher nothing")
    qtbot.waitUntil(lambda: window.finds.title.text() == "Nothing was found")
    sidebar.filter.setText("file:long")
    qtbot.waitUntil(lambda: window.content.currentWidget() is window.overview)
    assert "find" not in sidebar.footer.text


def test_enter_without_words_goes_to_the_rows(opened: Opened, qtbot: QtBot) -> None:
    commands = opened()
    sidebar = commands.window.sidebar
    sidebar.filter.setFocus()
    sidebar.filter.setText("status:200")
    QTest.keyClick(sidebar.filter, Qt.Key.Key_Return)
    assert sidebar.tree.hasFocus()
    assert commands.window.made_finds is None


def test_a_full_list_says_how_many_there_are(opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finds_module, "MOST", 1)
    commands = opened()
    page = shown(commands, "kingfisher", qtbot)
    assert page.title.text() == "2 finds in 1 file"
    assert page.note.text() == "for kingfisher  ·  the first 1 are listed"
    assert page.model.rowCount() == 1


def test_words_that_are_in_a_name_alone_have_no_line(opened: Opened, qtbot: QtBot) -> None:
    commands = opened()
    page = shown(commands, "far/long", qtbot)
    assert page.title.text() == "No line to show"
    assert "2 interactions match" in page.note.text()


@pytest.mark.parametrize("with_index", [True, False])
def test_no_secret_is_listed(opened: Opened, said: Path, qtbot: QtBot, *, with_index: bool) -> None:
    path = said / "far/long.yaml"
    path.write_text(path.read_text().replace("at last", f"the key {SECRET} opens"))
    commands = opened(with_index=with_index)
    page = shown(commands, '"the key"', qtbot)
    assert page.model.rowCount() == 1
    assert SECRET not in texts(page)[0]
    assert "opens a kingfisher" in texts(page)[0]


def test_another_theme_leaves_the_page_on_show(opened: Opened, qtbot: QtBot) -> None:
    commands = opened()
    page = shown(commands, "kingfisher", qtbot)
    commands._appearance.toggle()
    assert commands.window.content.currentWidget() is page


def test_the_page_of_a_folder_counts_what_is_left_and_leaves_the_finds_in_front(
    opened: Opened, said: Path, qtbot: QtBot
) -> None:
    commands = opened()
    window = commands.window
    window.sidebar.select(said, -1)
    qtbot.waitUntil(lambda: window.content.currentWidget() is window.overview)
    page = shown(commands, "kingfisher", qtbot)
    qtbot.waitUntil(lambda: window.overview._shown is not None and window.overview._shown.facts[1][0] == "1")
    assert window.content.currentWidget() is page
    QTest.keyClick(page.list, Qt.Key.Key_Escape)
    assert window.content.currentWidget() is window.overview
    line = next(button for button in window.overview.findChildren(LineButton) if button.line.label == "parrot-1")
    line.click()
    assert window.sidebar.filter.text() == "kingfisher model:=parrot-1"
    qtbot.waitUntil(lambda: any(button.line.is_set for button in window.overview.findChildren(LineButton)))
    assert {b.line.query for b in window.overview.findChildren(LineButton) if b.line.is_set} == {"model:=parrot-1"}
