# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""httprr traces (Go, internal/httprr of golang.org/x and of langchaingo): raw HTTP, with two lengths before each pair.

`httprr trace v1`, then for each interaction a line `<length of request> <length of response>` and both messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from viewer.core.errors import Problem, Severity
from viewer.core.formats._raw_http import raw_message, raw_request, raw_response
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette, Interaction, Request, Response
from viewer.core.place import Place
from viewer.core.registry import Match
from viewer.dataclass import dataclass

_FIRST_LINE = b"httprr trace v1\n"
_LENGTHS = re.compile(rb"([0-9]{1,15}) ([0-9]{1,15})\n")


class HttprrReader:
    """Reads httprr traces."""

    name = "httprr"
    title = "httprr trace"
    suffixes: tuple[str, ...] = (".httprr",)

    def match(self, probe: Probe) -> Match:
        """Sure by the first line."""
        return Match.SURE if probe.content.startswith(_FIRST_LINE) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette; a trace that is cut off or damaged keeps what stands before."""
        problems = list(probe.coding_problems)
        interactions = tuple(map(_interaction, _records(probe.content, problems)))
        if not interactions and not problems:
            problems.append(Problem(Severity.INFO, "no interactions were recorded", 1))
        return probe.cassette(self.name, interactions, problems, version=1)


@dataclass(frozen=True, slots=True)
class _Record:
    """The bytes of a request and its response at the lines where they begin; `missing` bytes were cut off."""

    index: int
    request: bytes
    request_line: int
    response: bytes
    response_line: int
    missing: int


def _records(data: bytes, problems: list[Problem]) -> Iterator[_Record]:
    at, line, index = len(_FIRST_LINE), 2, 0
    while at < len(data):
        lengths = _LENGTHS.match(data, at)
        if lengths is None:
            problems.append(Problem(Severity.ERROR, "two lengths are missing; the rest of the trace is not read", line))
            return
        middle = lengths.end() + int(lengths[1])
        end = middle + int(lengths[2])
        request, response = data[lengths.end() : middle], data[middle:end]
        response_line = line + 1 + request.count(b"\n")
        yield _Record(index, request, line + 1, response, response_line, max(end - len(data), 0))
        at, line, index = end, response_line + response.count(b"\n"), index + 1


def _interaction(record: _Record) -> Interaction:
    problems: list[Problem] = []
    if record.missing:
        text = f"the trace is cut off: {record.missing} bytes of this interaction are missing"
        problems.append(Problem(Severity.ERROR, text, record.request_line))
    return Interaction(
        index=record.index,
        request=_request(record, problems),
        response=_response(record, problems),
        place=Place(record.request_line - 1),
        problems=tuple(problems),
    )


def _request(record: _Record, problems: list[Problem]) -> Request:
    message = raw_message(record.request, record.request_line)
    request = raw_request(message)
    if request is None:
        problems.append(Problem(Severity.WARNING, "this is no HTTP request", record.request_line))
    return request or Request("", "", message.headers, message.body)


def _response(record: _Record, problems: list[Problem]) -> Response:
    message = raw_message(record.response, record.response_line)
    response = raw_response(message)
    if response is None and not record.missing:
        problems.append(Problem(Severity.WARNING, "this is no HTTP response", record.response_line))
    return response or Response(None, "", message.headers, message.body)
