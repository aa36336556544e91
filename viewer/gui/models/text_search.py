# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Words in what was said, in every file of the tree: from the index where it holds a file, else from its summaries.

Runs off the GUI thread. A `Corpus` says where the texts of each file are; a `TextSearch` over it answers one query.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from dataclasses import field
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from viewer.core.spooled_summaries import tally_of
from viewer.core.summary import MOST_UNREAD, Summary
from viewer.core.text.timed_patterns import Patterns
from viewer.dataclass import dataclass
from viewer.index.codec import CodecError
from viewer.index.folding import fold
from viewer.index.query import PATTERN, Term
from viewer.index.searching import StoreSearcher

if TYPE_CHECKING:
    from viewer.core.recording import Recording
    from viewer.index.stamp import Stamp
    from viewer.index.store import Store

DAMAGED = (sqlite3.DatabaseError, CodecError, ValueError, TypeError)
"""What a search in a damaged index may raise."""
_PATTERN_BATCH = 200


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Where the texts of files are: `stamps` of those that the index may hold, summaries of those that are in memory.

    `recordings` are there for the places of what is found. `store` opens the index, off the GUI thread.
    """

    store: Callable[[], Store] | None = None
    stamps: Mapping[Path, Stamp] = field(default_factory=dict)
    summaries: Mapping[Path, Sequence[Summary]] = field(default_factory=dict)
    recordings: Mapping[Path, Recording] = field(default_factory=dict)

    def is_small(self, characters: int) -> bool:
        """Whether no file needs the index, and so many characters were said at most."""
        if self.stamps.keys() - self.summaries.keys():
            return False
        return sum(tally_of(summaries).characters for summaries in self.summaries.values()) <= characters


class TextSearch:
    """One look at a corpus, as a context: within it everything is answered from the same state of the index."""

    def __init__(self, corpus: Corpus) -> None:
        """Nothing is asked yet."""
        self.corpus = corpus
        self.patterns = Patterns()
        self.searcher: StoreSearcher | None = None
        self.unknown: set[Path] = set()
        """Files that were asked for and whose texts are nowhere."""
        self.is_damaged = False
        self._leaves_rest = False
        """Whether of bodies in summaries only the beginning was looked through."""
        self._known: dict[Path, int] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Open the index where some file may need it."""
        if not self.corpus.stamps or self.corpus.store is None:
            return self
        store = self.corpus.store()
        store.flush()
        snapshot = self._stack.enter_context(store.snapshot())
        if snapshot is not None:
            self._known = store.numbers(snapshot, self.corpus.stamps)
            files = {str(path): number for path, number in self._known.items()}
            self.searcher = StoreSearcher(snapshot, files, self.patterns)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it, and end the processes of patterns."""
        self._stack.close()
        self.patterns.close()

    @property
    def notes(self) -> tuple[str, ...]:
        """What was not looked through, and why."""
        slow = sorted(self.patterns.out_of_time)
        told = [f"/{pattern}/ takes too long: not everything was looked through" for pattern in slow]
        if self._leaves_rest:
            told.append(
                f"Before a file is indexed, {MOST_UNREAD:,} characters of a body without messages are looked through"
            )
        return tuple(told)

    @property
    def is_incomplete(self) -> bool:
        """Whether files have to be read again to know what was said in them: the index does not hold them any more."""
        return bool(self.unknown)

    def is_indexed(self, path: Path) -> bool:
        """Whether the index answers for a file."""
        return path in self._known and not self.is_damaged

    def indexed(self, path: Path, term: Term) -> AbstractSet[int] | None:
        """As `having`, by the index alone; None where it does not answer for a file."""
        if self.searcher is not None and self.is_indexed(path):
            try:
                return self.searcher.having(str(path), term)
            except DAMAGED:
                self.is_damaged = True
        return None

    def having(self, path: Path, term: Term) -> AbstractSet[int]:
        """The interactions of a file in which something said holds what a term asks for, negated or not."""
        found = self.indexed(path, term)
        if found is not None:
            return found
        summaries = self.corpus.summaries.get(path)
        if summaries is None:
            self.unknown.add(path)
            return frozenset()
        return frozenset(self.in_summaries(summaries, term))

    def in_summaries(self, summaries: Iterable[Summary], term: Term) -> Iterator[int]:
        """The interactions of which something said holds what a term asks for."""
        if term.field == PATTERN:
            rest = iter(summaries)
            while batch := tuple(islice(rest, _PATTERN_BATCH)):
                self._leaves_rest = self._leaves_rest or any(map(_has_rest, batch))
                found = self.patterns.spans(term.value, [_said(summary) for summary in batch])
                yield from (summary.index for summary, spans in zip(batch, found, strict=True) if spans)
            return
        for summary in summaries:
            if term.value in fold(_said(summary)):
                yield summary.index
            elif _has_rest(summary):
                self._leaves_rest = True


def _has_rest(summary: Summary) -> bool:
    """Whether a body may go on behind what its summary holds of it."""
    is_read = summary.dialect is not None and (summary.says_something or summary.error is not None)
    return summary.size > MOST_UNREAD and not is_read


def _said(summary: Summary) -> str:
    return f"{summary.text}\n{summary.error}" if summary.error else summary.text
