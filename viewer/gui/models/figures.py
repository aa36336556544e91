# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a filter asks of an interaction and no row shows: counts, when it was, who answered and in which dialect."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import NamedTuple

from viewer.core.summary import Summary


class Figures(NamedTuple):
    """As `viewer.index.facts.Facts` has them, but for the time of recording, from which an age follows."""

    provider: str = ""
    dialect: str = ""
    finishes: tuple[str, ...] = ()
    tokens: int | None = None
    cost: float | None = None
    events: int | None = None
    duration_s: float | None = None
    recorded_at: datetime | None = None
    error: str = ""
    tokens_in: int | None = None
    tokens_out: int | None = None
    tokens_cached: int | None = None
    first_token_s: float | None = None


NO_FIGURES = Figures()


def figures_of(summary: Summary) -> Figures:
    """The figures of an interaction; names that many of them share are kept once."""
    usage = summary.usage
    return Figures(
        provider=sys.intern(summary.answered_by),
        dialect=sys.intern(summary.dialect or ""),
        finishes=(*map(sys.intern, summary.finishes), *summary.finish_reasons),
        tokens=summary.tokens,
        cost=usage.cost if usage else None,
        events=summary.events,
        duration_s=summary.duration_ms / 1000 if summary.duration_ms is not None else None,
        recorded_at=summary.recorded_at,
        error=f"{summary.error or ''}\n{summary.reason}" if summary.failed else "",
        tokens_in=usage.input_tokens if usage else None,
        tokens_out=usage.output_tokens if usage else None,
        tokens_cached=usage.cache_read_input_tokens if usage else None,
        first_token_s=summary.first_token_ms / 1000 if summary.first_token_ms is not None else None,
    )
