# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""txtar archives that hold an LLM exchange, as coder/aibridge keeps its fixtures (golang.org/x/tools/txtar).

A comment, then a section `-- request --` and one for each way in which it was answered, such as `-- streaming --`. A
section holds a body, or a whole HTTP response. There is no URL: which API it was, the bodies tell.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest

from viewer.core.errors import Problem, Severity
from viewer.core.formats._raw_http import STATUS_IS_ASSUMED, is_response, raw_body, raw_message, raw_response
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.place import Place
from viewer.core.registry import Match
from viewer.dataclass import dataclass

_SECTION = re.compile(rb"^-- (.+) --[ \t]*\r?$\n?", re.MULTILINE)
_REQUEST = "request"
_RESPONSES = ("streaming", "non-streaming")


class TxtarReader:
    """Reads archives with a request and its responses."""

    name = "txtar"
    title = "txtar archive of an exchange"
    suffixes: tuple[str, ...] = (".txtar",)

    def match(self, probe: Probe) -> Match:
        """Sure when the archive has a section for the request or a streamed response."""
        if b"\n-- " not in probe.content and not probe.content.startswith(b"-- "):
            return Match.NO
        names = {section.name for section in _sections(probe.content)}
        if _REQUEST in names:
            return Match.SURE
        return Match.SURE if any(name.startswith(_RESPONSES) for name in names) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette: an interaction for each response, all to the same request."""
        sections = _sections(probe.content)
        asked = next((section for section in sections if section.name == _REQUEST), None)
        answers = [section for section in sections if section is not asked]
        problems = [*probe.coding_problems]
        if asked is None:
            problems.append(Problem(Severity.WARNING, "the archive has no request", 1))
        request = Request("POST", "", body=raw_body(asked.data, asked.line + 1) if asked else Body())
        if not answers and asked is not None:
            problems.append(Problem(Severity.WARNING, "the archive has no response", asked.line))
            only = Interaction(0, request, Response(None), place=Place(asked.line))
            return probe.cassette(self.name, [only], problems)
        interactions = [_answered(index, request, answer) for index, answer in enumerate(answers)]
        return probe.cassette(self.name, interactions, problems)


@dataclass(frozen=True, slots=True)
class _Section:
    """A section's name, the line of its marker and the bytes after it."""

    name: str
    line: int
    data: bytes


def _sections(data: bytes) -> list[_Section]:
    marks = list(_SECTION.finditer(data))
    line, at, sections = 1, 0, []
    for mark, following in zip_longest(marks, marks[1:]):
        line, at = line + data.count(b"\n", at, mark.start()), mark.start()
        content = data[mark.end() : following.start() if following else len(data)]
        sections.append(_Section(mark[1].decode("utf-8", "replace").strip(), line, content))
    return sections


def _answered(index: int, request: Request, section: _Section) -> Interaction:
    """The request with the response in a section, which is an HTTP message or a bare body."""
    raw = raw_response(raw_message(section.data, section.line + 1)) if is_response(section.data) else None
    if raw is not None and (length := raw.headers.get("content-length")):
        body = raw.body.stored or b""  # a section ends with a line end, which need not be the body's
        is_longer = body.endswith(b"\n") and length.strip() == str(len(body) - 1)
        raw = replace(raw, body=replace(raw.body, stored=body[:-1])) if is_longer else raw
    response = raw or Response(200, body=raw_body(section.data, section.line + 1))
    problems = () if raw else (Problem(Severity.INFO, STATUS_IS_ASSUMED, section.line),)
    return Interaction(index, request, response, id=section.name, place=Place(section.line), problems=problems)
