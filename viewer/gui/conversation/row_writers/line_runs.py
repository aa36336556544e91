# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Lines that were removed, added or kept, as rows of a card."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from viewer.core.text.quantities import plural
from viewer.gui.conversation.rows import Change, Frame, Group, Line, Passage, Row, Span, Style

if TYPE_CHECKING:
    from viewer.core.text.line_difference import LineRun
    from viewer.gui.conversation.row_writers.context import RowContext

MOST_RUNS = 200
_MOST_CHARACTERS = 20_000
_CHANGES: dict[str, Change] = {"removed": "removed", "added": "added"}


def run_rows(
    context: RowContext, key: Hashable, runs: Sequence[LineRun], group: Group, frame: Frame, more: str
) -> list[Row]:
    """A row for each run; `more` says where those are that are left out."""
    rows = [_run(context, (key, number), run, group, frame) for number, run in enumerate(runs[:MOST_RUNS])]
    if len(runs) > MOST_RUNS:
        rows.append(Row((key, "more"), Line((Span(more, Style.META),), pad=16), group, frame))
    return rows


def _run(context: RowContext, key: Hashable, run: LineRun, group: Group, frame: Frame) -> Row:
    if run.kind == "skipped":
        words = Span(plural(run.lines, "unchanged line"), Style.CAPTION)
        return Row(("run", key), Line((words,), 24, pad=28), group, frame, code=True)
    source = context.text(("run", key), run.text)
    shown = min(len(run.text), _MOST_CHARACTERS)
    added = ((run.start, min(run.end, shown)),) if run.start < run.end and run.kind != "same" else ()
    passage = Passage(source, 0, shown, "code", added, pad=28, pad_y=2)
    return Row(("run", key), passage, group, frame, code=True, change=_CHANGES.get(run.kind, ""))
