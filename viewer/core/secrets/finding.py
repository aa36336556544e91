# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Text -> the secrets in it: by their issuers' marks and by what stands around them, however they are spelt.

Rule: linear. A long text is looked at window by window: a search of megabytes in one call would keep other threads,
and so the window's, from running. What begins in one window may end in the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from viewer.core.secrets.issuers import found_in, kind_of
from viewer.core.secrets.patterns import SHAPES
from viewer.core.secrets.placeholders import is_placeholder
from viewer.core.secrets.spellings import Reading, joined, unescaped
from viewer.dataclass import dataclass

_BASE64_RUN = re.compile(r"[^A-Za-z0-9+/](?!eyJ)[A-Za-z0-9+/]{2000,}={0,2}")
_REST_OF_RUN = re.compile(r"[A-Za-z0-9+/]{2000,}={0,2}")
_BLOCK = 1000
_BLOCK_OF_RUN = re.compile(rf"[A-Za-z0-9+/]{{{_BLOCK}}}")
_SHORT = 2000
_START = "&"
"""Stands before a text: any sign does, and what a text begins with may be a parameter of a form."""
WINDOW = 1 << 17
"""Characters that are looked through at once, and what stands behind them for where a secret ends."""
LONGEST_SECRET = 1 << 15
"""Characters behind the beginning of a secret that are looked at for its end."""


@dataclass(frozen=True, slots=True)
class Found:
    """A secret, or a piece of one: characters `start` to `end`, its kind, and how it was found.

    `is_rest`: what begins it stands elsewhere, so that nothing of it may be shown.
    """

    start: int
    end: int
    kind: str
    how: str
    is_rest: bool = False


def find(text: str, before: int | None = None) -> tuple[Found, ...]:
    """The secrets in a text, in order and apart; with `before` at least all that begin before it."""
    return _find_in_short(text) if len(text) <= _SHORT else _find(text, before)


@lru_cache(maxsize=4096)
def _find_in_short(text: str) -> tuple[Found, ...]:
    """The same for a text that is likely met again, as each turn of a conversation repeats those before it."""
    return _find(text)


def _find(text: str, before: int | None = None) -> tuple[Found, ...]:
    found: list[Found] = []
    for start in range(0, max(len(text), 1) if before is None else before, WINDOW):
        piece = text[start : start + WINDOW + LONGEST_SECRET] if len(text) > WINDOW else text
        sign = text[start - 1] if start else _START
        found += [
            Found(one.start + start, one.end + start, one.kind, one.how, one.is_rest)
            for one in _in_window(piece, sign)
            if one.start < WINDOW
        ]
    return tuple(_apart(found)) if found else ()


def _in_window(text: str, before: str) -> Iterator[Found]:
    yield from _in(text, before)
    yield from _in_pieces(text, None)
    for reading in unescaped(text):
        yield from _in_reading(reading, "escaped", most=1)
        yield from _in_pieces(reading.text, reading)


def _in_pieces(text: str, under: Reading | None) -> Iterator[Found]:
    for whole in joined(text, under):
        yield from _in_reading(whole, "in pieces", least=2)
        for reading in unescaped(whole.text, whole):
            yield from _in_reading(reading, "in pieces", least=2)


def _in_reading(reading: Reading, how: str, least: int = 1, most: int = 10_000) -> Iterator[Found]:
    """What another reading of a text shows, where it lies in so many pieces of the text."""
    for one in _in(reading.text, _START):
        spans = reading.spans(one.start, one.end)
        if least <= len(spans) <= most:
            for number, (start, end) in enumerate(spans):
                yield Found(start, end, one.kind, f"{one.how}, {how}", is_rest=number > 0)


def _in(text: str, before: str) -> Iterator[Found]:
    marked = before + text
    stretches = list(_outside_base64(marked))
    for start, end in stretches:
        for match in found_in(marked, start, end):
            first, last = match.span("secret")
            if not is_placeholder(match["secret"]):
                yield Found(first - 1, last - 1, kind_of(match["secret"]), "by its issuer's mark")
    for shape in SHAPES:
        if shape.is_hinted(text):
            how = "by its form" if shape.everywhere else "by what stands before it"
            for start, end in [(0, len(marked))] if shape.everywhere else stretches:
                for match in shape.pattern.finditer(marked, start, end):
                    first, last = match.span("secret")
                    if shape.accepts(match):
                        yield Found(max(first - 1, 0), last - 1, shape.kind, how)


def _outside_base64(text: str) -> Iterator[tuple[int, int]]:
    """All but long runs of base64, which are pictures and files."""
    at = 0
    if len(text) > _SHORT and _may_hold_base64(text):
        rest = _REST_OF_RUN.match(text)  # of one that began in the window before
        at = rest.end() if rest else 0
        for run in _BASE64_RUN.finditer(text, at):
            yield at, run.start() + 1
            at = run.end()
    yield at, len(text)


def _may_hold_base64(text: str) -> bool:
    """Whether there may be such a run, which would cover a whole block: told without a look at most characters."""
    return any(_BLOCK_OF_RUN.match(text, start) for start in range(0, len(text), _BLOCK))


def _apart(found: list[Found]) -> list[Found]:
    """In order, those that overlap joined: the first tells what it is."""
    apart: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, one.is_rest, -one.end)):
        last = apart[-1] if apart else None
        if last and one.start < last.end:
            apart[-1] = Found(last.start, max(one.end, last.end), last.kind, last.how, last.is_rest)
        else:
            apart.append(one)
    return apart
