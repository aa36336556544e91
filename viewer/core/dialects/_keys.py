# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which keys of an object a dialect knows, so that all others can be shown as unknown.

Rule: a key is known when it is translated, in the shape given, or left out on purpose because it adds nothing to the
answer. Null and empty values never count.
"""

from __future__ import annotations

from dataclasses import field

from viewer.core.deltas import UnknownDelta
from viewer.core.dialects._shape import is_blank
from viewer.core.messages import JsonPath
from viewer.core.text.json_values import Json
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one object: those translated, with the type that is, and those that are left out on purpose."""

    translated: dict[str, type]
    left_out: frozenset[str] = frozenset()
    _expected: dict[str, type] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Know both in one table: whatever stands under a key that is left out is expected there."""
        self._expected.update(self.translated)
        self._expected.update(dict.fromkeys(self.left_out, object))

    def unknown(self, found: dict[str, Json], path: JsonPath) -> list[UnknownDelta]:
        """What an object at `path` holds besides."""
        expected, made = self._expected, []
        for key, value in found.items():  # this runs for each object of a stream
            if value is not None and not isinstance(value, expected.get(key, ())) and not is_blank(value):
                made.append(UnknownDelta(key, value, path=(*path, key)))
        return made


def words(*lines: str) -> frozenset[str]:
    """The words of some lines, for long lists of keys."""
    return frozenset(" ".join(lines).split())
