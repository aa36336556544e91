# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Anthropic's text completions (`POST /v1/complete`), which came before Messages.

Reference: docs.anthropic.com/en/api/complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, ErrorDelta, UnknownDelta
from viewer.core.dialects._envelope import error
from viewer.core.dialects._shape import is_blank, mapping
from viewer.core.dialects.anthropic.completion import completion_deltas, prompt
from viewer.core.messages import Prompt, Text
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json


class AnthropicComplete:
    """The dialect of `POST /v1/complete`."""

    name = "anthropic.complete"
    title = "Anthropic text completions"
    terminator: str | None = None

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:  # noqa: ARG002
        """By path; by the shape of the answer where the path says nothing."""
        path = unquote(interaction.request.target.path).rstrip("/")
        answered = mapping(first.json if first else None)
        if path.endswith("/v1/complete"):
            return Match.SURE
        is_completion = answered.get("type") == "completion" and isinstance(answered.get("completion"), str)
        return Match.LIKELY if is_completion else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        return prompt(body)

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer; text that is no JSON can only be a server's complaint."""
        if isinstance(body, dict):
            yield from completion_deltas(body)
        elif isinstance(body, str) and (found := error(body.strip())):
            yield ErrorDelta(found)
        elif not is_blank(body):
            yield UnknownDelta("answer", body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds."""
        if isinstance(event.json, dict):
            yield from completion_deltas(event.json)
        elif event.name == "error" and (found := error(event.data)):
            yield ErrorDelta(found)
        elif event.is_json or event.data.strip():
            yield UnknownDelta("event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The `completion` object that would have come without streaming."""
        last = next((mapping(event.json) for event in reversed(events) if "completion" in mapping(event.json)), {})
        said = answer.messages[0] if answer.messages else None
        text = "".join(part.content for part in said.parts if isinstance(part, Text)) if said else ""
        finish = said.native_finish_reason if said else None
        envelope: dict[str, Json] = {"type": "completion", "id": answer.id, "model": answer.model}
        return {**envelope, **last, "completion": text, "stop_reason": finish}
