# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cohere: chat in versions 2 (server-sent events) and 1 (JSON lines), generation, and what else the API answers.

Reference: docs.cohere.com/reference/chat and docs.cohere.com/reference/chat-v1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, DoneDelta, ErrorDelta, PartDelta, UnknownDelta, UsageDelta
from viewer.core.dialects._envelope import body_error, no_object
from viewer.core.dialects._shape import mapping, sequence, string
from viewer.core.dialects._summaries import counted, vectors_part
from viewer.core.dialects.cohere import _answer as v2
from viewer.core.dialects.cohere import _v1 as v1
from viewer.core.dialects.cohere._assembly import whole_answer
from viewer.core.dialects.cohere._request import prompt
from viewer.core.messages import Other, Prompt
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_DONE = "[DONE]"
_PATH = re.compile(
    r"/v[12]/(chat|generate|embed|rerank|tokenize|detokenize|classify|summarize|models|datasets|connectors|embed-jobs"
    r"|audio/transcriptions)(/.*)?$"
)
_HOST = re.compile(r"(^|\.)cohere\.(com|ai)(:|$)")
_LISTS = {"results": "result", "models": "model", "datasets": "dataset", "tokens": "token", "classifications": "class"}


class Cohere:
    """The dialect of `POST /v2/chat` and `/v1/chat`."""

    name = "cohere"
    title = "Cohere"
    terminator: str | None = _DONE
    finish_is_shared = True
    carries_text = True

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:
        """By host and path; by the shape of the answer, or the request of `/v2/chat`, elsewhere."""
        target = interaction.request.target
        path = unquote(target.path).rstrip("/")
        if _HOST.search(target.netloc) and _PATH.search(path) and "/compatibility/" not in path:
            return Match.SURE
        if _is_answer(mapping(first.json if first else None)):
            return Match.LIKELY
        return Match.LIKELY if path.endswith("/v2/chat") and "messages" in mapping(request) else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        return prompt(body)

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer."""
        if not isinstance(body, dict):
            yield from no_object(body)
        elif isinstance(body.get("message"), dict):
            yield from v2.answer_deltas(body)
        elif isinstance(body.get("text"), str) or isinstance(body.get("generations"), list):
            yield from v1.answer_deltas(body)
        elif found := body_error(body):
            yield ErrorDelta(found)
        elif body:
            yield from _plain(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds."""
        if event.data.strip() == _DONE:
            yield DoneDelta()
        elif isinstance(event.json, dict):
            told = event.json
            is_line = "event_type" in told or "is_finished" in told
            yield from v1.line_deltas(told) if is_line else v2.event_deltas(told, event.name)
        elif event.is_json or event.data.strip():
            yield UnknownDelta("event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The answer that would have come without streaming."""
        return whole_answer(answer, [event.json for event in events])


def _is_answer(told: dict[str, Json]) -> bool:
    """Whether an answer, or the first event of one, is written as only this API writes."""
    if string(told.get("event_type")) in v1.EVENTS:
        return True
    if told.get("type") == "message-start":
        return isinstance(mapping(told.get("delta")).get("message"), dict)
    if isinstance(told.get("message"), dict):
        return v2.finish_reason(string(told.get("finish_reason"))) is not None
    return "generation_id" in told and "text" in told


def _plain(body: dict[str, Json]) -> Iterator[Delta]:
    """What is no chat: embeddings, rankings, tokens, lists."""
    embeddings = body.get("embeddings")
    by_type = mapping(embeddings) or {"float": embeddings}
    vectors = [vector for name in by_type for vector in sequence(by_type[name])]
    listed = next((name for name in _LISTS if isinstance(body.get(name), list)), None)
    if vectors:
        yield PartDelta(vectors_part(vectors), path=("embeddings",))
    elif listed:
        yield PartDelta(Other(listed, body, title=counted(len(sequence(body[listed])), _LISTS[listed])))
    else:
        yield PartDelta(Other("answer", body))
    if used := v2.usage(mapping(body.get("meta"))):
        yield UsageDelta(used, path=("meta",))
