# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Mock files of httptest2 and httptest for R (`.R`): the source of one response object.

Answers of JSON are files of JSON alone; what is more than that, such as errors and streams, is kept so.
"""

from __future__ import annotations

import re

from viewer.core.formats import _r_source
from viewer.core.formats._dates import parse_moment
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_BEGIN = re.compile(r"\s*(?:#[^\n]*\n\s*)*(?:httr2::)?structure\(\s*list\(\s*(?:method|url) *= *[\"']")
_CLASS = re.compile(r"class *= *(?:c\(\s*)?[\"'](?:httr2_response|response)[\"']")


class Httptest2Reader:
    """Reads mock files."""

    name = "httptest2"
    title = "httptest2 mock (R)"
    suffixes: tuple[str, ...] = (".r",)

    def match(self, probe: Probe) -> Match:
        """Sure of the source of a response of httr2 or httr."""
        if not _BEGIN.match(probe.text):
            return Match.NO
        return Match.SURE if _CLASS.search(probe.text) else Match.LIKELY

    def read(self, probe: Probe) -> Cassette:
        """The cassette with its one interaction, which has problems for what could not be read."""
        document = _r_source.load(probe.text)
        entry = Entry(document, (), document.value, [])
        asked = entry["request"]
        method = asked["method"].text() or entry["method"].text() or "GET"
        headers = header_fields(entry["headers"])
        only = Interaction(
            index=0,
            request=Request(method.upper(), entry["url"].text(), header_fields(asked["headers"])),
            response=Response(entry["status_code"].integer(), headers=headers, body=_body(entry)),
            recorded_at=parse_moment(headers.get("date") or ""),
            place=entry.place,
            problems=tuple(entry.problems),
        )
        return probe.cassette(self.name, [only], (*probe.coding_problems, *document.problems))


def _body(entry: Entry) -> Body:
    """The body, which httr calls its content."""
    body = entry["body"] if entry["body"].value is not None else entry["content"]
    return Body(place=entry.place) if body.value in (None, [], {}) else body.body()
