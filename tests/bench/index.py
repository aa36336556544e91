# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The index of a folder: filled, read back, searched, each beside a floor. `FOLDER`: cassettes.

The floor of reading back is a query for the bare rows; that of a search, SQLite opened and asked for one word.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from tests.bench.process import memory_mb, report
from viewer.core.contents import Contents
from viewer.core.errors import CassetteError
from viewer.core.recording import load
from viewer.core.text.timed_patterns import Patterns
from viewer.index.matching import find, matches
from viewer.index.query import parse_query
from viewer.index.reading import Reading, reading
from viewer.index.searching import StoreSearcher
from viewer.index.stamp import Stamp
from viewer.index.store import Store, open_store
from viewer.workers import Workers

T = TypeVar("T")
_TIMES = 3
_PAGE = 200
_QUERIES = ("parrot", "the", "naïve it's", "is", "zebra", "/b64|par+ot/", "status:200 tokens:>5000", "text:gpt-4o")


def main(folder: Path) -> None:
    """Fill the index in this home, and tell how long everything takes, in ms."""
    paths = sorted(path for path in folder.rglob("*.yaml") if path.is_file())
    with closing(open_store()) as store:
        before = time.process_time()
        filling = _took(lambda: _fill(store, paths))
        writing = _took(store.flush)
        busy = (time.process_time() - before) * 1000
    with closing(open_store()) as store:
        if store.path is None:
            raise SystemExit("no folder for caches")
        stamps = {path: Stamp.of(path) for path in paths}
        back = min(_took(lambda: _all(store, stamps)) for _ in range(_TIMES))
        path = store.path
        rows = min(_took(lambda: _rows(path)) for _ in range(_TIMES))
        floor = min(_took(lambda: _one_word(path)) for _ in range(_TIMES))
        known = {str(at): found for at, stamp in stamps.items() if stamp and (found := store.get(at, stamp))}
        searches, finding = {}, {}
        for query in _QUERIES:
            searches[query] = min(_took(partial(_search, store, known, query)) for _ in range(_TIMES))
            finding[query] = _search(store, known, query)
    report(
        files=len(paths),
        bytes=sum(path.stat().st_size for path in paths),
        index_bytes=path.stat().st_size,
        fill=filling,
        write_rest=writing,
        filling_here=busy,
        back=back,
        back_floor=rows,
        search_floor=floor,
        searches=searches,
        files_found=finding,
        memory=memory_mb(),
    )


def _fill(store: Store, paths: list[Path]) -> None:
    workers = Workers()
    try:
        for path, found in zip(paths, workers.map(_read, paths), strict=True):
            if found is not None and found.stamp is not None:
                store.put(path, found.stamp, found.contents, found.pieces)
    finally:
        workers.close()


def _read(path: Path) -> Reading | None:
    stamp = Stamp.of(path)
    try:
        return reading(load(path), stamp)
    except CassetteError:
        return None


def _all(store: Store, stamps: dict[Path, Stamp | None]) -> int:
    return sum(stamp is not None and store.get(path, stamp) is not None for path, stamp in stamps.items())


def _rows(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT * FROM files").fetchall()


def _one_word(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT rowid FROM words WHERE words MATCH '\"xqz\"'").fetchall()


def _search(store: Store, known: dict[str, Contents], query: str) -> int:
    """Files with a hit, as a filter needs them, and the first page of hits; facts are known, as in a window."""
    terms = parse_query(query)
    with closing(Patterns()) as patterns, store.snapshot() as snapshot:
        if snapshot is None:
            raise SystemExit("no index")
        numbers = dict(snapshot.execute("SELECT CAST(path AS TEXT), id FROM files"))
        searcher = StoreSearcher(snapshot, numbers, patterns)
        found = [path for path, contents in known.items() if matches(terms, contents, searcher)]
        hits = (hit for path in found for hit in find(terms, path, partial(known.get, path), searcher, patterns))
        _ = [*islice(hits, _PAGE)]
        return len(found)


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main(Path(sys.argv[1]))
