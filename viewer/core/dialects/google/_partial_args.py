# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Gemini's calls whose arguments come in pieces: `partialArgs` with JSON paths -> the text of growing arguments.

Reference: cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling, "streaming function call
arguments". A piece names its place and a value; a string may go on in later pieces. What a piece means depends on
those before it, so the whole stream is looked at first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from viewer.core.deltas import Delta, ToolCallDelta
from viewer.core.dialects._shape import integer, is_blank, mapping, optional_string, sequence
from viewer.core.dialects.google._fields import field, key
from viewer.core.messages import JsonPath
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_STEP = re.compile(r"""\.?([^.\[\]'"$]+)|\[(\d+)\]|\[(?:'([^']*)'|"([^"]*)")\]""")
_VALUES = ("stringValue", "numberValue", "boolValue", "nullValue")
_DEEPEST, _MOST = 50, 1000  # steps of a path; elements that a path may leave out

PartialCalls: TypeAlias = dict[int, dict[tuple[int, int], tuple[Delta, ...]]]
"""By event the deltas of the parts that bring arguments in pieces, by position of the candidate and of the part."""


def partial_calls(events: Sequence[StreamEvent]) -> PartialCalls:
    """The calls of a stream whose arguments come in pieces."""
    found: PartialCalls = {}
    growing: dict[int, _Growing] = {}
    for event in events:
        for position, candidate in enumerate(sequence(mapping(event.json).get("candidates"))):
            told = mapping(candidate)
            index = integer(told.get("index"))
            choice = position if index is None else index
            for number, item in enumerate(sequence(mapping(told.get("content")).get("parts"))):
                path: JsonPath = ("candidates", position, "content", "parts", number)
                if deltas := tuple(_part(mapping(item), choice, growing, (event.index, number), path)):
                    found.setdefault(event.index, {})[position, number] = deltas
    return found


class _Growing:
    """The arguments of a call that is not complete."""

    def __init__(self, name: tuple[int, int]) -> None:
        self.key = ("partial", *name)
        self.value: Json = {}

    def put(self, path: Sequence[str | int], value: Json) -> None:
        """Set a value, or go on with a string that is there; a path that leads nowhere changes nothing."""
        inside: Json = self.value
        for step, after in pairwise([*path, None]):
            held = _held(inside, step)
            if after is None:
                held = held + value if isinstance(held, str) and isinstance(value, str) else value
            elif not isinstance(held, dict | list):
                held = [] if isinstance(after, int) else {}
            if isinstance(inside, dict) and isinstance(step, str):
                inside[step] = held
            elif isinstance(inside, list) and isinstance(step, int) and step <= len(inside) + _MOST:
                inside += [None] * (step + 1 - len(inside))
                inside[step] = held
            else:
                return
            inside = held

    def text(self, *, is_whole: bool, in_string: bool) -> str:
        """The arguments as far as they came: what is open at their end is left open."""
        text = json.dumps(self.value, ensure_ascii=False)
        if is_whole:
            return text
        text = text.rstrip("]}")
        return text.removesuffix('"') if in_string else text


def _held(inside: Json, step: str | int | None) -> Json:
    """What stands at a step; None where nothing does."""
    if isinstance(inside, dict) and isinstance(step, str):
        return inside.get(step)
    return inside[step] if isinstance(inside, list) and isinstance(step, int) and step < len(inside) else None


def _part(
    part: dict[str, Json], choice: int, growing: dict[int, _Growing], name: tuple[int, int], path: JsonPath
) -> Iterator[Delta]:
    call = field(part, "functionCall")
    if not isinstance(call, dict):
        return
    pieces, goes_on = sequence(field(call, "partialArgs")), field(call, "willContinue") is True
    called = optional_string(call.get("name"))
    if called and (goes_on or pieces):
        growing[choice] = _Growing(name)
    elif called or choice not in growing or (not pieces and not goes_on and not is_blank(call)):
        return
    open_, in_string = growing[choice], False
    for piece in map(mapping, pieces):
        value = next((field(piece, kind) for kind in _VALUES if key(piece, kind) in piece), None)
        in_string = isinstance(value, str) and field(piece, "willContinue") is True
        open_.put(_steps(field(piece, "jsonPath")), None if key(piece, "nullValue") in piece else value)
    if not goes_on:
        del growing[choice]
    said = open_.text(is_whole=not goes_on, in_string=in_string) if open_.value or not goes_on else ""
    where = (*path, key(part, "functionCall"))
    id_ = optional_string(call.get("id"))
    yield ToolCallDelta(said, id_, called, choice, open_.key, where, cumulative=True)


def _steps(path: Json) -> list[str | int]:
    """The steps of a JSON path (RFC 9535) of names and indices."""
    found: list[str | int] = []
    for name, index, quoted, double in _STEP.findall(path if isinstance(path, str) else "")[:_DEEPEST]:
        found.append(int(index) if index else name or quoted or double)
    return found
