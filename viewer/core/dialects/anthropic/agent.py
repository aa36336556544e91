# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The protocol between the Claude Agent SDK and Claude Code (docs.claude.com/en/api/agent-sdk): JSON both ways.

A recording may hold both directions or only what Claude Code said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viewer.core.answer import Answer
from viewer.core.deltas import Delta
from viewer.core.dialects._session import Session, SessionDialect
from viewer.core.dialects._shape import mapping
from viewer.core.dialects.anthropic._agent_session import ClaudeAgentSession
from viewer.core.dialects.anthropic.assembly import message
from viewer.core.messages import Message
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_FIRST = {
    "control_request": "request",
    "control_response": "response",
    "system": "subtype",
    "user": "message",
    "assistant": "message",
    "stream_event": "event",
    "result": "subtype",
}


class ClaudeAgent(SessionDialect):
    """The dialect of Claude Code's `--output-format stream-json`."""

    name = "claude.agent"
    title = "Claude Agent SDK"
    tells_its_end = False

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:  # noqa: ARG002
        """By the type of the first message and the key that such a message has."""
        told = mapping(first.json if first else None)
        kind = told.get("type")
        fits = isinstance(kind, str) and kind in _FIRST and _FIRST[kind] in told
        return Match.SURE if fits and first is not None and first.direction is not None else Match.NO

    def session(self, events: Sequence[StreamEvent]) -> Session:
        """The whole session."""
        reading = ClaudeAgentSession()
        steps = tuple(tuple(reading.step(event)) for event in events)
        return Session(reading.prompt, steps, frozenset(reading.turns.asked))

    def response(self, body: Json) -> Iterator[Delta]:
        """Messages that were told at once: a list, or one alone."""
        reading = ClaudeAgentSession()
        for told in body if isinstance(body, list) else [body]:
            if told is not None and told != "":
                yield from reading.step(StreamEvent(0, (0, 0), "", told, is_json=True))

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The session without what came in between: its beginning, the assistant's turns, its results."""
        told = [mapping(event.json) for event in events]
        begun: list[Json] = [one for one in told if (one.get("type"), one.get("subtype")) == ("system", "init")]
        ended: list[Json] = [one for one in told if one.get("type") == "result"]
        said = [turn for turn in answer.messages if turn.role == "assistant"]
        return [*begun, *map(_turn, said), *ended]


def _turn(said: Message) -> Json:
    told = mapping(message(Answer((said,)), []))
    return {"type": "assistant", "message": {**told, "stop_reason": said.native_finish_reason}}
