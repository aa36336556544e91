# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The data stream of the AI SDK 3 and 4: lines of a code, a colon and JSON, as in `0:"Hello"` -> StreamEvents.

Reference: ai-sdk.dev/docs/ai-sdk-ui/stream-protocol of those versions. The code becomes the event's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from viewer.core.errors import Problem, Severity
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import parse_json

_LINE = re.compile(rb"([0-9a-z]):([^\n]*)(\n|\Z)")
_LIKE_ONE = re.compile(rb'(?:f:\{"messageId"|0:"|[29]:[\[{]|g:"|3:")[^\n]*\n[0-9a-z]:["\[{]')


class AiDataStreamDecoder:
    """Reads `text/plain` whose lines begin with a code."""

    name = "ai-data-stream"
    title = "AI SDK data stream"
    content_types: tuple[str, ...] = ("text/plain",)

    def match(self, body: bytes, content_type: str) -> Match:  # noqa: ARG002
        """Sure when the first two lines are of that form, whatever the content type says."""
        return Match.SURE if _LIKE_ONE.match(body) else Match.NO

    def events(self, body: bytes) -> Iterator[StreamEvent]:
        """An event a line; a line of another form is kept as an event that says so."""
        start = index = 0
        while start < len(body):
            end = body.find(b"\n", start)
            end = len(body) if end < 0 else end
            if body[start:end].strip():
                yield _event(index, body, start, end)
                index += 1
            start = end + 1


def _event(index: int, body: bytes, start: int, end: int) -> StreamEvent:
    line = _LINE.match(body, start, end)
    data = (line[2] if line else body[start:end]).decode("utf-8", "replace").rstrip("\r")
    json, is_json = parse_json(data)
    name = line[1].decode() if line else None
    problems = () if is_json else (Problem(Severity.WARNING, "a line that is no code and JSON", event=index + 1),)
    return StreamEvent(index, (start, end), data, json, is_json, name, problems=problems)
