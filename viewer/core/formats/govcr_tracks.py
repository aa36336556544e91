# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassettes of govcr (github.com/seborama/govcr, not go-vcr): JSON with `Tracks`, at times gzipped.

Names are those of Go's structures: a URL stands in its parts, a body in base64.
"""

from __future__ import annotations

from urllib.parse import quote, urlunsplit

from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_TRACK = frozenset({"Request", "Response", "ErrType", "ErrMsg", "UUID"})


class GovcrTracksReader:
    """Reads what govcr writes."""

    name = "govcr"
    title = "govcr cassette (Tracks)"
    suffixes: tuple[str, ...] = (".json", ".cassette")
    outlined: tuple[tuple[str, ...], ...] = (("Tracks",),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first of `Tracks` has a request with a method."""
        first = first_mapping(mapping(probe.document.value).get("Tracks"))
        return Match.SURE if "Method" in mapping(first, "Request") else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        root.expect(frozenset({"Tracks"}))
        elements = root["Tracks"].elements()
        interactions = [_interaction(index, entry.apart()) for index, entry in enumerate(elements)]
        return probe.cassette(self.name, interactions, problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(_KNOWN_TRACK, "Request")
    asked, answered = entry["Request"], entry["Response"]
    if failure := entry["ErrMsg"].text():
        entry["ErrMsg"].say(f"no response was received: {failure[:200]}")
    reason = answered["Status"].text().partition(" ")[2]
    return Interaction(
        index=index,
        request=Request(
            asked["Method"].text().upper() or "GET",
            _url(asked["URL"]),
            header_fields(asked["Header"], asked["Trailer"]),
            asked["Body"].base64_body(),
            asked["Proto"].text() or None,
        ),
        response=Response(
            answered["StatusCode"].integer(),
            reason,
            header_fields(answered["Header"], answered["Trailer"]),
            answered["Body"].base64_body(),
            answered["Proto"].text() or None,
        ),
        id=entry["UUID"].text() or None,
        place=entry.place,
        problems=tuple(entry.problems),
    )


def _url(entry: Entry) -> str:
    if not isinstance(entry.value, dict):
        return entry.text()
    path = entry["RawPath"].text() or quote(entry["Path"].text(), safe="/:@!$&'()+*,;=~-._%")
    parts = (entry["Scheme"].text(), entry["Host"].text(), path, entry["RawQuery"].text(), entry["Fragment"].text())
    return urlunsplit(parts)
