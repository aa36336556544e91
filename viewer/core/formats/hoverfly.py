# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Hoverfly's simulations (docs.hoverfly.io), schema versions 1 to 5: pairs of a request's pattern and a response.

A captured request matches itself: each field has one matcher, whose value stands for what was sent.
"""

from __future__ import annotations

from viewer.core.errors import Severity
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Headers, Interaction, Request, Response
from viewer.core.registry import Match

_PLAIN = ("exact", "json", "xml", "jsonpartial", "form")
_OLD_PLAIN = ("exactMatch", "jsonMatch", "xmlMatch")


class HoverflyReader:
    """Reads simulations."""

    name = "hoverfly"
    title = "Hoverfly simulation"
    suffixes: tuple[str, ...] = (".json",)
    outlined: tuple[tuple[str, ...], ...] = (("data", "pairs"),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first of `data.pairs` has a request and a response."""
        pairs = mapping(probe.document.value, "data").get("pairs")
        return Match.SURE if first_mapping(pairs).keys() >= {"request", "response"} else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        elements = root["data"]["pairs"].elements()
        interactions = [_interaction(index, entry.apart()) for index, entry in enumerate(elements)]
        version = root["meta"]["schemaVersion"].text() or None
        return probe.cassette(self.name, interactions, problems, version=version)


def _interaction(index: int, entry: Entry) -> Interaction:
    asked, answered = entry["request"], entry["response"]
    delay = answered["fixedDelay"].number()
    return Interaction(
        index=index,
        request=Request(_text(asked["method"]).upper(), _url(asked), _headers(asked["headers"]), _asked(asked["body"])),
        response=Response(
            answered["status"].integer(), headers=header_fields(answered["headers"]), body=_answered(answered)
        ),
        duration_ms=delay if delay and delay > 0 else None,
        place=entry.place,
        problems=tuple(entry.problems),
    )


def _matched(entry: Entry) -> Entry:
    """The value that a field is compared with: of a list of matchers, of one mapping (before version 5), or itself."""
    if isinstance(entry.value, list):
        first = next(iter(entry.elements()), None)
        return entry if first is None else _matched(first)
    if not isinstance(entry.value, dict):
        return entry
    if "matcher" in entry.value:
        kind = entry["matcher"].text()
        if kind not in _PLAIN and entry["value"].value is not None:
            entry.say(f"the request holds a pattern ({kind[:40]})", Severity.INFO)
        return entry["value"]
    name = next((name for name in _OLD_PLAIN if name in entry.value), None) or next(iter(entry.value), "")
    return entry[name]


def _text(entry: Entry) -> str:
    found = _matched(entry)
    return "" if isinstance(found.value, dict | list) else found.text()


def _url(asked: Entry) -> str:
    scheme, host, path = (_text(asked[name]) for name in ("scheme", "destination", "path"))
    query = asked["query"] if asked["query"].value is not None else asked["deprecatedQuery"]
    if isinstance(query.value, dict) and not mapping(query.value).keys() & {"matcher", *_OLD_PLAIN}:
        told = "&".join(f"{name}={_text(value)}" for name, value in query.entries())
    else:
        told = _text(query)
    return (
        f"{scheme or 'http'}://{host}{path}{'?' if told else ''}{told}"
        if host
        else f"{path}{'?' if told else ''}{told}"
    )


def _headers(entry: Entry) -> Headers:
    """Header fields, whose values are matchers since version 5."""
    return Headers(tuple((name, _text(value)) for name, value in entry.entries()))


def _asked(entry: Entry) -> Body:
    found = _matched(entry)
    return found.parsed_body() if isinstance(found.value, dict | list) and found is not entry else found.body()


def _answered(answered: Entry) -> Body:
    if answered["bodyFile"].text() and not answered["body"].text():
        answered["bodyFile"].say(f"the body is in another file: {answered['bodyFile'].text()[:200]}")
    return answered["body"].base64_body() if answered["encodedBody"].value is True else answered["body"].body()
