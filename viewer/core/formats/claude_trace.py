# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""claude-trace logs (`.claude-trace/*.jsonl`): JSON lines, a request and its response each.

Bodies of JSON stand parsed under `body`, streams as text under `body_raw`. Times are seconds since 1970.
"""

from __future__ import annotations

from viewer.core.errors import Severity
from viewer.core.formats._dates import moment, second
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_RECORD = frozenset({"request", "response", "logged_at"})
_KNOWN_REQUEST = frozenset({"timestamp", "method", "url", "headers", "body"})
_KNOWN_RESPONSE = frozenset({"timestamp", "status_code", "headers", "body", "body_raw"})


class ClaudeTraceReader:
    """Reads what claude-trace writes."""

    name = "claude-trace"
    title = "claude-trace log"
    suffixes: tuple[str, ...] = (".jsonl",)
    outlined: tuple[tuple[str, ...], ...] = ((),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first record tells when it was logged, and its request the second it was sent."""
        value = probe.document.value
        first = first_mapping(value) if isinstance(value, list) else mapping(value)
        is_timed = mapping(first, "request").keys() >= {"timestamp", "url"}
        return Match.SURE if is_timed and "logged_at" in first else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read; a log of one record is one JSON document."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        records = root.records()
        interactions = [_interaction(index, record.apart()) for index, record in enumerate(records)]
        return probe.cassette(self.name, interactions, problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(_KNOWN_RECORD, "request")
    request, response = entry["request"], entry["response"]
    if response.value is None:
        entry.say("no response was logged", Severity.WARNING)
    sent, answered = request["timestamp"].number(), response["timestamp"].number()
    is_timed = sent is not None and answered is not None and answered > sent
    return Interaction(
        index=index,
        request=_request(request),
        response=_response(response),
        duration_ms=round((answered - sent) * 1000, 3) if is_timed and sent and answered else None,
        recorded_at=second(request["timestamp"]) or moment(entry["logged_at"]),
        place=entry.place,
        problems=tuple(entry.problems),
    )


def _request(entry: Entry) -> Request:
    entry.expect(_KNOWN_REQUEST, "method", "url")
    return Request(
        entry["method"].text().upper(), entry["url"].text(), header_fields(entry["headers"]), _body(entry["body"])
    )


def _response(entry: Entry) -> Response:
    entry.expect(_KNOWN_RESPONSE)
    stream = entry["body_raw"]
    body = stream.body() if stream.value is not None else _body(entry["body"])
    return Response(entry["status_code"].integer(), headers=header_fields(entry["headers"]), body=body)


def _body(entry: Entry) -> Body:
    return entry.parsed_body() if isinstance(entry.value, dict | list) else entry.body()
