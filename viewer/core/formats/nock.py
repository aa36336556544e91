# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""nock recordings (github.com/nock/nock, lib/recorder.js): a JSON list with one flat mapping an interaction.

JSON bodies stand parsed and other text as it was; what is neither is in hexadecimal, and compressed bodies are a list
of such pieces. Header fields are a mapping or, in `rawHeaders`, a flat list.
"""

from __future__ import annotations

import re

from viewer.core.formats._document import first_mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields, paired_header_fields
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Headers, Interaction, Request, Response
from viewer.core.registry import Match

_REQUIRED = frozenset({"scope", "method", "path"})
_KNOWN = _REQUIRED | {"body", "status", "response", "rawHeaders", "headers", "reqheaders", "responseIsBinary"}
_KNOWN |= {"reply", "badheaders", "options", "filteringScope", "requestBodyIsUtf8"}
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})*")


class NockReader:
    """Reads what nock's recorder writes."""

    name = "nock"
    title = "nock recording"
    suffixes: tuple[str, ...] = (".json",)
    outlined: tuple[tuple[str, ...], ...] = ((),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first mapping of a list has a `scope`, a `method`, a `path` and a reply."""
        first = first_mapping(probe.document.value)
        if not first.keys() >= _REQUIRED:
            return Match.LIKELY if first.keys() >= {"scope", "method"} else Match.NO
        return Match.SURE if first.keys() & {"status", "response"} else Match.LIKELY

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        elements = Entry(probe.document, (), probe.document.value, problems).elements()
        interactions = [_interaction(index, entry.apart()) for index, entry in enumerate(elements)]
        return probe.cassette(self.name, interactions, problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(_KNOWN, *sorted(_REQUIRED))
    request, response = _request(entry), _response(entry)
    return Interaction(index, request, response, place=entry.place, problems=tuple(entry.problems))


def _request(entry: Entry) -> Request:
    return Request(
        method=entry["method"].text().upper(),
        url=entry["scope"].text() + entry["path"].text(),
        headers=header_fields(entry["reqheaders"]),
        body=_body(entry["body"]),
    )


def _response(entry: Entry) -> Response:
    status = entry["status"].integer()
    if status is None and isinstance(entry.value, dict) and not entry.is_cut_off:
        entry.say("the response has no status; the recording may be cut off")
    headers = _response_headers(entry)
    is_binary = entry["responseIsBinary"].value is True or headers.get("content-encoding") is not None
    return Response(status=status, headers=headers, body=_body(entry["response"], is_binary=is_binary))


def _response_headers(entry: Entry) -> Headers:
    """The header fields in the order in which they came, where nock kept it."""
    raw = entry["rawHeaders"]
    if isinstance(raw.value, list) and all(isinstance(word, str) for word in raw.value):
        return paired_header_fields(raw)
    return header_fields(entry["headers"] if raw.value is None else raw)


def _body(entry: Entry, *, is_binary: bool = False) -> Body:
    """A body; one that was binary stands in hexadecimal, and so do the pieces of one that was coded."""
    pieces = entry.value if isinstance(entry.value, list) else [entry.value]
    if is_binary and all(map(_is_hex, pieces)):
        return entry.hex_body("".join(map(str, pieces)))
    return entry.parsed_body() if isinstance(entry.value, (dict, list)) else entry.body()


def _is_hex(value: object) -> bool:
    return isinstance(value, str) and _HEX.fullmatch(value) is not None
