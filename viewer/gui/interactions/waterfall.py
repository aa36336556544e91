# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""When interactions were recorded, beside each other: a span of time for all of them, and a bar for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.core.timeline import duration_text
from viewer.dataclass import dataclass
from viewer.gui.interactions.columns import moment

if TYPE_CHECKING:
    from viewer.gui.models.rows import Row


@dataclass(frozen=True, slots=True)
class Span:
    """From the first moment that was recorded to the last, in seconds since the epoch."""

    begin: float
    end: float

    @property
    def seconds(self) -> float:
        """How long that is."""
        return self.end - self.begin

    def bar(self, row: Row) -> tuple[float, float] | None:
        """Where the bar of an interaction begins and ends, both from 0 to 1; None where its time was not recorded."""
        at = moment(row)
        if at is None or self.seconds <= 0:
            return None
        begin = (at - self.begin) / self.seconds
        return begin, begin + (row.figures.duration_s or 0.0) / self.seconds

    def words(self, row: Row) -> str:
        """The same in words, for whoever cannot see it."""
        at = moment(row)
        if at is None:
            return "time not recorded"
        after = at - self.begin
        began = f"recorded {duration_text(after * 1000)} after the first" if after > 0 else "recorded first"
        took = row.figures.duration_s
        return f"{began}, took {duration_text(took * 1000)}" if took is not None else f"{began}, duration not recorded"
