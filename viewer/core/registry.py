# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""An ordered list of plug-ins of one kind: built-ins first, then what other packages offer by entry points.

Rule: order breaks ties, so the choice never depends on names or dictionaries.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from functools import cached_property
from importlib.metadata import entry_points
from typing import Generic, Protocol, TypeVar


class Match(IntEnum):
    """How well a plug-in fits what it was shown."""

    NO = 0
    MAYBE = 1
    LIKELY = 2
    SURE = 3


class Named(Protocol):
    """Anything a registry can hold."""

    name: str
    title: str


T = TypeVar("T", bound=Named)
_log = logging.getLogger(__name__)


class Registry(Generic[T]):
    """Plug-ins of one kind, in order."""

    def __init__(self, group: str, built_in: Sequence[T]) -> None:
        """`group` is the entry-point group whose plug-ins come after `built_in`."""
        self._group, self._built_in = group, tuple(built_in)

    @cached_property
    def _all(self) -> tuple[T, ...]:
        """Built-ins, then third-party plug-ins by name; one that cannot be loaded is logged and left out."""
        found: list[T] = list(self._built_in)
        for entry in sorted(entry_points(group=self._group), key=lambda e: e.name):
            try:
                found.append(entry.load())
            except Exception:  # a stranger's package may raise anything, and must not take the viewer down
                _log.exception("plug-in %s of %s does not load", entry.name, self._group)
        return tuple(found)

    def __iter__(self) -> Iterator[T]:
        """All plug-ins in order."""
        return iter(self._all)

    def __len__(self) -> int:
        """Number of plug-ins."""
        return len(self._all)

    def named(self, name: str) -> T | None:
        """The plug-in of that name."""
        return next((plugin for plugin in self if plugin.name == name), None)

    def best(self, match: Callable[[T], Match]) -> T | None:
        """The plug-in that fits best, the first on a tie; None when none fits."""
        best, best_match = None, Match.NO
        for plugin in self:
            found = match(plugin)
            if found > best_match:
                best, best_match = plugin, found
            if best_match is Match.SURE:
                break
        return best
