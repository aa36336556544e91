# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A folder's numbers: the page, the tree and the filter count the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from viewer.gui.library.scan import Look
from viewer.gui.models.filter_query import acceptor
from viewer.gui.models.interaction_tree import InteractionTree
from viewer.gui.models.overview import overview
from viewer.index.stamp import Stamp

_ANY = Stamp(0, 0, 0)


@pytest.mark.parametrize("has_unreadable", [True, False])
def test_every_line_of_problems_leads_to_as_many_rows(samples: Path, tmp_path: Path, *, has_unreadable: bool) -> None:
    for name in ("errors.yaml", "agent-tools.yaml", "reasoning.yaml"):
        shutil.copy(samples / name, tmp_path)
    (tmp_path / "empty.yaml").write_text("version: 1\ninteractions: []\n")
    if has_unreadable:
        (tmp_path / "broken.yaml").write_text("version: 2\ninteractions:\n\t- request: {}\n")
    files = [node for path in sorted(tmp_path.iterdir()) if (node := Look()((path, _ANY)).node()) is not None]
    tree = InteractionTree()
    tree.add_library(tmp_path)
    tree.put_all(tmp_path, files)
    counted = overview(tmp_path, files, {}, {}, f' file:"{tmp_path.as_posix().lower()}/"')
    lines = next(section for section in counted.sections if section.title == "Problems").lines
    assert len(lines) == 2 + has_unreadable
    for line in lines:
        accepts = acceptor(line.query)
        assert accepts is not None
        assert sum(map(accepts, tree.askable())) == int(line.note), line
    folder = tree.folder(tmp_path)
    assert folder is not None
    assert (lines[0].note, "with problems") in counted.facts
    assert folder.row.troubled + folder.row.unreadable == int(lines[0].note)


def test_a_failed_request_is_a_problem(samples: Path) -> None:
    node = Look()((samples / "errors.yaml", _ANY)).node()
    assert node is not None
    failed = [leaf.row for leaf in node.by_exchange.values() if leaf.row.failed]
    accepts, refuses = acceptor("problem:yes"), acceptor("problem:no")
    assert failed
    assert accepts is not None
    assert refuses is not None
    assert all(accepts(row) and not refuses(row) for row in failed)


def test_counting_that_nobody_waits_for_ends_at_the_next_file(samples: Path, tmp_path: Path) -> None:
    files = [node for name in ("errors.yaml", "agent-tools.yaml") if (node := Look()((samples / name, _ANY)).node())]
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(bool(asked))
        return asked[-1]

    counted = overview(tmp_path, files, {}, {}, "", cancelled=cancelled)
    assert asked == [False, True]
    assert (f"{files[0].interactions}", "interactions") in counted.facts


def test_a_filtered_page_counts_files_that_cannot_be_read_once_and_everywhere(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("version: 2\ninteractions:\n\t- request: {}\n")
    node = Look()((tmp_path / "broken.yaml", _ANY)).node()
    assert node is not None
    counted = overview(tmp_path, [node], {node.path: _ANY}, {}, "", acceptor("problem:yes"), "problem:yes")
    lines = next(section for section in counted.sections if section.title == "Problems").lines
    assert lines[0].note == "1"
    assert ("1", "with problems") in counted.facts


def test_what_is_no_cassette_comes_last_with_what_it_is(tmp_path: Path) -> None:
    told = {tmp_path / "a.json": "not a cassette; it looks like a list", tmp_path.parent / "b.json": "elsewhere"}
    tail = overview(tmp_path, [], {}, told, "").tail
    assert tail is not None
    assert [(line.label, line.note) for line in tail.lines] == [("a.json", "a list")]
    assert overview(tmp_path, [], {}, {}, "").tail is None
