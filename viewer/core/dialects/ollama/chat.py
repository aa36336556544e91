# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Ollama's own API: chats and completions as JSON lines that say when they were made, and what it answers besides.

Reference: docs.ollama.com/api.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, UnknownDelta
from viewer.core.dialects._envelope import no_object
from viewer.core.dialects._shape import integer, mapping, string
from viewer.core.dialects.ollama._answer import line_deltas
from viewer.core.dialects.ollama._request import prompt
from viewer.core.messages import Prompt, Reasoning, Text, ToolCall
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json, parse_json

_PATH = re.compile(r"/api/(chat|generate)$")
_OTHER_PATH = re.compile(r"/api/(embed|embeddings|tags|show|pull|push|create|copy|delete|ps|version)$")
_HOST = re.compile(r":11434$|(^|\.)ollama\b")


class Ollama:
    """The dialect of `POST /api/chat` and `/api/generate`."""

    name = "ollama"
    title = "Ollama"
    terminator: str | None = None
    carries_text = True
    idle_keys = ("created_at",)

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:
        """By host and path; by the shape of the answer, as others have such paths too."""
        target = interaction.request.target
        path = unquote(target.path).rstrip("/")
        if _HOST.search(target.netloc) and (_PATH.search(path) or _OTHER_PATH.search(path)):
            return Match.SURE
        if _is_line(mapping(first.json if first else None)):
            return Match.SURE if _PATH.search(path) else Match.LIKELY
        asked = mapping(request)
        asks = "model" in asked and ("messages" in asked or isinstance(asked.get("prompt"), str))
        return Match.LIKELY if _PATH.search(path) and asks else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        return prompt(body)

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer."""
        yield from line_deltas(body) if isinstance(body, dict) else no_object(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one line of the stream adds."""
        if isinstance(event.json, dict):
            yield from line_deltas(event.json)
        elif event.is_json or event.data.strip():
            yield UnknownDelta("line", event.json if event.is_json else event.data)

    def times_ms(self, events: Sequence[StreamEvent]) -> Sequence[float] | None:
        """By `created_at` of each line; the last tells how long it all took, else the first counts as the start."""
        told = [mapping(event.json) for event in events]
        made = [_moment(line.get("created_at")) for line in told]
        known = [moment for moment in made if moment is not None]
        if not known or len(known) < len(made):
            return None
        took = integer(told[-1].get("total_duration"))
        start = known[0] if took is None else known[-1] - took / 1e9
        return [max(0.0, (moment - start) * 1000) for moment in known]

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The line that would have come alone without streaming."""
        told = [mapping(event.json) for event in events]
        whole: dict[str, Json] = {}
        for line in told:
            whole |= line
        said = answer.messages[0].parts if answer.messages else ()
        text = "".join(part.content for part in said if isinstance(part, Text))
        thought = "".join(part.content for part in said if isinstance(part, Reasoning))
        thinking: dict[str, Json] = {"thinking": thought} if thought else {}
        if not any("message" in line for line in told):
            return {**whole, "response": text, **thinking} if any("response" in line for line in told) else whole
        calls: list[Json] = [_call(part) for part in said if isinstance(part, ToolCall)]
        called: dict[str, Json] = {"tool_calls": calls} if calls else {}
        return {**whole, "message": {"role": "assistant", "content": text, **thinking, **called}}


def _is_line(line: dict[str, Json]) -> bool:
    """Whether an object is a line of a chat or of a completion."""
    says = isinstance(line.get("message"), dict) or isinstance(line.get("response"), str)
    return says and isinstance(line.get("done"), bool) and "model" in line


def _moment(value: Json) -> float | None:
    """Seconds since 1970 of an ISO date, which may have nanoseconds; None where it is none."""
    try:
        return datetime.fromisoformat(string(value)).timestamp()
    except (ValueError, OverflowError, OSError):
        return None


def _call(part: ToolCall) -> Json:
    value, is_json = parse_json(part.arguments)
    id_: dict[str, Json] = {"id": part.id} if part.id else {}
    return {**id_, "function": {"name": part.name, "arguments": value if is_json else part.arguments}}
