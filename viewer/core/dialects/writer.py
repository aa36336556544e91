# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Writer's text generation, which is asked like OpenAI's completions and streams each piece as `{"value": ...}`.

Reference: dev.writer.com/home/streaming. Nothing but the end of the stream tells that an answer is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, ErrorDelta, TextDelta, UnknownDelta
from viewer.core.dialects._envelope import body_error, no_object
from viewer.core.dialects._shape import mapping, string
from viewer.core.dialects.openai.chat_answer import answer_deltas
from viewer.core.dialects.openai.completion_request import prompt
from viewer.core.messages import Prompt, Text
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json


class Writer:
    """The dialect of `POST /v1/completions` at Writer."""

    name = "writer"
    title = "Writer text generation"
    terminator: str | None = None
    tells_its_end = False

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:
        """By a stream of values, where its path or its request is that of a completion."""
        if first is None or not _is_value(first.json):
            return Match.NO
        path = unquote(interaction.request.target.path).rstrip("/")
        is_completion = path.endswith("/completions") and not path.endswith("/chat/completions")
        if is_completion and ("writer.com" in interaction.request.target.netloc or "prompt" in mapping(request)):
            return Match.SURE
        return Match.LIKELY if not path and "prompt" in mapping(request) else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        return prompt(body)

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer, which is that of a completion; text that is no JSON object can only be a complaint."""
        yield from answer_deltas(body) if isinstance(body, dict) else no_object(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds."""
        if _is_value(event.json):
            yield TextDelta(string(mapping(event.json)["value"]), path=("value",))
        elif found := body_error(mapping(event.json)):
            yield ErrorDelta(found)
        elif event.is_json or event.data.strip():
            yield UnknownDelta("event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:  # noqa: ARG002
        """The completion that would have come without streaming."""
        said = answer.messages[0].parts if answer.messages else ()
        text = "".join(part.content for part in said if isinstance(part, Text))
        return {"choices": [{"text": text}], "model": answer.model}


def _is_value(told: Json) -> bool:
    return isinstance(told, dict) and told.keys() == {"value"} and isinstance(told["value"], str)
