# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Facets: each line counts the rows that its term finds, and a click adds or takes it away."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from viewer.gui.library.scan import Look
from viewer.gui.models.filter_query import acceptor, holds_terms, toggled
from viewer.gui.models.nodes import FileNode
from viewer.gui.models.overview import overview
from viewer.index.stamp import Stamp

_ANY = Stamp(0, 0, 0)
_TITLES = {
    "Recorders",
    "Models",
    "Statuses",
    "Problems",
    "Tools called",
    "Finish reasons",
    "Providers",
    "Dialects",
    "Recorded",
}


@pytest.fixture
def files(samples: Path, tmp_path: Path) -> list[FileNode]:
    """Every sample."""
    for path in samples.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return [node for path in sorted(tmp_path.iterdir()) if (node := Look()((path, _ANY)).node()) is not None]


@pytest.mark.parametrize("query", ["", "status:200", "-status:200", "stream:yes"])
def test_every_line_counts_the_rows_that_it_leads_to(files: list[FileNode], tmp_path: Path, query: str) -> None:
    accepts = acceptor(query)
    counted = overview(tmp_path, files, {}, {}, "", accepts, query)
    rows = [leaf.row for file in files for leaf in file.by_exchange.values()]
    seen = set()
    for section in counted.sections:
        for line in section.lines:
            wanted = acceptor(toggled("", f"{query} {line.query}"))
            assert wanted is not None
            found = sum(map(wanted, rows))
            assert found == int(line.note.replace(",", "")), line
            seen.add(section.title)
    assert seen <= _TITLES
    if not query:
        assert seen >= _TITLES - {"Recorded"}
        assert counted.facts[1] == (str(len(rows)), "interactions")
    else:
        assert counted.facts[1][1] == f"of {len(rows)} interactions"


def test_lines_that_are_set_are_marked(files: list[FileNode], tmp_path: Path) -> None:
    counted = overview(tmp_path, files, {}, {}, "", acceptor("status:200"), "status:200")
    assert [line.query for section in counted.sections for line in section.lines if line.is_set] == ["status:200"]


@pytest.mark.parametrize(
    ("text", "terms", "after"),
    [
        ("", "status:200", "status:200"),
        ("words", 'tool:"get it"', 'words tool:"get it"'),
        ('words tool:"get it"', 'tool:"get it"', "words"),
        ("Status:200 words", "status:200", "words"),
        ("status:200", 'status:200 file:"/a b/"', 'status:200 file:"/a b/"'),
        ("error:yes -problem:unreadable x", "error:yes -problem:unreadable", "x"),
    ],
)
def test_a_click_adds_terms_and_another_takes_them_away(text: str, terms: str, after: str) -> None:
    assert toggled(text, terms) == after
    assert holds_terms(after, terms) is not holds_terms(text, terms)
