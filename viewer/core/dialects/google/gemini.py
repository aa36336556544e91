# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Gemini at the Gemini API or Vertex AI: generated content, streamed or whole, and what those APIs answer besides.

Reference: ai.google.dev/api/generate-content and cloud.google.com/vertex-ai/docs/reference/rest. The stream is SSE
with `alt=sse`, else one array whose elements trickle in; each chunk is shaped as a whole answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, ToolCallDelta, UnknownDelta
from viewer.core.dialects._envelope import no_object
from viewer.core.dialects._shape import mapping, sequence
from viewer.core.dialects.google._answer import answer_deltas
from viewer.core.dialects.google._assembly import whole_answer
from viewer.core.dialects.google._partial_args import PartialCalls, partial_calls
from viewer.core.dialects.google._plain import is_content, plain_deltas
from viewer.core.dialects.google._request import prompt
from viewer.core.messages import Prompt
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.streams.event_list import EventList
from viewer.core.text.json_values import Json

_METHOD = re.compile(
    r":(generateContent|streamGenerateContent|batchGenerateContent|countTokens|computeTokens"
    r"|generateMessage|generateText|countMessageTokens|embedText|embedContent|batchEmbedContents|asyncBatchEmbedContent|predictLongRunning|fetchPredictOperation)$"
)
_PREDICT = re.compile(r"/(models|endpoints)/[^/]+:predict$")
_RESOURCE = re.compile(
    r"/(models|tunedModels|files|cachedContents|fileSearchStores|batches|operations|corpora)(/.*)?$|:uploadTo\w+$"
)
_HOST = re.compile(r"(^|\.)generativelanguage\.googleapis\.com|(^|[.-])aiplatform\.googleapis\.com")


class Gemini:
    """The dialect of `generateContent`, and of the other methods of the same APIs."""

    name = "gemini"
    title = "Gemini"
    terminator: str | None = None
    always_counts = True

    def __init__(self, partial: PartialCalls | None = None) -> None:
        """With the calls of a stream whose arguments come in pieces."""
        self._partial = partial or {}

    def fitted(self, events: Sequence[StreamEvent]) -> Gemini:
        """The same, unless arguments come in pieces, whose meaning depends on those before."""
        coming = events.unparsed if isinstance(events, EventList) else events
        in_pieces = any("partialArgs" in event.data or "partial_args" in event.data for event in coming)
        return Gemini(partial_calls(events)) if in_pieces else self

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:
        """By method or resource; by the shape of the answer or the request where the path says nothing."""
        target = interaction.request.target
        path = unquote(target.path).rstrip("/")
        if _METHOD.search(path):
            return Match.SURE
        if _HOST.search(target.netloc.partition(":")[0]) and (_PREDICT.search(path) or _is_resource(path)):
            return Match.SURE
        if _is_answer(mapping(first.json if first else None)):
            return Match.LIKELY
        return Match.LIKELY if _is_request(mapping(request)) else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        return prompt(body)

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer; an error may come inside a list."""
        inside = body[0] if isinstance(body, list) and len(body) == 1 else body
        if isinstance(inside, dict):
            yield from answer_deltas(inside) if is_content(inside) else plain_deltas(inside)
        else:
            yield from no_object(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds."""
        if isinstance(event.json, dict):
            in_pieces = self._partial.get(event.index, {})
            for delta in answer_deltas(event.json):
                if not (isinstance(delta, ToolCallDelta) and (delta.path[1], delta.path[4]) in in_pieces):
                    yield delta
            for deltas in in_pieces.values():
                yield from deltas
        elif event.is_json or event.data.strip():
            yield UnknownDelta("event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The answer that would have come without streaming."""
        return whole_answer(answer, [event.json for event in events])


def _is_resource(path: str) -> bool:
    """Whether a path names a resource of these APIs, and is not the one that speaks like OpenAI."""
    return _RESOURCE.search(path) is not None and "/openai/" not in path


def _is_answer(answered: dict[str, Json]) -> bool:
    """Whether an answer or a chunk holds candidates with content, or tells why there are none."""
    listed = sequence(answered.get("candidates"))
    candidate = mapping(listed[0]) if listed else {}
    if any(name in candidate for name in ("content", "finishReason", "finish_reason")):
        return isinstance(candidate.get("content", {}), dict)
    return "blockReason" in mapping(answered.get("promptFeedback"))


def _is_request(asked: dict[str, Json]) -> bool:
    """Whether a request has contents made of parts."""
    contents = asked.get("contents")
    first = contents[0] if isinstance(contents, list) and contents else contents
    return "parts" in mapping(first)
