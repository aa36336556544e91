# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Server-sent events (HTML Living Standard, 9.2.5 "Parsing an event stream" and 9.2.6 "Interpreting").

Lines end at CR, LF or CRLF only: U+2028 and its like are text, so `splitlines()` is never used.
More forgiving than the standard, and it says so: an event that the stream's end cut off is still an event, blanks
before a field name are skipped, and a line that is no field is kept as a problem of its event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from viewer.core.errors import Problem, Severity
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import parse_json

_MARK = b"\xef\xbb\xbf"
_FIRST_LINE = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*(?::|(?:data|event|id|retry)(?::|[\r\n]|\Z))")
# A line: blanks, the field's name, and after a colon and one optional space its value; or a blank line. What nearly
# every event is, its name or none, one line of data and a blank line, is taken at once.
_LINE = re.compile(
    rb"(?:event: (?P<event>[^\r\n]*)\n)?data: (?P<data>[^\r\n]*)\n\n"
    rb"|(?P<blanks>[ \t]*)(?P<name>[^:\r\n]*)(?P<colon>:?) ?(?P<value>[^\r\n]*)(?P<end>\r\n|\r|\n|\Z)"
)
_MOST_OF_A_LINE = 200


class SseDecoder:
    """Reads `text/event-stream`."""

    name = "sse"
    title = "Server-sent events"
    content_types: tuple[str, ...] = ("text/event-stream",)

    def match(self, body: bytes, content_type: str) -> Match:  # noqa: ARG002
        """Sure when the first line that is not blank is a field or a comment, whatever the content type says."""
        return Match.SURE if _FIRST_LINE.match(body) else Match.NO

    def events(self, body: bytes) -> Iterator[StreamEvent]:
        """Each event that has data, and one for a stray line that belongs to none."""
        scan = _Scan()
        held: StreamEvent | None = None  # until it is known whether what is wrong after it belongs to it
        start = len(_MARK) if body.startswith(_MARK) else 0
        for line in _LINE.finditer(body, start):
            name = line[4]
            if line[2] is not None:
                event = scan.whole(line)
            elif name or line[5]:
                scan.field(line, name)
                continue
            elif line[3]:  # blanks before the line's end
                continue
            else:
                event = scan.dispatch(at_end=line.end() == line.start())
            if event is not None:
                if held is not None:
                    yield held
                held = event
        yield from scan.last(held)


class _Scan:
    """The event that is being read, and what the stream has told so far."""

    def __init__(self) -> None:
        self.index = 0
        self.last_id: str | None = None
        self.problems: list[Problem] = []
        self._reset()

    def _reset(self) -> None:
        self.data: list[str] = []
        self.name: str | None = None
        self.start, self.end = -1, 0

    def whole(self, line: re.Match[bytes]) -> StreamEvent | None:
        """A name or none, one line of data and a blank line, which end what stands before them."""
        told, data = line[1], line[2].decode("utf-8", errors="replace")
        name = self.name if told is None else told.decode("utf-8", errors="replace")
        if self.data or self.problems or self.start >= 0:
            self.name, self.end = name, line.end(2)
            self.start = line.start() if self.start < 0 else self.start
            self.data.append(data)
            return self.dispatch(at_end=False)
        index, span = self.index, (line.start(), line.end(2))
        self.index += 1
        return StreamEvent(index, span, data, *parse_json(data), name or None, self.last_id or None)

    def field(self, line: re.Match[bytes], name: bytes) -> None:
        """A line that is not blank: a field, a comment, or neither."""
        value = line[6].decode("utf-8", errors="replace")
        if name == b"data":
            self.data.append(value)
        elif name == b"event":
            self.name = value
        elif name == b"id":
            self.last_id = self.last_id if "\0" in value else value
        elif name == b"":
            return  # a comment
        elif name != b"retry":
            self._stray(line)
            return
        if line[3]:
            self._say(f"blanks before {name.decode()!r}", Severity.INFO)
        if self.start < 0:
            self.start = line.start()
        self.end = line.end(6)

    def dispatch(self, *, at_end: bool) -> StreamEvent | None:
        """The event that a blank line or the stream's end completes; None when it has no data."""
        event = None
        if self.data:
            payload = "\n".join(self.data)
            json, is_json = parse_json(payload)
            if at_end:
                self._cut_off(payload, is_json=is_json)
            event = StreamEvent(
                index=self.index,
                span=(self.start, self.end),
                data=payload,
                json=json,
                is_json=is_json,
                name=self.name or None,
                id=self.last_id or None,
                problems=tuple(self.problems),
            )
            self.index += 1
            self.problems.clear()
        elif at_end and self.start >= 0:
            self._say("the stream ends inside an event", Severity.WARNING)
        self._reset()
        return event

    def last(self, held: StreamEvent | None) -> Iterator[StreamEvent]:
        """The last event with the problems that came after it; they are an event themselves when there was none."""
        problems = tuple(self.problems)
        if held is not None:
            moved = tuple(replace(problem, event=held.index + 1) for problem in problems)
            yield held._replace(problems=held.problems + moved) if moved else held
        elif problems:
            yield StreamEvent(0, (0, 0), "", problems=problems)

    def _cut_off(self, payload: str, *, is_json: bool) -> None:
        if is_json or payload[:1] != "{":
            self._say("the stream ends without a blank line", Severity.INFO)
        else:
            self._say("the stream ends inside this event, whose JSON is incomplete", Severity.WARNING)

    def _stray(self, line: re.Match[bytes]) -> None:
        text = line[0].strip().decode("utf-8", errors="replace")
        shown = text[:_MOST_OF_A_LINE] + "…" * (len(text) > _MOST_OF_A_LINE)
        self._say(f"a line that is no field of an event: {shown}", Severity.WARNING)

    def _say(self, text: str, severity: Severity) -> None:
        self.problems.append(Problem(severity, text, event=self.index + 1))
