# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""go-vcr cassettes, format versions 1 and 2 (github.com/dnaeon/go-vcr, pkg/cassette/cassette.go).

Library versions 1 and 2 write format 1, versions 3 and 4 write format 2. Every key may be absent: wrappers around
the library leave empty ones out.
"""

from __future__ import annotations

import re

from viewer.core.errors import Severity
from viewer.core.formats._document import first_mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_NANOSECONDS = {"ns": 1, "us": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}
# Both characters that look like a Greek mu: the micro sign, which Go writes, and the letter.
_NANOSECONDS |= {"\u00b5s": 10**3, "\u03bcs": 10**3}
_LONGEST_DURATION = 200
_MOST_NANOSECONDS = 2**63 - 1
_DURATION_PART = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)")
_DURATION = re.compile(rf"[+-]?(?:(?:{_DURATION_PART.pattern})+|0)")
_STATUS = re.compile(r"\s*([0-9]{3})?\s*(.*)", re.DOTALL)

_KNOWN_ROOT = frozenset({"version", "interactions", "mu"})
_KNOWN_INTERACTION = frozenset({"id", "request", "response"})
_KNOWN_MESSAGE = frozenset({"proto", "proto_major", "proto_minor", "content_length", "headers", "body"})
_KNOWN_MESSAGE |= {"transfer_encoding", "trailer"}
_KNOWN_REQUEST = _KNOWN_MESSAGE | {"host", "remote_addr", "request_uri", "form", "url", "method"}
_KNOWN_RESPONSE = _KNOWN_MESSAGE | {"uncompressed", "status", "code", "duration"}
# Keys of go-vcr that no other recorder writes beside `interactions`: they tell a file that was cut off early.
_ONLY_HERE = frozenset({"proto", "proto_major", "request_uri", "remote_addr", "form"})


def parse_duration(text: str) -> float | None:
    """Milliseconds of a Go duration such as `1m2.3s` (time.ParseDuration); None when it is not one."""
    if len(text) > _LONGEST_DURATION or _DURATION.fullmatch(text) is None:
        return None
    parts = [(*number.partition("."), _NANOSECONDS[unit]) for number, unit in _DURATION_PART.findall(text)]
    # Whole numbers of one fraction of a nanosecond: exact, and a tenth of the work of the standard library's fractions.
    places = max((len(decimals) for _, _, decimals, _ in parts), default=0)
    total: int = sum(
        int(whole + decimals) * 10 ** (places - len(decimals)) * unit for whole, _, decimals, unit in parts
    )
    if total > _MOST_NANOSECONDS * 10**places:
        return None
    milliseconds: int = 10 ** (places + 6)
    return (-total if text.startswith("-") else total) / milliseconds


class GoVcrReader:
    """Reads what go-vcr and wrappers around it write."""

    name = "go-vcr"
    title = "go-vcr cassette"
    suffixes: tuple[str, ...] = (".yaml", ".yml")
    outlined: tuple[tuple[str, ...], ...] = (("interactions",),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first interaction has a `request.url`; an empty list of interactions may be anybody's."""
        value = probe.document.value
        if not isinstance(value, dict) or "interactions" not in value:
            return Match.NO
        interactions = value["interactions"]
        if not interactions:
            return Match.MAYBE
        return _match_interactions(interactions) if isinstance(interactions, list) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        root.expect(_KNOWN_ROOT)
        elements = root["interactions"].elements()
        interactions = tuple(_interaction(index, entry) for index, entry in enumerate(elements))
        version = root["version"].integer()
        if not interactions:
            root["interactions"].say("no interactions were recorded", Severity.INFO)
        elif version not in (1, 2):
            what = "no format version" if version is None else f"format version {version} is not 1 or 2"
            root["version"].say(what, Severity.INFO)
        return probe.cassette(self.name, interactions, problems, version=version)


def _match_interactions(interactions: list[object]) -> Match:
    first = first_mapping(interactions)
    request, response = first.get("request"), first.get("response")
    if isinstance(request, dict):
        if "uri" in request:
            return Match.NO
        if "url" in request:
            return Match.SURE
        return Match.LIKELY if _ONLY_HERE & request.keys() else Match.MAYBE
    if isinstance(response, dict):
        return Match.LIKELY if "code" in response else Match.NO
    cut_off_early = "id" in first and first.keys() <= {"id", "request"}
    return Match.MAYBE if cut_off_early else Match.NO


def _interaction(index: int, shared: Entry) -> Interaction:
    entry = Entry(shared.document, shared.path, shared.value, [])
    entry.expect(_KNOWN_INTERACTION, "request", "response")
    return Interaction(
        index=index,
        request=_request(entry["request"]),
        response=_response(entry["response"]),
        id=entry["id"].integer(),
        duration_ms=_duration(entry["response"]["duration"]),
        place=entry.place,
        problems=tuple(entry.problems),
    )


def _request(entry: Entry) -> Request:
    entry.expect(_KNOWN_REQUEST, "url", "method")
    method = entry["method"].text().upper()
    return Request(
        # Go's client sends an empty method as GET (net/http, Request.Method).
        method=method or ("GET" if entry["method"].value == "" else ""),
        url=entry["url"].text(),
        headers=header_fields(entry["headers"], entry["trailer"]),
        body=entry["body"].body(),
        http_version=entry["proto"].text() or None,
    )


def _response(entry: Entry) -> Response:
    entry.expect(_KNOWN_RESPONSE)
    status, reason = _status(entry)
    return Response(
        status=status,
        reason=reason,
        headers=header_fields(entry["headers"], entry["trailer"]),
        body=entry["body"].body(),
        http_version=entry["proto"].text() or None,
    )


def _status(entry: Entry) -> tuple[int | None, str]:
    """The number and the reason phrase of `code: 200` and `status: 200 OK`, either of which may be absent."""
    code = entry["code"].integer()
    parts = _STATUS.fullmatch(entry["status"].text())
    written, reason = (parts[1], parts[2]) if parts else (None, "")
    if entry.value and written is None and code is None and not entry.is_cut_off:
        entry.say("the response has no status; the recording may be cut off")
    if written is not None and code is not None and int(written) != code:
        entry["code"].say(f"code {code} and status {written!r} differ; the code is shown")
    return (int(written) if code is None and written else code), reason


def _duration(entry: Entry) -> float | None:
    """Milliseconds; a number is nanoseconds, which is how Go writes a duration outside of YAML."""
    if isinstance(entry.value, int) and not isinstance(entry.value, bool):
        duration: float | None = entry.value / 10**6
    else:
        text = entry.text()
        duration = parse_duration(text)
        if text and duration is None:
            entry.say(f"duration {text[:40]!r} is not a Go duration")
    if duration is not None and duration < 0:
        entry.say(f"duration {duration:g} ms is less than nothing")
        return None
    return duration
