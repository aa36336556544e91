# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The rules by which each recorder finds the recording of a request, and each rule as a comparison.

Rule: of what was not told about a request nothing is said; a verdict is then None.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl

from viewer.core.analysis import Exchange
from viewer.core.compare.comparison import Kind, Row
from viewer.core.compare.header_rows import header_rows
from viewer.core.compare.json_changes import canonical
from viewer.core.compare.rows import Rows, Where
from viewer.core.model import split_url
from viewer.core.replay.asked import AskedRequest
from viewer.core.text.json_values import parse_json
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Convention:
    """How a recorder replays: the names of its matchers, and whether a recording is played more than once."""

    matchers: tuple[str, ...]
    is_exact: bool = False
    """Whether bodies are compared byte by byte, so that the spacing of JSON counts."""
    repeats: bool = False
    note: str = ""


_VCRPY = Convention(
    ("method", "scheme", "host", "port", "path", "query"), note="each is played once, unless allow_playback_repeats"
)
_URI = Convention(("method", "uri"), is_exact=True, note="each is played once, unless playback repeats are allowed")
_ANY = Convention(
    ("method", "uri", "body"), note="of this recorder no rules are known: method, URL and body are compared"
)
CONVENTIONS = {
    "vcrpy": _VCRPY,
    "ruby-vcr": _URI,
    "php-vcr": Convention(("method", "uri", "host", "headers", "body"), is_exact=True),
    "r-vcr": _URI,
    "betamax": Convention(("method", "uri"), is_exact=True, note="each is played once, unless allow_playback_repeats"),
    "go-vcr": Convention(
        ("method", "uri", "body", "headers"),
        is_exact=True,
        note="go-vcr 4; before that the default is method and url. Each is played once",
    ),
    "nock": Convention(("method", "host", "path", "query", "body"), note="each is played once, unless persist()"),
    "har": Convention(
        ("method", "uri", "body", "headers"), is_exact=True, note="Polly.JS: the same request goes by order"
    ),
    "httprr": Convention(("method", "uri", "headers", "body"), is_exact=True, repeats=True),
    "exvcr": Convention(
        ("method", "scheme", "host", "port", "path"),
        note="the same request is answered by each in turn, over and over; a query counts with match_requests_on alone",
    ),
    "wiremock": Convention(("method", "path", "query", "body"), repeats=True),
}
"""The defaults of each recorder, by the name of its reader."""

ALIASES = {"body_as_json": "body", "raw_body": "body", "url": "uri", "digest-auth": "headers"}


def convention_of(recorder: str) -> Convention:
    """How a recorder replays by default."""
    return CONVENTIONS.get(recorder, _ANY)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one matcher says of one interaction: None where the request does not tell; `rows` say how they differ."""

    matcher: str
    matches: bool | None
    rows: tuple[Row, ...] = ()
    note: str = ""


class Matching:
    """Holds a request against one interaction after another."""

    def __init__(self, asked: AskedRequest, matchers: Sequence[str], rows: Rows, *, is_exact: bool) -> None:
        """`matchers` are names as recorders have them; one that is not known is told as such."""
        self._asked, self._rows, self._is_exact = asked, rows, is_exact
        self.matchers = tuple(dict.fromkeys(ALIASES.get(name, name) for name in matchers))

    def verdicts(self, exchange: Exchange) -> list[Verdict]:
        """What each matcher says, in order."""
        return [self._verdict(name, exchange) for name in self.matchers]

    def _verdict(self, name: str, exchange: Exchange) -> Verdict:
        if name == _BODY:
            return self._body(exchange)
        if name == _HEADERS:
            return self._headers(exchange)
        read = _OF_ADDRESS.get(name)
        if read is None:
            return Verdict(name, None, note="a rule of your own, which only your code knows")
        asked = read(self._asked.method, self._asked.url)
        if asked is None:
            return Verdict(name, None, note="not told")
        request = exchange.interaction.request
        recorded = read(request.method, request.url) or ""
        row = self._rows.text(Kind.ADDRESS, name, recorded, asked, _line(exchange))
        return Verdict(name, recorded == asked, () if recorded == asked else (row,))

    def _body(self, exchange: Exchange) -> Verdict:
        asked = self._asked.body
        if asked is None:
            return Verdict("body", None, note="not told")
        recorded = exchange.request.text or ""
        if recorded == asked:
            return Verdict("body", True)
        where = Where(exchange.request_line(0), None)
        (one, is_json), (other, is_too) = parse_json(recorded), parse_json(asked)
        is_same = is_json and is_too and canonical(one) == canonical(other)
        if is_same and not self._is_exact:
            return Verdict("body", True, note="JSON of another spacing or key order")
        row = self._rows.json_text(Kind.REQUEST_BODY, "", recorded, asked, where, said=True)
        note = "the same JSON in other bytes: this recorder compares bytes" if is_same else ""
        return Verdict("body", False, (row,), note)

    def _headers(self, exchange: Exchange) -> Verdict:
        asked = self._asked.headers
        if asked is None:
            return Verdict("headers", None, note="not told")
        recorded = exchange.interaction.request.headers
        found = header_rows(self._rows, Kind.REQUEST_HEADER, recorded, asked, _line(exchange))
        rows = tuple(row for row in found if not row.is_equal and row.name != "order")
        return Verdict("headers", not rows, rows)


def _line(exchange: Exchange) -> Where:
    place = exchange.interaction.place
    return Where(place.line if place else None, None)


_Read = Callable[[str | None, str | None], str | None]


def _of_url(read: Callable[[str], str]) -> _Read:
    return lambda _, url: read(url) if url is not None else None


def _host(url: str) -> str:
    return split_url(url).hostname or ""


def _port(url: str) -> str:
    parts = split_url(url)
    try:
        return str(parts.port or {"http": "80", "https": "443"}.get(parts.scheme, ""))
    except ValueError:
        return ""


def _query(url: str) -> str:
    return "&".join(f"{key}={value}" for key, value in sorted(parse_qsl(split_url(url).query, keep_blank_values=True)))


_BODY, _HEADERS = "body", "headers"
_OF_ADDRESS: dict[str, _Read] = {
    "method": lambda method, _: method,
    "scheme": _of_url(lambda url: split_url(url).scheme),
    "host": _of_url(_host),
    "port": _of_url(_port),
    "path": _of_url(lambda url: split_url(url).path or "/"),
    "query": _of_url(_query),
    "uri": _of_url(lambda url: url),
}

KNOWN_MATCHERS = (*_OF_ADDRESS, _BODY, _HEADERS, *ALIASES)
"""The names that are compared here; any other is a rule in somebody's own code."""
