# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What was exported at a glance: one row for each exchange, the same in every form that has a table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from viewer.core.analysis import Exchange
from viewer.core.secrets.masking import Masker
from viewer.core.transcript import facts, json_output
from viewer.core.transcript.dialogue import DialogueEntry, Entries, Section
from viewer.dataclass import dataclass

COLUMNS = ("model", "status", "tokens", "cost", "duration", "timing")
"""The names of the columns that there may be."""


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


def row_text(exchange: Exchange, masker: Masker) -> str:
    """The row of an exchange as a text, in which it may wait for the others."""
    row = Row(
        exchange.interaction.index,
        exchange.failed,
        model=facts.model(exchange, masker),
        status=facts.status(exchange),
        tokens=facts.tokens(exchange.answer.usage),
        cost=facts.cost(exchange),
        duration=facts.duration(exchange),
        timing=exchange.timeline.source.value if exchange.is_stream else "not streamed",
    )
    return json_output.dump([row.index, row.failed, *(getattr(row, name) for name in COLUMNS)])


def overview(texts: Sequence[str]) -> tuple[list[str], Iterator[Row]]:
    """The names of the columns that hold anything, and the rows."""
    held: set[str] = set()
    for row in _rows(texts):
        held.update(name for name in COLUMNS if getattr(row, name))
    return [name for name in COLUMNS if name in held], _rows(texts)


def _rows(texts: Iterable[str]) -> Iterator[Row]:
    return (Row(*json.loads(text)) for text in texts)
