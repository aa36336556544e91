# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A file in ranges shows what any other file shows, under the eyes of Qt's own model tester."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from tests.gui.streams import recording, refused, streamed, two_calls, words
from viewer.core.changes import Changes
from viewer.core.contents import Contents, contents
from viewer.core.conversations import Conversations, converse
from viewer.core.spooled_summaries import SpooledSummaries
from viewer.core.turns import TurnColumns
from viewer.gui.models import ranged_file, ranged_tree
from viewer.gui.models.filter_query import acceptor
from viewer.gui.models.interaction_tree import InteractionTree
from viewer.gui.models.nodes import Node, file_node, shown_interactions
from viewer.gui.models.picking import Large, pick
from viewer.gui.models.ranged_file import Picked, RangedFile
from viewer.gui.models.rows import Row
from viewer.gui.models.text_search import Corpus, TextSearch
from viewer.gui.models.unread_changes import UnreadChanges

PATH = Path("cassettes/agent.yaml")
_COPIES = 4


@pytest.fixture(autouse=True)
def small_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranges of two rows, so that few interactions are very many."""
    monkeypatch.setattr(ranged_file, "RANGE", 2)
    for module in (ranged_file, ranged_tree):
        monkeypatch.setattr(module, "MOST_ROWS", 4)


@pytest.fixture
def tree() -> Iterator[InteractionTree]:
    made = InteractionTree()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tester.setUseFetchMore(False)  # what is made when it is asked for
    yield made
    assert tester.model() is made


@pytest.fixture
def whole() -> Contents:
    """Conversations of several turns, and failed requests that are repeated."""
    once = (streamed(two_calls()), refused(1), streamed(words(3), index=2), refused(3), streamed(two_calls(), index=4))
    every = [replace(one, index=number) for number, one in enumerate(once * _COPIES)]
    return contents(recording(*every))


def _until(whole: Contents, stop: int) -> Contents:
    return replace(whole, summaries=whole.summaries[:stop], threads=converse(whole.summaries[:stop]))


def _unfold(tree: InteractionTree, index: QModelIndex | None = None) -> Iterator[Node]:
    """Every node as a view comes to it that unfolds everything."""
    parent = index or QModelIndex()
    if tree.canFetchMore(parent):
        assert tree.hasChildren(parent)
        tree.fetchMore(parent)
    for row in range(tree.rowCount(parent)):
        below = tree.index(row, 0, parent)
        node = tree.node(below)
        assert node is not None
        yield node
        yield from _unfold(tree, below)


def _shown(tree: InteractionTree) -> list[tuple[str, str, int]]:
    """What is shown, but for the ranges."""
    return [(n.row.title, n.row.left, n.exchange) for n in _unfold(tree) if n.row.level not in ("range", "file")]


def _answer(query: str, file: RangedFile, before: Picked | None = None) -> Picked:
    with TextSearch(Corpus()) as search:
        return pick(query, Large.of(file), search, lambda: False, before)


_QUERIES = ["", "tool:double", "stream:no", "-tool:double", "429", "text:one", "-text:one error:yes", "agent"]


@pytest.mark.parametrize("query", _QUERIES)
def test_it_shows_what_a_file_without_ranges_shows(tree: InteractionTree, whole: Contents, query: str) -> None:
    plain, ranged = InteractionTree(), ranged_file.ranged_file(PATH, whole)
    plain.put(file_node(PATH, whole))
    tree.put(ranged)
    accepts = acceptor(query)
    if accepts is not None:
        picked = _answer(query, ranged)
        said = {leaf.exchange for leaf in plain.shown_interactions() if picked.flags[leaf.exchange]}
        plain.set_filter(lambda row: int(row.number[1:]) in said)
        tree.set_filter(accepts, {}, {PATH: picked})
        if "text:" not in query:
            alone = InteractionTree()
            alone.put(file_node(PATH, whole))
            alone.set_filter(accepts)
            assert said == {leaf.exchange for leaf in alone.shown_interactions()}
    assert tree.count() == plain.count()
    assert _shown(tree) == _shown(plain)
    assert [row.number for row in ranged.accepted(accepts)] == [
        f"#{n}" for n in sorted(leaf.exchange for leaf in plain.shown_interactions())
    ]


@pytest.mark.parametrize("step", [1, 2, 7])
@pytest.mark.parametrize("query", ["", "stream:no", "-tool:double"])
@pytest.mark.parametrize("is_unfolded", [False, True])
def test_it_grows_into_what_it_is_at_once(
    tree: InteractionTree, whole: Contents, step: int, query: str, *, is_unfolded: bool
) -> None:
    spooled, threads = SpooledSummaries(), Conversations()
    growing = replace(whole, summaries=spooled, threads=threads)

    def take(numbers: range) -> None:
        for summary in whole.summaries[numbers.start : numbers.stop]:
            threads.add(summary)
            spooled.append(summary)

    take(range(1))
    file = ranged_file.ranged_file(PATH, growing)
    tree.put(file)
    accepts = acceptor(query)
    picked = _answer(query, file) if accepts else None
    if picked is not None:
        tree.set_filter(accepts, {}, {PATH: picked})
    for start in range(1, len(whole.summaries), step):
        stop = min(start + step, len(whole.summaries))
        take(range(start, stop))
        tree.extend_ranges(PATH, stop)
        if picked is not None:
            picked = _answer(query, file, picked)
            if not tree.pick_more({PATH: picked}):
                tree.set_filter(accepts, {}, {PATH: picked})
        if is_unfolded:
            list(_unfold(tree))
    at_once = InteractionTree()
    now = ranged_file.ranged_file(PATH, whole)
    at_once.put(now)
    if accepts is not None:
        at_once.set_filter(accepts, {}, {PATH: _answer(query, now)})
    assert _shown(tree) == _shown(at_once)
    assert (tree.count(), tree.counts) == (at_once.count(), at_once.counts)


def test_every_interaction_is_found_and_let_go_of(tree: InteractionTree, whole: Contents) -> None:
    file = ranged_file.ranged_file(PATH, whole)
    tree.put(file)
    assert all(not child.children for child in file.children), "nothing is made before it is looked at"
    for number in reversed(range(len(whole.summaries))):
        node = tree.node(tree.index_of(PATH, number))
        assert node is not None
        assert node.exchange == number
        assert file.leaf(number) is node
    before = _shown(tree)
    for child in file.children:
        tree.let_go(child)
    assert all(file.leaf(number) is None for number in range(len(whole.summaries)))
    assert not file.conversations
    assert _shown(tree) == before


def test_one_steps_over_what_is_folded(tree: InteractionTree, whole: Contents) -> None:
    plain = InteractionTree()
    plain.put(file_node(PATH, whole))
    order = [node.exchange for node in plain.shown_interactions()]
    tree.put(ranged_file.ranged_file(PATH, whole))
    for by, numbers in ((1, order), (-1, order[::-1])):
        walked, at = [numbers[0]], tree.node(tree.index_of(PATH, numbers[0]))
        while (following := tree.next_interaction(at, by)) is not None:
            walked.append(following.exchange)
            at = tree.node(tree.index_of(PATH, following.exchange))
        assert walked == numbers


def test_another_reading_takes_its_place_and_is_marked(tree: InteractionTree, whole: Contents) -> None:
    from datetime import datetime

    tree.put(ranged_file.ranged_file(PATH, _until(whole, 12)))
    list(_unfold(tree))
    file = ranged_file.ranged_file(PATH, whole)
    tree.put(file)
    assert tree.file(PATH) is file
    assert tree.node(tree.index_of(PATH, 15)) is not None
    new = frozenset(range(12, len(whole.summaries)))
    tree.mark_changes(PATH, UnreadChanges(Changes(added=new), datetime(2026, 1, 1)))  # noqa: DTZ001 - as shown
    told = {node.exchange: node.row.unread for node in _unfold(tree) if node.exchange >= 0}
    assert {number for number, mark in told.items() if mark == "new"} == new
    tree.look_at(PATH, 15)
    assert not file.is_unread(15)
    tree.put(file_node(PATH, _until(whole, 3)))
    assert tree.count() == (1, 3)


def test_a_conversation_that_grows_is_walked_through_once(
    tree: InteractionTree, whole: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[int] = []
    following = TurnColumns.following

    def noted(columns: TurnColumns, exchange: int) -> int:
        walked.append(exchange)
        return following(columns, exchange)

    spooled, threads = SpooledSummaries(), Conversations()
    growing = replace(whole, summaries=spooled, threads=threads)
    for number, summary in enumerate(whole.summaries):
        threads.add(summary)
        spooled.append(summary)
        if not number:
            file = ranged_file.ranged_file(PATH, growing)
            tree.put(file)
            monkeypatch.setattr(TurnColumns, "following", noted)
        tree.extend_ranges(PATH, number + 1)
    assert walked, "conversations grew"
    assert len(walked) == len(set(walked))
    assert [threads.count(number) for number in range(len(threads))] == [len(found.exchanges) for found in threads]
    turns = threads.turns
    retries = [sum(turns[n].retry_of is not None for n in found.exchanges) for found in threads]
    assert [threads.retries(number) for number in range(len(threads))] == retries
    assert sum(retries) > 0


def test_the_row_of_an_interaction_is_made_when_somebody_looks_at_it(
    whole: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, made, row_of = ranged_file.ranged_file(PATH, whole), list[int](), RangedFile.row_of

    def remember(file: RangedFile, number: int) -> Row:
        made.append(number)
        return row_of(file, number)

    monkeypatch.setattr(RangedFile, "row_of", remember)
    leaves = [file.made_leaf(number) for number in range(3)]
    assert made == []
    assert leaves[1].row is leaves[1].row
    assert leaves[1].row.title == row_of(file, 1).title
    assert made == [1]
    leaves[2].row = leaves[1].row
    assert leaves[2].row is leaves[1].row
    assert made == [1]


@pytest.mark.parametrize("words", [None, "finish:tool_calls", "nothing says this"])
def test_numbers_of_a_file_are_those_of_its_rows(whole: Contents, words: str | None) -> None:
    file = file_node(PATH, whole)
    file.filter(None if words is None else acceptor(words))
    told = file.shown_numbers()  # before anybody looks below
    assert list(told) == sorted(node.exchange for node in shown_interactions(file))
