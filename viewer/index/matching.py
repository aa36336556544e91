# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Query and Contents -> the interactions that it means; with a searcher that knows the texts -> hits at their places.

Terms about facts are answered by the summaries, terms about texts by a searcher: over the index (`StoreSearcher`),
over the pieces of a file (`PieceSearcher`), or over the summaries alone (`SummarySearcher`) where neither is there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from typing import Protocol

from viewer.core.contents import Contents
from viewer.core.searchable import Piece, Spot
from viewer.core.text.printable import visible
from viewer.core.text.timed_patterns import Patterns, Span
from viewer.dataclass import dataclass
from viewer.index.facts import facts_of
from viewer.index.folding import fold
from viewer.index.query import PATTERN, Term

_AROUND = 60
"""Characters shown on either side of what was found."""


class Searcher(Protocol):
    """Knows the texts of files."""

    def having(self, path: str, term: Term) -> AbstractSet[int]:
        """The interactions of a file in which some text holds what a term asks for, negated or not."""

    def pieces(self, path: str, terms: Sequence[Term]) -> Iterable[Piece]:
        """The texts of a file that hold what one of the terms asks for, in order; those of the URLs without terms."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of a text that holds what was looked for: where it stands, and the line about its first find.

    `text` is one line, safe to print, and `start` to `end` of it is what was found: nothing where only facts were
    asked for. `spot` is the place to open, in whose text the same words stand `before` times further up.
    """

    path: str
    spot: Spot
    text: str
    start: int
    end: int
    before: int = 0


def matches(
    terms: Sequence[Term], contents: Contents, searcher: Searcher | None = None, now: datetime | None = None
) -> set[int]:
    """The interactions of a file that meet every term; ages are counted at `now`."""
    chosen = set(range(len(contents.summaries)))
    asked = searcher or SummarySearcher(contents)
    for term in sorted((term for term in terms if term.is_text), key=lambda term: term.negated):
        having = asked.having(contents.path, term)
        chosen = chosen - having if term.negated else chosen & having
        if not chosen:
            return chosen
    moment = now or datetime.now(UTC)
    facts = [term for term in terms if not term.is_text]
    if not facts:
        return chosen
    told = ((number, facts_of(contents.summaries[number], contents, moment)) for number in chosen)
    return {number for number, known in told if all(term.accepts(known) for term in facts)}


def find(
    terms: Sequence[Term],
    path: str,
    contents: Callable[[], Contents | None],
    searcher: Searcher,
    patterns: Patterns,
) -> Iterator[Hit]:
    """Every hit in a file, in order of its texts; one that stands in many places is told at the first that counts.

    `contents` is asked only where the texts do not exclude the file.
    """
    chosen = _chosen(terms, path, contents, searcher)
    if chosen:
        yield from hits(terms, path, chosen, searcher, patterns)


def hits(
    terms: Sequence[Term], path: str, chosen: AbstractSet[int], searcher: Searcher, patterns: Patterns
) -> Iterator[Hit]:
    """Every hit in those interactions of a file, which meet all terms."""
    wanted = [term for term in terms if term.is_text and not term.negated]
    for piece in searcher.pieces(path, wanted):
        there = [spot for spot in piece.spots if spot.interaction in chosen]
        if not wanted:
            yield from (Hit(path, spot, *_snippet(piece.text, (0, 0))) for spot in there)
        elif there:
            counted = _Counted(fold(piece.text))
            for span in _first_of_lines(piece, wanted, patterns):
                yield Hit(path, there[0], *_snippet(piece.text, span), counted.before(span))


def _chosen(
    terms: Sequence[Term], path: str, contents: Callable[[], Contents | None], searcher: Searcher
) -> AbstractSet[int]:
    """The interactions that count; where words alone are looked for, the texts know them all."""
    words = [searcher.having(path, term) for term in terms if term.is_text and not term.negated]
    if not all(words):
        return frozenset()
    if not words or not all(term.is_text for term in terms):
        known = contents()
        return matches(terms, known, searcher) if known is not None else frozenset()
    others = (searcher.having(path, term) for term in terms if term.negated)
    return frozenset.intersection(*map(frozenset, words)).difference(*others)


