# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a filter found -> the lines about its words, each with the place to open. Runs off the GUI thread.

Rule: the same interactions as the tree shows, and secrets masked. What the index does not hold is read for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from viewer.core.errors import CassetteError
from viewer.core.recording import Recording, load
from viewer.core.searchable import pieces
from viewer.dataclass import dataclass
from viewer.gui.models.text_search import DAMAGED, TextSearch
from viewer.index.matching import Hit, PieceSearcher, Searcher, hits
from viewer.index.query import Term, parse_query

if TYPE_CHECKING:
    from viewer.gui.models.filter_query import Asked
    from viewer.gui.models.ranged_file import Picked
    from viewer.gui.models.text_search import Corpus
    from viewer.gui.tasks import Cancelled

MOST = 1000
"""So many are listed; those behind are only counted."""
_COUNT_S = 3.0
"""After so long nothing more is counted, once there is a full list."""


@dataclass(frozen=True, slots=True)
class Finds:
    """The first finds of a query in order of the tree, how many there are, and whether all were counted.

    `matches` are the interactions that match, be it by their names alone; `files` those with finds.
    """

    text: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    files: int = 0
    matches: int = 0
    is_counted: bool = True
    note: str = ""


def finds(
    text: str, asked: Asked, corpus: Corpus, cancelled: Cancelled, picked: Mapping[Path, Picked] | None = None
) -> Finds:
    """Every line that holds words of the query, in the interactions that were found to match."""
    terms, began = parse_query(text), monotonic()
    if not any(term.is_text and not term.negated for term in terms):
        return Finds(text)
    found: list[Hit] = []
    total = files = matches = 0
    is_counted, (asked_files, accepted) = True, asked
    with TextSearch(corpus) as search:
        chosen_in = chain(
            (
                (path, frozenset(n for n, row in rows.items() if n >= 0 and accepted.get(id(row))))
                for path, rows in asked_files
            ),
            ((path, found.numbers()) for path, found in (picked or {}).items()),
        )
        for path, chosen in chosen_in:
            before, matches = total, matches + len(chosen)
            for hit in _in_file(terms, path, chosen, search) if chosen else ():
                total += 1
                if len(found) < MOST:
                    found.append(hit)
            files += total > before
            if cancelled():
                break
            if len(found) == MOST and monotonic() - began > _COUNT_S:
                is_counted = False
                break
        note = " ".join(search.notes)
        return Finds(text, tuple(found), total, files, matches, is_counted=is_counted, note=note)


def _in_file(terms: Sequence[Term], path: Path, chosen: frozenset[int], search: TextSearch) -> Iterator[Hit]:
    if search.searcher is not None and search.is_indexed(path):
        try:
            yield from hits(terms, str(path), chosen, search.searcher, search.patterns)
        except DAMAGED:
            search.is_damaged = True
        return
    searcher = _read(path, chosen, search)
    if searcher is not None:
        yield from hits(terms, str(path), chosen, searcher, search.patterns)


def _read(path: Path, chosen: frozenset[int], search: TextSearch) -> Searcher | None:
    """A searcher over those interactions of a file that is open, or has to be read for it."""
    recordings: Mapping[Path, Recording] = search.corpus.recordings
    try:
        recording = recordings.get(path) or load(path)
    except CassetteError:  # it is gone, or became another: the tree will tell
        return None
    wanted = (recording.exchanges[number] for number in sorted(chosen) if number < len(recording.exchanges))
    return PieceSearcher(pieces(wanted), search.patterns)
