# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A parsed YAML or JSON file: plain values, the place of each, and what could not be read.

Rule: whatever could be read is in `value`; parsing never raises.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from viewer.core.errors import Problem
from viewer.core.messages import JsonPath
from viewer.core.place import Place

Value = object
"""A document value: dict, list, str, bytes, int, float, bool, None, date or datetime."""


@dataclass(frozen=True, slots=True)
class Document:
    """`place(path)` gives the place of the value at a path of keys and indices, None where there is no such value."""

    value: Value
    place: Callable[[JsonPath], Place | None]
    problems: tuple[Problem, ...] = ()


def parse(text: str) -> Document:
    """The document of a file: JSON when it starts like JSON, else YAML."""
    from viewer.core.formats._yaml import load

    return load(text)
