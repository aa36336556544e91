# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a dialect is: one provider API in the words of `viewer.core`: messages and deltas. It never joins anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeGuard

from viewer.core.answer import Answer
from viewer.core.deltas import Delta
from viewer.core.messages import Prompt
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json


class Dialect(Protocol):
    """One provider API.

    `terminator` is the payload that ends its streams (`[DONE]`), None where the API sends none. One whose streams
    just stop, with neither that nor a finish reason, also says `tells_its_end = False`.

    More that only some APIs need to say for the checks in `viewer.core.health`: `hosts_without_terminator` speak the
    API and omit the end mark; `always_counts = True`, every whole stream tells usage; `event_counter`, the field of
    each event that counts them; `last_event`, the name of the one that ends every stream; `opens_and_closes`, the types
    of those around each block of an answer; `finish_is_shared = True`, one finish reason ends all choices;
    `declares_elsewhere = True`, tools need not stand in the request.

    `carries_text = True` vouches that a text which stands in a delta and at its path decides about nothing but that
    delta's text, unless it is empty: `viewer.core.refrains` then knows events again that differ in it alone, and in
    what stands under the `idle_keys` of an event, of which nothing is ever made.
    """

    name: str
    title: str
    terminator: str | None

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:
        """How sure this dialect is; sees the parsed request body and the first event or whole answer."""

    def request(self, body: Json) -> Prompt:
        """What the request asks; unknown parts become `Other`. Never raises."""

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer as the deltas of one big step; unknown shapes become `UnknownDelta`."""

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of a streamed answer adds; the same whenever it is asked for."""

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """A folded stream as this API would have answered it without streaming; envelope fields from the events."""


class Clock(Protocol):
    """A dialect whose events tell when they were sent."""

    def times_ms(self, events: Sequence[StreamEvent]) -> Sequence[float] | None:
        """When each event was sent, in ms from the request; None where not every event tells."""


class Fitted(Protocol):
    """A dialect that must look at a stream as a whole before it can read one event."""

    def fitted(self, events: Sequence[StreamEvent]) -> Dialect | None:
        """The dialect that reads these events; None when it finds nothing in them."""


# `isinstance` would ask a protocol for all its members each time, which for small interactions is a tenth of all work.


def is_clock(dialect: object) -> TypeGuard[Clock]:
    """Whether a dialect tells times."""
    return hasattr(dialect, "times_ms")


def is_fitted(dialect: object) -> TypeGuard[Fitted]:
    """Whether a dialect looks at streams as a whole first."""
    return hasattr(dialect, "fitted")
