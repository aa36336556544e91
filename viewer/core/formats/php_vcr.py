# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""PHP-VCR cassettes (github.com/php-vcr/php-vcr): a YAML or JSON list, often in a file whose name has no suffix.

Empty values are left out. Bodies of the types that php-vcr takes for binary are base64, whatever they hold.
"""

from __future__ import annotations

from urllib.parse import urlencode

from viewer.core.errors import Severity
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats._vcr_message import http_version, read_status
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Headers, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_INTERACTION = frozenset({"request", "response", "index"})
_KNOWN_REQUEST = frozenset({"method", "url", "headers", "body", "post_fields", "post_files"})
_KNOWN_RESPONSE = frozenset({"status", "headers", "body", "curl_info"})
_NOT_PHP = frozenset({"request_body", "options", "protocol"})


class PhpVcrReader:
    """Reads what PHP-VCR writes."""

    name = "php-vcr"
    title = "PHP-VCR cassette"
    suffixes: tuple[str, ...] = (".yml", ".yaml", ".json")
    outlined: tuple[tuple[str, ...], ...] = ((),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first request of a list has a `url` and its response a `status`."""
        first = first_mapping(probe.document.value)
        request, response = mapping(first, "request"), mapping(first, "response")
        if "url" not in request or request.keys() & _NOT_PHP or "status_code" in response:
            return Match.NO
        return Match.SURE if "status" in response else Match.LIKELY

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        elements = Entry(probe.document, (), probe.document.value, problems).elements()
        interactions = [_interaction(index, entry.apart()) for index, entry in enumerate(elements)]
        return probe.cassette(self.name, interactions, problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(_KNOWN_INTERACTION, "request", "response")
    seconds = entry["response"]["curl_info"]["total_time"].number()
    return Interaction(
        index=index,
        request=_request(entry["request"]),
        response=_response(entry["response"]),
        duration_ms=seconds * 1000 if seconds else None,
        place=entry.place,
        problems=tuple(entry.problems),
    )


def _request(entry: Entry) -> Request:
    entry.expect(_KNOWN_REQUEST, "url", "method")
    if entry["post_files"].value:
        entry["post_files"].say("files were sent, which are not recorded", Severity.INFO)
    headers = header_fields(entry["headers"])
    return Request(entry["method"].text().upper(), entry["url"].text(), headers, _request_body(entry))


def _request_body(entry: Entry) -> Body:
    """The body, or what curl made one of: the fields of a form."""
    fields = entry["post_fields"]
    if entry["body"].value is not None or not isinstance(fields.value, dict):
        return entry["body"].body()
    if any(isinstance(value, (dict, list)) for value in fields.value.values()):
        return fields.parsed_body()
    form = urlencode([(name, value.text()) for name, value in fields.entries()])
    return Body(form.encode(), fields.place, was_text=False)


def _response(entry: Entry) -> Response:
    entry.expect(_KNOWN_RESPONSE)
    status, reason = read_status(entry)
    headers = header_fields(entry["headers"])
    body = entry["body"]
    is_base64 = isinstance(body.value, str) and _is_base64(headers)
    return Response(
        status=status,
        reason=reason,
        headers=headers,
        body=body.base64_body() if is_base64 else body.body(),
        http_version=http_version(entry["status"]["http_version"]),
    )


def _is_base64(headers: Headers) -> bool:
    is_gzip = "application/x-gzip" in (headers.get("content-type") or "")
    return is_gzip or headers.get("content-transfer-encoding") == "binary"
