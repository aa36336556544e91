# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is listed, in which order, and when it was recorded beside the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from viewer.core.contents import contents
from viewer.core.recording import load
from viewer.gui.interactions.columns import USUAL, WORDS, Column, columns_named
from viewer.gui.interactions.listing import Listed, Listing, listing, order_by
from viewer.gui.interactions.measuring import measure
from viewer.gui.models.figures import Figures
from viewer.gui.models.nodes import FileNode, Node, file_node
from viewer.gui.models.ranged_file import Picked, ranged_file
from viewer.gui.models.rows import Row

_BEGIN = datetime(2026, 5, 1, 12, tzinfo=UTC)


def made(figures: Sequence[Figures], path: str = "/a.yaml") -> FileNode:
    """A file of rows with these figures."""
    file = FileNode(Path(path), Row("file", path))
    rows = [Row("interaction", f"row {n}", number=f"#{n}", figures=one, streamed=True) for n, one in enumerate(figures)]
    file.by_exchange = {number: Node(file.path, row, exchange=number) for number, row in enumerate(rows)}
    file.children = [*file.by_exchange.values()]
    file.filter(None)
    return file


def test_places_go_through_files_one_after_another() -> None:
    first, second = made([Figures()] * 2, "/a.yaml"), made([Figures()] * 3, "/b.yaml")
    listed = Listing([Listed(first, (0, 1)), Listed(second, ()), Listed(second, (0, 2))])
    assert len(listed) == 4
    assert [(file.path.name, number) for file, number in map(listed.at, range(4))] == [
        ("a.yaml", 0), ("a.yaml", 1), ("b.yaml", 0), ("b.yaml", 2),
    ]  # fmt: skip
    assert listed.place_of(Path("/b.yaml"), 2) == 3
    assert listed.place_of(Path("/b.yaml"), 1) is None
    assert listed.place_of(Path("/c.yaml"), 0) is None


def test_what_was_not_recorded_comes_last_whichever_way() -> None:
    tokens = (30, None, 10, 30, None)
    listed = listing(made([Figures(tokens_in=count) for count in tokens]))
    assert list(order_by(listed, Column.TOKENS_IN, descending=False)) == [2, 0, 3, 1, 4]
    assert list(order_by(listed, Column.TOKENS_IN, descending=True)) == [0, 3, 2, 1, 4]
    assert list(order_by(listed, Column.NUMBER, descending=True)) == [4, 3, 2, 1, 0]


@pytest.mark.parametrize("column", Column)
def test_every_column_sorts_and_words_every_row(column: Column, samples: Path) -> None:
    found = contents(load(samples / "agent-tools.yaml"))
    listed = listing(file_node(Path(found.path), found))
    order = order_by(listed, column, descending=False)
    assert sorted(order) == [0, 1, 2]
    assert all(isinstance(WORDS[column].text(listed.row(place)), str) for place in order)


def test_a_file_in_ranges_is_listed_as_its_filter_has_it(samples: Path) -> None:
    file = ranged_file(Path("/a.yaml"), contents(load(samples / "agent-tools.yaml")))
    assert list(file.shown_numbers()) == [0, 1, 2]
    file.picked = Picked(flags=bytearray((1, 0, 1)), count=2)
    assert list(file.shown_numbers()) == [0, 2]
    assert listing(file).row(1).number == "#2"


def test_bars_stand_where_their_time_was() -> None:
    moments = [
        Figures(recorded_at=_BEGIN + timedelta(seconds=at), duration_s=took) for at, took in ((0, 2.0), (5, 5.0))
    ]
    listed = listing(made([*moments, Figures()]))
    span = measure(listed).span
    assert span is not None
    assert span.seconds == 10
    assert [span.bar(listed.row(place)) for place in range(3)] == [(0, 0.2), (0.5, 1.0), None]
    assert span.words(listed.row(1)) == "recorded 5.00 s after the first, took 5.00 s"
    assert span.words(listed.row(2)) == "time not recorded"


def test_a_file_that_was_closed_meanwhile_is_listed_as_that() -> None:
    file = made([Figures()])
    listed = listing(file)
    file.dissolve()
    assert listed.row(0).title == "no longer open"


def test_one_moment_alone_is_no_span() -> None:
    assert measure(listing(made([Figures(recorded_at=_BEGIN), Figures()]))).span is None


def test_what_nobody_recorded_has_no_column() -> None:
    measured = measure(listing(made([Figures(cost=0.5, tokens_in=3), Figures()])))
    shown = [column for column in USUAL if measured.shows(column) and column is not Column.NOTE]
    assert shown == [Column.NUMBER, Column.TITLE, Column.STATUS, Column.TOKENS_IN, Column.COST]
    assert measured.empty((Column.COST, Column.EVENTS, Column.WATERFALL)) == ("events", "waterfall")


def test_cached_tokens_have_their_share() -> None:
    row = listing(made([Figures(tokens_in=1000, tokens_cached=800)])).row(0)
    assert WORDS[Column.CACHED].text(row) == "800 (80%)"


def test_columns_are_kept_by_name_in_their_own_order() -> None:
    assert columns_named(["model", "status", "nonsense"]) == (Column.STATUS, Column.MODEL)
    assert columns_named(["nonsense"]) == USUAL
