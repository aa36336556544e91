# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassettes of the Datadog test agent's proxy (github.com/DataDog/dd-apm-test-agent, vcr_proxy.py).

JSON with one interaction a file. A body that is not UTF-8 stands as `base64:` and its base64.
"""

from __future__ import annotations

from viewer.core.formats._document import mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats._vcr_message import read_status
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_ROOT = frozenset({"request", "response"})
_KNOWN_REQUEST = frozenset({"method", "url", "headers", "body"})
_KNOWN_RESPONSE = frozenset({"status", "headers", "body"})
_BASE64 = "base64:"


class DdTestAgentReader:
    """Reads what the proxy of the Datadog test agent writes."""

    name = "dd-test-agent"
    title = "Datadog test agent cassette"
    suffixes: tuple[str, ...] = (".json",)

    def match(self, probe: Probe) -> Match:
        """Sure when a request with a `url` and a response with a status mapping are all there is."""
        root = mapping(probe.document.value)
        request, response = mapping(root, "request"), mapping(root, "response")
        if not request or not root.keys() <= _KNOWN_ROOT or not request.keys() <= _KNOWN_REQUEST:
            return Match.NO
        if isinstance(response.get("status"), dict) and "url" in request:
            return Match.SURE
        is_cut_off = "response" not in root or not response
        return Match.LIKELY if is_cut_off and request.keys() >= {"method", "url"} else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette with its one interaction, which has problems for what could not be read."""
        entry = Entry(probe.document, (), probe.document.value, [])
        entry.expect(_KNOWN_ROOT, "request", "response")
        request, response = _request(entry["request"]), _response(entry["response"])
        only = Interaction(0, request, response, place=entry.place, problems=tuple(entry.problems))
        return probe.cassette(self.name, [only], probe.problems)


def _request(entry: Entry) -> Request:
    entry.expect(_KNOWN_REQUEST, "url", "method")
    headers = header_fields(entry["headers"])
    return Request(entry["method"].text().upper(), entry["url"].text(), headers, _body(entry["body"]))


def _response(entry: Entry) -> Response:
    entry.expect(_KNOWN_RESPONSE)
    status, reason = read_status(entry)
    return Response(status, reason, header_fields(entry["headers"]), _body(entry["body"]))


def _body(entry: Entry) -> Body:
    is_binary = isinstance(entry.value, str) and entry.value.startswith(_BASE64)
    return entry.base64_body(_BASE64) if is_binary else entry.body()
