# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A file or a conversation of several interactions -> what there is to say of all of them, and each as a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.core.text.quantities import cost_text, plural
from viewer.core.timeline import duration_text
from viewer.gui.models.facets import FacetCounts, Line, Mood, Section, scoped
from viewer.gui.models.overview import Overview

if TYPE_CHECKING:
    from viewer.gui.models.nodes import Node
    from viewer.gui.models.rows import Row

_MOST_LISTED, _MOST_COUNTED = 300, 20_000
"""Interactions that are listed, and counted; the tree has all of them."""


def group_overview(
    group: Node, rows: Iterable[tuple[int, Row]], count: int, scope: str = "", query: str = ""
) -> Overview:
    """The page of a row of the tree that stands for `count` interactions, which come with their numbers.

    Of very many the first are counted, and how many those are is said. `scope` narrows every filter to the file, where
    more than it is open; `query` tells which lines are set already.
    """
    looked_at = list(islice(rows, _MOST_COUNTED))
    listed = [_line(group.path, number, row) for number, row in looked_at[:_MOST_LISTED]]
    hidden = count - _MOST_LISTED
    interactions = Section("Interactions", tuple(listed), f"and {hidden:,} more" if hidden > 0 else "")
    every = [row for _, row in looked_at]
    counted = (scoped(section, scope, query) for section in FacetCounts(every).sections(()) if section.lines)
    return Overview(group.row.title, group.path, _facts(every, count), tuple(counted), lead=interactions)


def _line(path: Path, number: int, row: Row) -> Line:
    """An interaction, with what the tree's second line says at its end; a bad one says so in words."""
    figures = row.figures
    seconds = figures.duration_s
    bad = ["no answer" if row.status is None else str(row.status)] if row.failed else []
    bad += ["tool error"] if row.failed_tools else []
    odd = ["with problems"] if row.problem and not row.failed else []
    counts = [f"{figures.tokens:,} tokens"] if figures.tokens is not None else []
    counts += [duration_text(seconds * 1000)] if seconds is not None else []
    note = " · ".join((*bad, *odd, *counts))
    mood: Mood = "bad" if bad else "odd" if odd else ""
    return Line(f"{row.number}  {row.title}", note, path=path, exchange=number, tip=row.tip, mood=mood)


def _facts(rows: Sequence[Row], count: int) -> tuple[tuple[str, str], ...]:
    """Sums of what was recorded, each with its noun; what nobody recorded is left out."""
    tokens = [row.figures.tokens for row in rows if row.figures.tokens is not None]
    costs = [row.figures.cost for row in rows if row.figures.cost is not None]
    seconds = [row.figures.duration_s for row in rows if row.figures.duration_s is not None]
    calls = sum(len(row.tools) for row in rows)
    problems = sum(row.problem for row in rows)
    facts = [_fact(count, "interaction")]
    facts += [(f"first {len(rows):,}", "counted")] if len(rows) < count else []
    facts += [_fact(sum(tokens), "token")] if tokens else []
    facts += [(cost_text(sum(costs)), "as recorded")] if costs else []
    facts += [(duration_text(sum(seconds) * 1000), "in all")] if seconds else []
    facts += [_fact(calls, "tool call")] if calls else []
    return (*facts, _fact(problems, "with problems", "with problems"))


def _fact(count: int, one: str, many: str = "") -> tuple[str, str]:
    number, _, noun = plural(count, one, many or None).partition(" ")
    return number, noun
