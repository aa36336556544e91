# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the player bar says: where playback is, what the event is, where the times come from, what is no stream.

Rule: wordings are given from the longest to the shortest, and whoever shows them takes the first that fits.
"""

from __future__ import annotations

from viewer.core.analysis import Exchange
from viewer.core.timeline import duration_text
from viewer.core.transcript.narration import Narration
from viewer.gui.widgets.run_label import Run


def position_wordings(narration: Narration, shown: int) -> list[list[Run]]:
    """At which event of how many playback is, and when."""
    timeline = narration.exchange.timeline
    events = [Run("event "), Run(f"{shown:,}", "text", bold=True), Run(f" / {len(timeline):,}")]
    now, end = _seconds(timeline.time_at(shown), timeline.times_ms[-1])
    times = [Run(f"    {narration.about}"), Run(now, "text", bold=True), Run(f" / {end}")]
    counted = events[1:]
    return [[*events, *times], [*counted, *times], [*counted, *times[:2], Run(" s")], counted]


def event_runs(narration: Narration, shown: int) -> list[Run]:
    """What the last of the events shown is."""
    if not shown:
        return [Run("before the first event", "text2", size=12)]
    subject, phrase = narration.now(shown - 1)
    named = [Run(subject, "text2", mono=True, size=12)] if subject else []
    return [*named, Run(f"  {phrase}" if subject else phrase, "text2", size=12)]


def caption_wordings(caption: str) -> tuple[str, str, str]:
    """Where the times come from, by the caption of a timeline."""
    short = caption.partition(" from ")[0].partition(",")[0]
    return caption, short, short.removeprefix("timing: ")


def body_in_words(exchange: Exchange) -> str:
    """What stands in place of a stream: `is one JSON body, received after 769.4 ms`."""
    duration = exchange.interaction.duration_ms
    after = f", received after {duration_text(duration)}." if duration is not None else "."
    if not exchange.response.data:
        return "has no response body."
    return f"is one JSON body{after}" if exchange.response.is_json else f"is one body{after}"


def _seconds(now_ms: float, end_ms: float) -> tuple[str, str]:
    """Two times in the form that suits the later one: `0.591`, `0.973 s`; `1:05.2`, `2:10.0 min`."""
    if end_ms < 60_000:
        return f"{now_ms / 1000:.3f}", f"{end_ms / 1000:.3f} s"
    return _minutes(now_ms), f"{_minutes(end_ms)} min"


def _minutes(ms: float) -> str:
    tenths = round(ms / 100)
    return f"{tenths // 600}:{tenths % 600 / 10:04.1f}"
