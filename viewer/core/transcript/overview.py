# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What was exported at a glance: one row for each exchange, the same in every form that has a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from viewer.core.secrets.masking import Masker
from viewer.core.transcript import facts
from viewer.core.transcript.dialogue import DialogueEntry, Entries, Section
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One exchange, by its number; the columns follow in order, each text, empty where nothing is known."""

    index: int
    failed: bool
    model: str
    status: str
    tokens: str
    cost: str
    duration: str
    timing: str


def in_order_of_the_file(sections: Iterable[Section]) -> Sequence[DialogueEntry]:
    """Everything that was said, not by conversation but as it was recorded."""
    all_entries = [section.entries for section in sections]
    places = sorted((place for entries in all_entries for place in entries.places), key=lambda place: place[0])
    return Entries(all_entries[0].recording, places) if all_entries else ()


def overview(sections: Iterable[Section], masker: Masker) -> tuple[list[str], list[Row]]:
    """The names of the columns that hold anything, and the rows."""
    rows = [_row(entry, masker) for entry in in_order_of_the_file(sections)]
    names = ("model", "status", "tokens", "cost", "duration", "timing")
    return [name for name in names if any(getattr(row, name) for row in rows)], rows


def _row(entry: DialogueEntry, masker: Masker) -> Row:
    exchange, usage = entry.exchange, entry.exchange.answer.usage
    return Row(
        entry.index,
        exchange.failed,
        model=facts.model(exchange, masker),
        status=facts.status(exchange),
        tokens=facts.tokens(usage),
        cost=facts.cost(exchange),
        duration=facts.duration(exchange),
        timing=exchange.timeline.source.value if exchange.is_stream else "not streamed",
    )
