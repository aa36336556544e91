# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A cassette -> the same cassette with stand-ins where its secrets were; what could not be replaced is told.

Rule: the text of the file is not written anew. Letters of secrets are replaced where they stand, one by one, so that
the copy has the recorder's own layout, escapes and lengths; a body that is stored packed is packed again. The copy is
read again, and what is still in it is told.
"""

from __future__ import annotations

import html
import json
import re
from base64 import b64decode, b64encode
from bisect import bisect_left
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from typing import TypeAlias
from urllib.parse import quote, quote_plus, unquote

from viewer.core.bodies import Decoded
from viewer.core.errors import CassetteError
from viewer.core.model import Headers
from viewer.core.recoding import recoded
from viewer.core.recording import Recording, load_text
from viewer.core.secret_inventory import KeptSecret, header_secrets, kept_secrets
from viewer.core.secrets.finding import Found, find
from viewer.core.secrets.spellings import unescaped
from viewer.core.secrets.stand_ins import stand_in
from viewer.core.text.spelt_bytes import replaced_bytes
from viewer.dataclass import dataclass

_Value: TypeAlias = str | tuple[str, ...]
"""A secret, or the pieces of one that a stream spread over several texts."""

_LEAST_LENGTH = 8
_LOOSENESS = 4
"""How many times as far apart as closest the pieces of a value may lie elsewhere."""
_BASE64 = re.compile(r"(?:binary\s+)?(?P<packed>[A-Za-z0-9+/][A-Za-z0-9+/\s]{30,}+={0,2})")


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
    values: set[_Value] = {portion for secret in secrets for portion in _portions(secret)}
    values |= {secret.pieces for secret in secrets if secret.pieces}
    text = data.decode("utf-8", "surrogateescape")
    changed, count = _replaced(text, [*_found(text), *_located(text, values), *_behind_names(text, secrets)])
    if values:
        changed, packed = _without_in_bodies(changed, original, values)
        changed, stored = _unpacked(changed, values)
        count += packed + stored
    copy = changed.encode("utf-8", "surrogateescape")
    left = tuple(_left(name, copy, original, secrets))
    replaced = {secret.mark for secret in secrets} - {secret.mark for secret in left}
    return Redaction(copy, len(replaced), count, left)


def _left(name: str, copy: bytes, original: Recording, secrets: list[KeptSecret]) -> Iterator[KeptSecret]:
    again = load_text(name, copy)
    if len(again.exchanges) != len(original.exchanges):
        raise CassetteError(name, None, "the copy would not hold the same interactions")
    known = {portion for secret in secrets for portion in _portions(secret)}
    whole = {secret.value for secret in secrets}  # short ones are not looked for, and stand where they stood
    for exchange in again.exchanges:
        for one in kept_secrets(exchange):
            if one.value in whole or not known.isdisjoint(_portions(one)):
                yield one


def _without(text: str, values: set[_Value]) -> tuple[str, int]:
    """A text with stand-ins, and in how many places."""
    return _replaced(text, [*_found(text), *_located(text, values)])


def _without_in_bodies(text: str, recording: Recording, values: set[_Value]) -> tuple[str, int]:
    """The same for bodies that stand in the file as base64 or hexadecimal figures of what was packed."""
    count, done = 0, set[bytes]()
    for exchange in recording.exchanges:
        request, response = exchange.interaction.request, exchange.interaction.response
        for body, headers, decoded in (
            (request.body, request.headers, exchange.request),
            (response.body, response.headers, exchange.response),
        ):
            if not decoded.encodings or body.stored is None or body.stored in done:
                continue
            done.add(body.stored)
            made, places = _packed_again(body.stored, headers, decoded, values)
            if places:
                text, found = replaced_bytes(text, body.stored, made)
                count += places * found
    return text, count


def _packed_again(stored: bytes, headers: Headers, decoded: Decoded, values: set[_Value]) -> tuple[bytes, int]:
    """What is stored of a body, with stand-ins; unchanged where that cannot be made, or its length is told."""
    if decoded.is_damaged or decoded.text is None or decoded.charset is None:
        return stored, 0
    changed, places = _without(decoded.text, values)
    if not places or decoded.text.encode(decoded.charset, "replace") != decoded.data:
        return stored, 0
    made = recoded(changed.encode(decoded.charset), stored, decoded.encodings)
    is_length_told = headers.get("content-length") == str(len(stored))
    return (stored, 0) if made is None or (is_length_told and len(made) != len(stored)) else (made, places)


def _unpacked(text: str, values: set[_Value]) -> tuple[str, int]:
    """The same for texts that stand in the file as base64, which keep their length and their line breaks."""
    parts, at, count = [], 0, 0
    for run in _BASE64.finditer(text):
        changed, places = _repacked(run["packed"], values)
        if places:
            parts += [text[at : run.start("packed")], changed]
            at, count = run.end("packed"), count + places
    return "".join([*parts, text[at:]]), count


def _repacked(packed: str, values: set[_Value]) -> tuple[str, int]:
    try:
        stored = b64decode("".join(packed.split()), validate=True)
        charset = "utf-16" if stored[:2] in {BOM_UTF16_LE, BOM_UTF16_BE} else "utf-8"
        changed, places = _without(stored.decode(charset), values)
    except ValueError:
        return packed, 0
    if charset == "utf-16":
        order = "utf-16-le" if stored[:2] == BOM_UTF16_LE else "utf-16-be"
        letters = iter(b64encode(stored[:2] + changed.encode(order)).decode())
    else:
        letters = iter(b64encode(changed.encode()).decode())
    return "".join(sign if sign.isspace() else next(letters) for sign in packed), places


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


def _located(text: str, values: set[_Value]) -> Iterator[list[tuple[int, int]]]:
    """Where each value stands in the file, however it may be spelt there, and across its lines."""
    whole = {value for value in values if isinstance(value, str)}
    for value in whole:
        for spelling in _spellings(value):
            yield from ([span] for span in _all(text, spelling))
    for pieces in values:
        if isinstance(pieces, tuple):
            yield from _sequences(text, pieces)
    for reading in unescaped(text):
        for value in {*whole, *map(unquote, whole)}:
            yield from (reading.spans(*span) for span in _all(reading.text, value))


def _behind_names(text: str, secrets: list[KeptSecret]) -> Iterator[list[tuple[int, int]]]:
    """Where short values of headers stand: right behind their names, for elsewhere their letters may be any word's."""
    for name, value in {(one.place.rpartition(" ")[2], one.value) for one in secrets if one.kind == "credential"}:
        short = [portion for portion in header_secrets(name, value) if len(portion) < _LEAST_LENGTH]
        if not short:
            continue
        behind = (
            rf"(?i:{re.escape(name)})[^A-Za-z0-9]{{1,24}}(?:value[^A-Za-z0-9]{{1,8}})?(?P<value>{re.escape(value)})"
        )
        for match in re.finditer(rf"(?<![A-Za-z0-9-]){behind}(?![A-Za-z0-9])", text):
            for portion in short:
                start = match.start("value") + value.index(portion)
                yield [(start, start + len(portion))]


