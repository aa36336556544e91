# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A JSON array whose elements arrive one after the other, as Google's APIs stream without `alt=sse`.

Any list looks like it once it is complete. Google's servers begin each element right at its bracket, `[{` and a line
end, which no pretty-printer does; where a recorder has written the body anew, the first key tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from viewer.core.errors import Problem, Severity
from viewer.core.registry import Match
from viewer.core.streams.api import STOPS, STOPS_INSIDE, StreamEvent
from viewer.core.text.json_values import parse_json

_TRICKLES = re.compile(rb"\s*\[\{[ \t]*\r?\n")
_REWRITTEN = re.compile(rb'\s*\[\s*\{\s*"(?:candidates|promptFeedback|usageMetadata|modelVersion|responseId)"\s*:')
# A string, whole where it is short, or what opens, closes or parts values.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+){0,15}"|["\[\]{},]', re.DOTALL)
_REST_OF_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*', re.DOTALL)
_STEP = 1 << 16
_BLANKS = b" \t\r\n"
_MOST_OF_A_REST = 200


class JsonArrayDecoder:
    """Reads an `application/json` array as the stream that it was."""

    name = "json-array"
    title = "JSON array"
    content_types: tuple[str, ...] = ("application/json",)

    def match(self, body: bytes, content_type: str) -> Match:  # noqa: ARG002 - all such answers are application/json
        """Sure when the array is written as it trickles, likely when its first element is a chunk of an answer."""
        if _TRICKLES.match(body):
            return Match.SURE
        return Match.LIKELY if _REWRITTEN.match(body) else Match.NO

    def events(self, body: bytes) -> Iterator[StreamEvent]:
        """Each element; what is wrong after the last is told with it."""
        held: StreamEvent | None = None
        spans = _Elements(body)
        for index, (start, end) in enumerate(spans):
            if held is not None:
                yield held
            data = body[start:end].decode("utf-8", errors="replace")
            json, is_json = parse_json(data)
            held = StreamEvent(index, (start, end), data, json, is_json)
        if held is not None:
            yield held._replace(problems=tuple(_faults(spans, held)))


class _Elements:
    """The places of an array's elements; once all are read, how it ended."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self.is_closed = False
        self.rest = b""

    def __iter__(self) -> Iterator[tuple[int, int]]:
        depth, start, at = 0, 0, len(self._body)
        for mark, begun, ended in _tokens(self._body):
            if mark in b"[{":
                depth += 1
                start = ended if depth == 1 else start
            elif mark in b"]}":
                depth -= 1
            if depth <= 0 or (depth == 1 and mark == b","):
                yield from self._element(start, begun)
                start = ended
            if depth <= 0:
                self.is_closed, at = mark == b"]", ended
                break
        else:
            yield from self._element(start, at)
        self.rest = self._body[at:].strip(_BLANKS)

    def _element(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The element between two marks, without the blanks around it; nothing where there is none."""
        inside = self._body[start:end]
        before = len(inside) - len(inside.lstrip(_BLANKS))
        if before < len(inside):
            yield start + before, start + len(inside.rstrip(_BLANKS))


def _tokens(body: bytes) -> Iterator[tuple[bytes, int, int]]:
    """(first byte or all of it, start, end) of each token; a string may be cut off by the end."""
    at = 0
    while token := _TOKEN.search(body, at):
        start, at = token.span()
        if token[0] == b'"':
            at = _after_string(body, at)
        yield token[0], start, at


def _after_string(body: bytes, at: int) -> int:
    """The end of the string that `at` is inside of; in steps, for a match remembers whatever it could give back."""
    while (found := _REST_OF_STRING.match(body, at, at + _STEP)) and found.end() > at:
        at = found.end()
    return min(at + 1, len(body))


def _faults(spans: _Elements, last: StreamEvent) -> Iterator[Problem]:
    """What is wrong with the end of the array."""
    if spans.rest:
        shown = spans.rest[:_MOST_OF_A_REST].decode("utf-8", errors="replace")
        yield Problem(Severity.WARNING, f"more follows after the array: {shown}", event=last.index + 1)
    elif not spans.is_closed and last.is_json:
        yield Problem(Severity.WARNING, f"{STOPS} before its array does", event=last.index + 1)
    elif not spans.is_closed:
        yield Problem(Severity.WARNING, STOPS_INSIDE, event=last.index + 1)
