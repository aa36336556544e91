# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What rows have in common, counted: models, providers, statuses, tools; each line is a term of a filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from viewer.core.messages import FinishReason
from viewer.dataclass import dataclass
from viewer.gui.models.filter_query import holds_terms, quoted
from viewer.gui.models.rows import Row, short_model
from viewer.index.facts import age_of
from viewer.index.folding import fold

_MOST = 8
_AGES = (("7d", "Less than a week ago"), ("30d", "Less than 30 days ago"), ("90d", "Less than 90 days ago"))
_DAY_S = 86_400


Mood = Literal["", "odd", "bad"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line: what it is about, a number or note at its end, and the share of the largest of its section, 0 to 1.

    It leads to the results of `query`, which the filter holds already where `is_set`; or to the file at `path`, there
    to an interaction if `exchange` is not -1. `mood` tells the colour of the note, whose words say it too.
    """

    label: str
    note: str
    share: float = 0.0
    query: str = ""
    path: Path | None = None
    tip: str = ""
    is_set: bool = False
    exchange: int = -1
    mood: Mood = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a title; `more` says that there are others."""

    title: str
    lines: tuple[Line, ...]
    more: str = ""


def facets(rows: Sequence[Row], alone: Sequence[Row]) -> Iterator[Section]:
    """Count the rows of interactions by everything that can be asked of them.

    `alone` are the rows of files without interactions: empty ones, and those that cannot be read.
    """
    yield _section("Recorders", Counter(row.recorder for row in rows), "recorder")
    yield _section("Models", _alike(row.model for row in rows), "model", short_model)
    yield _section("Statuses", Counter(str(row.status) for row in rows if row.status), "status")
    yield _problems(rows, alone)
    yield _section(
        "Tools called",
        _alike(tool for row in rows for tool in {fold(tool): tool for tool in row.tools}.values()),
        "tool",
    )
    yield _section("Finish reasons", Counter(how for row in rows for how in _finishes(row)), "finish")
    yield _section("Providers", _alike(row.figures.provider for row in rows), "provider")
    yield _section("Dialects", _alike(row.figures.dialect for row in rows), "dialect")
    yield _ages(rows)


def scoped(section: Section, scope: str, query: str) -> Section:
    """A section whose lines are narrowed to a folder, and marked where the filter holds them already."""
    lines = (
        replace(line, query=f"{line.query}{scope}", is_set=holds_terms(query, line.query)) if line.query else line
        for line in section.lines
    )
    return replace(section, lines=tuple(lines))


def _section(title: str, counts: Counter[str], field: str, name: Callable[[str], str] = str) -> Section:
    most = counts.most_common(_MOST)
    largest = most[0][1] if most else 1
    lines = tuple(
        Line(name(value), f"{count:,}", count / largest, f"{field}:{_exactly(field, value)}", tip=value)
        for value, count in most
    )
    hidden = len(counts) - len(most)
    return Section(title, lines, f"and {hidden:,} more" if hidden else "")


def _exactly(field: str, value: str) -> str:
    """A value as a term asks for it and no other that holds it; a status has no other."""
    return value if field == "status" else quoted(f"={value}")


def _alike(names: Iterable[str]) -> Counter[str]:
    """Names counted without regard to case, as filters compare them; each is called as it is written first."""
    written: dict[str, str] = {}
    return Counter(written.setdefault(fold(name), name) for name in names if name)


def _finishes(row: Row) -> set[str]:
    """How an interaction ended, in the one vocabulary; every provider has words of its own for it."""
    return {how.value for how in row.figures.finishes if isinstance(how, FinishReason)}


def _problems(rows: Sequence[Row], alone: Sequence[Row]) -> Section:
    """Each number is that of the rows which its filter shows: interactions, and files that hold none."""
    troubled, unreadable = sum(row.problem for row in (*rows, *alone)), sum(row.failed for row in alone)
    return _lines(
        "Problems",
        (
            ("All that has problems", troubled, "problem:yes"),
            (
                "Failed requests",
                sum(row.failed for row in rows),
                "error:yes -problem:unreadable" if unreadable else "error:yes",
            ),
            ("Errors of tools", sum(bool(row.failed_tools) for row in rows), "tool-error:yes"),
            ("Files that cannot be read", unreadable, "problem:unreadable"),
        ),
    )


def _ages(rows: Sequence[Row]) -> Section:
    """How long ago: each line counts what is younger too, and is left out where that is all of it."""
    now = datetime.now(UTC)
    ages = [age for row in rows if (age := age_of(row.figures.recorded_at, now)) is not None]
    found: list[tuple[str, int, str]] = []
    for limit, words in _AGES:
        count = sum(age < int(limit[:-1]) * _DAY_S for age in ages)
        if count > (found[-1][1] if found else 0):
            found.append((words, count, f"age:<{limit}"))
    older = sum(age >= int(_AGES[-1][0][:-1]) * _DAY_S for age in ages)
    return _lines("Recorded", (*found, ("90 days ago or more", older, "age:>=90d")))


def _lines(title: str, found: Sequence[tuple[str, int, str]]) -> Section:
    largest = max((count for _, count, _ in found), default=0) or 1
    return Section(title, tuple(Line(words, f"{n:,}", n / largest, query) for words, n, query in found if n))
