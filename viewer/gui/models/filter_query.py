# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The filter field's language: free words and `field:value` terms, all of which must hold.

`status:429` (`4xx`), `model:kimi`, `host:openrouter`, `tool:add`, `stream:yes|no`, `error:yes|no|words`,
`problem:yes|no|unreadable`, `recorder:vcrpy`, `file:part/of/a/path`; quotes keep words together, a leading `-` turns
a term around. Case never counts. A file that cannot be read has no interaction: its own row is asked what it can tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from viewer.dataclass import dataclass

if TYPE_CHECKING:
    from viewer.gui.models.rows import Row

FIELDS = ("status", "model", "host", "tool", "stream", "error", "problem", "recorder", "file")
_OF_FILES = frozenset(("", "error", "problem", "file"))
_TERM = re.compile(r'(?P<minus>-?)(?:(?P<field>[a-z]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<word>[^\s"]+))', re.IGNORECASE)
_YES = frozenset(("yes", "true", "1"))
_NO = frozenset(("no", "false", "0"))
_SWITCH = "|".join(sorted(_YES | _NO))
_VALUES = {
    "status": ("[0-9][0-9x]{0,2}", "a number such as 429, or 4xx"),
    "stream": (_SWITCH, "yes or no"),
    "problem": (f"{_SWITCH}|unreadable", "yes, no or unreadable"),
}
"""What the values of a field look like, and how that is told; the other fields take any."""


@dataclass(frozen=True, slots=True)
class Term:
    """One condition; `field` is empty for free text."""

    field: str
    value: str
    negated: bool

    def accepts(self, row: Row) -> bool:
        """Whether the row of an interaction, or of a file without any, meets the condition."""
        if row.level == "file" and self.field not in _OF_FILES:
            return False
        return _TESTS[self.field](row, self.value) is not self.negated


def parse_query(text: str) -> tuple[Term, ...]:
    """The terms of a query; what names no known field is free text, so nothing typed is an error."""
    terms = []
    for found in _TERM.finditer(text):
        field = (found["field"] or "").lower()
        value = found["quoted"] if found["quoted"] is not None else found["word"]
        if field and field not in FIELDS:
            field, value = "", f"{field}:{value}"
        if value:
            terms.append(Term(field, value.lower(), bool(found["minus"])))
    return tuple(terms)


def acceptor(text: str) -> Callable[[Row], bool] | None:
    """What decides about rows for this query; None when it is empty."""
    terms = parse_query(text)
    return (lambda row: all(term.accepts(row) for term in terms)) if terms else None


def doubts(text: str) -> tuple[str, ...]:
    """What in a query cannot be meant: words before a colon that are no fields, and values that no row can have."""
    told: dict[str, None] = {}
    for found in _TERM.finditer(text):
        field, value = (found["field"] or "").lower(), found["quoted"] or found["word"] or ""
        if field in _VALUES:
            pattern, words = _VALUES[field]
            if value and re.fullmatch(pattern, value, re.IGNORECASE) is None:
                told[f"{field}: takes {words}"] = None
        elif field and field not in FIELDS and not value.startswith("//"):  # an address is only looked for
            told[f"Unknown word {field}: — known are {', '.join(FIELDS)}"] = None
    return tuple(told)


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


def _status(row: Row, value: str) -> bool:
    status = str(row.status or 0)
    return re.fullmatch(re.escape(value).replace("x", "[0-9]"), status) is not None or status.startswith(value)


def _stream(row: Row, value: str) -> bool:
    return row.streamed if value in _YES else not row.streamed if value in _NO else False


def _error(row: Row, value: str) -> bool:
    if value in _YES:
        return row.failed
    return not row.failed if value in _NO else row.failed and value in row.haystack


def _problem(row: Row, value: str) -> bool:
    if value == "unreadable":
        return row.level == "file" and row.failed
    return row.problem if value in _YES else not row.problem if value in _NO else False


_TESTS: dict[str, Callable[[Row, str], bool]] = {
    "": lambda row, value: value in row.haystack or value in row.title.lower(),
    "status": _status,
    "model": lambda row, value: value in row.model.lower(),
    "host": lambda row, value: value in row.host.lower(),
    "tool": lambda row, value: any(value in tool.lower() for tool in row.tools),
    "stream": _stream,
    "error": _error,
    "problem": _problem,
    "recorder": lambda row, value: value in row.recorder,
    "file": lambda row, value: value in row.file,
}
