# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The columns of the list in one table: title, what a cell says, what it is sorted by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING

from viewer.core.messages import FinishReason
from viewer.core.text.quantities import cost_text
from viewer.core.timeline import duration_text
from viewer.dataclass import dataclass

if TYPE_CHECKING:
    from viewer.gui.models.rows import Row

Key = str | float | int
Rank = Callable[["Row"], Key | None]
"""What a row is sorted by in a column; None where nothing was recorded."""


class Column(StrEnum):
    """Every column, in order from left to right; the value is what the settings keep."""

    NUMBER = "number"
    FILE = "file"
    TITLE = "title"
    STATUS = "status"
    MODEL = "model"
    TOKENS_IN = "tokens in"
    TOKENS_OUT = "tokens out"
    CACHED = "cached"
    COST = "cost"
    EVENTS = "events"
    FIRST_TOKEN = "first token"
    DURATION = "duration"
    FINISH = "finish"
    TOOLS = "tools"
    NOTE = "note"
    STARTED = "started"
    WATERFALL = "waterfall"


USUAL = tuple(column for column in Column if column not in (Column.FILE, Column.STARTED))
"""Those that are shown until others are chosen; a list of several files names them whatever is chosen."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a column is: its title, what it holds in a sentence, its width in px, and whether it holds numbers."""

    title: str
    tip: str
    width: int
    is_number: bool
    text: Callable[[Row], str]
    rank: Rank


def _seconds(value: float | None) -> str:
    return duration_text(value * 1000) if value is not None else ""


def _count(value: int | None) -> str:
    return f"{value:,}" if value is not None else ""


def _cached(row: Row) -> str:
    """Tokens and their share of those that went in: `1,024 (80 %)`."""
    cached, every = row.figures.tokens_cached, row.figures.tokens_in
    if cached is None:
        return ""
    return f"{cached:,} ({cached / every:.0%})" if every and cached <= every else f"{cached:,}"


def _finish(row: Row) -> str:
    """The provider's own words, where it has some."""
    told = row.figures.finishes
    own = [one for one in told if not isinstance(one, FinishReason)]
    return ", ".join(dict.fromkeys(own or map(str, told)))


def _tools(row: Row) -> str:
    return ", ".join(name or "a tool" for name in row.tools)


def _status(row: Row) -> str:
    return str(row.status) if row.status else "no answer"


def _started(row: Row) -> str:
    at = row.figures.recorded_at
    return at.strftime("%Y-%m-%d %H:%M:%S") if at is not None else ""


def moment(row: Row) -> float | None:
    """When an interaction was recorded, in seconds since the epoch; None too for a year that no clock tells."""
    at = row.figures.recorded_at
    with suppress(OverflowError, OSError, ValueError):
        return at.timestamp() if at is not None else None
    return None


WORDS: dict[Column, Words] = {
    Column.NUMBER: Words("#", "Place in the file", 70, True, lambda row: row.number, lambda _row: None),
    Column.FILE: Words("File", "The file it is recorded in", 180, False, lambda _row: "", lambda row: row.file),
    Column.TITLE: Words(
        "Interaction", "What happened", 260, False, lambda row: row.title, lambda row: row.title.lower()
    ),
    Column.STATUS: Words("Status", "HTTP status", 76, False, _status, lambda row: row.status or 0),
    Column.MODEL: Words("Model", "Model", 150, False, lambda row: row.model, lambda row: row.model.lower() or None),
    Column.TOKENS_IN: Words(
        "Tokens in", "Tokens that were sent, cached ones included", 92, True,
        lambda row: _count(row.figures.tokens_in), lambda row: row.figures.tokens_in,
    ),
    Column.TOKENS_OUT: Words(
        "Tokens out", "Tokens of the answer", 100, True,
        lambda row: _count(row.figures.tokens_out), lambda row: row.figures.tokens_out,
    ),
    Column.CACHED: Words(
        "Cached", "Tokens read from a cache, and their share of those sent", 120, True,
        _cached, lambda row: row.figures.tokens_cached,
    ),
    Column.COST: Words(
        "Cost", "US dollars as the provider told them; estimates stand in the inspector", 96, True,
        lambda row: cost_text(row.figures.cost) if row.figures.cost is not None else "", lambda row: row.figures.cost,
    ),
    Column.EVENTS: Words(
        "Events", "Events of a stream", 78, True,
        lambda row: _count(row.figures.events) if row.streamed else "",
        lambda row: row.figures.events if row.streamed else None,
    ),
    Column.FIRST_TOKEN: Words(
        "First token", "Until something was said or called, where every event has a recorded time", 104, True,
        lambda row: _seconds(row.figures.first_token_s), lambda row: row.figures.first_token_s,
    ),
    Column.DURATION: Words(
        "Duration", "From the request to the end of the answer, as recorded", 96, True,
        lambda row: _seconds(row.figures.duration_s), lambda row: row.figures.duration_s,
    ),
    Column.FINISH: Words("Finish", "Why the answer ended", 104, False, _finish, lambda row: _finish(row) or None),
    Column.TOOLS: Words("Tools", "Tools that the answer calls", 180, False, _tools, lambda row: _tools(row) or None),
    Column.NOTE: Words("Note", "What you noted", 180, False, lambda _row: "", lambda _row: None),
    Column.STARTED: Words("Recorded at", "When it was recorded", 160, False, _started, moment),
    Column.WATERFALL: Words(
        "Waterfall", "When it was recorded and how long it took, beside the others", 200, False,
        lambda _row: "", moment,
    ),
}  # fmt: skip


def columns_named(names: Sequence[str]) -> tuple[Column, ...]:
    """The columns of these names, in their own order; the usual ones where none is known."""
    known = {column for column in Column if column.value in names}
    return tuple(column for column in Column if column in known) if known else USUAL
