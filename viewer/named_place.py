# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""An argument -> a file and the place in it that is meant: `FILE#3`, `FILE#3@120`, `FILE:57`.

Interactions are counted from 0 as everywhere, events from 1 as the Events pane does: `@120` is after event 120. A file
that is there under the whole of the argument's name is that file.
"""

from __future__ import annotations

import os
import re

from viewer.dataclass import dataclass

_PLACE = re.compile(r"(?P<path>.+)(?:#(?P<interaction>\d{1,9})(?:@(?P<event>\d{1,9}))?|:(?P<line>\d{1,9}))", re.DOTALL)


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A path, and the interaction and event or the line that are named with it."""

    path: str
    interaction: int | None = None
    event: int | None = None
    line: int | None = None

    @property
    def suffix(self) -> str:
        """What stands behind the path: `#3@120`, `:57`, or nothing."""
        if self.line is not None:
            return f":{self.line}"
        event = f"@{self.event}" if self.event is not None else ""
        return f"#{self.interaction}{event}" if self.interaction is not None else ""

    @property
    def link(self) -> str:
        """The words that `named_place` understands as this place."""
        return f"{self.path}{self.suffix}"


def named_place(argument: str) -> NamedPlace:
    """What an argument names; the whole of it as a path where it names no place in a file."""
    found = _PLACE.fullmatch(argument)
    if found is None or os.path.lexists(argument):
        return NamedPlace(argument)
    numbers = {name: int(told) for name, told in found.groupdict().items() if name != "path" and told is not None}
    return NamedPlace(found["path"], numbers.get("interaction"), numbers.get("event"), numbers.get("line"))
