# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a query may ask of an interaction besides its texts."""

from __future__ import annotations

from datetime import UTC, datetime

from viewer.core.contents import Contents
from viewer.core.summary import Summary
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of an interaction, or with `is_file` of a file that cannot be read; None is what was not recorded.

    `file` is the path in lower case with slashes, `error` what is said of a failure, `finishes` the provider's own
    words and the common ones. Cost in US dollars, ages since it was recorded. `provider` is who answered behind a
    router, else the host.
    """

    is_file: bool = False
    status: int | None = None
    model: str = ""
    host: str = ""
    tools: tuple[str, ...] = ()
    failed_tools: tuple[str, ...] = ()
    streamed: bool = False
    failed: bool = False
    problem: bool = False
    recorder: str = ""
    file: str = ""
    error: str = ""
    finishes: tuple[str, ...] = ()
    tokens: int | None = None
    cost: float | None = None
    events: int | None = None
    duration_s: float | None = None
    age_s: float | None = None
    provider: str = ""
    dialect: str = ""


def facts_of(summary: Summary, contents: Contents, now: datetime) -> Facts:
    """The facts of an interaction; its age is counted at the time `now`, which knows its zone."""
    usage = summary.usage
    return Facts(
        status=summary.status,
        model=summary.model or "",
        host=summary.target.hostname or "",
        tools=summary.tools,
        failed_tools=summary.failed_tools,
        streamed=summary.is_stream,
        failed=summary.failed,
        problem=summary.troubled,
        recorder=contents.recorder,
        file=contents.path.replace("\\", "/").lower(),
        error=f"{summary.error or ''}\n{summary.reason}",
        finishes=(*summary.finishes, *summary.finish_reasons),
        tokens=summary.tokens,
        cost=usage.cost if usage else None,
        events=summary.events,
        duration_s=summary.duration_ms / 1000 if summary.duration_ms is not None else None,
        age_s=age_of(summary.recorded_at, now),
        provider=summary.answered_by,
        dialect=summary.dialect or "",
    )


def age_of(moment: datetime | None, now: datetime) -> float | None:
    """Seconds since then; a time without zone is taken for UTC, as most recorders write it."""
    if moment is None:
        return None
    return (now - (moment if moment.tzinfo else moment.replace(tzinfo=UTC))).total_seconds()
