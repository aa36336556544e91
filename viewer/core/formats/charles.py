# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Sessions of the Charles proxy in JSON (`.chlsj`, charlesproxy.com): a list of exchanges with their parts of a URL."""

from __future__ import annotations

from viewer.core.errors import Severity
from viewer.core.formats._dates import moment
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import named_header_fields
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_ONLY_HERE = frozenset({"actualPort", "protocolVersion", "keptAlive", "durations"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


class CharlesReader:
    """Reads sessions that were exported as JSON."""

    name = "charles"
    title = "Charles session (JSON)"
    suffixes: tuple[str, ...] = (".chlsj",)
    outlined: tuple[tuple[str, ...], ...] = ((),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first of a list has a scheme, a host and a path, and what only Charles writes beside."""
        first = first_mapping(probe.document.value)
        is_own = first.keys() >= {"scheme", "host", "path", "method"} and bool(first.keys() & _ONLY_HERE)
        return Match.SURE if is_own and "header" in mapping(first, "request") else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        elements = Entry(probe.document, (), probe.document.value, problems).elements()
        interactions = [_interaction(index, entry.apart()) for index, entry in enumerate(elements)]
        return probe.cassette(self.name, interactions, problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    asked, answered = entry["request"], entry["response"]
    version = entry["protocolVersion"].text() or None
    state = entry["status"].text()
    if state not in ("COMPLETE", ""):
        entry["status"].say(f"the exchange is not complete: {state[:40].lower()}")
    first_line = answered["header"]["firstLine"].text().split(" ", 2)
    duration, latency = entry["durations"]["total"].number(), entry["durations"]["latency"].number()
    return Interaction(
        index=index,
        request=Request(
            entry["method"].text().upper(),
            _url(entry),
            named_header_fields(asked["header"]["headers"]),
            _body(asked),
            version,
        ),
        response=Response(
            answered["status"].integer(),
            first_line[2] if len(first_line) > 2 else "",
            named_header_fields(answered["header"]["headers"]),
            _body(answered),
            version,
        ),
        duration_ms=duration if duration and duration > 0 else None,
        recorded_at=moment(entry["times"]["start"]),
        place=entry.place,
        problems=tuple(entry.problems),
        first_byte_ms=latency if latency and latency > 0 else None,
    )


def _url(entry: Entry) -> str:
    scheme, host, query = entry["scheme"].text(), entry["host"].text(), entry["query"].text()
    port = (entry["port"] if entry["port"].value is not None else entry["actualPort"]).integer()
    told = "" if port is None or port == _DEFAULT_PORTS.get(scheme) else f":{port}"
    return f"{scheme}://{host}{told}{entry['path'].text()}{'?' if query else ''}{query}"


def _body(message: Entry) -> Body:
    body = message["body"]
    if body["encoded"].value is not None:
        encoding = body["encoding"].text()
        if encoding not in ("base64", ""):
            body["encoding"].say(
                f"encoding {encoding[:40]!r} is not known; the text is shown as it stands", Severity.INFO
            )
            return body["encoded"].body()
        return body["encoded"].base64_body()
    return body["text"].body()
