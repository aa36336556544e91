# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Fixtures of Saloon for PHP (docs.saloon.dev, "Recording Requests"): JSON, one answer a file, no request."""

from __future__ import annotations

from viewer.core.formats._document import mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN = frozenset({"statusCode", "headers", "data", "context", "encoding"})


class SaloonReader:
    """Reads fixtures."""

    name = "saloon"
    title = "Saloon fixture"
    suffixes: tuple[str, ...] = (".json",)

    def match(self, probe: Probe) -> Match:
        """Sure of a status code with header fields and data, and nothing that a fixture has not."""
        root = mapping(probe.document.value)
        is_own = root.keys() >= {"statusCode", "headers", "data"} and root.keys() <= _KNOWN
        return Match.SURE if is_own and isinstance(root["statusCode"], int) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette with its one interaction, whose request is empty."""
        entry = Entry(probe.document, (), probe.document.value, [])
        entry.expect(_KNOWN)
        response = Response(entry["statusCode"].integer(), headers=header_fields(entry["headers"]), body=_body(entry))
        only = Interaction(0, Request("", ""), response, place=entry.place, problems=tuple(entry.problems))
        return probe.cassette(self.name, [only], probe.problems)


def _body(entry: Entry) -> Body:
    data = entry["data"]
    if isinstance(data.value, dict | list):
        return data.parsed_body()
    return data.base64_body() if entry["encoding"].value == "base64" else data.body()
