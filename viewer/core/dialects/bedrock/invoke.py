# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Amazon Bedrock's InvokeModel, streamed or not, and its token counts: whatever shape the model's vendor speaks.

Reference: docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, ErrorDelta, UnknownDelta
from viewer.core.dialects._envelope import error
from viewer.core.dialects._shape import is_blank, mapping
from viewer.core.dialects.bedrock._envelope import exception
from viewer.core.dialects.bedrock._invoke_answer import chunk_deltas
from viewer.core.dialects.bedrock._invoke_assembly import answered
from viewer.core.dialects.bedrock._invoke_request import prompt
from viewer.core.messages import Prompt
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.streams.payload_part import unwrapped
from viewer.core.text.json_values import Json

_PATH = re.compile(r"/model/.+/(invoke(-with-response-stream)?|count-tokens)$")


class BedrockInvoke:
    """The dialect of `POST /model/<id>/invoke` and `.../invoke-with-response-stream`."""

    name = "bedrock.invoke"
    title = "Bedrock InvokeModel"
    terminator: str | None = None

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:  # noqa: ARG002
        """By path; by Bedrock's wrapping or its own keys where the path says nothing."""
        path = unquote(interaction.request.target.path).rstrip("/")
        if _PATH.search(path):
            return Match.SURE
        told = mapping(first.json if first else None)
        if "/model/" in path or first is None:
            return Match.NO
        is_wrapped = unwrapped(first) is not first and isinstance(unwrapped(first).json, dict)
        return Match.LIKELY if is_wrapped or any(key.startswith("amazon-bedrock-") for key in told) else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        return prompt(body)

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer; text that is no JSON can only be a server's complaint."""
        if isinstance(body, dict):
            yield from chunk_deltas(body)
        elif isinstance(body, str) and (found := error(body.strip())):
            yield ErrorDelta(found)
        elif not is_blank(body):
            yield UnknownDelta("answer", body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds."""
        event = unwrapped(event)
        if failed := exception(event):
            yield ErrorDelta(failed)
        elif isinstance(event.json, dict):
            yield from chunk_deltas(event.json)
        elif event.is_json or event.data.strip():
            yield UnknownDelta(event.name or "event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The model's answer that would have come without streaming."""
        return answered(answer, [unwrapped(event) for event in events])
