# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Folders in the tree: files come and go in any order, and it always looks as if built at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from viewer.gui.models.counts import Counts
from viewer.gui.models.distinct_names import distinct_ends
from viewer.gui.models.filter_query import acceptor
from viewer.gui.models.interaction_tree import InteractionTree
from viewer.gui.models.nodes import FileNode, Node
from viewer.gui.models.rows import Row

ROOT = Path("/suite")
Outline = dict[str, "Outline | None"]
_NAMES = [
    "a/b/c/1.yaml",
    "a/b/c/2.yaml",
    "a/b/d/1.yaml",
    "a/x.yaml",
    "a-b/10.yaml",
    "a-b/9.yaml",
    "top.yaml",
    "z/y/x.yaml",
]
_FILES = st.sampled_from([ROOT / name for name in _NAMES])


def file(path: Path, *statuses: int) -> FileNode:
    """A file with an interaction of each status."""
    made = FileNode(path, Row("file", path.name), counts=Counts(1, len(statuses)))
    for number, status in enumerate(statuses):
        node = Node(path, Row("interaction", "/chat", status=status), made, number)
        made.children.append(node)
        made.by_exchange[number] = node
    made.filter(None)
    return made


def outline(tree: InteractionTree, parent: QModelIndex | None = None) -> Outline:
    """Titles of folders and files, as the tree shows them."""
    parent = parent or QModelIndex()
    found: Outline = {}
    for row in range(tree.rowCount(parent)):
        index = tree.index(row, 0, parent)
        node = tree.node(index)
        assert node is not None
        found[node.row.title] = None if isinstance(node, FileNode) else outline(tree, index)
    return found


def expected(paths: set[Path], above: Path) -> Outline:
    """The same, made from scratch: folders first, those with a single folder joined."""
    inside = {path.relative_to(above).parts[0] for path in paths}
    folders: Outline = {}
    for name in sorted(name for name in inside if above / name not in paths):
        within = {path for path in paths if path.is_relative_to(above / name)}
        folder = above / name
        while len(firsts := {path.relative_to(folder).parts[0] for path in within}) == 1:
            only = folder / next(iter(firsts))
            if only in within:
                break
            folder = only
        folders[folder.relative_to(above).as_posix()] = expected(within, folder)
    own = [name for name in inside if above / name in paths]
    return {**folders, **dict.fromkeys(sorted(own, key=lambda name: (len(name), name)))}


@pytest.fixture
def tree() -> Iterator[InteractionTree]:
    made = InteractionTree()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.add_library(ROOT)
    yield made
    assert tester.model() is made


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.lists(_FILES, min_size=1, max_size=4, unique=True)), max_size=8))
def test_whatever_comes_and_goes_it_looks_as_if_built_at_once(steps: list[tuple[bool, list[Path]]]) -> None:
    tree = InteractionTree()
    tester = QAbstractItemModelTester(tree, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tree.add_library(ROOT)
    there: set[Path] = set()
    for is_added, paths in steps:
        if is_added:
            tree.put_all(ROOT, [file(path, 200, 429) for path in paths])
            there.update(paths)
        else:
            tree.remove(paths)
            there.difference_update(paths)
        assert outline(tree) == {"suite": expected(there, ROOT)}
        assert list(outline(tree)["suite"] or {}) == list(expected(there, ROOT))
        assert tree.counts == Counts(len(there), 2 * len(there))
        assert [node.path for node in tree.shown_interactions()] == [f.path for f in tree.files() for _ in range(2)]
    assert tester.model() is tree


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["ok", "bad", "gone"]), _FILES), max_size=12))
def test_a_filter_holds_for_what_comes_later(steps: list[tuple[str, Path]]) -> None:
    tree = InteractionTree()
    tester = QAbstractItemModelTester(tree, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tree.add_library(ROOT)
    tree.set_filter(acceptor("status:429"))
    bad: set[Path] = set()
    for what, path in steps:
        bad.discard(path)
        if what == "gone":
            tree.remove([path])
        else:
            tree.put_all(ROOT, [file(path, 200, 429) if what == "bad" else file(path, 200)])
            bad |= {path} if what == "bad" else set()
        assert [node.path for node in tree.shown_interactions()] == [f.path for f in tree.files() if f.path in bad]
        assert tree.count()[1] == len(bad)
        assert (tree.rowCount() == 0) == (not bad)
    assert tester.model() is tree


def test_steps_cross_files_and_folders_and_what_holds_no_interaction(tree: InteractionTree) -> None:
    names = ("a/1.yaml", "a/2.yaml", "b/3.yaml")
    tree.put_all(ROOT, [file(ROOT / name, *([] if "2" in name else [200, 200])) for name in names])
    walked = []
    node = last = tree.next_interaction(None, 1)
    while node is not None:
        walked.append((node.path.name, node.exchange))
        last, node = node, tree.next_interaction(node, 1)
    assert walked == [("1.yaml", 0), ("1.yaml", 1), ("3.yaml", 0), ("3.yaml", 1)]
    before = tree.next_interaction(tree.next_interaction(last, -1), -1)
    assert before is not None
    assert (before.path.name, before.exchange) == ("1.yaml", 1)


def test_a_file_that_stood_alone_moves_into_its_library(tree: InteractionTree) -> None:
    tree.put(file(ROOT / "a/1.yaml", 200))
    tree.put_all(ROOT, [file(ROOT / "a/1.yaml", 200, 200)])
    assert outline(tree) == {"suite": {"a": {"1.yaml": None}}}
    assert tree.counts == Counts(1, 2)


def test_closing_a_library_leaves_the_files_that_stand_alone(tree: InteractionTree) -> None:
    tree.put(file(Path("/elsewhere/1.yaml"), 200))
    tree.put_all(ROOT, [file(ROOT / "a/1.yaml", 200)])
    tree.remove_library(ROOT)
    assert outline(tree) == {"1.yaml": None}
    assert tree.file(ROOT / "a/1.yaml") is None


def test_files_of_one_name_are_told_by_the_shortest_end_of_their_folder() -> None:
    tree = InteractionTree()
    for folder in ("/go/kimi-k2/t", "/go/kimi/t"):
        tree.put(file(Path(folder, "tool.yaml"), 200))
    assert [top.row.second_line for top in tree.tops] == ["kimi-k2/t", "kimi/t"]
    tree.remove([Path("/go/kimi/t/tool.yaml")])
    assert tree.tops[0].row.place == ""


def test_ends_of_folders() -> None:
    assert distinct_ends([Path("/a/x"), Path("/a/y")]) == ["x", "y"]
    assert distinct_ends([Path("/a"), Path("/b/a")]) == ["/a", "b/a"]
