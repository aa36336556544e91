# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""xAI's chat over gRPC (`xai_api.Chat`), in the protobuf JSON form of its messages (github.com/xai-org/xai-proto)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viewer.core.answer import Answer
from viewer.core.deltas import Delta
from viewer.core.dialects._shape import mapping, sequence
from viewer.core.dialects.xai._answer import answer_deltas, are_choices, unknown
from viewer.core.dialects.xai._assembly import completion
from viewer.core.dialects.xai._request import prompt
from viewer.core.messages import Prompt
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json


class Xai:
    """The dialect of `xai_api.Chat/GetCompletion` and `GetCompletionChunk`."""

    name = "xai"
    title = "xAI gRPC chat"
    terminator: str | None = None

    def __init__(self, *, several: bool = False) -> None:
        """One for streams whose outputs are the steps of one message, or `several` messages."""
        self._several = several

    def fitted(self, events: Sequence[StreamEvent]) -> Xai:
        """The dialect of these events, which only together tell whether several answers were asked for."""
        outputs = (output for event in events for output in sequence(mapping(event.json).get("outputs")))
        return Xai(several=are_choices(outputs))

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:  # noqa: ARG002
        """By the gRPC service, or by outputs with a delta or a message."""
        if "/xai_api.Chat/" in interaction.request.target.path:
            return Match.SURE
        outputs = sequence(mapping(first.json if first else None).get("outputs"))
        said = [mapping(output).get("delta") or mapping(output).get("message") for output in outputs]
        return Match.LIKELY if any("ROLE_" in str(mapping(one).get("role")) for one in said) else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        return prompt(body)

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer."""
        several = are_choices(sequence(mapping(body).get("outputs")))
        yield from answer_deltas(body, several=several) if isinstance(body, dict) else unknown(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one message of the stream adds."""
        if isinstance(event.json, dict):
            yield from answer_deltas(event.json, several=self._several)
        else:
            yield from unknown(event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The answer that would have come without streaming."""
        return completion(answer, events)
