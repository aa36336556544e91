# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The Problems pane measures the rows that are seen, however many there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from viewer.core import recording
from viewer.core.errors import Problem, Severity
from viewer.core.model import Cassette, Interaction, Request, Response
from viewer.core.recording import Recording
from viewer.gui.models.problems_model import Entries, Entry, ProblemsModel
from viewer.gui.panes.problems import ProblemsPane
from viewer.gui.window.commands import Commands

Show = Callable[[int], ProblemsPane]
_LONG = "what is wrong takes many words to tell " * 12


def _recording(count: int) -> Recording:
    """Identical requests, each with a problem; every third takes several lines."""
    texts = [_LONG if number % 3 == 0 else "short" for number in range(count)]
    interactions = tuple(
        Interaction(
            number,
            Request("GET", "https://x.example/"),
            Response(200),
            problems=(Problem(Severity.INFO, text, number),),
        )
        for number, text in enumerate(texts)
    )
    return recording.understand(Cassette("x.yaml", "go-vcr", 2, interactions, ""))


@pytest.fixture
def show(commands: Commands, qtbot: QtBot) -> Show:
    """Shows the first of so many interactions in a pane of its own."""

    def shown(count: int) -> ProblemsPane:
        pane = ProblemsPane(commands.window.workspace.pane.look)
        qtbot.addWidget(pane)
        pane.resize(900, 600)
        pane.show()
        pane.show_exchange(_recording(count), 0)
        qtbot.wait(20)
        return pane

    return shown


def test_rows_in_view_are_as_high_as_their_text(show: Show) -> None:
    pane = show(300)
    table = pane._table
    for _ in range(2):
        first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 2)
        assert first < last
        heights = {row: table.rowHeight(row) for row in range(first, last)}
        assert len({height for row, height in heights.items() if row % 3}) == 1
        assert all(heights[row] > table.rowHeight(first + 1 + (first % 3 == 2)) for row in heights if row % 3 == 0)
        table.scrollToBottom()


def test_what_is_gone_to_is_in_view(show: Show) -> None:
    pane = show(300)
    table = pane._table
    for row in (150, 299, 0, 297):
        table.setCurrentIndex(pane._model.index(row, 0))
        top, bottom = table.rowViewportPosition(row), table.rowViewportPosition(row) + table.rowHeight(row)
        assert 0 <= top < bottom <= table.viewport().height() + 1


def test_thousands_of_rows_ask_no_more_than_some(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Entry] = []
    text = ProblemsModel._text

    def counted(model: ProblemsModel, entry: Entry, column: int) -> str:
        asked.append(entry)
        return text(model, entry, column)

    monkeypatch.setattr(ProblemsModel, "_text", counted)
    show(300)
    few = len(asked)
    show(3000)
    assert few > 0
    assert len(asked) - few < 3 * few


def test_a_column_has_room_for_its_widest_text(show: Show) -> None:
    table = show(1200)._table
    model = table.model()
    for column in (0, 2, 3, 4):
        widest = max(table.sizeHintForIndex(model.index(row, column)).width() for row in range(model.rowCount()))
        assert table.columnWidth(column) >= widest


def test_problems_of_an_exchange_are_in_order_of_the_file() -> None:
    problems = tuple(Problem(Severity.WARNING, "one", line) for line in (197, 201, None, 183))
    interactions = tuple(
        Interaction(number, Request("GET", "https://x.example/"), Response(200), problems=problems) for number in (0, 1)
    )
    entries = Entries(recording.understand(Cassette("x.yaml", "go-vcr", 2, interactions, "")), 0)
    assert [entry.problem.line for entry in entries if entry.exchange == 0] == [None, 183, 197, 201]
    assert [entry.problem.line for entry in entries if entry.exchange == 1] == [None, 183, 197, 201]
