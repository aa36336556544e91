# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON lines, one event each (github.com/ndjson/ndjson-spec, jsonlines.org).

Files of JSON lines are written the same way: training data, the requests and results of batches. They were never a
stream, so a body that says to be a file, or whose first line is a row of such a file, is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from viewer.core.errors import Problem, Severity
from viewer.core.registry import Match
from viewer.core.streams.api import STOPS_INSIDE, StreamEvent
from viewer.core.text.json_values import Json, parse_json

_LINE = re.compile(rb"[^\n]+")
_MARK = b"\xef\xbb\xbf"
_FILES = ("application/octet-stream",)
# Keys that stand together in a row of a file: batches of several providers, chats and completions to train with.
_ROWS = ({"custom_id"}, {"key", "request"}, {"key", "response"}, {"messages"}, {"prompt", "completion"})
# Keys whose truth ends a stream (Ollama, Cohere).
_LAST = ("done", "is_finished")


class NdjsonDecoder:
    """Reads `application/x-ndjson` and its like."""

    name = "ndjson"
    title = "JSON lines"
    content_types: tuple[str, ...] = ("application/x-ndjson", "application/ndjson", "application/stream+json")

    def match(self, body: bytes, content_type: str) -> Match:
        """Sure when the type says so, or the first of two objects tells whether it is the last; likely for others."""
        kind = content_type.partition(";")[0].strip().lower()
        lines = _lines(body)
        first, second = next(lines, None), next(lines, None)
        if kind in _FILES or first is None or not _begins(body, first):
            return Match.NO
        if kind in self.content_types:
            return Match.SURE
        if second is None or not _begins(body, second):
            return Match.NO
        return _match(parse_json(_text(body, first))[0])

    def events(self, body: bytes) -> Iterator[StreamEvent]:
        """Each line that is not blank, JSON or not."""
        for index, span in enumerate(_lines(body)):
            data = _text(body, span)
            json, is_json = parse_json(data)
            problem = None if is_json else _fault(data, index, is_last=span[1] == len(body))
            yield StreamEvent(index, span, data, json, is_json, problems=(problem,) if problem else ())


def _lines(body: bytes) -> Iterator[tuple[int, int]]:
    """The places of the lines that are not blank, without the blanks around them."""
    for line in _LINE.finditer(body, len(_MARK) if body.startswith(_MARK) else 0):
        inside = line[0]
        before = len(inside) - len(inside.lstrip())
        if before < len(inside):
            yield line.start() + before, line.start() + len(inside.rstrip())


def _begins(body: bytes, span: tuple[int, int]) -> bool:
    """Whether a line begins as an object."""
    return body[span[0] : span[0] + 1] == b"{"


def _text(body: bytes, span: tuple[int, int]) -> str:
    return body[slice(*span)].decode("utf-8", errors="replace")


def _match(told: Json) -> Match:
    """How much the first line looks like a message of a stream."""
    if not isinstance(told, dict) or any(keys <= told.keys() for keys in _ROWS):
        return Match.NO
    return Match.SURE if any(isinstance(told.get(key), bool) for key in _LAST) else Match.LIKELY


def _fault(data: str, index: int, *, is_last: bool) -> Problem | None:
    """What is wrong with a line that is no JSON; of one that begins as an object more is said where health is."""
    if not data.startswith("{"):
        return Problem(Severity.WARNING, "a line that is not JSON", event=index + 1)
    if is_last:
        return Problem(Severity.WARNING, STOPS_INSIDE, event=index + 1)
    return None
