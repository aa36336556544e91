# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Gemini's Live API over a websocket, of the Gemini API and of Vertex AI (ai.google.dev/api/live).

A message is an object with one key that says what it is, in camelCase or in snake_case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viewer.core.answer import Answer
from viewer.core.deltas import Delta
from viewer.core.dialects._session import Session, SessionDialect
from viewer.core.dialects._shape import mapping
from viewer.core.dialects.google._fields import key
from viewer.core.dialects.google._live_assembly import listed, turns
from viewer.core.dialects.google._live_session import LiveSession
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_OPENINGS = ("setup", "setupComplete", "serverContent", "clientContent", "realtimeInput")
_SERVICE = "BidiGenerateContent"


class GeminiLive(SessionDialect):
    """The dialect of `wss://.../BidiGenerateContent`."""

    name = "gemini.live"
    title = "Gemini Live"

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:  # noqa: ARG002
        """By the method in the path, or by the key of the first message."""
        if first is None or first.direction is None:
            return Match.NO
        told = mapping(first.json)
        is_known = "type" not in told and any(key(told, name) in told for name in _OPENINGS)
        return Match.SURE if is_known or _SERVICE in interaction.request.target.path else Match.NO

    def session(self, events: Sequence[StreamEvent]) -> Session:
        """The whole session."""
        reading = LiveSession()
        steps = [tuple(reading.step(event)) for event in events]
        if steps:
            steps[-1] = (*steps[-1], *reading.end())
        return Session(reading.prompt, tuple(steps), frozenset(reading.turns.asked))

    def response(self, body: Json) -> Iterator[Delta]:
        """Messages that were told at once."""
        reading = LiveSession()
        for message in listed(body):
            if message is not None and message != "":
                yield from reading.step(StreamEvent(0, (0, 0), "", message, is_json=True))
        yield from reading.end()

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:  # noqa: ARG002
        """The model's turns, each as one message."""
        return turns(answer)
