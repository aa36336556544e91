# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""cassetter's cassettes (github.com/Kludex/cassetter), YAML and TOML, format version 1.

They look like VCR.py's but for bodies that name their type. Besides HTTP they hold gRPC calls, websocket sessions with
a time for each message, and requests that were only observed; each kind has its own list.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from itertools import count

from viewer.core.errors import Severity
from viewer.core.formats._dates import moment
from viewer.core.formats._document import Value, first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats._typed_body import has_typed_body, typed_body
from viewer.core.formats._websocket import WebSocketMessage, websocket_body
from viewer.core.formats.api import Probe
from viewer.core.media_types import BINARY, CLOSE, PING, PONG
from viewer.core.model import Cassette, Headers, Interaction, Request, Response
from viewer.core.registry import Match

_OWN_LISTS = ("grpc_interactions", "ws_interactions", "observed_requests")
_KNOWN_ROOT = frozenset({"version", "interactions", *_OWN_LISTS})
_KNOWN_INTERACTION = frozenset({"request", "response", "recorded_at"})
_KNOWN_BODY = frozenset({"body", "body_type", "body_content"})
_KNOWN_REQUEST = _KNOWN_BODY | {"method", "uri", "headers"}
_KNOWN_RESPONSE = _KNOWN_BODY | {"status", "headers"}
_KNOWN_CALL = _KNOWN_INTERACTION | {"json_debug"}
_KNOWN_SESSION = frozenset({"uri", "headers", "frames", "recorded_at"})
_KNOWN_FRAME = frozenset({"direction", "frame_type", "body", "offset_ms"})
_OPCODES = {"binary": BINARY, "close": CLOSE, "ping": PING, "pong": PONG}


class CassetterReader:
    """Reads what cassetter writes."""

    name = "cassetter"
    title = "cassetter cassette"
    suffixes: tuple[str, ...] = (".yaml", ".yml", ".toml")

    def match(self, probe: Probe) -> Match:
        """Sure when the first request or response says of which type its body is, or by cassetter's own lists."""
        root = mapping(probe.document.value)
        first = first_mapping(root.get("interactions"))
        if first:
            typed = has_typed_body(first.get("request")) or has_typed_body(first.get("response"))
            return Match.SURE if typed else Match.NO
        return Match.SURE if any(isinstance(root.get(name), list) for name in _OWN_LISTS) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        root.expect(_KNOWN_ROOT)
        interactions = tuple(_interactions(root))
        if not interactions:
            root["interactions"].say("no interactions were recorded", Severity.INFO)
        return probe.cassette(self.name, interactions, problems, version=root["version"].integer())


def _interactions(root: Entry) -> Iterator[Interaction]:
    """The interactions of every kind, numbered on."""
    numbers = count()
    kinds = ("interactions", _http), ("grpc_interactions", _grpc), ("ws_interactions", _websocket)
    for name, read in (*kinds, ("observed_requests", _observed)):
        for shared in root[name].elements():
            entry = shared.apart()
            request, response = read(entry)
            yield Interaction(
                index=next(numbers),
                request=request,
                response=response,
                recorded_at=moment(entry["recorded_at"]),
                place=entry.place,
                problems=tuple(entry.problems),
            )


def _http(entry: Entry) -> tuple[Request, Response]:
    entry.expect(_KNOWN_INTERACTION, "request", "response")
    response = entry["response"]
    response.expect(_KNOWN_RESPONSE, "status")
    status = response["status"].integer()
    return _request(entry["request"]), Response(
        status, headers=header_fields(response["headers"]), body=typed_body(response)
    )


def _request(entry: Entry) -> Request:
    entry.expect(_KNOWN_REQUEST, "method", "uri")
    headers = header_fields(entry["headers"])
    return Request(entry["method"].text().upper(), entry["uri"].text(), headers, typed_body(entry))


def _observed(entry: Entry) -> tuple[Request, Response]:
    """A request of which no answer was kept."""
    return _request(entry), Response(None)


def _grpc(entry: Entry) -> tuple[Request, Response]:
    """A gRPC call as HTTP/2 carries it: a POST, its status as trailer fields beside status 200."""
    entry.expect(_KNOWN_CALL, "request", "response")
    sent, came = entry["request"], entry["response"]
    metadata = header_fields(sent["metadata"])
    request = Request("POST", sent["method"].text(), metadata, typed_body(sent))
    trailers = ("grpc-status", came["status_code"].text()), ("grpc-message", came["status_message"].text())
    headers = Headers((*header_fields(came["metadata"]), *(field for field in trailers if field[1])))
    return request, Response(200 if came.value else None, headers=headers, body=typed_body(came))


def _websocket(entry: Entry) -> tuple[Request, Response]:
    """A websocket session; its answer is what was sent and received."""
    entry.expect(_KNOWN_SESSION, "uri")
    request = Request("GET", entry["uri"].text(), header_fields(entry["headers"]))
    body = websocket_body(map(_message, entry["frames"].mappings()), entry["frames"].place)
    return request, Response(101, body=body)


def _message(entry: Entry) -> WebSocketMessage:
    entry.expect(_KNOWN_FRAME, "direction", "frame_type")
    opcode = _OPCODES.get(entry["frame_type"].text())
    return WebSocketMessage(
        is_sent=entry["direction"].text() == "send",
        data=_data(entry, opcode),
        time_ms=entry["offset_ms"].number(),
        opcode=opcode,
        line=entry.line,
    )


def _data(entry: Entry, opcode: int | None) -> Value:
    """What a message says: base64 of a binary one, code and reason of a close, JSON or the text of another."""
    content = entry["body"]["content"]
    if entry["body"]["type"].value == "json" and opcode != BINARY:
        return content.value
    stored = typed_body(entry).stored
    if stored is None:
        return None
    if opcode == BINARY:
        return base64.b64encode(stored).decode()
    if opcode == CLOSE and len(stored) >= 2:
        return {"code": int.from_bytes(stored[:2]), "reason": stored[2:].decode("utf-8", "replace")}
    return stored.decode("utf-8", "replace")
