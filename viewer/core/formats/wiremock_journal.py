# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""WireMock's journal of requests (`GET /__admin/requests`): what really came and what was answered."""

from __future__ import annotations

from viewer.core.errors import Severity
from viewer.core.formats._dates import millisecond
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match


class WireMockJournalReader:
    """Reads a journal."""

    name = "wiremock-journal"
    title = "WireMock request journal"
    suffixes: tuple[str, ...] = (".json",)
    outlined: tuple[tuple[str, ...], ...] = (("requests",),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first of `requests` holds a request that was logged, with its answer."""
        first = first_mapping(mapping(probe.document.value).get("requests"))
        request = mapping(first, "request")
        is_logged = bool({"loggedDate", "absoluteUrl"} & request.keys())
        return Match.SURE if is_logged and first.keys() & {"response", "responseDefinition"} else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        elements = Entry(probe.document, (), probe.document.value, problems)["requests"].elements()
        interactions = [_interaction(index, entry.apart()) for index, entry in enumerate(elements)]
        return probe.cassette(self.name, interactions, problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    asked, answered = entry["request"], entry["response"]
    if answered.value is None:
        answered = entry["responseDefinition"]
    if entry["wasMatched"].value is False:
        entry["wasMatched"].say("no stub matched this request", Severity.INFO)
    duration = entry["timing"]["totalTime"].number()
    return Interaction(
        index=index,
        request=Request(
            asked["method"].text().upper(),
            asked["absoluteUrl"].text() or asked["url"].text(),
            header_fields(asked["headers"]),
            _body(asked, "bodyAsBase64"),
            asked["protocol"].text() or None,
        ),
        response=Response(
            answered["status"].integer(),
            answered["statusMessage"].text(),
            header_fields(answered["headers"]),
            _body(answered, "bodyAsBase64", "base64Body"),
        ),
        id=entry["id"].text() or None,
        duration_ms=duration if duration and duration > 0 else None,
        recorded_at=millisecond(asked["loggedDate"]),
        place=entry.place,
        problems=tuple(entry.problems),
    )


def _body(message: Entry, *encoded: str) -> Body:
    """The text; where there is none the bytes, which WireMock writes beside it."""
    if message["body"].value is None:
        found = next((message[name] for name in encoded if message[name].value is not None), None)
        if found is not None:
            return found.base64_body()
    return message["body"].body()
