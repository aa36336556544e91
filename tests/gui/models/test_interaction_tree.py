# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The tree of the sidebar, checked by Qt's own model tester."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from tests.gui.streams import recording, refused, streamed, two_calls, words
from viewer.core.contents import contents
from viewer.core.conversations import converse
from viewer.core.errors import CassetteError
from viewer.gui.models.filter_query import acceptor
from viewer.gui.models.interaction_tree import ROW_ROLE, InteractionTree
from viewer.gui.models.nodes import FileNode, Node, error_node, file_node, leaves
from viewer.gui.models.rows import file_row

PATH = Path("cassettes/agent.yaml")


def document() -> FileNode:
    return file_node(PATH, contents(recording(streamed(two_calls()), streamed(words(3), index=1))))


@pytest.fixture
def tree() -> Iterator[InteractionTree]:
    """An empty tree under the eyes of Qt's tester, which sees every change."""
    made = InteractionTree()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield made
    assert tester.model() is made


def test_file_conversations_interactions(tree: InteractionTree) -> None:
    tree.put(document())
    file = tree.index(0, 0)
    assert file.data() == "agent.yaml"
    assert [node.exchange for node in tree.shown_interactions()] == [0, 1]
    assert tree.count() == (1, 2)


def test_filter_hides_what_does_not_match_and_what_stands_empty(tree: InteractionTree) -> None:
    tree.put(document())
    tree.set_filter(acceptor("tool:double"))
    assert [node.exchange for node in tree.shown_interactions()] == [0]
    tree.set_filter(acceptor("tool:nothing-of-the-kind"))
    assert tree.rowCount() == 0
    tree.set_filter(None)
    assert len(list(tree.shown_interactions())) == 2


def test_putting_a_file_again_replaces_it_and_removing_takes_it_away(tree: InteractionTree) -> None:
    tree.put(document())
    tree.put(file_node(PATH, contents(recording(streamed(words(2))))))
    assert tree.count() == (1, 1)
    tree.remove([PATH])
    assert tree.rowCount() == 0


def test_a_file_that_cannot_be_read_says_why() -> None:
    tree = InteractionTree()
    tree.put(error_node(PATH, CassetteError(str(PATH), 3, "not a cassette")))
    row = tree.index(0, 0).data(ROW_ROLE)
    assert "not a cassette" in row.left
    assert row.failed


def test_rows_are_spoken_as_sentences() -> None:
    tree = InteractionTree()
    tree.put(document())
    node = next(tree.shown_interactions())
    assert "#0, POST /chat/completions, 200" in node.row.spoken
    assert "11 events" in node.row.spoken


def test_an_index_of_a_hidden_interaction_is_invalid() -> None:
    tree = InteractionTree()
    tree.put(document())
    assert tree.index_of(PATH, 1).isValid()
    tree.set_filter(acceptor("tool:add"))
    assert not tree.index_of(PATH, 1).isValid()
    assert not tree.index_of(Path("elsewhere.yaml"), 0).isValid()


def test_whole_answers_and_other_requests_have_rows_too() -> None:
    tree = InteractionTree()
    tree.put(file_node(PATH, contents(recording(refused()))))
    assert [node.row.status for node in tree.shown_interactions()] == [429]


def _told(node: Node) -> tuple[object, ...]:
    return node.row.title, node.row.left, node.exchange, node.position, tuple(map(_told, node.shown))


@pytest.mark.parametrize("query", ["", "tool:double", "stream:no"])
@pytest.mark.parametrize("step", [1, 2, 5])
def test_a_file_that_is_read_further_ends_as_if_read_at_once(tree: InteractionTree, step: int, query: str) -> None:
    whole = contents(recording(*(streamed(two_calls()), refused(1), streamed(words(3), index=2)) * 2))
    tree.set_filter(acceptor(query))
    first = replace(whole, summaries=whole.summaries[:1], threads=converse(whole.summaries[:1]))
    tree.put(file_node(PATH, first))
    for start in range(1, len(whole.summaries), step):
        stop = min(start + step, len(whole.summaries))
        now = replace(whole, summaries=whole.summaries[:stop], threads=converse(whole.summaries[:stop]))
        tree.extend(PATH, leaves(PATH, now, range(start, stop)), now, file_row(PATH, now))
    at_once = InteractionTree()
    at_once.set_filter(acceptor(query))
    at_once.put(file_node(PATH, whole))
    assert list(map(_told, tree.tops)) == list(map(_told, at_once.tops))
    assert (tree.count(), tree.counts) == (at_once.count(), at_once.counts)


@pytest.mark.parametrize("looks_first", [True, False])
def test_what_a_filter_says_of_a_file_holds_below_it_whoever_looks_first(*, looks_first: bool) -> None:
    tree = InteractionTree()
    tree.put(document())
    other = Path("cassettes/other.yaml")
    tree.put(file_node(other, contents(recording(streamed(words(3))))))
    tree.set_filter(acceptor("tool:double"), counted={PATH: 1, other: 0})
    if looks_first:
        assert [node.exchange for node in tree.shown_interactions()] == [0]
    assert tree.count() == (2, 1)
    assert (tree.index_of(PATH, 0).isValid(), tree.index_of(PATH, 1).isValid()) == (True, False)
    assert not tree.file_index(other).isValid()
    assert tree.rowCount() == 1
    tree.set_filter(None)
    assert tree.index_of(PATH, 1).isValid()
    assert tree.count() == (2, 3)
