# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Fixtures of ReqLLM for Elixir (github.com/agentjido/req_llm, test/support/transcript.ex): JSON, one interaction.

A whole answer stands parsed, one that is no JSON as base64. A streamed one is a list of the pieces that came, in
base64 or in old files as text, under `chunks` or among the `events`; no piece has a time.
"""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.formats._dates import moment
from viewer.core.formats._document import mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats._vcr_message import read_status
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_ROOT = frozenset({"request", "response", "captured_at", "chunks", "events"})
_KNOWN_ROOT |= {"provider", "model_spec", "streaming"}
_KNOWN_REQUEST = frozenset({"method", "url", "headers", "body", "canonical_json"})
_KNOWN_RESPONSE = frozenset({"status", "headers", "body"})


class ReqLlmReader:
    """Reads what the tests of ReqLLM record."""

    name = "req-llm"
    title = "ReqLLM fixture"
    suffixes: tuple[str, ...] = (".json",)

    def match(self, probe: Probe) -> Match:
        """Sure when a request with a `canonical_json`, or pieces of an answer, stand beside a response."""
        root = mapping(probe.document.value)
        request = mapping(root, "request")
        is_piecewise = isinstance(root.get("chunks"), list) or isinstance(root.get("events"), list)
        if not root.keys() <= _KNOWN_ROOT or not (is_piecewise or "canonical_json" in request):
            return Match.NO
        return Match.SURE if "url" in request else Match.LIKELY if is_piecewise and "response" in root else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette with its one interaction, which has problems for what could not be read."""
        entry = Entry(probe.document, (), probe.document.value, [])
        entry.expect(_KNOWN_ROOT, "request")
        request, response = _request(entry["request"]), _response(entry)
        only = Interaction(
            index=0,
            request=request,
            response=response,
            recorded_at=moment(entry["captured_at"]),
            place=entry.place,
            problems=tuple(entry.problems),
        )
        return probe.cassette(self.name, [only], probe.problems)


def _request(entry: Entry) -> Request:
    entry.expect(_KNOWN_REQUEST, "url", "method")
    body = _body(entry["body"])
    if body.stored is None and entry["canonical_json"].value is not None:
        body = entry["canonical_json"].parsed_body()
    return Request(entry["method"].text().upper(), entry["url"].text(), header_fields(entry["headers"]), body)


def _response(entry: Entry) -> Response:
    response = entry["response"]
    response.expect(_KNOWN_RESPONSE)
    status, reason = read_status(response)
    pieces = [*entry["chunks"].elements(), *_data_events(entry["events"])]
    body = _joined(pieces, entry) if pieces else _body(response["body"])
    return Response(status, reason, header_fields(response["headers"]), body)


def _data_events(entry: Entry) -> Iterator[Entry]:
    return (event for event in entry.mappings() if event["type"].value == "data")


def _joined(pieces: list[Entry], entry: Entry) -> Body:
    """The body that came in pieces, and the line of each of them."""
    data = bytearray()
    lines: list[tuple[int, int]] = []
    for piece in pieces:
        lines.append((len(data), piece.line or 0))
        data += _body(piece).stored or b""
    return Body(bytes(data), pieces[0].place or entry.place, was_text=False, lines=tuple(lines))


def _body(entry: Entry) -> Body:
    """A body as base64 under `b64`, as text, or as the value that its JSON stood for."""
    if isinstance(entry.value, dict) and isinstance(entry.value.get("b64"), str):
        return entry["b64"].base64_body()
    return entry.parsed_body() if isinstance(entry.value, (dict, list)) else entry.body()
