# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The filter field's language, `viewer.index.query`, asked of the rows of the tree.

A row knows the facts in `FIELDS` and the words in its haystack. A file that cannot be read has no interaction: its own
row is asked what it can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from viewer.index import query
from viewer.index.facts import Facts
from viewer.index.query import FACTS as FIELDS
from viewer.index.query import Term

if TYPE_CHECKING:
    from viewer.gui.models.rows import Row

__all__ = ["FIELDS", "acceptor", "completions", "doubts", "parse_query"]


def parse_query(text: str) -> tuple[Term, ...]:
    """The terms of a query that rows can answer; what names no known field is free text."""
    return query.parse_query(text, FIELDS, patterns=False)


def acceptor(text: str) -> Callable[[Row], bool] | None:
    """What decides about rows for this query; None when it is empty."""
    terms = parse_query(text)
    return (lambda row: all(_accepts(term, row) for term in terms)) if terms else None


def doubts(text: str) -> tuple[str, ...]:
    """What in a query cannot be meant: words before a colon that are no fields, and values that no row can have."""
    return query.doubts(text, FIELDS, patterns=False)


def _accepts(term: Term, row: Row) -> bool:
    if term.is_text:
        return (term.value in row.haystack or term.value in row.title.lower()) is not term.negated
    return term.accepts(_facts(row))


def _facts(row: Row) -> Facts:
    return Facts(
        is_file=row.level == "file",
        status=row.status,
        model=row.model,
        host=row.host,
        tools=row.tools,
        streamed=row.streamed,
        failed=row.failed,
        problem=row.problem,
        recorder=row.recorder,
        file=row.file,
        error=row.haystack if row.failed else "",
    )


def completions(rows: Iterable[Row]) -> list[str]:
    """Terms worth offering: every value that the open files hold."""
    found: dict[str, None] = {}
    for row in rows:
        found.update(dict.fromkeys(_offers(row)))
    return sorted(found)


def _offers(row: Row) -> Iterable[str]:
    if row.status:
        yield f"status:{row.status}"
    if row.model:
        yield f"model:{_quoted(row.model)}"
    if row.host:
        yield f"host:{row.host}"
    if row.recorder:
        yield f"recorder:{row.recorder}"
    for tool in row.tools:
        yield f"tool:{_quoted(tool)}"
    yield "stream:yes" if row.streamed else "stream:no"
    yield "error:yes" if row.failed else "error:no"
    if row.file:
        yield f"file:{_quoted(row.file.rsplit('/', 1)[-1])}"
    yield "problem:yes" if row.problem else "problem:no"


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
