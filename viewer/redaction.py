# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A cassette -> the same cassette with stand-ins where its secrets were; what could not be replaced is told.

Rule: the text of the file is not written anew. Letters of secrets are replaced where they stand, one by one, so that
the copy has the recorder's own layout, escapes and lengths. The copy is read again, and what is still in it is told.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

from viewer.core.errors import CassetteError
from viewer.core.recording import Recording, load_text
from viewer.core.secret_inventory import KeptSecret, kept_secrets
from viewer.core.secrets.finding import Found, find
from viewer.core.secrets.stand_ins import stand_in
from viewer.dataclass import dataclass

_LEAST_LENGTH = 8
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
_PORTION = re.compile(r"[;,]")


@dataclass(frozen=True, slots=True)
class Redaction:
    """The bytes of the copy, how many values were replaced in how many places, and the secrets that are still in it."""

    data: bytes
    values: int
    places: int
    left: tuple[KeptSecret, ...]


def redact(name: str, data: bytes) -> Redaction:
    """The copy of a cassette's bytes; raises CassetteError where the cassette, or then the copy, cannot be read."""
    original = load_text(name, data)
    secrets = [secret for exchange in original.exchanges for secret in kept_secrets(exchange)]
    text = data.decode("utf-8", "surrogateescape")
    groups = [*_found(text), *_located(text, {portion for secret in secrets for portion in _portions(secret)})]
    changed, count = _replaced(text, groups)
    copy = changed.encode("utf-8", "surrogateescape")
    return Redaction(copy, len({secret.mark for secret in secrets}), count, tuple(_left(name, copy, original, secrets)))


def _left(name: str, copy: bytes, original: Recording, secrets: list[KeptSecret]) -> Iterator[KeptSecret]:
    again = load_text(name, copy)
    if len(again.exchanges) != len(original.exchanges):
        raise CassetteError(name, None, "the copy would not hold the same interactions")
    known = {portion for secret in secrets for portion in _portions(secret)}
    for exchange in again.exchanges:
        yield from (one for one in kept_secrets(exchange) if not known.isdisjoint(_portions(one)))


def _found(text: str) -> Iterator[list[tuple[int, int]]]:
    """Where each secret stands that the file's own text shows, in one piece or in several."""
    group: list[Found] = []
    for one in find(text):
        if group and not one.is_rest:
            yield [(piece.start, piece.end) for piece in group]
            group = []
        group.append(one)
    if group:
        yield [(piece.start, piece.end) for piece in group]


def _located(text: str, values: set[str]) -> Iterator[list[tuple[int, int]]]:
    """Where each value stands in the file, however it may be spelt there."""
    for value in values:
        for spelling in _spellings(value):
            at = text.find(spelling)
            while at >= 0:
                yield [(at, at + len(spelling))]
                at = text.find(spelling, at + len(spelling))


def _spellings(value: str) -> set[str]:
    escaped = json.dumps(value)[1:-1]
    made = {value, escaped, json.dumps(escaped)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
    made |= {value.replace("'", "''"), value.replace("/", "\\/"), html.escape(value)}
    made |= {quote(value, safe=""), quote_plus(value), quote(value)}
    return {spelling for spelling in made if len(spelling) >= _LEAST_LENGTH}


def _portions(secret: KeptSecret) -> list[str]:
    """The parts of a value that are secret: what stands behind a scheme, the values of cookies."""
    if secret.kind != "credential":
        return [secret.value] if len(secret.value) >= _LEAST_LENGTH else []
    portions = []
    for part in _PORTION.split(_SCHEME.sub("", secret.value, count=1)):
        name, sign, value = part.strip().partition("=")
        if name.lower() not in _COOKIE_ATTRIBUTES:
            portions.append(value if sign and value.strip("=") else part.strip())
    return [portion for portion in portions if len(portion) >= _LEAST_LENGTH and not portion.startswith("REDACTED")]


def _replaced(text: str, groups: list[list[tuple[int, int]]]) -> tuple[str, int]:
    """The text with each group's letters replaced; of groups that overlap the longest counts."""
    pieces: list[tuple[int, int, str]] = []
    taken = bytearray(len(text))
    count = 0
    for group in sorted(groups, key=lambda group: (sum(start - end for start, end in group), group)):
        if any(any(taken[start:end]) for start, end in group):
            continue
        count += 1
        for (start, end), new in zip(group, stand_in([text[a:b] for a, b in group]), strict=True):
            taken[start:end] = b"\1" * (end - start)
            pieces.append((start, end, new))
    parts, at = [], 0
    for start, end, new in sorted(pieces):
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]]), count
