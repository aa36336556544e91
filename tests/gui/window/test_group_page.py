# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The page of numbers of a file or conversation of several interactions, in place of that of its run."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from viewer.gui.library.overview_page import LineButton
from viewer.gui.window.commands import Commands


@pytest.fixture
def page(commands: Commands, samples: Path, qtbot: QtBot) -> Commands:
    """The window on the page that counts the interactions of a file."""
    commands.open([samples / "agent-tools.yaml"])
    qtbot.waitUntil(lambda: commands.recording is not None)
    commands.window.sidebar.select(samples / "agent-tools.yaml", -1)
    qtbot.waitUntil(lambda: commands.window.run_page.run is not None)
    commands.window.run_page.overview_button.click()
    qtbot.waitUntil(lambda: commands.window.content.currentWidget() is commands.window.overview)
    return commands


def _lines(commands: Commands) -> dict[str, LineButton]:
    return {button.line.label: button for button in commands.window.overview.findChildren(LineButton)}


def test_sums_and_every_interaction(page: Commands) -> None:
    shown = page.window.overview._shown
    assert shown is not None
    assert shown.title == "agent-tools.yaml"
    assert ("3", "interactions") in shown.facts
    assert ("2", "tool calls") in shown.facts
    assert shown.lead is not None
    assert [line.exchange for line in shown.lead.lines] == [0, 1, 2]
    assert [line.mood for line in shown.lead.lines] == ["", "bad", ""]
    assert shown.lead.lines[1].note.startswith("429")


def test_a_line_leads_to_its_interaction(page: Commands, samples: Path) -> None:
    next(button for label, button in _lines(page).items() if label.startswith("#1 ")).click()
    assert page.window.workspace.number == 1
    assert page.window.content.currentWidget() is page.window.workspace
    assert page.window.sidebar.current() == (samples / "agent-tools.yaml", 1)


def test_a_file_can_be_exported_and_closed_from_its_page(page: Commands) -> None:
    assert page.actions["export"].isEnabled()
    assert not page.actions["copy_curl"].isEnabled()
    page.actions["close"].trigger()
    assert len(page.window.sidebar.model.files()) == 0


def test_the_next_interaction_is_the_first_of_the_page(page: Commands) -> None:
    page.window.sidebar.step(1)
    assert page.window.workspace.number == 0


def test_a_conversation_stays_selected_while_a_filter_comes_and_goes(page: Commands, qtbot: QtBot) -> None:
    sidebar, overview = page.window.sidebar, page.window.overview
    conversation = sidebar.model.index(0, 0, sidebar.model.index(0, 0))
    sidebar.tree.setCurrentIndex(conversation)
    qtbot.waitUntil(lambda: overview._shown is not None and overview._shown.title.startswith("Tomorrow"))
    sidebar.filter_by("status:200")
    qtbot.waitUntil(lambda: overview._shown is not None and ("2", "interactions") in overview._shown.facts)
    assert str(sidebar.tree.currentIndex().data()).startswith("Tomorrow")


def test_what_holds_one_interaction_shows_it(page: Commands, tmp_path: Path, qtbot: QtBot) -> None:
    whole = (page._selection.path or tmp_path).read_text("utf-8")
    path = tmp_path / "one.yaml"
    path.write_text(whole[: _second(whole)], "utf-8")
    page.open([path])
    qtbot.waitUntil(lambda: page._selection.path == path)
    page.window.sidebar.step(-1)
    page.window.sidebar.select(path, -1)
    assert page.window.workspace.number == 0
    assert page.window.content.currentWidget() is page.window.workspace


def _second(recording: str) -> int:
    """Where the second interaction begins."""
    return recording.index("    - id: 1\n")


def test_the_page_is_counted_again_when_the_file_changes(page: Commands, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "copy.yaml"
    whole = (page._selection.path or path).read_text("utf-8")
    path.write_text(whole, "utf-8")
    page.open([path])
    qtbot.waitUntil(lambda: page._selection.path == path)
    page.window.sidebar.select(path, -1)
    overview = page.window.overview
    qtbot.waitUntil(lambda: overview._shown is not None and overview._shown.path == path)
    path.write_text(whole[: whole.index("    - id: 2\n")], "utf-8")
    page.actions["reload"].trigger()
    qtbot.waitUntil(lambda: overview._shown is not None and ("2", "interactions") in overview._shown.facts)
