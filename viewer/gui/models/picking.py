# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A query asked of a file of very many interactions: a flag for each, and no row is made for it.

Runs off the GUI thread, over one summary after the other. The answers are those that `filter_query` has for rows.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from viewer.core.contents import Contents
from viewer.core.spooled_summaries import SpooledSummaries
from viewer.core.summary import Summary
from viewer.dataclass import dataclass
from viewer.gui.models.filter_query import facts_shown, parse_query
from viewer.gui.models.ranged_file import Picked, RangedFile
from viewer.gui.models.rows import endpoint_of, haystack_of
from viewer.gui.models.text_search import TextSearch
from viewer.gui.tasks import Cancelled
from viewer.index.folding import fold
from viewer.index.query import Term

_TOGETHER = 200


@dataclass(frozen=True, slots=True, eq=False)
class Large:
    """A file of very many interactions as it was when it was asked: `known` of them stand in the tree."""

    path: Path
    contents: Contents
    summaries: SpooledSummaries
    known: int

    @classmethod
    def of(cls, file: RangedFile) -> Large:
        """A file of the tree."""
        return cls(file.path, file.contents, file.summaries, file.known)


def pick(text: str, file: Large, search: TextSearch, cancelled: Cancelled, before: Picked | None = None) -> Picked:
    """What a query lets through; what was asked `before` is not asked again."""
    terms, now = parse_query(text), datetime.now(UTC)
    facts, words = [term for term in terms if not term.is_text], [term for term in terms if term.is_text]
    flags = bytearray(before.flags if before is not None else b"")
    having = [search.indexed(file.path, term) for term in words]
    is_brief = all(found is not None for found in having)
    stretch = file.summaries.stretch(len(flags), file.known, brief=is_brief)
    for together in _together(stretch):
        if cancelled():
            break
        meets = [all(term.accepts(facts_shown(one, file.contents, now)) for term in facts) for one in together]
        chosen = [one for one, is_chosen in zip(together, meets, strict=True) if is_chosen]
        for term, indexed in zip(words, having, strict=True):
            chosen = _with_words(term, file, chosen, indexed, search) if chosen else chosen
        start = len(flags)
        flags.extend(bytes(len(together)))
        for one in chosen:
            flags[start + one.index - together[0].index] = True
    return Picked(file.summaries, flags, _tops(file, flags), flags.count(1))


def _together(summaries: Iterator[Summary]) -> Iterator[list[Summary]]:
    while together := list(islice(summaries, _TOGETHER)):
        yield together


def _with_words(
    term: Term, file: Large, chosen: Sequence[Summary], indexed: AbstractSet[int] | None, search: TextSearch
) -> list[Summary]:
    """Those that hold a term, in what their row shows or in what was said; with a negated one those that do not."""
    shown = {one.index for one in chosen if _shows(term, one, file.contents.path)}
    rest = [one for one in chosen if one.index not in shown]
    having: AbstractSet[int] = (
        indexed if indexed is not None else frozenset(search.in_summaries(rest, term)) if rest else frozenset()
    )
    return [one for one in chosen if (one.index in shown or one.index in having) is not term.negated]


def _shows(term: Term, summary: Summary, path: str) -> bool:
    if term.field:
        return False
    return term.value in haystack_of(summary, path) or term.value in fold(endpoint_of(summary))


def _tops(file: Large, flags: bytearray) -> array[int]:
    """The rows on top that hold what was let through, each by its first interaction."""
    threads, found, at = file.contents.threads, set[int](), flags.find(1)
    while at >= 0:
        conversation = threads.number_of(at)
        found.add(at if conversation is None else threads.begins[conversation])
        at = flags.find(1, at + 1)
    return array("I", sorted(found))
