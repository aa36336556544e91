# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Server-sent events (HTML Living Standard, 9.2.6 "Interpreting an event stream").

Lines end at CR, LF or CRLF only: U+2028 and its like are text, so `splitlines()` is never used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from viewer.core.errors import Problem, Severity
from viewer.core.registry import Match
from viewer.core.streams._api import StreamEvent, parse_payload

_LINE = re.compile(rb"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*[ \t]*(?::|(?:data|event|id|retry)(?::|[\r\n]|\Z))")


class SseDecoder:
    """Reads `text/event-stream`."""

    name = "sse"
    title = "Server-sent events"
    content_types: tuple[str, ...] = ("text/event-stream",)

    def match(self, body: bytes, content_type: str) -> Match:  # noqa: ARG002
        """Sure when the first line that is not blank is a field or a comment, whatever the content type says."""
        return Match.SURE if _FIRST.match(body) else Match.NO

    def events(self, body: bytes) -> Iterator[StreamEvent]:
        """Each dispatched event; a last one without its blank line too."""
        index, start, name, last_id = 0, 0, None, None
        data: list[str] = []
        problems: list[Problem] = []
        at = 3 if body.startswith(b"\xef\xbb\xbf") else 0
        while at <= len(body):
            line = _LINE.match(body, at)
            assert line is not None
            if line.end() == at and at == len(body):
                break
            if not data and name is None:
                start = at
            text, at = line[1].decode("utf-8", errors="replace"), line.end()
            if text:
                field, _, value = text.partition(":")
                value = value.removeprefix(" ")
                if field == "data":
                    data.append(value)
                elif field == "event":
                    name = value
                elif field == "id":
                    last_id = value
                elif field not in ("", "retry"):
                    problems.append(Problem(Severity.WARNING, f"stray line: {text[:80]}"))
                if at < len(body):
                    continue
            if data:
                payload = "\n".join(data)
                json, is_json = parse_payload(payload)
                yield StreamEvent(
                    index, (start, at), payload, json, is_json, name, last_id, None, tuple(problems)
                )
                index += 1
            data, name, problems = [], None, []
