# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Responses of Gemini CLI (`--record-responses`, github.com/google-gemini/gemini-cli): JSON lines, a call each.

Only answers are kept, with the method that was called. A streamed one is the list of its pieces.
"""

from __future__ import annotations

from viewer.core.errors import Severity
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._raw_http import STATUS_IS_ASSUMED
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN = frozenset({"method", "response"})
_METHODS = {
    "generateContent": "generateContent",
    "generateContentStream": "streamGenerateContent",
    "countTokens": "countTokens",
    "embedContent": "embedContent",
}


class GeminiCliReader:
    """Reads recorded responses."""

    name = "gemini-cli"
    title = "Gemini CLI responses"
    suffixes: tuple[str, ...] = (".responses",)
    outlined: tuple[tuple[str, ...], ...] = ((),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first line is the response of one of Gemini's methods."""
        value = probe.document.value
        first = first_mapping(value) if isinstance(value, list) else mapping(value)
        return Match.SURE if first.keys() == _KNOWN and first["method"] in tuple(_METHODS) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read; a file of one line is one JSON document."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        records = root.records()
        interactions = [_interaction(index, record.apart()) for index, record in enumerate(records)]
        return probe.cassette(self.name, interactions, problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(_KNOWN, "method", "response")
    entry.say(STATUS_IS_ASSUMED, Severity.INFO)
    method = entry["method"].text()
    response = Response(200, body=entry["response"].parsed_body())
    request = Request("POST", f"/v1beta/models:{_METHODS.get(method, method)}")
    return Interaction(index, request, response, place=entry.place, problems=tuple(entry.problems))
