# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A parsed YAML or JSON file: plain values, the place of each, and what could not be read.

Rule: whatever could be read is in `value`; parsing never raises. Keys of mappings are always text.
"""

from __future__ import annotations

import gc
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager

from viewer.core.errors import Problem
from viewer.core.messages import JsonPath
from viewer.core.place import Place

Value = object
"""A document value: dict, list, str, bytes, int, float, bool, None, date or datetime."""

MAX_DEPTH = 200
"""Levels of nesting that are read; real cassettes have fewer than 30."""

MAX_NODES = 4_000_000
"""Values that are read, aliases counted each time they stand for something."""


class Document(ABC):
    """A file's value, and by path (keys and indices from the root) what is known of each value in it."""

    value: Value
    problems: tuple[Problem, ...]

    @property
    def is_by_lines(self) -> bool:
        """Whether each line is a value of its own, so that damage costs its own line alone."""
        return False

    @abstractmethod
    def place(self, path: JsonPath) -> Place | None:
        """Where the value at `path` stands; None where there is no such value."""

    def first(self, path: JsonPath) -> int:  # noqa: ARG002
        """The number in the file of the first element that the list at `path` holds; not 0 only in an excerpt."""
        return 0

    def written(self, path: JsonPath) -> str | None:  # noqa: ARG002
        """A scalar as the file has it before it became a number or a date; None when it is no scalar."""
        return None

    def tag(self, path: JsonPath) -> str | None:  # noqa: ARG002
        """The explicit or resolved YAML tag of the value at `path`; None in JSON."""
        return None


def mapping(value: Value, *keys: str) -> dict[str, Value]:
    """The mapping that the keys lead to, by which readers know their own; empty where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def first_mapping(value: Value) -> dict[str, Value]:
    """The first mapping in a list of interactions, by which readers know their own; empty where there is none."""
    return next((item for item in value if isinstance(item, dict)), {}) if isinstance(value, list) else {}


@contextmanager
def collector_paused() -> Iterator[None]:
    """Build many objects without the cyclic garbage collector looking at all of them again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
