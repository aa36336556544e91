# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON text -> value, for text that may hold anything."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import chain
from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
"""A parsed JSON value (RFC 8259)."""

scan_json: Callable[[str, int], tuple[Json, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
"""The value that begins at a place of a JSON text, and where it ends; StopIteration or ValueError where none does."""

MAX_DEPTH = 200
"""Deeper values are text: all that walks through a value may then do so by recursion."""


def path_text(path: Iterable[str | int]) -> str:
    """The way to a value as people write it: `choices[0].delta`; empty for the whole document."""
    return "".join(f".{key}" if isinstance(key, str) else f"[{key}]" for key in path).removeprefix(".")


def value_at(value: Json, path: Iterable[str | int]) -> Json:
    """What stands at a path; None where nothing does."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def parse_json(text: str) -> tuple[Json, bool]:
    """The value of a JSON text (RFC 8259), and whether it is one that is not too deep; never raises."""
    try:
        # `json.loads` without its overhead, which for the thousands of small texts of a stream is half of its cost.
        try:
            value, end = scan_json(text, 0)
        except StopIteration:
            value, end = None, -1
        if end != len(text):
            value = json.loads(text)
    except (ValueError, RecursionError):
        return None, False
    if len(text) > 2 * MAX_DEPTH and text.count("[") + text.count("{") > MAX_DEPTH and _is_deep(value):
        return None, False
    return value, True


def is_strict_json(text: str) -> bool:
    """Whether Python reads a text as JSON of RFC 8259 and nothing beyond; False also where it is too much for it."""
    try:
        _strict(text)
    except (ValueError, RecursionError):
        return False
    return True


def _refuse(constant: str) -> Json:
    """`NaN` and `Infinity`, which Python would read."""
    raise ValueError(constant)


_strict: Callable[[str], Json] = json.JSONDecoder(parse_constant=_refuse).decode


def _is_deep(value: Json) -> bool:
    """Whether containers stand in each other more than `MAX_DEPTH` deep, found level by level."""
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(MAX_DEPTH):
        inside = chain.from_iterable(item.values() if isinstance(item, dict) else item for item in level)
        level = [item for item in inside if isinstance(item, (dict, list))]
        if not level:
            return False
    return True
