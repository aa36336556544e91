# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON as exports write it: always valid (RFC 8259) and always encodable, whatever a cassette holds."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from json.encoder import encode_basestring

from viewer.core.text.json_layout import layout
from viewer.core.text.json_values import Json

# What cannot be encoded, what some readers take for a line break, and what a terminal would obey.
_ESCAPED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_encode_sorted = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True).encode
_DEEPEST = 200
_SHORT = 72


def parse(text: str) -> tuple[Json, bool]:
    """A value and whether the text is strict JSON; Python alone would take NaN, Infinity and 1e999 for numbers."""
    try:
        return json.loads(text, parse_constant=_refuse, parse_float=_finite), True
    except (ValueError, RecursionError):
        return None, False


def dump(value: Json, *, indent: int | None = None, sort_keys: bool = False, depth: int = 0) -> str:
    """JSON text; characters that are not safe everywhere are escaped, the value stays the same.

    `depth` tells in how many containers of a document it will stand.
    """
    if indent is None:
        text = _compact(value, depth, _encode_sorted if sort_keys else _encode)
    else:
        text = _Indented(" " * indent, sort_keys=sort_keys).text(value, depth, "\n")
    if text.isascii() and "\x7f" not in text:  # which Python knows of a text without a look at it
        return text
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def pretty(text: str) -> str:
    """JSON text on lines by its structure, each token as it was recorded; short or damaged text stays as it is."""
    if len(text) <= _SHORT and "\n" not in text:
        return text
    laid_out = layout(text)
    if laid_out.damage is not None:
        return text
    return "\n".join("  " * line.depth + laid_out.full_text(i) for i, line in enumerate(laid_out.lines))


def _refuse(constant: str) -> Json:
    raise ValueError(constant)


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(number)
    return value


def _compact(value: Json, depth: int, encode: Callable[[Json], str]) -> str:
    """A value on one line, as it is where that is JSON, which takes half the time: else put into words."""
    try:
        text = encode(value)
    except (ValueError, RecursionError):  # a number that is none, or nesting beyond what Python writes
        return encode(_plain(value, depth))
    may_be_deep = text.count("[") + text.count("{") > _DEEPEST - depth
    return encode(_plain(value, depth)) if may_be_deep else text


class _Indented:
    """Writes as `json.dumps` does with an indent, for which that has no quick way."""

    def __init__(self, indent: str, *, sort_keys: bool) -> None:
        self._indent, self._sort_keys = indent, sort_keys

    def text(self, value: Json, depth: int, margin: str) -> str:
        """A value in `depth` containers; `margin` is a line break and what stands before the line that it ends on."""
        if isinstance(value, str):
            return encode_basestring(value)
        if not isinstance(value, dict | list):
            return _scalar(value)
        if depth >= _DEEPEST or not value:
            return _encode(_plain(value, depth))
        inner = margin + self._indent
        if isinstance(value, list):
            return f"[{inner}{f',{inner}'.join([self.text(item, depth + 1, inner) for item in value])}{margin}]"
        members = sorted(value.items()) if self._sort_keys else value.items()
        told = [f"{encode_basestring(key)}: {self.text(item, depth + 1, inner)}" for key, item in members]
        return f"{{{inner}{f',{inner}'.join(told)}{margin}}}"


def _scalar(value: Json) -> str:
    """A value that is neither text nor container, as the library's encoder has it, which takes ten times as long."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return int.__repr__(value) if isinstance(value, int) else _encode(_plain(value, 0))


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