def _first_of_lines(piece: Piece, terms: Iterable[Term], patterns: Patterns) -> Iterator[Span]:
    """The first place on each line where it holds what one of the terms asks for."""
    text, folded, at = piece.text, fold(piece.text), 0
    words = [term.value for term in terms if term.field != PATTERN and (piece.said or not term.field)]
    fitting = sorted(span for term in terms if term.field == PATTERN for span in patterns.spans(term.value, [text])[0])
    nexts = {word: folded.find(word) for word in words}
    while True:
        nexts = {word: found if found >= at else folded.find(word, at) for word, found in nexts.items() if found >= 0}
        starts = [(found, found + len(word)) for word, found in nexts.items() if found >= 0]
        starts += next(([span] for span in fitting if span[0] >= at), [])
        if not starts:
            return
        start, end = min(starts)
        yield start, end
        line_end = text.find("\n", start)
        if line_end < 0:
            return
        at = line_end + 1


class _Counted:
    """How often what was found stands further up in a text, counted on from find to find."""

    def __init__(self, folded: str) -> None:
        self._folded = folded
        self._seen: dict[str, tuple[int, int]] = {}

    def before(self, span: Span) -> int:
        start, end = span
        words = self._folded[start:end]
        at, count = self._seen.get(words, (0, 0))
        if words and start > at:
            count += self._folded.count(words, at, start)
            self._seen[words] = start, count
        return count


def _snippet(text: str, span: Span) -> tuple[str, int, int]:
    """The line about a find, and where in it that is."""
    start, end = span
    end = min(end, start + 4 * _AROUND)
    begin = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    stop = text.find("\n", end)
    stop = min(len(text) if stop < 0 else stop, end + _AROUND)
    before, found, after = (_on_one_line(part) for part in (text[begin:start], text[start:end], text[end:stop]))
    lead = ("…" if begin and text[begin - 1] != "\n" else "") + before.lstrip()
    tail = after.rstrip() + ("…" if stop < len(text) and text[stop] != "\n" else "")
    return lead + found + tail, len(lead), len(lead) + len(found)


def _on_one_line(text: str) -> str:
    return visible(text.replace("\r\n", "\n").replace("\n", " ").replace("\t", " "))


def holds(piece: Piece, term: Term) -> bool:
    """Whether a text holds the words of a term that is no pattern."""
    return (piece.said or not term.field) and term.value in fold(piece.text)


class PieceSearcher:
    """Searches the pieces of one file."""

    def __init__(self, pieces: Sequence[Piece], patterns: Patterns) -> None:
        """Keep the pieces."""
        self._pieces, self._patterns = pieces, patterns

    def having(self, path: str, term: Term) -> AbstractSet[int]:  # noqa: ARG002 - it is the one file
        """The interactions in which some piece holds what a term asks for."""
        return {spot.interaction for piece in self._holding(term) for spot in piece.spots}

    def pieces(self, path: str, terms: Sequence[Term]) -> Iterable[Piece]:  # noqa: ARG002
        """The pieces that hold what one of the terms asks for; those of the URLs without terms."""
        if not terms:
            return [piece for piece in self._pieces if piece.spots[0].where == "url"]
        found = {id(piece) for term in terms for piece in self._holding(term)}
        return [piece for piece in self._pieces if id(piece) in found]

    def _holding(self, term: Term) -> Collection[Piece]:
        if term.field == PATTERN:
            found = self._patterns.spans(term.value, [piece.text for piece in self._pieces])
            return [piece for piece, places in zip(self._pieces, found, strict=True) if places]
        return [piece for piece in self._pieces if holds(piece, term)]


class SummarySearcher:
    """Searches what a summary holds of what was said, with URL, model, status and path: where no pieces are there.

    Headers and tools' names are not looked through, nor the ends of long bodies that nobody understood; a pattern finds
    nothing, for nothing here could stop it.
    """

    def __init__(self, contents: Contents) -> None:
        """Keep the contents."""
        self._contents = contents

    def having(self, path: str, term: Term) -> AbstractSet[int]:
        """The interactions whose summary holds the words."""
        if term.field == PATTERN:
            return frozenset()
        everywhere = not term.field
        if everywhere and term.value in fold(path):
            return frozenset(range(len(self._contents.summaries)))
        return {
            summary.index
            for summary in self._contents.summaries
            if term.value in fold(summary.text)
            or term.value in fold(summary.error or "")
            or (everywhere and term.value in fold(f"{summary.url}\n{summary.model}\n{summary.status}\n{summary.title}"))
        }

    def pieces(self, path: str, terms: Sequence[Term]) -> Iterable[Piece]:  # noqa: ARG002 - there are none
        """None."""
        return ()
