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
_AGES = {7: "Less than a week ago", 30: "Less than 30 days ago", 90: "Less than 90 days ago"}
"""Words for so many days; what is older stands in a line of its own."""
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


class FacetCounts:
    """Rows of interactions, counted one after the other by everything that can be asked of them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Count these."""
        self.rows = self.problems = self._failed = self._tool_errors = 0
        self._recorders, self.models, self._statuses = Counter[str](), Counter[str](), Counter[str]()
        self._tools = Counter[str]()
        self._finishes, self._providers, self._dialects = Counter[str](), Counter[str](), Counter[str]()
        self._now, self._ages = datetime.now(UTC), Counter[int | None]()
        for row in rows:
            self._add(row)

    def _add(self, row: Row) -> None:
        self.rows += 1
        self.problems += row.problem
        self._failed += row.failed
        self._recorders[row.recorder] += 1
        self._tool_errors += bool(row.failed_tools)
        self.models.update((row.model,) if row.model else ())
        self._statuses.update((str(row.status),) if row.status else ())
        self._tools.update({fold(tool): tool for tool in row.tools if tool}.values())
        self._finishes.update(_finishes(row))
        self._providers.update((row.figures.provider,) if row.figures.provider else ())
        self._dialects.update((row.figures.dialect,) if row.figures.dialect else ())
        age = age_of(row.figures.recorded_at, self._now)
        if age is not None:
            self._ages[next((days for days in _AGES if age < days * _DAY_S), None)] += 1

    def sections(self, alone: Sequence[Row]) -> Iterator[Section]:
        """The counts of the interactions.

        `alone` are the rows of files without interactions: empty ones, and those that cannot be read.
        """
        yield _section("Recorders", self._recorders, "recorder")
        yield _section("Models", _alike(self.models), "model", short_model)
        yield _section("Statuses", self._statuses, "status")
        yield self._problem_section(alone)
        yield _section("Tools called", _alike(self._tools), "tool")
        yield _section("Finish reasons", self._finishes, "finish")
        yield _section("Providers", _alike(self._providers), "provider")
        yield _section("Dialects", _alike(self._dialects), "dialect")
        yield self._age_section()

    def _problem_section(self, alone: Sequence[Row]) -> Section:
        """Each number is that of the rows which its filter shows: interactions, and files that hold none."""
        troubled, unreadable = self.problems + sum(row.problem for row in alone), sum(row.failed for row in alone)
        error = "error:yes -problem:unreadable" if unreadable else "error:yes"
        return _lines(
            "Problems",
            (
                ("All that has problems", troubled, "problem:yes"),
                ("Failed requests", self._failed, error),
                ("Errors of tools", self._tool_errors, "tool-error:yes"),
                ("Files that cannot be read", unreadable, "problem:unreadable"),
            ),
        )

    def _age_section(self) -> Section:
        """How long ago: each line counts what is younger too, and is left out where that is all of it."""
        found: list[tuple[str, int, str]] = []
        count = 0
        for days, words in _AGES.items():
            count += self._ages[days]
            if count > (found[-1][1] if found else 0):
                found.append((words, count, f"age:<{days}d"))
        return _lines("Recorded", (*found, ("90 days ago or more", self._ages[None], "age:>=90d")))


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


def _alike(counted: Counter[str]) -> Counter[str]:
    """Names counted without regard to case, as filters compare them; each is called as it is written first."""
    written: dict[str, str] = {}
    found = Counter[str]()
    for name, count in counted.items():
        found[written.setdefault(fold(name), name)] += count
    return found


def _finishes(row: Row) -> set[str]:
    """How an interaction ended, in the one vocabulary; every provider has words of its own for it."""
    return {how.value for how in row.figures.finishes if isinstance(how, FinishReason)}


def _lines(title: str, found: Sequence[tuple[str, int, str]]) -> Section:
    largest = max((count for _, count, _ in found), default=0) or 1
    return Section(title, tuple(Line(words, f"{n:,}", n / largest, query) for words, n, query in found if n))
