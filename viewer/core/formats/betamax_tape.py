# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Tapes of Betamax for the JVM (github.com/betamaxteam/betamax): YAML, each interaction with its time in `recorded`."""

from __future__ import annotations

from datetime import UTC

from viewer.core.errors import Severity
from viewer.core.formats._dates import moment
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats._vcr_message import read_body
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_ROOT = frozenset({"name", "interactions"})
_KNOWN_INTERACTION = frozenset({"recorded", "request", "response"})
_KNOWN_REQUEST = frozenset({"method", "uri", "headers", "body"})
_KNOWN_RESPONSE = frozenset({"status", "headers", "body"})


class BetamaxTapeReader:
    """Reads what Betamax for the JVM writes."""

    name = "betamax-tape"
    title = "Betamax tape (JVM)"
    suffixes: tuple[str, ...] = (".yaml", ".yml")
    outlined: tuple[tuple[str, ...], ...] = (("interactions",),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first interaction tells by `recorded` when it was."""
        first = first_mapping(mapping(probe.document.value).get("interactions"))
        return Match.SURE if "recorded" in first and "uri" in mapping(first, "request") else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = [problem for problem in probe.problems if "!tape" not in problem.text]
        root = Entry(probe.document, (), probe.document.value, problems)
        root.expect(_KNOWN_ROOT)
        elements = root["interactions"].elements()
        interactions = [_interaction(index, entry.apart()) for index, entry in enumerate(elements)]
        if not interactions:
            root["interactions"].say("no interactions were recorded", Severity.INFO)
        return probe.cassette(self.name, interactions, problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(_KNOWN_INTERACTION, "request", "response")
    asked, answered = entry["request"], entry["response"]
    asked.expect(_KNOWN_REQUEST, "method", "uri")
    answered.expect(_KNOWN_RESPONSE)
    return Interaction(
        index=index,
        request=Request(
            method=asked["method"].text().upper(),
            url=asked["uri"].text(),
            headers=header_fields(asked["headers"]),
            body=read_body(asked["body"]),
        ),
        response=Response(
            answered["status"].integer(), headers=header_fields(answered["headers"]), body=read_body(answered["body"])
        ),
        recorded_at=moment(entry["recorded"], UTC),
        place=entry.place,
        problems=tuple(entry.problems),
    )
