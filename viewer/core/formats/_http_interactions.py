# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`http_interactions`: the layout that Ruby's VCR began and that Betamax and R's vcr took over.

Rule: `recorded_with` names the recorder. It comes last, so where a file was cut off the first interaction tells.
"""

from __future__ import annotations

import re
from datetime import UTC

from viewer.core.errors import Severity
from viewer.core.formats._dates import moment
from viewer.core.formats._document import first_mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats._vcr_message import http_version, read_body, read_status
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette, Interaction, Request, Response
from viewer.core.registry import Match

RUBY_VCR = "ruby-vcr"
R_VCR = "r-vcr"
BETAMAX = "betamax"

_RECORDED_WITH = (
    (re.compile(r"VCR [0-9]"), RUBY_VCR),
    (re.compile(r"(?:VCR-)?vcr/"), R_VCR),
    (re.compile(r"betamax\b"), BETAMAX),
)
_VERSION = re.compile(r"[0-9]+(?:\.[0-9A-Za-z]+)*")
_KNOWN_ROOT = frozenset({"http_interactions", "recorded_with"})
_KNOWN_INTERACTION = frozenset({"request", "response", "recorded_at"})
_KNOWN_REQUEST = frozenset({"method", "uri", "headers", "body"})
_KNOWN_RESPONSE = frozenset({"status", "headers", "body", "http_version", "adapter_metadata"})
_KNOWN_RESPONSE |= {"url", "status_code", "body_encoding"}


def match_recorder(probe: Probe, recorder: str) -> Match:
    """How sure it is that the file is of this recorder and not of another one with the same layout."""
    value = probe.document.value
    if not isinstance(value, dict) or "http_interactions" not in value:
        return Match.NO
    recorded_with = str(value.get("recorded_with") or "")
    named = next((name for pattern, name in _RECORDED_WITH if pattern.match(recorded_with)), None)
    if named is not None:
        return Match.SURE if named == recorder else Match.NO
    return Match.LIKELY if _recorder_by_shape(probe, value["http_interactions"]) == recorder else Match.NO


def _recorder_by_shape(probe: Probe, interactions: object) -> str:
    """The recorder that writes interactions like the first one."""
    if probe.text.lstrip("\ufeff \t\r\n").startswith("{"):
        return BETAMAX
    first = first_mapping(interactions)
    request, response = first.get("request"), first.get("response")
    if isinstance(response, dict) and "status" in response:
        return R_VCR if isinstance(response["status"], int) else RUBY_VCR
    return R_VCR if isinstance(request, dict) and str(request.get("method")).isupper() else RUBY_VCR


def read_cassette(probe: Probe, recorder: str) -> Cassette:
    """The cassette, with problems for what could not be read; a bare list holds the interactions itself."""
    problems = list(probe.problems)
    root = Entry(probe.document, (), probe.document.value, problems)
    is_list = isinstance(root.value, list)
    if not is_list:
        root.expect(_KNOWN_ROOT)
    elements = (root if is_list else root["http_interactions"]).elements()
    interactions = tuple(_interaction(index, entry) for index, entry in enumerate(elements))
    if not interactions:
        root["http_interactions"].say("no interactions were recorded", Severity.INFO)
    version = None if is_list else _VERSION.search(root["recorded_with"].text())
    return probe.cassette(recorder, interactions, problems, version=version[0] if version else None)


def _interaction(index: int, shared: Entry) -> Interaction:
    entry = Entry(shared.document, shared.path, shared.value, [])
    entry.expect(_KNOWN_INTERACTION, "request", "response")
    return Interaction(
        index=index,
        request=_request(entry["request"]),
        response=_response(entry["response"]),
        # The two that write no zone, Betamax and R's vcr, write universal time.
        recorded_at=moment(entry["recorded_at"], UTC),
        place=entry.place,
        problems=tuple(entry.problems),
    )


def _request(entry: Entry) -> Request:
    entry.expect(_KNOWN_REQUEST, "uri", "method")
    return Request(
        method=entry["method"].text().removeprefix(":").upper(),  # a Ruby symbol before VCR 2
        url=entry["uri"].text(),
        headers=header_fields(entry["headers"]),
        body=read_body(entry["body"]),
    )


def _response(entry: Entry) -> Response:
    entry.expect(_KNOWN_RESPONSE)
    status, reason = read_status(entry)
    return Response(
        status=status,
        reason=reason,
        headers=header_fields(entry["headers"]),
        body=read_body(entry["body"]),
        http_version=http_version(entry["http_version"]),
    )
