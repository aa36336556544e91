# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the order of a stream's events tells, for all checks of it, seen in one walk over them."""

from __future__ import annotations

from collections.abc import Iterable

from viewer.core.dialects import Dialect
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json


class EventOrder:
    """Numbers left out, blocks left open, and names unlike types, as far as the dialect says that there are any."""

    def __init__(self, dialect: Dialect | None) -> None:
        """The dialect tells the field that counts the events, and the types that open and close a block."""
        self.counter: str | None = getattr(dialect, "event_counter", None)
        self._around_blocks: tuple[str, str] | None = getattr(dialect, "opens_and_closes", None)
        self.skipped: tuple[int, int, int] | None = None
        """The first event whose number does not follow the one before: its index, and both numbers."""
        self.open: dict[object, int] = {}
        """The blocks that were opened and not closed, each with its event."""
        self.unopened: dict[int, int] = {}
        """The blocks of which something is told before they are opened, each with its event."""
        self.unlike: tuple[int, str, str] | None = None
        """The first event whose name is not its type: its index, and both."""
        self.any_alike = False
        """Whether any other's is."""
        self._number: int | None = None
        self._told_of: set[int] = set()

    @property
    def asks_all(self) -> bool:
        """Whether every event must be seen; else those that have a name."""
        return self.counter is not None or self._around_blocks is not None

    def see(self, event: StreamEvent, json: Json) -> None:
        """Take the next event and its JSON."""
        told = json if isinstance(json, dict) else {}
        if self.counter is not None and isinstance(number := told.get(self.counter), int):
            if self._number is not None and self.skipped is None and number != self._number + 1:
                self.skipped = event.index, self._number, number
            self._number = number
        kind = told.get("type", event.name)
        if self._around_blocks is not None:
            self._see_block(event.index, kind, told.get("index"), *self._around_blocks)
        if event.name and isinstance(kind, str) and kind and "type" in told:
            if event.name == kind:
                self.any_alike = True
            elif self.unlike is None:
                self.unlike = event.index, event.name, kind

    def _see_block(self, at: int, kind: Json, index: Json, opens: str, closes: str) -> None:
        if kind == opens and isinstance(index, int | None):
            self.open[index] = at
        elif kind == closes and isinstance(index, int | None):
            self.open.pop(index, None)
        if isinstance(index, int) and index not in self._told_of:
            self._told_of.add(index)
            if kind != opens:
                self.unopened[index] = at


def order_of(events: Iterable[StreamEvent], dialect: Dialect | None) -> EventOrder:
    """What the order of these events tells."""
    order = EventOrder(dialect)
    for event in events:
        if order.asks_all or event.name:
            order.see(event, event.json)
    return order
