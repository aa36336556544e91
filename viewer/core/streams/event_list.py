# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The events of a stream, each made anew when it is asked for: what is kept of one is where it stands.

So a stream of a million events is one body and a few numbers for each. The payload is cut out of the body again and its
JSON parsed again, in some microseconds, for what is looked at.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from typing import TypeAlias, overload

from viewer.core.errors import Problem
from viewer.core.streams.api import Direction, StreamEvent, made_event, parsed

_Head: TypeAlias = "tuple[str | None, str | None, Direction | None]"
"""Name, id and direction, which few events have for themselves."""


class EventList(Sequence[StreamEvent]):
    """Read-only. The events come from a decoder while the first reader goes through them."""

    def __init__(self, events: Iterable[StreamEvent] = (), body: bytes = b"") -> None:
        """`body` is where the events stand; the JSON of each must be that of its payload."""
        self._coming, self._body = self._noted(events), body
        self._starts, self._ends = array("q"), array("q")
        self._payloads = array("q")  # where each payload begins, which ends with its event; -1 where its text is kept
        self._texts: dict[int, str] = {}
        self._heads: list[_Head] = []
        self._head_numbers: dict[_Head, int] = {}
        self._head_of = array("L")
        self._times: dict[int, float] = {}
        self._no_json: dict[int, None] = {}
        self._problems: dict[int, tuple[Problem, ...]] = {}

    def __len__(self) -> int:
        """Number of events; those that did not come yet are read first."""
        while self._next() is not None:
            pass
        return len(self._ends)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return len(self._ends) > 0 or self._next() is not None

    def __iter__(self) -> Iterator[StreamEvent]:
        """Each in order; one that just came is handed on as the decoder made it."""
        index = 0
        while (event := self._made(index) if index < len(self._ends) else self._next()) is not None:
            yield event
            index += 1

    @property
    def unparsed(self) -> Iterator[StreamEvent]:
        """Each in order, its JSON perhaps not parsed yet; that one is no JSON is noted when `parsed` is asked."""
        index = 0
        while (event := self._cut(index) if index < len(self._ends) else next(self._coming, None)) is not None:
            yield event
            index += 1

    def parsed(self, event: StreamEvent) -> StreamEvent:
        """One of these events with its JSON."""
        if event.is_json is not None:
            return event
        event = parsed(event)
        if not event.is_json:
            self._no_json[event[0]] = None
        return event

    @overload
    def __getitem__(self, index: int) -> StreamEvent: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[StreamEvent, ...]: ...
    def __getitem__(self, index: int | slice) -> StreamEvent | tuple[StreamEvent, ...]:
        """One, or some of them."""
        if isinstance(index, slice):
            return tuple(map(self._made, range(*index.indices(len(self)))))
        while index >= len(self._ends) and self._next() is not None:
            pass
        return self._made(range(len(self) if index < 0 else len(self._ends))[index])

    def __eq__(self, other: object) -> bool:
        """Whether another sequence holds the same."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # it is only as equal as what it holds

    # --- What is known without making them

    @property
    def problems(self) -> dict[int, tuple[Problem, ...]]:
        """What is wrong with the events, by their indices."""
        return self._problems if len(self) else {}

    @property
    def no_json(self) -> Iterator[StreamEvent]:
        """Those whose payload is not JSON."""
        return map(self._made, self._no_json if len(self) else ())

    def start(self, index: int) -> int:
        """The byte of the body at which the event at `index` begins."""
        return self._starts[index]

    @property
    def has_times(self) -> bool:
        """Whether any tells its time."""
        return len(self) > 0 and len(self._times) > 0

    @property
    def has_names(self) -> bool:
        """Whether any has a name."""
        return len(self) > 0 and any(name for name, _, _ in self._heads)

    @property
    def times_ms(self) -> Sequence[float] | None:
        """The time of each; None where not every event tells it."""
        return tuple(self._times.values()) if len(self) == len(self._times) else None

    def timed(self, times_ms: Sequence[float]) -> EventList:
        """The same events with other times, one for each."""
        other = copy(self)
        other._times = dict(zip(range(len(self)), times_ms, strict=True))  # noqa: SLF001 - its own
        return other

    # --- Coming and going

    def _next(self) -> StreamEvent | None:
        """The next event from the decoder, noted; None when all are there."""
        event = next(self._coming, None)
        return None if event is None else self.parsed(event)

    def _noted(self, events: Iterable[StreamEvent]) -> Iterator[StreamEvent]:
        """The events from the decoder, each noted before it is handed on."""
        head: _Head | None = None
        known = 0
        for event in events:
            _, (start, end), text, _, is_json, name, id_, time_ms, problems, direction = event
            number, payload = len(self._ends), self._place(text, start, end)
            if payload < 0:
                self._texts[number] = text
            if head != (name, id_, direction):
                head = (name, id_, direction)
                known = self._head_numbers.setdefault(head, len(self._heads))
                if known == len(self._heads):
                    self._heads.append(head)
            if time_ms is not None:
                self._times[number] = time_ms
            if problems:
                self._problems[number] = problems
            if is_json is False:
                self._no_json[number] = None
            self._head_of.append(known)
            self._starts.append(start)
            self._payloads.append(payload)
            self._ends.append(end)
            yield event

    def _made(self, index: int) -> StreamEvent:
        """The event at an index, as the decoder made it."""
        return parsed(self._cut(index))

    def _cut(self, index: int) -> StreamEvent:
        """The same, its JSON not parsed; what is none is known."""
        span, payload = (self._starts[index], self._ends[index]), self._payloads[index]
        text = self._texts[index] if payload < 0 else self._body[payload : span[1]].decode()
        is_json = False if index in self._no_json else None
        name, id_, direction = self._heads[self._head_of[index]]
        time_ms, problems = self._times.get(index), self._problems.get(index, ())
        return made_event((index, span, text, None, is_json, name, id_, time_ms, problems, direction))

    def _place(self, text: str, start: int, end: int) -> int:
        """Where a payload begins in the body if it is what its event ends with, else -1."""
        try:
            payload = text.encode()
        except UnicodeEncodeError:
            return -1
        at = end - len(payload)
        return at if at >= start and self._body.startswith(payload, at) else -1
