# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a decoder of wire framings is: `bytes -> StreamEvents`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial
from typing import NamedTuple, Protocol

from viewer.core.errors import Problem
from viewer.core.registry import Match
from viewer.core.text.json_values import Json, parse_json

STOPS = "the stream ends"
"""How every decoder begins to tell that a stream stops too early, so that it is told apart from other problems."""
STOPS_INSIDE = f"{STOPS} inside this event, whose JSON is incomplete"


class Direction(StrEnum):
    """Who sent a message of a session that goes both ways: the client, or the server."""

    SENT = "sent"
    RECEIVED = "received"


class StreamEvent(NamedTuple):
    """One message of a stream, at `index` from 0. A named tuple, since there may be a million of them.

    `span` is its bytes in the decoded body (start, end), `data` its payload as text and `json` that payload parsed;
    `is_json` tells a payload `null` from one that is not JSON, and is None while nobody has parsed it (`parsed`).
    `name` is the framing's own event type (SSE `event:`). `time_ms`, where the recording holds one, counts from the
    request. `direction` is None where all events come from the server.
    """

    index: int  # type: ignore[assignment]  # hides the tuple method of that name, which nobody calls
    span: tuple[int, int]
    data: str
    json: Json = None
    is_json: bool | None = False
    name: str | None = None
    id: str | None = None
    time_ms: float | None = None
    problems: tuple[Problem, ...] = ()
    direction: Direction | None = None


# There may be a million, and this makes one in a third of the time of `StreamEvent(...)`.
made_event: Callable[[tuple[object, ...]], StreamEvent] = partial(tuple.__new__, StreamEvent)
"""An event of the tuple of all its fields."""


def parsed(event: StreamEvent) -> StreamEvent:
    """An event with its JSON, where nobody has parsed it yet."""
    if event.is_json is not None:
        return event
    json, is_json = parse_json(event.data)
    return made_event((*event[:3], json, is_json, *event[5:]))


class Decoder(Protocol):
    """Splits a decoded body into the events of one framing; a pure function that keeps byte offsets."""

    name: str
    title: str
    content_types: tuple[str, ...]

    def match(self, body: bytes, content_type: str) -> Match:
        """How sure this decoder is that the body is framed its way; never raises."""

    def events(self, body: bytes) -> Iterator[StreamEvent]:
        """Every event in order, its JSON that of its `data`; total: a broken tail is a last event with a Problem.

        A decoder may leave it to whoever needs it to parse that (`is_json` None).
        """
