# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Events that say again what an earlier one said, but for one text: understood without parsing their JSON.

Nearly all events of a long stream are such. Rule: never another answer. A refrain is a payload with holes: one for the
text, and others for values that the dialect does not look at. What stands between the holes is compared letter by
letter and the holes are read by the JSON parser, so the JSON is what the parser would give. That the dialect makes the
same of it was tried with a text that leaves nothing as it is (`_TRIED_TEXT`); dialects vouch for the rest.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import fields
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from viewer.core.deltas import Delta, ReasoningDelta, TextDelta, ToolCallDelta
from viewer.core.dialects import Dialect
from viewer.core.messages import JsonPath
from viewer.core.streams.api import StreamEvent, parsed
from viewer.core.text.json_values import Json, parse_json, scan_json, value_at

_Carrier: TypeAlias = TextDelta | ReasoningDelta | ToolCallDelta
_VALUES: dict[type[Delta], Callable[[Delta], tuple[object, ...]]] = {
    of: attrgetter(*(one.name for one in fields(of))) for of in (TextDelta, ReasoningDelta, ToolCallDelta)
}
_TRIED_TEXT = ' \t"Ä\\\n{"a": [1]}<b>&\N{GRINNING FACE}data: [DONE]\r\n '
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*"|[-+.0-9A-Za-z]++')
_CONTAINERS = (dict, list)
_MOST = 8
"""Refrains that are known at once: choices take turns, and so do kinds of text."""
_TRIES, _HITS_A_TRY = 16, 16
"""Events that are looked at in vain at most. Each takes as long as some ten others, so more only where it pays."""


class Refrain(NamedTuple):
    """An event whose payload is a value behind each of the `literals`, and then the `last`; they stand at the `paths`.

    Its deltas are `of(text, *rest)` with those `ahead` and `behind` it; the text is the value at `text_at`.
    """

    name: str | None
    literals: tuple[str, ...]
    last: str
    paths: tuple[JsonPath, ...]
    text_at: int
    json: Json
    ahead: tuple[Delta, ...]
    behind: tuple[Delta, ...]
    of: Callable[..., Delta]
    rest: tuple[object, ...]

    def values(self, event: StreamEvent) -> list[Json] | None:
        """The values of an event; None where it is another one, or says nothing."""
        payload, end = event.data, 0
        found: list[Json] = []
        for literal in self.literals:
            if not payload.startswith(literal, end):
                return None
            try:
                value, end = scan_json(payload, end + len(literal))
            except (StopIteration, ValueError, RecursionError):
                return None
            if isinstance(value, _CONTAINERS):
                return None
            found.append(value)
        text, is_last = found[self.text_at], end + len(self.last) == len(payload) and payload.endswith(self.last)
        return found if is_last and text and isinstance(text, str) and event.name == self.name else None

    def deltas(self, found: list[Json]) -> tuple[Delta, ...]:
        """What an event of these values says."""
        return (*self.ahead, self.of(found[self.text_at], *self.rest), *self.behind)

    def json_of(self, found: list[Json]) -> Json:
        """The JSON of an event of these values."""
        value = self.json
        for path, other in zip(self.paths, found, strict=True):
            value = _with(value, path, other)
        return value


class Refrains:
    """The refrains of one stream, each learnt from an event that was none yet."""

    def __init__(self, dialect: Dialect) -> None:
        """The dialect must be one that vouches for its texts."""
        self._dialect = dialect
        self._idle: tuple[str, ...] = getattr(dialect, "idle_keys", ())
        self._known: deque[Refrain] = deque(maxlen=_MOST)
        self._tries = self._hits = 0
        self._before: Json = None
        """The event that was looked at last: what is idle and stays the same needs no hole."""

    def match(self, event: StreamEvent) -> tuple[Refrain, list[Json]] | None:
        """The refrain that an event is, which nobody has parsed, and its values; None where it is none."""
        for refrain in self._known:
            if (found := refrain.values(event)) is not None:
                self._hits += 1
                return refrain, found
        return None

    def learn(self, event: StreamEvent, said: tuple[Delta, ...]) -> None:
        """Know an event again, which says this."""
        if self._tries > _TRIES + self._hits // _HITS_A_TRY:
            return
        self._tries += 1
        for place, delta in enumerate(said if self._before is not None else ()):
            if isinstance(delta, _Carrier) and not delta.cumulative:
                refrain = self._refrain(event, said, place, delta)
                self._known.extendleft([refrain] if refrain is not None else [])
        self._before = event.json

    def _refrain(self, event: StreamEvent, said: tuple[Delta, ...], place: int, delta: _Carrier) -> Refrain | None:
        """The event with holes for this delta's text and for what is idle; None where it is not so simple."""
        of: Callable[..., Delta] = type(delta)
        text, *rest = _VALUES[type(delta)](delta)
        if not text or value_at(event.json, delta.path) != text:
            return None
        idle = [(key,) for key in self._idle if value_at(event.json, (key,)) != value_at(self._before, (key,))]
        holes = sorted(hole for path in (delta.path, *idle) for hole in _holes(event, path))
        paths = tuple(path for *_, path in holes)
        begins, ends = (*(begin for begin, _, _ in holes), None), (0, *(end for _, end, _ in holes))
        *literals, last = (event.data[end:begin] for end, begin in zip(ends, begins, strict=True))
        told = parsed(event._replace(data=json.dumps(_TRIED_TEXT).join((*literals, last)), is_json=None))
        ahead, behind = said[:place], said[place + 1 :]
        expected = (*ahead, of(_TRIED_TEXT, *rest), *behind)
        if delta.path not in paths or tuple(self._dialect.deltas(told)) != expected:
            return None
        text_at = paths.index(delta.path)
        return Refrain(event.name, tuple(literals), last, paths, text_at, event.json, ahead, behind, of, tuple(rest))


def _holes(event: StreamEvent, path: JsonPath) -> Iterator[tuple[int, int, JsonPath]]:
    """Begin and end of the value at a path, and that, found by trying which token it is; not of null and containers."""
    value, payload, tried = value_at(event.json, path), event.data, json.dumps(_TRIED_TEXT)
    if value is None or isinstance(value, _CONTAINERS):
        return
    wanted = _with(event.json, path, _TRIED_TEXT), True
    for token in _TOKEN.finditer(payload):
        begin, end = token.span()
        is_alike = scan_json(payload, begin) == (value, end)
        if is_alike and parse_json(f"{payload[:begin]}{tried}{payload[end:]}") == wanted:
            yield begin, end, path
            return


def _with(value: Json, path: JsonPath, other: Json) -> Json:
    """A value with another one in the place of what stands at a path of it."""
    if not path:
        return other
    step, *further = path
    if isinstance(value, dict) and isinstance(step, str):
        return {**value, step: _with(value[step], tuple(further), other)}
    if isinstance(value, list) and isinstance(step, int):
        return [_with(item, tuple(further), other) if place == step else item for place, item in enumerate(value)]
    return value
