# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Writer's text generation, which is asked like OpenAI's completions and streams each piece as `{"value": ...}`.

Reference: dev.writer.com/home/streaming. Nothing but the end of the stream tells that an answer is over.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from viewer.core.deltas import Delta, TextDelta
from viewer.core.dialects._shape import mapping
from viewer.core.dialects.openai.completions import OpenAICompletions
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json


class Writer(OpenAICompletions):
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

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds."""
        value = mapping(event.json).get("value")
        if isinstance(value, str) and _is_value(event.json):
            yield TextDelta(value, path=("value",))
        else:
            yield from super().deltas(event)


def _is_value(told: Json) -> bool:
    return isinstance(told, dict) and told.keys() == {"value"} and isinstance(told["value"], str)
