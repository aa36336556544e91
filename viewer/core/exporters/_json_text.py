# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON as exports write it: always valid (RFC 8259) and always encodable, whatever a cassette holds."""

from __future__ import annotations

import json
import math
import re

from viewer.core.model import Json

_SURROGATE = re.compile("[\ud800-\udfff]")
_DEEPEST = 200


def parse(text: str) -> tuple[Json, bool]:
    """A value and whether the text is strict JSON; Python alone would take NaN, Infinity and 1e999 for numbers."""
    try:
        return json.loads(text, parse_constant=_refuse, parse_float=_finite), True
    except (ValueError, RecursionError):
        return None, False


def dump(value: Json, *, indent: int | None = None, sort_keys: bool = False) -> str:
    """JSON text with lone surrogates escaped, so that it can be encoded."""
    text = json.dumps(_plain(value, 0), ensure_ascii=False, allow_nan=False, indent=indent, sort_keys=sort_keys)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def pretty(text: str) -> str:
    """JSON text laid out on lines; text that is not JSON stays as it is."""
    value, is_json = parse(text)
    return dump(value, indent=2) if is_json else text


def _refuse(constant: str) -> Json:
    raise ValueError(constant)


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(number)
    return value


def _plain(value: Json, depth: int) -> Json:
    """The value with what JSON cannot say put into words: numbers that are none, and nesting beyond any reader."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict | list) and depth >= _DEEPEST:
        return f"(not shown: nested deeper than {_DEEPEST} levels)"
    if isinstance(value, dict):
        return {key: _plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in value]
    return value
