# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""OpenAI's Realtime API over a websocket, and those of Azure (Voice Live) and xAI that speak it.

Reference: platform.openai.com/docs/guides/realtime-websocket. What the client says becomes user messages and tool
results, each response an assistant's message, in the order of the session.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, ErrorDelta, MetaDelta, RoleDelta, UnknownDelta, UsageDelta
from viewer.core.dialects._envelope import body_error
from viewer.core.dialects._session import Session, SessionDialect
from viewer.core.dialects._shape import mapping, optional_string, sequence, string
from viewer.core.dialects.openai._realtime_answer import response_deltas, usage
from viewer.core.dialects.openai._realtime_assembly import responses
from viewer.core.dialects.openai._realtime_session import RealtimeSession
from viewer.core.messages import Usage
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_FAMILIES = ("session.", "transcription_session.", "conversation.", "response.", "input_audio_buffer.")


class OpenAIRealtime(SessionDialect):
    """The dialect of `wss://.../realtime`."""

    name = "openai.realtime"
    title = "OpenAI Realtime"

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:  # noqa: ARG002
        """By the first message of a session; the Responses API over a websocket says what is asked in it."""
        if first is None or first.direction is None:
            return Match.NO
        path = unquote(interaction.request.target.path).rstrip("/")
        kind, told = string(mapping(first.json).get("type")), mapping(first.json)
        if path.endswith("/responses") or "input" in told:
            return Match.NO
        if kind.startswith(_FAMILIES) or (kind == "error" and "error" in told):
            return Match.SURE
        return Match.LIKELY if path.endswith(("/realtime", "/voice-live/realtime")) else Match.NO

    def session(self, events: Sequence[StreamEvent]) -> Session:
        """The whole session."""
        reading = RealtimeSession()
        steps = [tuple(reading.step(event)) for event in events]
        if steps:
            steps[-1] = (*steps[-1], *reading.end())
        return Session(reading.setup.prompt(), tuple(steps), frozenset(reading.turns.asked))

    def response(self, body: Json) -> Iterator[Delta]:
        """Responses told whole, one after the other."""
        told = mapping(body)
        answers = sequence(told.get("responses"))
        if not answers:
            failure = body_error(told)
            yield ErrorDelta(failure) if failure else UnknownDelta("answer", body)
            return
        if told.get("id") or told.get("model"):
            yield MetaDelta(optional_string(told.get("id")), optional_string(told.get("model")))
        used = Usage()
        for choice, answer in enumerate(answers):
            yield RoleDelta("assistant", choice, ("responses", choice))
            yield from response_deltas(mapping(answer), choice, ("responses", choice))
            used = used.plus(usage(mapping(answer).get("usage")) or Usage())
        if used != Usage():
            yield UsageDelta(used)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """All `response` objects of the session, each in the last form that was told."""
        return responses(answer, events)
