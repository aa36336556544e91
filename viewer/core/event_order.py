# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One walk over the events of a stream, for all checks of their order: each walk parses the JSON of every event."""

from __future__ import annotations

from viewer.core.streams.api import StreamEvent
from viewer.core.streams.event_list import EventList


class EventOrder:
    """Numbers left out, blocks left open, and names unlike types, as far as the dialect says that there are any."""

    def __init__(self, events: EventList, counter: str | None, around_blocks: tuple[str, str] | None) -> None:
        """`counter` is the field that counts the events, `around_blocks` the types that open and close a block."""
        self.skipped: tuple[int, int, int] | None = None
        """The first event whose number does not follow the one before: its index, and both numbers."""
        self.open: dict[object, int] = {}
        """The blocks that were opened and not closed, each with its event."""
        self.unlike: tuple[int, str, str] | None = None
        """The first event whose name is not its type: its index, and both."""
        self.any_alike = False
        """Whether any other's is."""
        self.counter, self._around_blocks = counter, around_blocks
        self._number: int | None = None
        if counter is not None or around_blocks is not None or events.has_names:
            for event in events:
                self._see(event)

    def _see(self, event: StreamEvent) -> None:
        told = event.json if isinstance(event.json, dict) else {}
        if self.counter is not None and isinstance(number := told.get(self.counter), int):
            if self._number is not None and self.skipped is None and number != self._number + 1:
                self.skipped = event.index, self._number, number
            self._number = number
        kind = told.get("type", event.name)
        if self._around_blocks is not None and kind in self._around_blocks:
            index = told.get("index")
            if kind == self._around_blocks[0] and isinstance(index, int | None):
                self.open[index] = event.index
            elif kind == self._around_blocks[1] and isinstance(index, int | None):
                self.open.pop(index, None)
        if event.name and isinstance(kind, str) and kind and "type" in told:
            if event.name == kind:
                self.any_alike = True
            elif self.unlike is None:
                self.unlike = event.index, event.name, kind
