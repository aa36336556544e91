# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""ExVCR cassettes (github.com/parroty/exvcr, lib/exvcr/json.ex): a JSON list of requests and responses.

A binary body is the base64 of an Erlang term. An error is a response of the type `error`, its body the reason.
"""

from __future__ import annotations

from viewer.core.errors import Severity
from viewer.core.formats._base64 import encoded_bytes
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._erlang import term_bytes
from viewer.core.formats._headers import header_fields
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_INTERACTION = frozenset({"request", "response"})
_KNOWN_REQUEST = frozenset({"method", "url", "headers", "body", "request_body", "options"})
_KNOWN_RESPONSE = frozenset({"status_code", "headers", "body", "type", "binary"})


class ExVcrReader:
    """Reads what ExVCR writes, and the stubs that people write for it."""

    name = "exvcr"
    title = "ExVCR cassette"
    suffixes: tuple[str, ...] = (".json",)
    outlined: tuple[tuple[str, ...], ...] = ((),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first response of a list has a `status_code`, or its request what only ExVCR writes."""
        first = first_mapping(probe.document.value)
        request, response = mapping(first, "request"), mapping(first, "response")
        if "logged_at" in first or "timestamp" in request:  # claude-trace
            return Match.NO
        if "url" not in request:
            return Match.LIKELY if request.keys() >= {"body", "headers", "method", "options"} else Match.NO
        is_own = "status_code" in response or request.keys() & {"request_body", "options"}
        return Match.SURE if is_own else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        elements = Entry(probe.document, (), probe.document.value, problems).elements()
        interactions = [_interaction(index, entry.apart()) for index, entry in enumerate(elements)]
        return probe.cassette(self.name, interactions, problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(_KNOWN_INTERACTION, "request", "response")
    request, response = _request(entry["request"]), _response(entry["response"])
    return Interaction(index, request, response, place=entry.place, problems=tuple(entry.problems))


def _request(entry: Entry) -> Request:
    entry.expect(_KNOWN_REQUEST, "url")
    body = next((entry[name] for name in ("body", "request_body") if entry[name].value), entry["body"])
    return Request(entry["method"].text().upper(), entry["url"].text(), header_fields(entry["headers"]), body.body())


def _response(entry: Entry) -> Response:
    entry.expect(_KNOWN_RESPONSE)
    status, reason, http_version = _status(entry["status_code"])
    if entry["type"].value == "error":
        entry.say(f"no response was received: {_reason(entry['body'])}")
    elif status is None and entry.value and not entry.is_cut_off:
        entry.say("the response has no status; the recording may be cut off")
    return Response(status, reason, header_fields(entry["headers"]), _body(entry), http_version)


def _reason(entry: Entry) -> str:
    return (entry.value if isinstance(entry.value, str) else str(entry.value))[:200]


def _status(entry: Entry) -> tuple[int | None, str, str | None]:
    """Number, reason phrase and HTTP version of `200`, or of `["HTTP/1.1", 200, "OK"]` as `httpc` has it."""
    if isinstance(entry.value, list) and len(entry.value) == 3:
        http_version, code, reason = entry.elements()
        return code.integer(), reason.text(), http_version.text()
    return entry.integer(), "", None


def _body(entry: Entry) -> Body:
    """The body of a response; a list is what some clients gave as the reason of an error."""
    body = entry["body"]
    if isinstance(body.value, (dict, list)):
        return body.parsed_body()
    if entry["binary"].value is not True or not isinstance(body.value, str):
        return body.body()
    try:
        return Body(term_bytes(encoded_bytes(body.value)), body.place, was_text=False)
    except ValueError as error:
        body.say(f"the binary body is shown as it stands: {error}", Severity.WARNING)
        return body.body()
