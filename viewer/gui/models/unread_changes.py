# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What changed in a file that was read again, in words: for the row of an interaction, the header, the status line."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from viewer.dataclass import dataclass

if TYPE_CHECKING:
    from viewer.core.changes import Changes
    from viewer.core.recording import Recording
    from viewer.gui.models.rows import Row


@dataclass(frozen=True, slots=True)
class UnreadChanges:
    """What is different from the last reading, and when the file was written, local time."""

    difference: Changes
    at: datetime
    before: Recording | None = None
    """What was read before, of a file that is not large."""

    def of(self, number: int) -> str:
        """What happened to an interaction: `new on disk at 14:02`, `changed on disk at 14:02: answer · headers`."""
        if number in self.difference.added:
            return f"new on disk at {self._time}"
        words = self.difference.differing.get(number, ())
        return f"changed on disk at {self._time}: {' · '.join(words)}" if words else ""

    def marked(self, row: Row, number: int) -> Row:
        """The row of an interaction, marked where it is new or changed; for the eye, the pointer and the ear."""
        told = self.of(number)
        if not told:
            return row
        mark = told.partition(" ")[0]
        return replace(row, unread=mark, tip=f"{row.tip}\n{told}", spoken=f"{mark}, {row.spoken}")

    @property
    def summary(self) -> str:
        """What happened to the file: `changed on disk at 14:02: 1 new, 2 changed, 1 removed`; empty for nothing."""
        counts = (
            (len(self.difference.added), "new"),
            (len(self.difference.differing), "changed"),
            (len(self.difference.gone), "removed"),
        )
        told = ", ".join(f"{count:,} {word}" for count, word in counts if count)
        return f"changed on disk at {self._time}: {told}" if told else ""

    @property
    def _time(self) -> str:
        return f"{self.at:%H:%M}"
