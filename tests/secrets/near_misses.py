# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A regular expression -> texts that it almost matches, over and over: what a hostile recording would hold."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from typing import Any

_PARSER = importlib.import_module("re._parser")
_CONSTANTS = importlib.import_module("re._constants")
_MOST_REPEATED = 40
_FILLERS = '_-aA1= /:"\\%.'


def near_misses(source: str, length: int) -> Iterator[str]:
    """Beginnings of a match, each repeated up to a length, and each followed by that many of one character."""
    whole = "".join(_example(_PARSER.parse(source)))
    cuts = sorted({max(1, len(whole) * part // 4) for part in range(1, 5)} | {max(1, len(whole) - 1)})
    for cut in cuts:
        beginning = whole[:cut]
        yield beginning * (length // len(beginning))
        yield (" " + beginning) * (length // (len(beginning) + 1))
    for filler in _FILLERS:
        yield whole[: max(1, len(whole) - 1)] + filler * length


def _example(pattern: Any) -> Iterator[str]:  # noqa: ANN401
    """The pieces of the shortest text that matches, as far as that can be told by looking at each operation alone."""
    for operation, told in pattern:
        if operation is _CONSTANTS.LITERAL:
            yield chr(told)
        elif operation is _CONSTANTS.NOT_LITERAL:
            yield "b" if told == ord("a") else "a"
        elif operation is _CONSTANTS.ANY:
            yield "a"
        elif operation is _CONSTANTS.IN:
            yield _one_of(told)
        elif operation is _CONSTANTS.BRANCH:
            yield from _example(told[1][0])
        elif operation is _CONSTANTS.SUBPATTERN:
            yield from _example(told[3])
        elif operation in (_CONSTANTS.MAX_REPEAT, _CONSTANTS.MIN_REPEAT, _CONSTANTS.POSSESSIVE_REPEAT):
            least, most, repeated = told
            yield "".join(_example(repeated)) * min(max(least, 1 if most else 0), _MOST_REPEATED)


def _one_of(told: list[tuple[Any, Any]]) -> str:
    """A character of a class."""
    pattern = "".join(_class_source(operation, value) for operation, value in told)
    matches = re.compile(f"[{pattern}]")
    return next((chr(code) for code in (*b"1aA-_ =", *range(32, 127)) if matches.match(chr(code))), "a")


def _class_source(operation: Any, value: Any) -> str:  # noqa: ANN401
    if operation is _CONSTANTS.NEGATE:
        return "^"
    if operation is _CONSTANTS.LITERAL:
        return re.escape(chr(value))
    if operation is _CONSTANTS.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    categories = {"CATEGORY_SPACE": r"\s", "CATEGORY_NOT_SPACE": r"\S", "CATEGORY_WORD": r"\w", "CATEGORY_DIGIT": r"\d"}
    return categories.get(str(value), r"\w")
