# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer search`: where something was said, called, answered or sent, in many cassettes.

Rule: the same answer with the index and without. A file that the index knows as it is now is not read; every other is,
and goes into the index on the way.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from viewer.batch import UNREADABLE, Report, Source, failure, is_folder, load, reports, sources
from viewer.cli._parser import WRONG, Parser, say
from viewer.core.contents import Contents
from viewer.core.errors import CassetteError
from viewer.core.text.printable import name
from viewer.core.text.timed_patterns import Patterns
from viewer.dataclass import dataclass
from viewer.index.codec import CodecError, decode, encode
from viewer.index.matching import Hit, PieceSearcher, find
from viewer.index.query import Term, doubts, parse_query
from viewer.index.reading import Reading, reading
from viewer.index.searching import StoreSearcher
from viewer.index.stamp import Stamp
from viewer.index.store import Store, no_store, open_store
from viewer.progress import Progress

FOUND, NOTHING = 0, 1
"""Exit statuses, as of grep; `UNREADABLE` where something could not be looked through."""


def parser() -> Parser:
    """A query and where to look."""
    made = Parser(
        "cassette-viewer search",
        description="Look through recordings; prints FILE:LINE: and the line about each find, secrets masked.",
        epilog="""\
queries: all terms must hold; a - before a term turns it around; case never counts
  word "several words"         in messages, tool calls, results, headers, URLs
  text:word                    in what was said, called and answered only
  /pattern/                    a regular expression
  status:429 model:x tool:x finish:length stream:yes error:yes problem:yes tool-error:yes
  provider:x host:x dialect:x recorder:x file:x; model:=x is that very name
  tokens:>1000 cost:>0.01 events:>500 duration:>2s age:>90d

Exit status: 0 something found, 1 nothing, 2 a file could not be read or none is there, or nothing found by a term
that cannot be meant. What is read goes into an
index in the cache folder (without secrets), so that it need not be read again.""",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("query", metavar="QUERY", help="see below; one that begins with - stands behind --")
    made.add_argument("inputs", metavar="FILE or FOLDER", nargs="+", help="cassettes, or folders of them")
    made.add_argument("--json", action="store_true", help="a JSON object for each find, one a line")
    made.add_argument("--no-index", action="store_true", help="read every file, and keep nothing")
    return made


def run(given: argparse.Namespace) -> int:
    """Look through every file."""
    terms = parse_query(given.query)
    doubtful = doubts(given.query)
    for doubt in doubtful:
        say(f"cassette-viewer: {doubt}")
    if not terms:
        say("cassette-viewer: nothing to look for (see cassette-viewer search --help)")
        return WRONG
    alone = len(given.inputs) == 1 and not is_folder(Path(given.inputs[0]))
    files = list(sources(given.inputs))
    if not files:
        say("cassette-viewer: no files there")
        return UNREADABLE
    with closing(no_store() if given.no_index else open_store()) as store, closing(Patterns()) as patterns:
        status = _look_through(files, Search(terms, patterns, store, alone), as_json=given.json)
        for pattern in sorted(patterns.out_of_time):
            say(f"cassette-viewer: /{name(pattern)}/ takes too long: it was given up before all was looked through")
            status = UNREADABLE
    for notice in store.told():
        say(f"cassette-viewer: {name(notice.text)}")
    return WRONG if status == NOTHING and doubtful else status


def _look_through(files: Sequence[Source], search: Search, *, as_json: bool) -> int:
    """Print what is found, in order of the files."""
    progress, status = Progress(len(files)), NOTHING
    show = _json_line if as_json else _colored if _may_color() else _plain
    for source, report in search.reports(files):
        progress.clear()
        for error in report.errors:
            say(error)
        for hit in report.hits:
            print(show(source, hit))
            status = FOUND if status == NOTHING else status
        status = report.status or status
        progress.step()
    progress.clear()
    return status


@dataclass(frozen=True, slots=True)
class Looked(Report):
    """What came of one file: what was read of it where it had to be."""

    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one file: its hits, lines for standard error, an exit status that counts where it is not 0."""

    hits: Iterable[Hit] = ()
    errors: tuple[str, ...] = ()
    status: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """Reads a file for the index. `alone` tells that it was named and not found in a folder."""

    alone: bool

    def __call__(self, source: Source) -> Looked:
        """What is to be kept of a file."""
        stamp = Stamp.of(source.path) if source.text is None else None
        try:
            found = reading(load(source), stamp)
        except CassetteError as error:
            refused = failure(error, alone=self.alone)
            return Looked(errors=refused.errors, status=refused.status)
        return Looked(reading=found)


@dataclass(frozen=True, slots=True)
class Search:
    """A query, and where it is looked up."""

    terms: Sequence[Term]
    patterns: Patterns
    store: Store
    alone: bool

    def reports(self, files: Sequence[Source]) -> Iterator[tuple[Source, Answer]]:
        """The answer of every file in order: from the index, or from the file, which then goes into the index."""
        with ExitStack() as stack:
            snapshot = stack.enter_context(self.store.snapshot())
            known = self._known(snapshot, files)
            read = reports(Read(self.alone), [source for source in files if source.name not in known])
            searcher = StoreSearcher(snapshot, known, self.patterns) if snapshot is not None else None
            for source in files:
                if source.name not in known or searcher is None:
                    yield source, self._in_reading(source, next(read))
                    continue
                answer = self._in_index(source, searcher)
                yield source, answer or self._in_reading(source, next(reports(Read(self.alone), [source])))

    def _known(self, snapshot: sqlite3.Connection | None, files: Sequence[Source]) -> dict[str, int]:
        if snapshot is None:
            return {}
        known = {}
        for source in files:
            stamp = Stamp.of(source.path) if source.refused is None and source.text is None else None
            number = self.store.is_fresh(snapshot, source.path, stamp) if stamp is not None else None
            if number is not None:
                known[source.name] = number
        return known

    def _in_index(self, source: Source, searcher: StoreSearcher) -> Answer | None:
        """What the index answers; None where it is damaged, for the file itself is still there."""
        path = source.name
        try:
            return Answer(list(find(self.terms, path, lambda: searcher.contents(path), searcher, self.patterns)))
        except (sqlite3.DatabaseError, ValueError, TypeError):
            return None

    def _in_reading(self, source: Source, report: Report) -> Answer:
        found = report.reading if isinstance(report, Looked) else None
        if found is None:
            return Answer(errors=report.errors, status=report.status)
        if found.stamp is not None:
            self.store.put(source.path, found.stamp, found.contents, found.pieces)
        searcher = PieceSearcher(found.pieces, self.patterns)
        return Answer(
            find(self.terms, source.name, lambda: _masked(found.contents, source.name), searcher, self.patterns)
        )


def _masked(contents: Contents, path: str) -> Contents:
    """What the index would give back of it, so that both answer alike."""
    try:
        return decode(encode(contents), path)
    except CodecError:
        return contents


# --- Lines ------------------------------------------------------------------------------------------------------------


def _plain(source: Source, hit: Hit) -> str:
    return f"{name(source.name)}:{hit.spot.line}: {hit.text}"


def _colored(source: Source, hit: Hit) -> str:
    before, found, after = hit.text[: hit.start], hit.text[hit.start : hit.end], hit.text[hit.end :]
    marked = f"{before}\x1b[1;31m{found}\x1b[0m{after}" if found else before + after
    return f"\x1b[35m{name(source.name)}\x1b[0m:\x1b[32m{hit.spot.line}\x1b[0m: {marked}"


def _json_line(source: Source, hit: Hit) -> str:
    spot = hit.spot
    told = {"file": source.name, "line": spot.line, "interaction": spot.interaction, "role": spot.role}
    place = {"where": spot.where, "message": spot.message, "part": spot.part}
    return json.dumps({**told, **place, "text": hit.text, "start": hit.start, "end": hit.end})


def _may_color() -> bool:
    """Whether somebody looks who can see colours (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
