# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cached_property` as it is from Python 3.12 on: without the lock that takes longer than most of what is kept by it.

Two threads that ask for the first time at once may both make the value; either is right.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

__all__ = ["cached_property"]

if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property
else:

    class cached_property:  # noqa: N801 - the library's name
        """Calls a method once for each object, and keeps what it returns under the method's name."""

        def __init__(self, make: Callable[[object], object]) -> None:
            """`make` is the method."""
            self._make, self.__doc__ = make, make.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            """Learn the name to keep it under."""
            self._name = name

        def __get__(self, of: object | None, owner: type | None = None) -> object:
            """The value, the first time; later it is found in the object before this is asked."""
            if of is None:
                return self
            value = of.__dict__[self._name] = self._make(of)
            return value
