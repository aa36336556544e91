# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Anthropic Messages, at Anthropic or inside Vertex AI, with its token counts and batches.

Reference: docs.anthropic.com/en/api/messages and .../messages-streaming. Inside Bedrock the same answers are read by
the dialect of InvokeModel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, ErrorDelta, UnknownDelta
from viewer.core.dialects._envelope import error
from viewer.core.dialects._shape import mapping, sequence, string
from viewer.core.dialects.anthropic.answer import answer_deltas, event_deltas, result_deltas
from viewer.core.dialects.anthropic.assembly import message
from viewer.core.dialects.anthropic.request import prompt
from viewer.core.messages import ApiError, Prompt
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json, parse_json

_PATH = re.compile(r"/v1/messages(/count_tokens|/batches(/[^/]+)*)?$")
_VERTEX = re.compile(r"/publishers/anthropic/models/[^/]+:(streamR|r)awPredict$")
_MODELS = re.compile(r"/v1/models(/[^/]+)?$")
_LONGEST_COMPLAINT = 2000


class Anthropic:
    """The dialect of `POST /v1/messages`."""

    name = "anthropic"
    title = "Anthropic Messages"
    terminator: str | None = None
    last_event = "message_stop"
    opens_and_closes = ("content_block_start", "content_block_stop")
    carries_text = True
    idle_keys = ("p",)
    always_counts = True

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:
        """By path, whatever its prefix; by the shape of the answer or the request where the path says nothing."""
        path = unquote(interaction.request.target.path).rstrip("/")
        asked, answered = mapping(request), mapping(first.json if first else None)
        if _PATH.search(path) or _VERTEX.search(path):
            return Match.SURE
        if _MODELS.search(path) and _is_model_list(answered):
            return Match.SURE
        is_lone_error = answered.get("type") == "error" and not interaction.request.url
        if is_lone_error or _is_answer(answered):
            return Match.LIKELY
        return Match.MAYBE if _is_request(asked) and "/model/" not in path else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        return prompt(body)

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer; text that is no JSON can only be a server's complaint. Vertex puts errors into a list."""
        inside = body[0] if isinstance(body, list) and len(body) == 1 else body
        if isinstance(inside, dict):
            yield from result_deltas(inside, 0) if "custom_id" in inside else answer_deltas(inside)
        elif isinstance(body, str) and (lines := _results(body)):
            for number, line in enumerate(lines):
                yield from result_deltas(line, number)
        elif isinstance(body, str) and body.strip():
            yield ErrorDelta(ApiError(None, None, body.strip()[:_LONGEST_COMPLAINT]))
        elif body is not None and body not in ("", []):
            yield UnknownDelta("answer", body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds; the lines of a batch's results are messages side by side."""
        told = event.json
        if isinstance(told, dict):
            yield from result_deltas(told, event.index) if "custom_id" in told else event_deltas(told, event.name)
        elif event.name == "error" and (found := error(event.data)):
            yield ErrorDelta(found)
        elif event.is_json or event.data.strip():
            yield UnknownDelta("event", told if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The `message` object that would have come without streaming."""
        return message(answer, [event.json for event in events])


def _results(text: str) -> list[dict[str, Json]]:
    """The lines of a batch's results, which are a file of JSON lines; none when the text is anything else."""
    lines = [mapping(parse_json(line)[0]) for line in text.split("\n") if line.strip()]
    return lines if all("custom_id" in line for line in lines) else []


def _is_answer(answered: dict[str, Json]) -> bool:
    """Whether an answer is a message, or the first event of a stream or of a batch's results."""
    kind = answered.get("type")
    if kind == "message_start":
        return isinstance(answered.get("message"), dict)
    if kind == "message":
        return "stop_reason" in answered and isinstance(answered.get("content"), list)
    return kind == "message_batch" or ("custom_id" in answered and "message" in mapping(answered.get("result")))


def _is_request(asked: dict[str, Json]) -> bool:
    """Whether a request says what only this API's requests say."""
    if "anthropic_version" in asked:
        return True
    tools = [mapping(tool) for tool in sequence(asked.get("tools"))]
    return "max_tokens" in asked and "messages" in asked and any("input_schema" in tool for tool in tools)


def _is_model_list(answered: dict[str, Json]) -> bool:
    """Whether models are described Anthropic's way; other providers call their `object` a model."""
    listed = sequence(answered.get("data"))
    described = mapping(listed[0]) if listed else answered
    return described.get("type") == "model" and bool(string(described.get("display_name")))
