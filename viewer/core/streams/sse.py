# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Server-sent events (HTML Living Standard, 9.2.5 "Parsing an event stream" and 9.2.6 "Interpreting").

Lines end at CR, LF or CRLF only: U+2028 and its like are text, so `splitlines()` is never used.
More forgiving than the standard, and it says so: an event that the stream's end cut off is still an event, blanks
before a field name are skipped, and a line that is no field is kept as a problem of its event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from viewer.core.errors import Problem, Severity
from viewer.core.registry import Match
from viewer.core.streams.api import STOPS, STOPS_INSIDE, StreamEvent, made_event
from viewer.core.text.json_values import parse_json

_MARK = b"\xef\xbb\xbf"
_FIRST_LINE = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*(?::|(?:data|event|id|retry)(?::|[\r\n]|\Z))")
# A line: blanks, the field's name, and after a colon and one optional space its value; or a blank line.
_LINE = re.compile(rb"(?P<blanks>[ \t]*)(?P<name>[^:\r\n]*)(?P<colon>:?) ?(?P<value>[^\r\n]*)(?P<end>\r\n|\r|\n|\Z)")
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
        scan = _Scan(len(_MARK) if body.startswith(_MARK) else 0)
        held: StreamEvent | None = None  # until it is known whether what is wrong after it belongs to it
        while scan.at <= len(body):
            for event in scan.usual(body):
                if held is not None:
                    yield held
                held = event
            for event in scan.line(body):
                if held is not None:
                    yield held
                held = event
        yield from scan.last(held)


class _Data(NamedTuple):
    """One line of data, with the name told before it and the bytes from there to its end."""

    text: str
    name: str | None
    span: tuple[int, int]

    @property
    def is_whole(self) -> bool:
        """Whether it is an event's payload by itself: a JSON object, or an end mark."""
        if self.text.strip() == "[DONE]":
            return True
        json, is_json = parse_json(self.text) if self.text.lstrip()[:1] == "{" else (None, False)
        return is_json and bool(json)


class _Scan:
    """The event that is being read, and what the stream has told so far."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.index = 0
        self.last_id: str | None = None
        self.problems: list[Problem] = []
        self.says_unparted = False
        self._reset()

    def _reset(self) -> None:
        self.data: list[_Data] = []
        self.name: str | None = None
        self.start, self.end, self.piece = -1, 0, -1

    def usual(self, body: bytes) -> Iterator[StreamEvent]:
        """The next events, as far as they are what nearly all are: a name or none, one line of data, a blank line."""
        if self.start >= 0 or self.problems:
            return
        at, index, last_id = self.at, self.index, self.last_id or None
        while True:
            start, name = at, b""
            if body.startswith(b"event: ", at):
                at = body.find(b"\n", at) + 1
                name = body[start + 7 : at - 1].removesuffix(b"\r")
            end = body.find(b"\n", at)
            if end < 0 or at < start or not body.startswith(b"data: ", at):
                break
            data, blank = body[at + 6 : end], b"\n"
            if data.endswith(b"\r"):
                data, blank = data[:-1], b"\r\n"
            if not body.startswith(blank, end + 1) or b"\r" in data or b"\r" in name:
                break
            text, told = data.decode("utf-8", "replace"), name.decode("utf-8", "replace") or None
            yield made_event((index, (start, at + 6 + len(data)), text, None, None, told, last_id, None, (), None))
            at, index = end + 1 + len(blank), index + 1
        self.at, self.index = start, index

    def line(self, body: bytes) -> Sequence[StreamEvent]:
        """What a line, or the end of the stream, completes."""
        line = next(_LINE.finditer(body, self.at))
        is_end = line.start() == line.end()
        self.at = line.end() + is_end
        name = line[2]
        if name or line[3]:
            self.field(line, name)
            return ()
        if line[1]:  # blanks before the line's end
            return ()
        return self.dispatch(at_end=is_end)

    def _add(self, data: str, start: int, end: int) -> None:
        self.data.append(_Data(data, self.name, (start if self.piece < 0 else self.piece, end)))
        self.piece = -1

    def field(self, line: re.Match[bytes], name: bytes) -> None:
        """A line that is not blank: a field, a comment, or neither."""
        value = line[4].decode("utf-8", errors="replace")
        if name == b"data":
            self._add(value, line.start(), line.end(4))
        elif name == b"event":
            self.name = value
            self.piece = line.start() if self.piece < 0 else self.piece
        elif name == b"error" and value.startswith("{"):  # how llama.cpp's server tells why a stream breaks off
            self.name = "error"
            self._add(value, line.start(), line.end(4))
        elif name == b"id":
            self.last_id = self.last_id if "\0" in value else value
        elif name == b"":
            return  # a comment
        elif name != b"retry":
            self._stray(line)
            return
        if line[1]:
            self._say(f"blanks before {name.decode()!r}", Severity.INFO)
        if self.start < 0:
            self.start = line.start()
        self.end = line.end(4)

    def dispatch(self, *, at_end: bool) -> Sequence[StreamEvent]:
        """The event that a blank line or the stream's end completes; several where blank lines were left out."""
        events: list[StreamEvent] = []
        if self._are_unparted(at_end=at_end):
            if not self.says_unparted:
                self._say("the events are not parted by blank lines", Severity.WARNING)
                self.says_unparted = True
            last = len(self.data) - 1
            events += [self._event(*one, at_end=at_end and n == last) for n, one in enumerate(self.data)]
        elif self.data:
            payload = "\n".join(line.text for line in self.data)
            events.append(self._event(payload, self.name, (self.start, self.end), at_end=at_end))
        elif at_end and self.start >= 0:
            self._say(f"{STOPS} inside an event", Severity.WARNING)
        self._reset()
        return events

    def _are_unparted(self, *, at_end: bool) -> bool:
        """Whether each line of data is an event by itself; the stream's end may have cut off the last."""
        if len(self.data) < 2:
            return False
        cut = at_end and not self.data[-1].is_whole
        return all(line.is_whole for line in self.data[: -1 if cut else None])

    def _event(self, payload: str, name: str | None, span: tuple[int, int], *, at_end: bool) -> StreamEvent:
        json, is_json = parse_json(payload)
        if at_end:
            self._cut_off(payload, is_json=is_json)
        told = tuple(self.problems)
        self.problems.clear()
        self.index += 1
        return StreamEvent(self.index - 1, span, payload, json, is_json, name or None, self.last_id or None, None, told)

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
            if not self.says_unparted:
                self._say(f"{STOPS} without a blank line", Severity.INFO)
        else:
            self._say(STOPS_INSIDE, Severity.WARNING)

    def _stray(self, line: re.Match[bytes]) -> None:
        text = line[0].strip().decode("utf-8", errors="replace")
        shown = text[:_MOST_OF_A_LINE] + "…" * (len(text) > _MOST_OF_A_LINE)
        self._say(f"a line that is no field of an event: {shown}", Severity.WARNING)

    def _say(self, text: str, severity: Severity) -> None:
        self.problems.append(Problem(severity, text, event=self.index + 1))