def _sequences(text: str, pieces: tuple[str, ...]) -> Iterator[list[tuple[int, int]]]:
    """Where texts of JSON stand that end with the first piece, are the next ones, and begin with the last.

    Pieces may be single letters, which stand everywhere: they are looked for where they lie closest together.
    """
    patterns = list(_in_quotes([re.escape(json.dumps(piece)[1:-1]) for piece in pieces]))
    stands = {pattern: [match.span("piece") for match in re.finditer(pattern, text)] for pattern in set(patterns)}
    by_end: dict[int, list[tuple[int, int]]] = {}
    for first in stands[patterns[0]]:
        spans = [first]
        for pattern in patterns[1:]:
            after = bisect_left(stands[pattern], (spans[-1][1], 0))
            spans += stands[pattern][after : after + 1]
        if len(spans) < len(patterns):
            break
        by_end[spans[-1][1]] = spans  # of those that end alike the last to begin
    lengths = [spans[-1][1] - spans[0][0] for spans in by_end.values()]
    yield from (
        spans for spans, length in zip(by_end.values(), lengths, strict=True) if length <= _LOOSENESS * min(lengths)
    )


def _in_quotes(pieces: list[str]) -> Iterator[str]:
    quote_ = r"\\{0,7}\""
    for number, piece in enumerate(pieces):
        yield f"{quote_ if number else ''}(?P<piece>{piece}){quote_ if number < len(pieces) - 1 else ''}"


def _all(text: str, value: str) -> Iterator[tuple[int, int]]:
    at = text.find(value)
    while at >= 0:
        yield at, at + len(value)
        at = text.find(value, at + len(value))


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
    portions = header_secrets(secret.place, secret.value)
    return [portion for portion in portions if len(portion) >= _LEAST_LENGTH]


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
