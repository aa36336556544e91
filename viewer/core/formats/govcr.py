# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""go-vcr cassettes, format versions 1 and 2 (github.com/dnaeon/go-vcr, pkg/cassette/cassette.go).

Every key may be absent: wrappers around the library leave empty ones out.
"""

from __future__ import annotations

import re

from viewer.core.errors import Problem
from viewer.core.formats._api import Probe
from viewer.core.formats._entry import Entry
from viewer.core.model import Cassette, Headers, Interaction, Request, Response
from viewer.core.registry import Match

_UNITS_MS = {"ns": 1e-6, "us": 1e-3, "µs": 1e-3, "μs": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4, "h": 3.6e6}
_DURATION = re.compile(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|[+-]?0")
_DURATION_PART = re.compile(r"(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)")


def parse_duration(text: str) -> float | None:
    """Milliseconds of a Go duration such as `1m2.3s` (time.ParseDuration); None when it is not one."""
    if _DURATION.fullmatch(text) is None:
        return None
    total = sum(float(n) * _UNITS_MS[unit] for n, unit in _DURATION_PART.findall(text))
    return -total if text.startswith("-") else total


class GoVcrReader:
    """Reads what go-vcr and wrappers around it write."""

    name = "go-vcr"
    title = "go-vcr cassette"
    suffixes: tuple[str, ...] = (".yaml", ".yml")

    def match(self, probe: Probe) -> Match:
        """Sure when the first interaction's request has a `url` beside `interactions`."""
        value = probe.document.value
        if not isinstance(value, dict) or "interactions" not in value:
            return Match.NO
        interactions = value["interactions"]
        if not interactions:
            return Match.MAYBE
        first = next((i for i in interactions if isinstance(i, dict)), {}) if isinstance(interactions, list) else {}
        request = first.get("request")
        if not isinstance(request, dict) or "uri" in request:
            return Match.NO
        return Match.SURE if "url" in request else Match.MAYBE

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems: list[Problem] = list(probe.document.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        return Cassette(
            path=probe.path,
            recorder=self.name,
            version=root["version"].integer(),
            interactions=tuple(
                _interaction(index, entry) for index, entry in enumerate(root["interactions"].elements())
            ),
            source=probe.text,
            problems=tuple(problems),
            size=len(probe.data),
        )


def _interaction(index: int, shared: Entry) -> Interaction:
    entry = Entry(shared.document, shared.path, shared.value, [])
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
    return Request(
        method=entry["method"].text().upper(),
        url=entry["url"].text(),
        headers=_headers(entry["headers"]),
        body=entry["body"].body(),
        http_version=entry["proto"].text() or None,
    )


def _response(entry: Entry) -> Response:
    code = entry["code"].integer()
    return Response(
        status=code,
        reason=entry["status"].text().removeprefix(str(code)).strip(),
        headers=_headers(entry["headers"]),
        body=entry["body"].body(),
        http_version=entry["proto"].text() or None,
    )


def _headers(entry: Entry) -> Headers:
    fields: list[tuple[str, str]] = []
    for name, values in entry.entries():
        if isinstance(values.value, list):
            fields += [(name, value.text()) for value in values.elements()]
        else:
            fields.append((name, values.text()))
    return Headers(tuple(fields))


def _duration(entry: Entry) -> float | None:
    text = entry.text()
    duration = parse_duration(text)
    if text and duration is None:
        entry.say(f"duration {text!r} is not a Go duration")
    return duration
