# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is found: the same in the index and in the pieces themselves, each at its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.index.recordings import Write, exchange, keep, read
from viewer.core.contents import Contents
from viewer.core.searchable import Piece, Spot, Where
from viewer.core.text.timed_patterns import Patterns
from viewer.index import schema
from viewer.index import store as stores
from viewer.index.folding import fold
from viewer.index.matching import Hit, PieceSearcher, find, matches
from viewer.index.query import Term, parse_query
from viewer.index.searching import StoreSearcher
from viewer.index.stamp import Stamp
from viewer.index.store import Store

TEXTS = st.text(st.sampled_from('aA bBcC"äÄσΣς\nİ\x00\ud800\ufffe\uffff%_*'), max_size=12)
TERMS = st.builds(Term, st.sampled_from(("", "text")), TEXTS.filter(bool).map(fold), st.booleans())


@cache
def _contents(path: Path) -> Contents:
    return read(path).contents


def _pieces(texts: Sequence[str]) -> list[Piece]:
    """A text an interaction, said or not; what is the same is one piece."""
    found: dict[tuple[str, bool], list[Spot]] = {}
    for number, text in enumerate(texts):
        said = number % 3 != 0
        where: Where = "input" if said else "url"
        found.setdefault((text, said), []).append(Spot(number, where, "user", 0, 0, number + 1))
    return [Piece(text, said, tuple(spots)) for (text, said), spots in found.items()]


@pytest.fixture(params=[True, False], ids=["words", "no words"])
def known(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Store, Path]]:
    if not request.param:
        for module in (schema, stores):
            monkeypatch.setattr(module, "has_trigrams", lambda: False)
    path = tmp_path / "demo.yaml"
    path.write_text("any", "utf-8")
    with closing(Store(tmp_path / "index.sqlite3")) as store:
        yield store, path


@given(st.lists(TEXTS, min_size=1, max_size=6), st.lists(TERMS, min_size=1, max_size=3))
@settings(suppress_health_check=list(HealthCheck), max_examples=60)
def test_the_index_answers_as_the_pieces_do(
    known: tuple[Store, Path], samples: Path, texts: list[str], terms: list[Term]
) -> None:
    store, path = known
    pieces = _pieces(texts)
    stamp = Stamp.of(path)
    assert stamp is not None
    contents = replace(_contents(samples / "errors.yaml"), path=str(path))
    assert store.put(path, stamp, contents, pieces)
    store.flush()
    with store.snapshot() as snapshot, closing(Patterns()) as patterns:
        assert snapshot is not None
        number = store.is_fresh(snapshot, path, stamp)
        assert number is not None
        indexed, plain = StoreSearcher(snapshot, {str(path): number}, patterns), PieceSearcher(pieces, patterns)
        for term in terms:
            assert indexed.having(str(path), term) == plain.having(str(path), term)
            wanted = {n for n, text in enumerate(texts) if term.value in fold(text) and (n % 3 or not term.field)}
            assert plain.having(str(path), term) == wanted
        assert list(indexed.pieces(str(path), terms)) == list(plain.pieces(str(path), terms))
        both = [list(find(terms, str(path), lambda: contents, one, patterns)) for one in (indexed, plain)]
        assert both[0] == both[1]
        for hit in both[1]:
            assert not any(line_break in hit.text for line_break in "\r\n\x00")


def _found(path: Path, query: str) -> list[Hit]:
    found, terms = read(path), parse_query(query)
    with closing(Patterns()) as patterns:
        searcher = PieceSearcher(found.pieces, patterns)
        return list(find(terms, str(path), lambda: found.contents, searcher, patterns))


def test_what_is_repeated_by_every_request_is_told_once(write: Write) -> None:
    path = write(exchange("How deep is the Lake?", "56 metres"), exchange("How deep is the Lake?", "57 metres"))
    (hit,) = _found(path, "lake")
    assert (hit.text, hit.text[hit.start : hit.end]) == ("How deep is the Lake?", "Lake")
    assert (hit.spot.interaction, hit.spot.where, hit.spot.role) == (0, "input", "user")
    (hit,) = _found(path, "lake 57")[:1]
    assert hit.spot.interaction == 1


def test_each_line_that_holds_it_is_a_hit(write: Write) -> None:
    path = write(exchange("one fish\ntwo fish, three fish\nred\nblue fish", "no"))
    assert [hit.text for hit in _found(path, "fish")] == ["one fish", "two fish, three fish", "blue fish"]
    assert [hit.text for hit in _found(path, "/^(two|blue)/")] == ["two fish, three fish", "blue fish"]


def test_a_long_line_is_shown_about_the_find(write: Write) -> None:
    (hit,) = _found(write(exchange("word " * 1000 + "needle" + " more" * 1000, "no")), "needle")
    assert len(hit.text) < 150
    assert hit.text.startswith("…")
    assert hit.text.endswith("…")
    assert hit.text[hit.start : hit.end] == "needle"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("deep", {0, 1}),
        ("-blue", {0}),
        ("deep -blue", {0}),
        ("text:llm.example", set()),
        ("llm.example", {0, 1}),
        ("tokens:29", {0, 1}),
        ("tokens:>29", set()),
        ("duration:>1s metres", {0, 1}),
        ("finish:stop e", {0, 1}),
        ("status:4xx", set()),
        ("-status:4xx blue", {1}),
        ("/(red|blue) m/", {0, 1}),
        ("-/blue/", {0}),
        ("parrot", {0, 1}),
    ],
    ids=lambda _: "",  # the file's path is searched too, and is named for the test
)
def test_matches(write: Write, store: Store, query: str, expected: set[int]) -> None:
    path = write(exchange("How deep?", "red metres"), exchange("How deep?", "blue metres"))
    found = keep(store, path)
    store.flush()
    terms = parse_query(query)
    with closing(Patterns()) as patterns, store.snapshot() as snapshot:
        assert matches(terms, found.contents, PieceSearcher(found.pieces, patterns)) == expected
        assert snapshot is not None
        assert found.stamp is not None
        number = store.is_fresh(snapshot, path, found.stamp)
        assert number is not None
        searcher = StoreSearcher(snapshot, {str(path): number}, patterns)
        assert matches(terms, searcher.contents(str(path)), searcher) == expected
    if "/" not in query:
        assert matches(terms, found.contents) == expected


def test_ages_are_counted_from_now(samples: Path) -> None:
    found = read(samples / "errors.yaml").contents
    first, *others = found.summaries
    then = datetime(2026, 1, 1)  # noqa: DTZ001 - as recorders write it
    contents = replace(found, summaries=(replace(first, recorded_at=then), *others))
    now = datetime(2026, 4, 1, 0, 0, 1, tzinfo=UTC)
    assert [matches(parse_query(f"age:>{age}"), contents, now=now) for age in ("90d", "91d")] == [{0}, set()]
