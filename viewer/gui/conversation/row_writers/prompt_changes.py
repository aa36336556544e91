# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a request instructs and declares otherwise than the one it continues -> rows: line by line what is other."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from viewer.core.messages import Message, Text
from viewer.core.prompt_changes import InstructionChange, ToolChange
from viewer.core.text.quantities import plural
from viewer.gui.conversation.row_writers.context import RowContext
from viewer.gui.conversation.row_writers.line_runs import run_rows
from viewer.gui.conversation.row_writers.parts import part_rows, text_rows
from viewer.gui.conversation.rows import (
    Change,
    Frame,
    Group,
    Line,
    PartPlace,
    Passage,
    Row,
    Span,
    Style,
    ToExchange,
    Toggle,
    ToPane,
    inside,
)
from viewer.gui.look.icons import Icon

if TYPE_CHECKING:
    from viewer.core.text.line_difference import LineRun

_SHOWN_LINES = 24
"""Lines of a difference that are shown at once; a longer one is folded."""
_MOST_RUNS = 200
_MOST_NAMES = 6
_HEADER = 40
_CHANGES: dict[str, Change] = {"removed": "removed", "added": "added"}


def instruction_rows(context: RowContext, change: InstructionChange, parent: int, gap: int) -> list[Row]:
    """The card of changed instructions: their difference, and behind a click all that they say now."""
    key, group = "system", Group("changed system", "System prompt, changed", is_card=True)
    path = change.changed[0].path if change.changed else ()
    words = "System prompt changed since" if change.changed else "System prompt left out since"
    rows = _card(context, key, group, [Span(words, Style.TITLE), *_since(parent)], change.difference, gap)
    if not change.changed:
        return rows
    folded = context.is_folded("whole system", at_first=True)
    length = plural(sum(map(_length, change.changed)), "character")
    chevron = Span("", Style.META, Icon.CHEVRON_RIGHT if folded else Icon.CHEVRON_DOWN)
    spans = (chevron, Span("Whole system prompt"), Span(length, Style.CAPTION), _to_request(path))
    spoken = f"{'Unfold' if folded else 'Fold'} the whole system prompt"
    line = Line(spans, 32, pad=12, action=Toggle("whole system", folded), spoken=spoken)
    frame = rows[0].frame
    rows.append(Row("whole system", line, group, frame, ruled=True))
    if not folded:
        for number, message in enumerate(change.changed):
            made = (replace(row, content=_padded(row), frame=frame) for row in _whole(context, number, message, group))
            rows += inside("whole system", made)
    return rows


def _whole(context: RowContext, number: int, message: Message, group: Group) -> Iterator[Row]:
    system = context.exchange.prompt.system if context.exchange.prompt else ()
    at = next((at for at, one in enumerate(system) if one is message), number)
    for place, part in enumerate(message.parts):
        key = ("whole system", number, place)
        if isinstance(part, Text):
            rows = text_rows(context, key, part, group, 8, message.path)
        else:
            rows = part_rows(context, key, part, group, 8)
        yield from (replace(row, part=PartPlace("system", at, place)) for row in rows)


def _padded(row: Row) -> Line | Passage:
    """The content of a row with room at its sides, for rows that come into a card."""
    content = row.content
    if isinstance(content, Passage):
        return replace(content, pad=16, pad_y=8)
    return replace(content, pad=16) if isinstance(content, Line) else content  # type: ignore[return-value]


def tool_rows(context: RowContext, change: ToolChange, parent: int, gap: int) -> list[Row]:
    """The card of changed tools: their names, and how their declarations differ."""
    group = Group("changed tools", "Tools, changed", is_card=True)
    spans = [Span("Tools changed since", Style.TITLE), *_since(parent)]
    named = (("added", change.added), ("removed", change.removed), ("changed", change.changed))
    words = "; ".join(f"{verb} {_names(context, names)}" for verb, names in named if names)
    spans.append(Span(words, Style.META, shrinks=2))
    return _card(context, "tools", group, spans, change.difference, gap)


def _names(context: RowContext, names: Sequence[str]) -> str:
    shown = ", ".join(context.mask(name, 80) for name in names[:_MOST_NAMES])
    return shown if len(names) <= _MOST_NAMES else f"{shown} and {len(names) - _MOST_NAMES:,} more"


def _length(message: Message) -> int:
    return sum(len(part.content) for part in message.parts if isinstance(part, Text))


def _since(parent: int) -> list[Span]:
    spoken = f"exchange {parent}"
    return [Span(f"#{parent}", Style.LINK, action=ToExchange(parent), tight=True, spoken=spoken)]


def _to_request(path: tuple[str | int, ...]) -> Span:
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
    action = ToPane("requestPane", path)
    return Span(words, Style.CAPTION, action=action, right=True, shrinks=2, spoken=f"{words} in the request")


# --- A difference ---------------------------------------------------------------------------------------------------


def _card(
    context: RowContext, key: Hashable, group: Group, title: list[Span], runs: Sequence[LineRun], gap: int
) -> list[Row]:
    """A card with a heading that folds it, and below that line by line what is other."""
    lines = sum(run.lines for run in runs if run.kind != "skipped")
    folded = context.is_folded(("difference", key), at_first=lines > _SHOWN_LINES)
    chevron = Span("", Style.META, Icon.CHEVRON_RIGHT if folded else Icon.CHEVRON_DOWN)
    counts = [_count(runs, "added", "+", "green"), _count(runs, "removed", "−", "red")]
    spoken = f"{'Unfold' if folded else 'Fold'} how it differs"
    line = Line((chevron, *title, *counts), _HEADER, pad=12, action=Toggle(("difference", key), folded), spoken=spoken)
    frame = Frame(("difference", key))
    rows = [Row(("difference", key), line, group, frame, gap)]
    if folded:
        return rows
    told = run_rows(context, key, runs, group, frame, "and more differences: see the Request pane")
    told[:1] = [replace(row, ruled=True) for row in told[:1]]
    return rows + inside(("difference", key), told)


def _count(runs: Sequence[LineRun], kind: str, sign: str, tone: str) -> Span:
    count = sum(run.lines for run in runs if run.kind == kind)
    words = f"{sign}{count:,}"
    spoken = f"{plural(count, 'line')} {kind}"
    return Span(words, Style.CHIP, None, tone, right=True, spoken=spoken)  # type: ignore[arg-type]
