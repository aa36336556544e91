# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`>1000`, `<=2.5s`, `>90d` -> a comparison with a number: what the counts of a query look like."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from viewer.dataclass import dataclass

_NUMBER = r"[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15}"
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "": operator.eq,
    "=": operator.eq,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


@dataclass(frozen=True, eq=False)
class Count:
    """A kind of number: its units, each with what a number of them is multiplied by, and how that is told."""

    units: Mapping[str, float]
    words: str

    @property
    def pattern(self) -> str:
        """What a comparison with it looks like, in any case."""
        units = "|".join(map(re.escape, self.units))
        return rf"(?P<operator>[<>]=?|=?)(?P<number>{_NUMBER})(?P<unit>{units})"


_PLAIN = Count({"": 1, "k": 1e3, "m": 1e6}, "a number, such as >1000 or <=2k")
_LONG = Count(
    {"d": 86_400, "h": 3600, "min": 60, "w": 7 * 86_400, "y": 365.25 * 86_400}, "a time such as >90d, <2w or >1y"
)
COUNTS: Mapping[str, Count] = {
    "tokens": _PLAIN,
    "cost": Count({"": 1, "$": 1}, "US dollars, such as >0.01"),
    "events": _PLAIN,
    "duration": Count({"s": 1, "ms": 0.001, "min": 60, "m": 60, "h": 3600, "": 1}, "a time such as >2s or <500ms"),
    "age": _LONG,
}
"""The counts of an interaction by the field that asks for them: tokens in and out, dollars, events, seconds."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A number, and what another must be to it."""

    compare: Callable[[float, float], bool]
    number: float

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, kind: Count, text: str) -> Comparison | None:
        """The comparison that a text says; None where it is none."""
        found = re.fullmatch(kind.pattern, text, re.IGNORECASE)
        if found is None:
            return None
        return cls(_OPERATORS[found["operator"]], float(found["number"]) * kind.units[found["unit"].lower()])

    def holds(self, number: float) -> bool:
        """Whether it holds for that number."""
        return self.compare(number, self.number)
