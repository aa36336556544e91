# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Words are found in summaries where the index would find them in bodies that no dialect reads, within a told bound."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from viewer.core import recording
from viewer.core.recording import Recording
from viewer.core.searchable import pieces
from viewer.core.summary import MOST_UNREAD
from viewer.gui.models.text_search import Corpus, TextSearch
from viewer.index.matching import PieceSearcher
from viewer.index.query import parse_query

PATH = Path("plain.yaml")


def _recorded(asked: str, *answers: str) -> Recording:
    interactions = [
        {
            "id": number,
            "request": {"method": "POST", "url": "https://plain.example/pages", "body": asked},
            "response": {"code": 200, "body": body, "headers": {"Content-Type": ["text/plain"]}},
        }
        for number, body in enumerate(answers)
    ]
    return recording.load_text(PATH.name, json.dumps({"version": 2, "interactions": interactions}).encode())


def _found(of: Recording, query: str) -> tuple[set[int], tuple[str, ...]]:
    """What is found in summaries, and what is told of it."""
    (term,) = parse_query(query)
    with TextSearch(Corpus(summaries={PATH: of.summaries})) as search:
        return set(search.having(PATH, term)), search.notes


@pytest.mark.parametrize("query", ["otter", "beaver", "/ott.r/", "text:otter", "heron"])
def test_bodies_that_no_dialect_reads_are_looked_through_as_by_the_index(query: str) -> None:
    plain = _recorded("A heron?", "one otter", "no such animal")
    assert not any(summary.dialect for summary in plain.summaries)
    with TextSearch(Corpus()) as search:
        (term,) = parse_query(query)
        by_index = PieceSearcher(pieces(plain.exchanges), search.patterns).having(str(PATH), term)
    assert _found(plain, query) == (by_index, ())


def test_what_stands_behind_the_bound_is_said_not_to_be_looked_through() -> None:
    long = _recorded("?", "x" * MOST_UNREAD + " otter", "an otter")
    found, notes = _found(long, "otter")
    assert found == {1}
    assert [note for note in notes if f"{MOST_UNREAD:,} characters" in note]
    assert _found(long, "/x ott.r|an ott.r/")[1] == notes
