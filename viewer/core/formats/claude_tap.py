# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""claude-tap traces (github.com/liaohch3/claude-tap, proxy.py and sse.py): JSON lines, one interaction each.

Bodies stand parsed. Of a stream there is what the proxy put together and, where it kept them, the parsed events in
`sse_events` or `ws_events`; those are read, written anew in the framing that they came in.
"""

from __future__ import annotations

import json

from viewer.core.errors import Severity
from viewer.core.formats._dates import moment
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._event_stream import KeptEvent, event_stream
from viewer.core.formats._headers import header_fields
from viewer.core.formats._websocket import WebSocketMessage, websocket_body
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_ONLY_HERE = frozenset({"turn", "transport", "upstream_base_url"})
_KNOWN_RECORD = _ONLY_HERE | {"id", "request_id", "request", "response", "timestamp", "duration_ms", "capture"}
_KNOWN_REQUEST = frozenset({"method", "path", "headers", "body"})
_KNOWN_RESPONSE = frozenset({"status", "headers", "body", "sse_events", "ws_events", "completed", "done", "error"})
_NO_NAME = "message"  # what the proxy calls an event that came without a name


class ClaudeTapReader:
    """Reads what claude-tap writes."""

    name = "claude-tap"
    title = "claude-tap trace"
    suffixes: tuple[str, ...] = (".jsonl",)
    outlined: tuple[tuple[str, ...], ...] = ((),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first record has a request with a `path` and what only claude-tap writes beside it."""
        value = probe.document.value
        first = first_mapping(value) if isinstance(value, list) else mapping(value)
        if not _ONLY_HERE & first.keys() or not mapping(first, "request").keys() >= {"method", "path"}:
            return Match.NO
        return Match.SURE if "response" in first else Match.LIKELY

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read; a trace of one record is one JSON document."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        records = root.records()
        interactions = [_interaction(index, record.apart()) for index, record in enumerate(records)]
        return probe.cassette(self.name, interactions, problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(_KNOWN_RECORD, "request")
    duration = entry["duration_ms"].number()
    return Interaction(
        index=index,
        request=_request(entry),
        response=_response(entry["response"]),
        id=entry["id"].text() or None,
        duration_ms=duration if duration and duration > 0 else None,
        recorded_at=moment(entry["timestamp"]),
        place=entry.place,
        problems=tuple(entry.problems),
    )


def _request(record: Entry) -> Request:
    entry = record["request"]
    entry.expect(_KNOWN_REQUEST, "method", "path")
    url = record["upstream_base_url"].text().rstrip("/") + entry["path"].text()
    return Request(entry["method"].text().upper(), url, header_fields(entry["headers"]), _parsed(entry["body"]))


def _response(entry: Entry) -> Response:
    entry.expect(_KNOWN_RESPONSE)
    if entry["error"].value:
        entry["error"].say(f"the proxy had an error: {str(entry['error'].value)[:200]}", Severity.WARNING)
    return Response(entry["status"].integer(), headers=header_fields(entry["headers"]), body=_body(entry))


def _body(entry: Entry) -> Body:
    """The stream, where its events were kept, else the body."""
    if entry["sse_events"].value:
        return _event_stream(entry["sse_events"])
    events = entry["ws_events"]
    if events.value:
        messages = (WebSocketMessage(is_sent=False, data=event.value, line=event.line) for event in events.elements())
        return websocket_body(messages, events.place)
    return _parsed(entry["body"])


def _event_stream(entry: Entry) -> Body:
    """Server-sent events as they would have come; the proxy keeps no ending `[DONE]`."""
    return event_stream(map(_kept, entry.mappings()), entry.place)


def _kept(event: Entry) -> KeptEvent:
    name, payload = event["event"].text(), event["data"].value
    text = payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False, default=str)
    return KeptEvent(text, "" if name == _NO_NAME else name, line=event.line)


def _parsed(entry: Entry) -> Body:
    return entry.parsed_body() if isinstance(entry.value, (dict, list)) else entry.body()
