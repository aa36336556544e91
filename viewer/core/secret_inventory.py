# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Exchange -> the secrets in it, each with its kind, its place and how it was found; never what it is.

What a stream spread over its events is looked for where the fold put it together. One value in one place is told once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from viewer.core.analysis import Exchange
from viewer.core.secrets.finding import Found, find
from viewer.core.secrets.masking import Masker
from viewer.core.secrets.names import is_secret_header
from viewer.core.secrets.placeholders import is_placeholder
from viewer.core.secrets.stand_ins import letters, mark
from viewer.dataclass import dataclass

_COOKIE_ATTRIBUTES = {
    "path",
    "domain",
    "expires",
    "max-age",
    "samesite",
    "secure",
    "httponly",
    "signedheaders",
    "priority",
}
_SCHEME = re.compile(r"(?:bearer|basic|token|digest|apikey|aws4-hmac-sha256)\s+", re.IGNORECASE)
_LEAST_LETTERS = 4
"""Below so many letters and figures a header tells nothing to steal, and nothing that could stand in for it is told."""


@dataclass(frozen=True, slots=True)
class KeptSecret:
    """A secret of an interaction: where it stands, the 1-based line of the file, and its value, which nobody shows.

    `interaction` is None where the file itself says it, in what no interaction shows. `pieces` are those of the value
    where a stream spread it over several texts, in order.
    """

    interaction: int | None
    place: str
    kind: str
    how: str
    line: int
    value: str
    pieces: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """Kind, place and how it was found, in words."""
        of = "" if self.interaction is None else f" of #{self.interaction}"
        return f"{self.kind} in {self.place}{of}, found {self.how}"

    @property
    def mark(self) -> str:
        """Eight figures by which the value is known again."""
        return mark(self.value)


def kept_secrets(exchange: Exchange) -> list[KeptSecret]:
    """Every secret of an exchange, in the order of the places."""
    seen: set[tuple[str, str]] = set()
    values: set[str] = set()
    kept = []
    for one in _kept(exchange):
        is_part_of_body = one.place.startswith("what was streamed") and one.value in values
        if (one.place, one.value) not in seen and not is_part_of_body:
            seen.add((one.place, one.value))
            values.add(one.value)
            kept.append(one)
    return kept


def kept_by_file(source: str, known: Iterable[KeptSecret]) -> list[KeptSecret]:
    """The secrets in a file's own text that are not among those of its interactions, such as in keys nobody reads."""
    seen = "\n".join(letters(secret.value) for secret in known)
    kept, line, counted = [], 1, 0
    for one in find(source):
        value = source[one.start : one.end]
        if not one.is_rest and letters(value) not in seen:
            line, counted = line + source.count("\n", counted, one.start), one.start
            kept.append(KeptSecret(None, "the file", one.kind, one.how, line, value))
    return kept


def header_secrets(header: str, written: str) -> list[str]:
    """What is secret in a header: what stands behind a scheme, the values of cookies; no placeholders."""
    portions = []
    between = ";" if "cookie" in header.lower() else ","
    for part in _SCHEME.sub("", written, count=1).split(between):
        name, sign, value = part.strip().partition("=")
        if name.lower() not in _COOKIE_ATTRIBUTES:
            portions.append(value if sign and value.strip("=") else part.strip())
    return [portion for portion in portions if portion and not is_placeholder(portion)]


def _kept(exchange: Exchange) -> Iterator[KeptSecret]:
    interaction = exchange.interaction
    request, response = interaction.request, interaction.response
    line = interaction.place.line if interaction.place else 1
    yield from _in_text(exchange, "the address", request.url, line)
    yield from _in_text(exchange, "the method", request.method, line)
    yield from _in_headers(exchange, "request", request.headers.fields, line)
    yield from _in_text(exchange, "the request body", exchange.request.text or "", exchange.request_line(0) or line)
    answered_on = exchange.response_line(0) or line
    yield from _in_text(exchange, "the status text", response.reason, line)
    yield from _in_headers(exchange, "response", response.headers.fields, line)
    yield from _in_text(exchange, "the response body", exchange.response.text or "", answered_on)
    if exchange.is_stream:
        for track in exchange.assembly.tracks:
            yield from _in_text(exchange, "what was streamed", track.buffer, answered_on)


def _in_headers(exchange: Exchange, side: str, fields: tuple[tuple[str, str], ...], line: int) -> Iterator[KeptSecret]:
    for name, value in fields:
        place = f"the {side} header {name}"
        secrets = (
            header_secrets(name, value) if is_secret_header(name) and Masker().header(name, value) != value else []
        )
        if any(len(letters(secret)) >= _LEAST_LETTERS for secret in secrets):
            yield KeptSecret(exchange.interaction.index, place, "credential", "by the header's name", line, value)
        else:
            yield from _in_text(exchange, place, value, line)


def _in_text(exchange: Exchange, place: str, text: str, line: int) -> Iterator[KeptSecret]:
    begun: list[Found] = []
    for one in (*find(text), None):
        if one is not None and one.is_rest and begun:
            begun.append(one)
            continue
        if begun:
            written = tuple(text[piece.start : piece.end] for piece in begun)
            pieces = written if len(written) > 1 else ()
            kind, how = begun[0].kind, begun[0].how
            yield KeptSecret(exchange.interaction.index, place, kind, how, line, "".join(written), pieces)
        begun = [one] if one is not None else []
