# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""An ordered list of plug-ins of one kind: built-ins first, then what other packages offer by entry points.

Rule: order breaks ties, so the choice never depends on names or dictionaries.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from enum import IntEnum
from functools import cache, cached_property
from importlib import import_module
from itertools import chain
from typing import Any, Generic, Protocol, TypeVar


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
    """Plug-ins of one kind, in order.

    Built-ins are named like entry points, `package.module:Name` (a plug-in, its class, or a tuple of plug-ins), and
    loaded when a search comes to them: one that finds what it looks for early loads no more. Starting the viewer on a
    cassette loads one reader and one dialect, not forty modules.
    """

    def __init__(self, group: str, built_in: Sequence[str]) -> None:
        """`group` is the entry-point group whose plug-ins come after `built_in`."""
        self._group, self.built_in = group, tuple(built_in)
        self._loaded: dict[int, tuple[T, ...]] = {}
        self._all: tuple[T, ...] | None = None

    def _built(self, position: int) -> tuple[T, ...]:
        """The plug-ins behind one name; one that is not there is a mistake of ours, and raises."""
        if position not in self._loaded:
            module, _, name = self.built_in[position].partition(":")
            self._loaded[position] = _plug_ins(getattr(import_module(module), name))
        return self._loaded[position]

    @cached_property
    def _from_elsewhere(self) -> tuple[T, ...]:
        """Third-party plug-ins by name; one that cannot be loaded is logged and left out."""
        if f"[{self._group}]".encode() not in _headers_of_entry_points():
            return ()
        # Imported late: it takes as long as a good part of the viewer, and hardly anybody has a plug-in.
        from importlib.metadata import entry_points  # noqa: PLC0415

        found: list[T] = []
        for entry in sorted(entry_points(group=self._group), key=lambda e: e.name):
            try:
                found += _plug_ins(entry.load())
            except Exception:  # noqa: BLE001 - a stranger's package may raise anything, and must not take the viewer down
                _log.exception("plug-in %s of %s does not load", entry.name, self._group)
        return tuple(found)

    def __iter__(self) -> Iterator[T]:
        """All plug-ins in order, each loaded when it is reached."""
        return self._load() if self._all is None else iter(self._all)

    def _load(self) -> Iterator[T]:
        for position in range(len(self.built_in)):
            yield from self._built(position)
        yield from self._from_elsewhere
        built = (self._loaded[position] for position in range(len(self.built_in)))
        self._all = (*chain.from_iterable(built), *self._from_elsewhere)

    def __len__(self) -> int:
        """Number of plug-ins."""
        return sum(1 for _ in self)

    def named(self, name: str) -> T | None:
        """The plug-in of that name."""
        return next((plugin for plugin in self if plugin.name == name), None)

    def best(self, match: Callable[[T], Match]) -> T | None:
        """The plug-in that fits best, the first on a tie; None when none fits."""
        return self.best_match(match)[0]

    def best_match(self, match: Callable[[T], Match]) -> tuple[T | None, Match]:
        """The plug-in that fits best, and how well it does."""
        best, best_match = None, Match.NO
        for plugin in self:
            found = match(plugin)
            if found > best_match:
                best, best_match = plugin, found
            if best_match is Match.SURE:
                break
        return best, best_match


@cache
def _headers_of_entry_points() -> frozenset[bytes]:
    """The lines such as `[viewer.readers]` by which the installed packages offer something.

    They stand in `entry_points.txt` beside the metadata of a package, in a folder of the module search path
    (packaging.python.org/specifications/entry-points).
    """
    found: set[bytes] = set()
    for folder in sys.path:
        with suppress(OSError, ValueError):
            for name in os.listdir(folder or "."):  # noqa: PTH208 - hundreds of names, of which few become paths
                if name.endswith((".dist-info", ".egg-info")):
                    with suppress(OSError), open(f"{folder or '.'}/{name}/entry_points.txt", "rb") as file:  # noqa: PTH123
                        found.update(line.strip() for line in file if line.startswith(b"["))
    return frozenset(found)


def _plug_ins(found: Any) -> tuple[Any, ...]:  # noqa: ANN401 - what a name stands for is known when it is loaded
    """A plug-in, the only one of a class, or several."""
    if isinstance(found, tuple):
        return found
    return (found() if isinstance(found, type) else found,)
