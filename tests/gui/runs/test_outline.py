# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The outline is a tree as Qt wants it, made as it is unfolded; every call has its row, and no row tells a secret."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from viewer.core.runs.run import Run, Runs
from viewer.core.runs.step import Turn
from viewer.core.secrets.masking import Masker
from viewer.gui.look.look import Look
from viewer.gui.runs.outline_model import OUTLINE_ROLE, OutlineModel, OutlineNode
from viewer.gui.runs.outline_row import step_row
from viewer.gui.runs.outline_view import OutlineView
from viewer.gui.runs.whole_run import Standout, WholeRun, whole_run


def _all(model: OutlineModel, parent: QModelIndex | None = None) -> Iterator[QModelIndex]:
    above = parent or QModelIndex()
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        yield index
        yield from _all(model, index)


@pytest.fixture
def model(look: Look, made: WholeRun, qtbot: QtBot) -> OutlineModel:
    shown = OutlineModel(look)
    shown.show(made)
    return shown


@pytest.fixture
def view(look: Look, made: WholeRun, qtbot: QtBot) -> OutlineView:
    shown = OutlineView(look)
    qtbot.addWidget(shown)
    shown.resize(600, 400)
    shown.show_run(made)
    shown.show()
    return shown


def test_it_is_a_tree_as_qt_wants_it(model: OutlineModel, made: WholeRun) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    levels = [index.data(OUTLINE_ROLE).level for index in _all(model)]
    assert levels.count("run") == len(made.runs.all)
    assert levels.count("step") == len(made.moments)
    assert levels.count("tool") == made.sums.tools
    for index in _all(model):
        assert model.hasChildren(index) == (model.rowCount(index) > 0)


def test_of_a_single_conversation_the_turns_are_on_top(model: OutlineModel, traced: Runs) -> None:
    alone = replace(traced.all[0], compaction=None)
    model.show(whole_run(Runs((alone,)), 0))
    assert {index.data(OUTLINE_ROLE).level for index in _all(model) if not index.parent().isValid()} == {"turn"}


def test_rows_below_are_made_when_they_are_unfolded(
    look: Look, made: WholeRun, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    nodes = []
    begin = OutlineNode.__init__

    def counted(self: OutlineNode, *what: object) -> None:
        nodes.append(self)
        begin(self, *what)  # type: ignore[arg-type]

    monkeypatch.setattr(OutlineNode, "__init__", counted)
    first = made.roots[0]
    long = replace(first, turns=first.turns * 100, compaction=None)
    model = OutlineModel(look)
    model.show(whole_run(Runs((long,)), 0))
    assert len(nodes) == len(long.turns)
    model.rowCount(model.index(5, 0))
    assert len(nodes) == len(long.turns) + len(long.turns[5].steps)


def test_every_call_has_its_row(model: OutlineModel, made: WholeRun) -> None:
    for moment in made.moments:
        index = model.place_of(moment.step.exchange)
        node = model.node(index)
        assert node is not None
        assert node.what is moment.step
        for use in moment.step.tools:
            found = model.node(model.place_of(use.exchange, use.track))
            assert found is not None
            assert found.what is use


def test_what_failed_says_so_in_words(model: OutlineModel, made: WholeRun) -> None:
    for found in made.found:
        row = model.row_of(model.place_of(found.exchange, found.track))
        assert row is not None
        if found.what in (Standout.FAILED_TOOL, Standout.FAILED_CALL):
            assert row.is_bad
            assert "failed" in row.spoken


def test_a_turn_tells_what_failed_in_it_and_inside_of_its_sub_agents(model: OutlineModel, made: WholeRun) -> None:
    turns = {
        row.words.split(" · ")[0]: row.spoken
        for index in _all(model)
        if (row := model.row_of(index)) is not None and row.level == "turn"
    }
    assert "1 failed" in turns["Measure buoy 3."]
    assert "retry" in turns["Measure buoy 12."]
    assert "cache miss" in turns["Measure buoy 10."]
    assert "sub-agent" in turns["Measure buoy 5."]
    assert "failed" not in turns["Measure buoy 2."]


def test_no_row_tells_a_secret(look: Look, made: WholeRun, qtbot: QtBot) -> None:
    key = "sk-ant-api03-" + "aB3dE5fG7hJ9kL2m" * 5
    first = made.roots[0]
    step = first.turns[0].steps[0]
    telling = replace(
        first, title=f"use {key}", turns=(Turn(f"use {key}", (replace(step, said=f"I use {key}"),)),), compaction=None
    )
    run = whole_run(Runs((telling,)), 0)
    model = OutlineModel(look)
    model.show(run)
    texts = [str(index.data(role)) for index in _all(model) for role in (Qt.ItemDataRole.DisplayRole, 3, 11)]
    assert texts
    assert not any(key in text for text in texts)
    model.set_look(replace(look, masker=Masker(show=True)))
    assert any(key in str(index.data()) for index in _all(model))


def test_a_click_goes_to_a_row_and_one_on_its_chevron_folds_it(view: OutlineView, qtbot: QtBot) -> None:
    opened: list[OutlineNode] = []
    view.opened.connect(opened.append)
    turn = view.outline.index(1, 0, view.outline.index(0, 0))
    place = view.visualRect(turn)
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(view.viewport(), left, pos=QPoint(place.left() + 30, place.center().y()))
    assert view.isExpanded(turn)
    assert not opened
    QTest.mouseClick(view.viewport(), left, pos=QPoint(place.left() + 120, place.center().y()))
    assert [node.exchange for node in opened] == [1]


def test_keys_walk_and_enter(view: OutlineView, qtbot: QtBot) -> None:
    opened: list[OutlineNode] = []
    view.opened.connect(opened.append)
    view.setFocus()
    view.go_to(0)
    QTest.keyClick(view, Qt.Key.Key_J)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert [node.exchange for node in opened] == [1]
    with qtbot.waitSignal(view.left):
        QTest.keyClick(view, Qt.Key.Key_Escape)


def test_a_place_that_is_gone_to_is_not_told_as_chosen(view: OutlineView) -> None:
    told: list[OutlineNode] = []
    view.chosen.connect(told.append)
    assert view.go_to(20)
    assert not told
    assert not view.go_to(100_000)
    assert isinstance(view.current_run(), Run)


def test_an_asterisk_unfolds_what_is_current_and_asks_no_other_row_for_its_words(
    view: OutlineView, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = view.outline.index(0, 0)
    view.setCurrentIndex(first)
    monkeypatch.setattr(view.outline, "row_of", lambda index: pytest.fail(f"row {index.row()} was asked"))
    QTest.keyClick(view, Qt.Key.Key_Asterisk)
    monkeypatch.undo()
    assert view.isExpanded(first)
    assert all(view.isExpanded(below) for below in _all(view.outline, first) if view.outline.hasChildren(below))


def test_the_signs_of_markdown_are_no_words_of_an_answer(made: WholeRun) -> None:
    step = replace(made.moments[0].step, said="Expect a **sunny** day, `cold`", failed=False)
    assert step_row(step, made.runs, Masker()).words == "Expect a sunny day, cold"
    failed = replace(step, failed=True, error="no field `model`")
    assert step_row(failed, made.runs, Masker()).words == "no field `model`"
