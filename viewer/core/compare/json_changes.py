# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two JSON values -> every place at which they differ, by its path. Spacing and the order of keys are no difference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import Enum
from typing import TypeAlias

from viewer.core.messages import JsonPath
from viewer.core.text.json_values import Json
from viewer.core.text.sequences import match
from viewer.dataclass import dataclass

canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
"""A value as a text that is the same for the same value: `1` and `1.0` and `true` are three."""


class Missing(Enum):
    """What stands where there is no value."""

    MISSING = "missing"


MISSING = Missing.MISSING
Value: TypeAlias = "Json | Missing"


@dataclass(frozen=True, slots=True)
class JsonChange:
    """A place that holds another value, or holds one on one side only. An item of a list goes by its number before."""

    path: JsonPath
    before: Value
    after: Value


def json_changes(before: Json, after: Json, path: JsonPath = ()) -> list[JsonChange]:
    """Every difference of values at a path, in the order of keys before, then of those that are new."""
    return list(_changes(before, after, path))


def in_key_order(value: Json, model: Json) -> Json:
    """A value with its keys in the order of another one's, those that it alone has behind them; items go by number."""
    if isinstance(value, dict) and isinstance(model, dict):
        keys = [key for key in model if key in value]
        return {key: in_key_order(value[key], model.get(key)) for key in dict.fromkeys((*keys, *value))}
    if isinstance(value, list) and isinstance(model, list) and model:
        return [in_key_order(item, model[min(at, len(model) - 1)]) for at, item in enumerate(value)]
    return value


def _changes(before: Json, after: Json, path: JsonPath) -> Iterator[JsonChange]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            if key not in after:
                yield JsonChange((*path, key), before[key], MISSING)
            elif key not in before:
                yield JsonChange((*path, key), MISSING, after[key])
            else:
                yield from _changes(before[key], after[key], (*path, key))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _in_lists(before, after, path)
    elif canonical(before) != canonical(after):
        yield JsonChange(path, before, after)


def _in_lists(before: list[Json], after: list[Json], path: JsonPath) -> Iterator[JsonChange]:
    found = match([canonical(item) for item in before], [canonical(item) for item in after])
    for left, right in found.gaps(len(before), len(after)):
        for at, there in zip(left, right, strict=False):
            yield from _changes(before[at], after[there], (*path, at))
        yield from (JsonChange((*path, at), before[at], MISSING) for at in left[len(right) :])
        yield from (JsonChange((*path, at), MISSING, after[at]) for at in right[len(left) :])
