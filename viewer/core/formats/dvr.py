# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassettes of DVR for Swift (github.com/venmo/DVR): a JSON document with the cassette's `name`.

A body is text or a JSON value where its content type says so, else base64. Times are seconds since 1970.
"""

from __future__ import annotations

from viewer.core.formats._dates import second
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Headers, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_ROOT = frozenset({"name", "interactions"})
_KNOWN_INTERACTION = frozenset({"request", "response", "recorded_at"})
_KNOWN_REQUEST = frozenset({"method", "url", "headers", "body"})
_KNOWN_RESPONSE = frozenset({"url", "status", "headers", "body"})


class DvrReader:
    """Reads what DVR writes."""

    name = "dvr"
    title = "DVR cassette"
    suffixes: tuple[str, ...] = (".json",)
    outlined: tuple[tuple[str, ...], ...] = (("interactions",),)

    def match(self, probe: Probe) -> Match:
        """Sure of a cassette with a name whose first interaction was recorded at a second."""
        root = mapping(probe.document.value)
        first = first_mapping(root.get("interactions"))
        is_timed = isinstance(first.get("recorded_at"), int | float)
        is_own = "url" in mapping(first, "request") and "response" in first
        return Match.SURE if isinstance(root.get("name"), str) and is_timed and is_own else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        root.expect(_KNOWN_ROOT)
        elements = root["interactions"].elements()
        interactions = [_interaction(index, entry.apart()) for index, entry in enumerate(elements)]
        return probe.cassette(self.name, interactions, problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(_KNOWN_INTERACTION, "request", "response")
    asked, answered = entry["request"], entry["response"]
    asked.expect(_KNOWN_REQUEST, "url")
    answered.expect(_KNOWN_RESPONSE)
    sent, came = header_fields(asked["headers"]), header_fields(answered["headers"])
    return Interaction(
        index=index,
        request=Request(asked["method"].text().upper() or "GET", asked["url"].text(), sent, _body(asked["body"], sent)),
        response=Response(answered["status"].integer(), headers=came, body=_body(answered["body"], came)),
        recorded_at=second(entry["recorded_at"]),
        place=entry.place,
        problems=tuple(entry.problems),
    )


def _body(entry: Entry, headers: Headers) -> Body:
    if isinstance(entry.value, dict | list):
        return entry.parsed_body()
    kind = (headers.get("content-type") or "").lower()
    is_text = kind.startswith(("text/", "application/json"))
    return entry.body() if is_text or not isinstance(entry.value, str) else entry.base64_body()
