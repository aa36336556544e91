# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recordings of the Azure SDK's test proxy (github.com/Azure/azure-sdk-tools): `Entries` in one JSON document.

A body is a value where it was JSON, else a text or a list of its lines, each with its line end.
"""

from __future__ import annotations

from viewer.core.errors import Severity
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_ROOT = frozenset({"Entries", "Variables"})
_KNOWN_ENTRY = frozenset(
    {"RequestUri", "RequestMethod", "RequestHeaders", "RequestBody"}
    | {"StatusCode", "ResponseHeaders", "ResponseBody"}
    | {"IsTrack1Recording", "EncodedRequestUri"}
)


class AzureTestProxyReader:
    """Reads what the test proxy writes."""

    name = "azure-test-proxy"
    title = "Azure SDK test proxy recording"
    suffixes: tuple[str, ...] = (".json",)
    outlined: tuple[tuple[str, ...], ...] = (("Entries",),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first of `Entries` has a `RequestUri`."""
        entries = mapping(probe.document.value).get("Entries")
        return Match.SURE if "RequestUri" in first_mapping(entries) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        root.expect(_KNOWN_ROOT)
        elements = root["Entries"].elements()
        interactions = [_interaction(index, entry.apart()) for index, entry in enumerate(elements)]
        if not interactions:
            root["Entries"].say("no interactions were recorded", Severity.INFO)
        return probe.cassette(self.name, interactions, problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(_KNOWN_ENTRY, "RequestUri", "RequestMethod")
    request = Request(
        entry["RequestMethod"].text().upper(),
        entry["RequestUri"].text(),
        header_fields(entry["RequestHeaders"]),
        _body(entry["RequestBody"]),
    )
    response = Response(
        entry["StatusCode"].integer(),
        headers=header_fields(entry["ResponseHeaders"]),
        body=_body(entry["ResponseBody"]),
    )
    return Interaction(index, request, response, place=entry.place, problems=tuple(entry.problems))


def _body(entry: Entry) -> Body:
    lines = entry.value
    if isinstance(lines, list) and lines and all(isinstance(line, str) for line in lines):
        return Body("".join(map(str, lines)).encode("utf-8", "surrogatepass"), entry.place)
    return entry.parsed_body() if isinstance(lines, dict | list) else entry.body()
