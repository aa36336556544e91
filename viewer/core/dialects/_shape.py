# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON of unknown shape, read without surprises: each reader gives the wanted type, or its empty value.

Rule: nothing here raises and nothing converts; a number where text was expected is no text.
"""

from __future__ import annotations

import json

from viewer.core.text.json_values import Json


def mapping(value: Json) -> dict[str, Json]:
    """The value when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: Json) -> list[Json]:
    """The value when it is an array, else an empty one."""
    return value if isinstance(value, list) else []


def string(value: Json) -> str:
    """The value when it is a string, else an empty one."""
    return value if isinstance(value, str) else ""


def optional_string(value: Json) -> str | None:
    """The value when it is a string that is not empty."""
    return value if isinstance(value, str) and value else None


def integer(value: Json) -> int | None:
    """The value when it is a whole number; `true` is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def number(value: Json) -> float | None:
    """The value when it is a number; `true` is none."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def as_text(value: Json) -> str:
    """A string as it is, nothing for null, anything else as JSON text."""
    if value is None:
        return ""
    try:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "(nested too deeply to be written)"


def is_blank(value: Json) -> bool:
    """Whether a value says nothing: null, empty, or a container of such values, however deep."""
    if not value:  # the common case, told at once; zero and false do say something
        return value is None or not isinstance(value, int | float)
    waiting: list[Json] = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
        elif item is not None and item != "":
            return False
    return True
