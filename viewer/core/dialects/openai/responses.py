# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""OpenAI's Responses API, and those of Azure, xAI, DeepSeek, OpenRouter and Bedrock that speak it.

Reference: platform.openai.com/docs/api-reference/responses. The paths below a response (`/responses/<id>`, `/compact`,
`/input_tokens`, `/input_items`, `/cancel`) belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, DoneDelta, UnknownDelta
from viewer.core.dialects._envelope import no_object
from viewer.core.dialects._recognised import api_of_url
from viewer.core.dialects._shape import mapping, sequence, string
from viewer.core.dialects.openai._responses_answer import answer_deltas
from viewer.core.dialects.openai._responses_assembly import response
from viewer.core.dialects.openai._responses_request import prompt
from viewer.core.dialects.openai._responses_stream import event_deltas
from viewer.core.messages import Prompt
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_DONE = "[DONE]"  # some gateways send it, the API itself does not
_PATH = re.compile(r"/responses(/[^/]+(/(input_items|cancel))?)?$")
_KNOWN_PREFIX = re.compile(r"/(v\d\w*|openai|codex|backend-api)/responses\b")
_ASKED_ONLY_HERE = (
    "instructions",
    "previous_response_id",
    "max_output_tokens",
    "reasoning",
    "text",
    "include",
    "background",
    "prompt",
    "conversation",
)


class OpenAIResponses:
    """The dialect of `POST .../responses`."""

    name = "openai.responses"
    title = "OpenAI Responses"
    terminator: str | None = None
    always_counts = True
    event_counter = "sequence_number"
    carries_text = True
    idle_keys = ("sequence_number", "obfuscation")

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:
        """By path together with what was asked or answered; by the shape of the answer where the path says nothing."""
        path = unquote(interaction.request.target.path).rstrip("/")
        if "/realtime" in path:  # whose events have the same names
            return Match.NO
        asked, answered = mapping(request), mapping(first.json if first else None)
        fits = _is_answer(answered)
        if _PATH.search(path):
            known = fits or "input" in asked or bool(_KNOWN_PREFIX.search(path))
            return Match.SURE if known else Match.NO
        if fits:
            return Match.LIKELY
        is_free = api_of_url(interaction.request.url) is None
        return Match.MAYBE if is_free and _is_request(asked) else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        return prompt(body)

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer; text that is no JSON object can only be a server's complaint."""
        yield from answer_deltas(body) if isinstance(body, dict) else no_object(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds."""
        if event.data.strip() == _DONE:
            yield DoneDelta()
        elif isinstance(event.json, dict):
            yield from event_deltas(event.json, string(event.json.get("type")) or event.name or "")
        elif event.name == "error" and not event.is_json:
            yield from no_object(event.data)
        elif event.is_json or event.data.strip():
            yield UnknownDelta("event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The `response` object that would have come without streaming."""
        return response(answer, events)


def _is_answer(answered: dict[str, Json]) -> bool:
    """Whether an answer is a response or an event of one; realtime events have an `event_id`."""
    kind, object_ = string(answered.get("type")), string(answered.get("object"))
    if object_ == "response":
        return isinstance(answered.get("output"), list)
    return object_.startswith("response.") or (kind.startswith("response.") and "event_id" not in answered)


def _is_request(asked: dict[str, Json]) -> bool:
    """Whether a request says what only this API's requests say; embeddings have a model and input too."""
    if "input" not in asked or "messages" in asked:
        return False
    typed = any("type" in mapping(item) or "role" in mapping(item) for item in sequence(asked["input"]))
    return typed or any(key in asked for key in _ASKED_ONLY_HERE)
