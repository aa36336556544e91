# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`re.compile` at the first use: for patterns of modules that every start imports, and that most starts do not try."""

from __future__ import annotations

import re
from typing import Any, overload


class LatePattern:
    """Stands for a pattern. Each of its methods is looked up once, and is then an attribute like any other."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        """Keep what is to be compiled."""
        self.pattern, self.flags = source, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
        """Compile it, and take from it what is asked for; nothing that it might have for Python's own protocols."""
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(re.compile(self.pattern, self.flags), name)
        setattr(self, name, found)
        return found


@overload
def late_pattern(source: str, flags: int = 0) -> re.Pattern[str]: ...
@overload
def late_pattern(source: bytes, flags: int = 0) -> re.Pattern[bytes]: ...
def late_pattern(source: str | bytes, flags: int = 0) -> Any:
    """A pattern that is compiled when it is first tried."""
    return LatePattern(source, flags)
