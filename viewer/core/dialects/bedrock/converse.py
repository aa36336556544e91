# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Amazon Bedrock's Converse and ConverseStream.

Reference: docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html and ..._ConverseStream.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, ErrorDelta, UnknownDelta
from viewer.core.dialects._envelope import error
from viewer.core.dialects._shape import is_blank, mapping
from viewer.core.dialects.bedrock._converse_answer import EVENTS, answer_deltas, event_deltas
from viewer.core.dialects.bedrock._converse_assembly import conversation
from viewer.core.dialects.bedrock._converse_request import prompt
from viewer.core.dialects.bedrock._envelope import exception
from viewer.core.messages import Prompt
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_PATH = re.compile(r"/model/.+/converse(-stream)?$")
_TELLING = EVENTS - {"metadata"}  # names that others have no use for


class BedrockConverse:
    """The dialect of `POST /model/<id>/converse` and `.../converse-stream`."""

    name = "bedrock.converse"
    title = "Bedrock Converse"
    terminator: str | None = None
    carries_text = True
    idle_keys = ("p",)
    always_counts = True

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:  # noqa: ARG002
        """By path; by the shape of the answer where the path says nothing."""
        path = unquote(interaction.request.target.path).rstrip("/")
        answered = mapping(first.json if first else None)
        if _PATH.search(path):
            return Match.SURE
        if "/model/" in path:
            return Match.NO
        if isinstance(mapping(answered.get("output")).get("message"), dict) and "stopReason" in answered:
            return Match.LIKELY
        return Match.LIKELY if first and (first.name in _TELLING or _TELLING & answered.keys()) else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        return prompt(body)

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer; text that is no JSON can only be a server's complaint."""
        if isinstance(body, dict):
            yield from answer_deltas(body)
        elif isinstance(body, str) and (found := error(body.strip())):
            yield ErrorDelta(found)
        elif not is_blank(body):
            yield UnknownDelta("answer", body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds."""
        if failed := exception(event):
            yield ErrorDelta(failed)
        elif isinstance(event.json, dict):
            yield from event_deltas(event.json, event.name)
        elif event.is_json or event.data.strip():
            yield UnknownDelta(event.name or "event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The answer of `Converse` that would have come without streaming."""
        return conversation(answer, events)
