# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which keys of an object a dialect knows, so that all others can be shown as unknown.

Rule: a key is known when it is translated, in the shape given, or left out on purpose because it adds nothing to the
answer. Null and empty values never count.
"""

from __future__ import annotations

from collections.abc import Iterator

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

    def knows(self, key: str, value: Json) -> bool:
        """Whether nothing needs to be said of a key and its value."""
        return key in self.left_out or isinstance(value, self.translated.get(key, ()))

    def unknown(self, found: dict[str, Json], path: JsonPath) -> Iterator[UnknownDelta]:
        """What an object at `path` holds besides."""
        translated, left_out = self.translated, self.left_out
        for key, value in found.items():  # as `knows` says, without its call: this runs for each object of a stream
            if key in left_out or isinstance(value, translated.get(key, ())) or is_blank(value):
                continue
            yield UnknownDelta(key, value, path=(*path, key))


def words(*lines: str) -> frozenset[str]:
    """The words of some lines, for long lists of keys."""
    return frozenset(" ".join(lines).split())
