# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What each event of a stream says to a dialect, translated anew whenever it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, overload

from viewer.core.deltas import Delta
from viewer.core.dialects import Dialect
from viewer.core.streams import EventList

if TYPE_CHECKING:
    from viewer.core.event_order import EventOrder
    from viewer.core.refrains import Refrains

_MANY_EVENTS = 256
"""A stream that has more is worth knowing its refrains."""


class Translation(Sequence[Iterable[Delta]]):
    """The deltas of each event, which are the same whenever they are asked for."""

    def __init__(self, dialect: Dialect, events: EventList) -> None:
        """Nothing is translated before it is asked for."""
        self._dialect, self._events = dialect, events
        self.order: EventOrder | None = None
        """What the last walk saw of the order of the events; None where that can tell nothing."""

    def __len__(self) -> int:
        """Number of events."""
        return len(self._events)

    @overload
    def __getitem__(self, index: int) -> Iterable[Delta]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Iterable[Delta]]: ...
    def __getitem__(self, index: int | slice) -> Iterable[Delta] | Sequence[Iterable[Delta]]:
        """The deltas of one event, or of some."""
        if isinstance(index, slice):
            return list(map(self._dialect.deltas, self._events[index]))
        return self._dialect.deltas(self._events[index])

    def __iter__(self) -> Iterator[Iterable[Delta]]:
        """The deltas of each event; the walk sees the order of the events too."""
        events, translate = self._events, self._dialect.deltas
        may_repeat = getattr(self._dialect, "carries_text", False)
        refrains: Refrains | None = None
        is_ordered = hasattr(self._dialect, "event_counter") or hasattr(self._dialect, "opens_and_closes")
        order = self.order = self._order() if is_ordered else None
        for coming in events.unparsed:
            found = refrains.match(coming) if refrains is not None else None
            if found is not None:
                event, (refrain, values) = coming, found
                said = refrain.deltas(values)
            else:
                event = events.parsed(coming)
                said = tuple(translate(event))
                if may_repeat and event.index >= _MANY_EVENTS:
                    refrains = refrains or self._refrains()
                    refrains.learn(event, said)
            if order is not None or event.name:
                order = self.order = order or self._order()
                order.see(event, event.json if found is None else found[0].json_of(found[1]))
            yield said

    # Imported when they are needed: many streams name no event and number none, and most are short.

    def _order(self) -> EventOrder:
        from viewer.core.event_order import EventOrder  # noqa: PLC0415

        return EventOrder(self._dialect)

    def _refrains(self) -> Refrains:
        from viewer.core.refrains import Refrains  # noqa: PLC0415

        return Refrains(self._dialect)
