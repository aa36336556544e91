# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Files of the recorder of `responses` (github.com/getsentry/responses): YAML, or TOML before version 0.23.

Only answers are kept: of a request there are the method and the URL.
"""

from __future__ import annotations

from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette, Headers, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN = frozenset({"auto_calculate_content_length", "body", "content_type", "headers", "method", "status", "url"})


class ResponsesRecorderReader:
    """Reads what the recorder of `responses` writes."""

    name = "responses"
    title = "responses recorder file"
    suffixes: tuple[str, ...] = (".yaml", ".yml", ".toml")
    outlined: tuple[tuple[str, ...], ...] = (("responses",),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first of `responses` is a response with a method and a URL."""
        first = first_mapping(mapping(probe.document.value).get("responses"))
        return Match.SURE if mapping(first, "response").keys() >= {"method", "url"} else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        root.expect(frozenset({"responses"}))
        elements = root["responses"].elements()
        interactions = [_interaction(index, entry.apart()) for index, entry in enumerate(elements)]
        return probe.cassette(self.name, interactions, problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(frozenset({"response"}), "response")
    told = entry["response"]
    told.expect(_KNOWN, "method", "url", "status")
    kind, headers = told["content_type"].text(), header_fields(told["headers"])
    if kind and headers.get("content-type") is None:
        headers = Headers((("Content-Type", kind), *headers))
    return Interaction(
        index=index,
        request=Request(told["method"].text().upper(), told["url"].text()),
        response=Response(told["status"].integer(), headers=headers, body=told["body"].body()),
        place=entry.place,
        problems=tuple(entry.problems),
    )
