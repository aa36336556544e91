# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""HTTP archives (HAR 1.2, w3c.github.io/web-performance/specs/HAR) of browsers, proxies and Polly.JS.

JSON, or YAML where Polly.JS was told so; Playwright also packs one into a ZIP archive with its bodies. Interactions
keep the order of the file, which with Polly.JS is not that of time. Keys that begin with an underscore are anybody's
own and are not complained of.
"""

from __future__ import annotations

from datetime import datetime

from viewer.core.errors import Severity
from viewer.core.formats._dates import moment
from viewer.core.formats._document import mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._event_stream import KeptEvent, event_stream
from viewer.core.formats._har_body import Attached, attached_in, request_body, response_body
from viewer.core.formats._headers import named_header_fields
from viewer.core.formats._vcr_message import http_version
from viewer.core.formats._websocket import WebSocketMessage, websocket_body
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_LOG = frozenset({"version", "creator", "browser", "pages", "entries", "comment"})
_KNOWN_ENTRY = frozenset({"pageref", "startedDateTime", "time", "request", "response", "cache", "timings", "comment"})
_KNOWN_ENTRY |= {"serverIPAddress", "connection"}
_KNOWN_MESSAGE = frozenset({"httpVersion", "cookies", "headers", "headersSize", "bodySize", "comment"})
_KNOWN_REQUEST = _KNOWN_MESSAGE | {"method", "url", "queryString", "postData", "settingEncodeUrl"}
_KNOWN_RESPONSE = _KNOWN_MESSAGE | {"status", "statusText", "content", "redirectURL"}
_HTTP_VERSIONS = {"H2": "HTTP/2", "H3": "HTTP/3"}
_NO_NAME = "message"  # what an event without name is called
_TEXT = 1  # the opcode (RFC 6455, 5.2)
# `ssl` is a part of `connect`.
_TIMINGS = ("blocked", "dns", "connect", "send", "wait", "receive")


class HarReader:
    """Reads HAR files, those of Polly.JS among them."""

    name = "har"
    title = "HTTP archive (HAR), Polly.JS recording"
    suffixes: tuple[str, ...] = (".har", ".zhar", ".har.zip", ".json", ".yaml", ".yml")
    outlined: tuple[tuple[str, ...], ...] = (("log", "entries"),)

    def match(self, probe: Probe) -> Match:
        """Sure when `log.entries` is a list."""
        log = mapping(probe.document.value, "log")
        if isinstance(log.get("entries"), list):
            return Match.SURE
        return Match.LIKELY if "creator" in log or "_recordingName" in log else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        log = Entry(probe.document, (), probe.document.value, problems)["log"]
        _expect(log, _KNOWN_LOG)
        elements = log["entries"].elements()
        attached = attached_in(probe)
        interactions = [_interaction(index, entry.apart(), attached) for index, entry in enumerate(elements)]
        if not interactions:
            log["entries"].say("no interactions were recorded", Severity.INFO)
        return probe.cassette(self.name, interactions, problems, version=log["version"].text() or None)


def _expect(entry: Entry, known: frozenset[str], *required: str) -> None:
    own = {key for key in mapping(entry.value) if key.startswith("_")}
    entry.expect(known | own, *required)


def _interaction(index: int, entry: Entry, attached: Attached) -> Interaction:
    _expect(entry, _KNOWN_ENTRY, "request", "response")
    started = moment(entry["startedDateTime"])
    return Interaction(
        index=index,
        request=_request(entry["request"]),
        response=_response(entry["response"], _messages(entry, started), attached),
        duration_ms=_duration(entry),
        recorded_at=started,
        first_byte_ms=_first_byte(entry["timings"]),
        place=entry.place,
        problems=tuple(entry.problems),
    )


def _request(entry: Entry) -> Request:
    _expect(entry, _KNOWN_REQUEST, "method", "url")
    return Request(
        method=entry["method"].text().upper(),
        url=entry["url"].text(),
        headers=named_header_fields(entry["headers"]),
        body=request_body(entry["postData"]),
        http_version=_http_version(entry["httpVersion"]),
    )


def _response(entry: Entry, messages: Body | None, attached: Attached) -> Response:
    """The response; status 0 means that none came, and `_error` then often says why."""
    _expect(entry, _KNOWN_RESPONSE)
    status = entry["status"].integer()
    reason = entry["_error"].text()
    if not status:
        entry.say(f"no response was received{': ' if reason else ''}{reason[:200]}")
    elif reason:
        how = "was aborted" if "abort" in reason.lower() else "failed"
        entry["_error"].say(f"the response {how} while it came: {reason[:200]}")
    return Response(
        status=status,
        reason=entry["statusText"].text(),
        headers=named_header_fields(entry["headers"]),
        body=messages or response_body(entry["content"], attached),
        http_version=_http_version(entry["httpVersion"]),
    )


def _http_version(entry: Entry) -> str | None:
    """`HTTP/2.0`, which browsers also write `http/2.0` and `h2`."""
    version = http_version(entry)
    return _HTTP_VERSIONS.get(version.upper(), version.upper()) if version else None


def _duration(entry: Entry) -> float | None:
    """Milliseconds; 0 and -1 stand where nothing was measured, and then the parts may tell."""
    total = entry["time"].number()
    if total is None or total <= 0:
        parts = [entry["timings"][part].number() or 0 for part in _TIMINGS]
        total = sum(part for part in parts if part > 0)
    return total or None


def _first_byte(timings: Entry) -> float | None:
    """Milliseconds until the response began; None where that was not told from its end (Polly.JS waits for all)."""
    waited, received = timings["wait"].number() or 0, timings["receive"].number() or 0
    parts = [timings[part].number() or 0 for part in _TIMINGS if part != "receive"]
    return sum(part for part in parts if part > 0) if waited > 0 and received > 0 else None


def _messages(entry: Entry, started: datetime | None) -> Body | None:
    """What browsers record apart from the body: messages of a websocket, or the events of an `EventSource`."""
    return _websocket(entry["_webSocketMessages"], started) or _events(entry["_eventSourceMessages"], started)


def _events(entry: Entry, started: datetime | None) -> Body | None:
    """The events that Chrome records; their `time` is in seconds since 1970 (UTC)."""
    elements = list(entry.mappings())
    if not elements:
        return None
    times = [element["time"].number() for element in elements]
    first = next((time for time in times if time is not None), 0)
    began = started.timestamp() if started and started.tzinfo else first
    kept = [
        KeptEvent(
            data=element["data"].text(),
            name=name if (name := element["eventName"].text()) != _NO_NAME else "",
            id=element["eventId"].text(),
            time_ms=None if time is None else round((time - began) * 1000, 3),
            line=element.line,
        )
        for element, time in zip(elements, times, strict=True)
    ]
    return event_stream(kept, entry.place)


def _websocket(entry: Entry, started: datetime | None) -> Body | None:
    """The messages that Chrome and mitmproxy record; their `time` is in seconds since 1970 (UTC)."""
    elements = list(entry.mappings())
    if not elements:
        return None
    times = [element["time"].number() for element in elements]
    first = next((time for time in times if time is not None), 0)
    began = started.timestamp() if started and started.tzinfo else first
    messages = [
        WebSocketMessage(
            is_sent=element["type"].text() == "send",
            data=element["data"].value,
            time_ms=None if time is None else round((time - began) * 1000, 3),
            opcode=element["opcode"].integer() if element["opcode"].value != _TEXT else None,
            line=element.line,
        )
        for element, time in zip(elements, times, strict=True)
    ]
    return websocket_body(messages, entry.place)
