# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassettes of ReqCassette (github.com/lostbean/req_cassette): JSON, format versions 1.0 and 2.0.

A body is text under `body`, a value under `body_json` or base64 under `body_blob`; the query stands beside the URL.
"""

from __future__ import annotations

from viewer.core.formats._dates import moment
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_ROOT = frozenset({"version", "interactions"})
_KNOWN_INTERACTION = frozenset({"request", "response", "recorded_at", "template"})
_BODY = frozenset({"body_type", "body", "body_json", "body_blob"})
_KNOWN_REQUEST = _BODY | {"method", "uri", "query_string", "headers"}
_KNOWN_RESPONSE = _BODY | {"status", "headers", "trailers"}


class ReqCassetteReader:
    """Reads what ReqCassette writes."""

    name = "req-cassette"
    title = "ReqCassette cassette"
    suffixes: tuple[str, ...] = (".json",)
    outlined: tuple[tuple[str, ...], ...] = (("interactions",),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first request keeps its query apart, or an answer its value."""
        first = first_mapping(mapping(probe.document.value).get("interactions"))
        request, response = mapping(first, "request"), mapping(first, "response")
        is_own = "query_string" in request or response.keys() & {"body_json", "body_blob"}
        return Match.SURE if "uri" in request and "body_type" in request and is_own else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        root.expect(_KNOWN_ROOT)
        elements = root["interactions"].elements()
        interactions = [_interaction(index, entry.apart()) for index, entry in enumerate(elements)]
        return probe.cassette(self.name, interactions, problems, version=root["version"].text() or None)


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(_KNOWN_INTERACTION, "request", "response")
    asked, answered = entry["request"], entry["response"]
    asked.expect(_KNOWN_REQUEST, "method", "uri")
    answered.expect(_KNOWN_RESPONSE, "status")
    url, query = asked["uri"].text(), asked["query_string"].text()
    return Interaction(
        index=index,
        request=Request(
            asked["method"].text().upper(),
            f"{url}?{query}" if query and "?" not in url else url,
            header_fields(asked["headers"]),
            _body(asked),
        ),
        response=Response(
            answered["status"].integer(), headers=header_fields(answered["headers"]), body=_body(answered)
        ),
        recorded_at=moment(entry["recorded_at"]),
        place=entry.place,
        problems=tuple(entry.problems),
    )


def _body(message: Entry) -> Body:
    if message["body_json"].value is not None:
        return message["body_json"].parsed_body()
    return message["body_blob"].base64_body() if message["body_blob"].value is not None else message["body"].body()
