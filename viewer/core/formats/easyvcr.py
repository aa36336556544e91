# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""EasyVCR cassettes (github.com/EasyPost/easyvcr-csharp): a JSON list whose keys begin with capitals."""

from __future__ import annotations

from viewer.core.formats._dates import moment
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats._vcr_message import http_version
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette, Headers, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_INTERACTION = frozenset({"Duration", "RecordedAt", "Request", "Response"})
_KNOWN_REQUEST = frozenset({"Body", "BodyContentType", "ContentHeaders", "Method", "RequestHeaders", "Uri"})
_KNOWN_RESPONSE = frozenset({"Body", "BodyContentType", "ContentHeaders", "HttpVersion", "ResponseHeaders", "Status"})


class EasyVcrReader:
    """Reads what EasyVCR writes."""

    name = "easyvcr"
    title = "EasyVCR cassette"
    suffixes: tuple[str, ...] = (".json",)
    outlined: tuple[tuple[str, ...], ...] = ((),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first of a list has a `Request` with a `Uri`."""
        return Match.SURE if "Uri" in mapping(first_mapping(probe.document.value), "Request") else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        elements = Entry(probe.document, (), probe.document.value, problems).elements()
        interactions = [_interaction(index, entry.apart()) for index, entry in enumerate(elements)]
        return probe.cassette(self.name, interactions, problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(_KNOWN_INTERACTION, "Request", "Response")
    asked, answered = entry["Request"], entry["Response"]
    asked.expect(_KNOWN_REQUEST, "Uri", "Method")
    answered.expect(_KNOWN_RESPONSE)
    duration = entry["Duration"].number()
    return Interaction(
        index=index,
        request=Request(
            asked["Method"].text().upper(), asked["Uri"].text(), _headers(asked, "RequestHeaders"), asked["Body"].body()
        ),
        response=Response(
            answered["Status"]["Code"].integer(),
            answered["Status"]["Message"].text(),
            _headers(answered, "ResponseHeaders"),
            answered["Body"].body(),
            http_version(answered["HttpVersion"]),
        ),
        duration_ms=duration if duration and duration > 0 else None,
        recorded_at=moment(entry["RecordedAt"]),
        place=entry.place,
        problems=tuple(entry.problems),
    )


def _headers(message: Entry, name: str) -> Headers:
    """Header fields of the message and those of its content, which stand apart."""
    return Headers((*header_fields(message[name]), *header_fields(message["ContentHeaders"])))
