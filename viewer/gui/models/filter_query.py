# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The filter field's language, `viewer.index.query`, asked of the rows of the tree.

A row knows its facts and the words that it shows; what was said is asked of a `TextSearch`. A file that cannot be read
has no interaction: its own row is asked what it can tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.index.comparison import COUNTS
from viewer.index.facts import Facts, age_of, facts_of
from viewer.index.folding import fold
from viewer.index.query import FIELDS, PATTERN, Term, doubts, parse_query

if TYPE_CHECKING:
    from viewer.core.contents import Contents
    from viewer.core.summary import Summary
    from viewer.gui.models.rows import Row
    from viewer.gui.models.text_search import TextSearch
    from viewer.gui.tasks import Cancelled

__all__ = ["FIELDS", "Asked", "File", "acceptor", "answers", "completions", "doubts", "has_words", "parse_query"]

_OFFERED_COUNTS = ("tokens:>1000", "cost:>0.01", "events:>500", "duration:>2s", "age:>90d")
File = tuple[Path, Mapping[int, "Row"]]
"""A file and its rows by the numbers of their interactions; -1 is that of a file without any."""
Asked = tuple[tuple[File, ...], dict[int, bool]]
"""Files that were asked, which keeps the ids of their rows theirs, and by id whether each row is accepted."""


def acceptor(text: str) -> Callable[[Row], bool] | None:
    """What decides about rows by themselves, who do not know what was said; None for an empty query."""
    terms, now = parse_query(text), datetime.now(UTC)
    facts, words = [t for t in terms if not t.is_text], [t for t in terms if t.is_text]

    def accepts(row: Row) -> bool:
        return _meets(facts, row, now) and all(_accepts_alone(term, row) for term in words)

    return accepts if terms else None


def has_words(text: str) -> bool:
    """Whether a query asks for what was said, which rows do not know."""
    return any(term.is_text for term in parse_query(text))


def has_patterns(text: str) -> bool:
    """Whether a query holds regular expressions, which may take their time."""
    return any(term.field == PATTERN for term in parse_query(text))


def answers(text: str, files: Sequence[File], search: TextSearch, cancelled: Cancelled) -> Asked:
    """Ask every row of some files, and the texts behind them."""
    terms, now = parse_query(text), datetime.now(UTC)
    facts, words = [t for t in terms if not t.is_text], [t for t in terms if t.is_text]
    found: dict[int, bool] = {}
    for path, rows in files:
        if cancelled():
            break
        chosen = {number: row for number, row in rows.items() if _meets(facts, row, now)}
        for term in words:
            if chosen:
                chosen = _with_words(term, path, chosen, search)
        found.update((id(row), number in chosen) for number, row in rows.items())
    return tuple(files), found


def _with_words(term: Term, path: Path, rows: Mapping[int, Row], search: TextSearch) -> dict[int, Row]:
    """The rows that hold a term, in what they show or in what was said; with a negated one those that do not."""
    if -1 in rows:
        return {number: row for number, row in rows.items() if _accepts_alone(term, row)}
    shown = {number for number, row in rows.items() if _shows(term, row)}
    having = shown if len(shown) == len(rows) else shown | search.having(path, term)
    return {number: row for number, row in rows.items() if (number in having) is not term.negated}


def _meets(terms: Sequence[Term], row: Row, now: datetime) -> bool:
    """Whether a row meets every condition about facts."""
    if not terms:
        return True
    facts = _facts(row, now)
    return all(term.accepts(facts) for term in terms)


def _accepts_alone(term: Term, row: Row) -> bool:
    """Whether a row meets a condition about words, as far as it knows itself."""
    if term.field and row.level == "file":  # nothing is said in a file that cannot be read
        return False
    return _shows(term, row) is not term.negated


def _shows(term: Term, row: Row) -> bool:
    """Whether a row itself holds words that may stand anywhere."""
    return not term.field and (term.value in row.haystack or term.value in fold(row.title))


def _facts(row: Row, now: datetime) -> Facts:
    figures = row.figures
    return Facts(
        is_file=row.level == "file",
        status=row.status,
        model=row.model,
        host=row.host,
        tools=row.tools,
        failed_tools=row.failed_tools,
        streamed=row.streamed,
        failed=row.failed,
        problem=row.problem,
        recorder=row.recorder,
        file=row.file,
        error=row.haystack if row.level == "file" else figures.error,
        finishes=figures.finishes,
        tokens=figures.tokens,
        cost=figures.cost,
        events=figures.events,
        duration_s=figures.duration_s,
        age_s=age_of(figures.recorded_at, now),
        provider=figures.provider,
        dialect=figures.dialect,
    )


def facts_shown(summary: Summary, contents: Contents, now: datetime) -> Facts:
    """The facts of an interaction as its row knows them: what is said of a failure counts where there is one."""
    facts = facts_of(summary, contents, now)
    return facts if summary.failed else replace(facts, error="")


def completions(rows: Iterable[Row]) -> list[str]:
    """Terms worth offering: every field first, then every value that the open files hold."""
    found: dict[str, None] = {}
    for row in rows:
        found.update(dict.fromkeys(_offers(row)))
    bare = [f"{field}:" for field in FIELDS if field not in COUNTS]
    return [*sorted((*bare, *_OFFERED_COUNTS)), *sorted(found)]


def _offers(row: Row) -> Iterable[str]:
    if row.status:
        yield f"status:{row.status}"
    for field, value in (
        ("model", row.model),
        ("provider", row.figures.provider),
        ("host", row.host),
        ("dialect", row.figures.dialect),
        ("recorder", row.recorder),
        ("file", row.file.rsplit("/", 1)[-1]),
        *(("tool", tool) for tool in row.tools),
        *(("finish", finish) for finish in row.figures.finishes),
    ):
        if value:
            yield f"{field}:{quoted(value)}"
    yield "stream:yes" if row.streamed else "stream:no"
    yield "error:yes" if row.failed else "error:no"
    yield "problem:yes" if row.problem else "problem:no"
    if row.failed_tools:
        yield "tool-error:yes"


_TOKEN = re.compile(r'(?:[^\s"]|"[^"]*"?)+')


def split_terms(text: str) -> list[str]:
    """The terms of a query as they are written."""
    return _TOKEN.findall(text)


def holds_terms(text: str, terms: str) -> bool:
    """Whether a query holds all of these terms as they are written."""
    written = set(_TOKEN.findall(text.lower()))
    return bool(terms) and written.issuperset(_TOKEN.findall(terms.lower()))


def toggled(text: str, terms: str) -> str:
    """A query with these terms added; or without them, where it holds them."""
    wanted = {term.lower() for term in _TOKEN.findall(terms)}
    if holds_terms(text, terms):
        return " ".join(term for term in _TOKEN.findall(text) if term.lower() not in wanted)
    written = _TOKEN.findall(text)
    known = {term.lower() for term in written}
    return " ".join((*written, *(term for term in _TOKEN.findall(terms) if term.lower() not in known)))


def quoted(value: str) -> str:
    """A value as it is written behind a field."""
    return f'"{value}"' if " " in value else value
