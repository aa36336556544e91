# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Events that a recorder kept apart -> one Body of server-sent events that knows the file line and time of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from viewer.core.model import Body
from viewer.core.place import Place


class KeptEvent(NamedTuple):
    """One event: its payload, its name and id where it had them, its time in ms from the request."""

    data: str
    name: str = ""
    id: str = ""
    time_ms: float | None = None
    line: int | None = None


def event_stream(events: Iterable[KeptEvent], place: Place | None) -> Body:
    """The stream as it would have come."""
    data = bytearray()
    lines: list[tuple[int, int]] = []
    times: list[float | None] = []
    for event in events:
        lines.append((len(data), event.line or 0))
        times.append(event.time_ms)
        fields = [f"id: {event.id}"] * bool(event.id) + [f"event: {event.name}"] * bool(event.name)
        fields += [f"data: {line}" for line in event.data.split("\n")]
        data += ("\n".join(fields) + "\n\n").encode("utf-8", "surrogatepass")
    known = tuple(time for time in times if time is not None)
    return Body(
        bytes(data),
        place,
        was_text=False,
        media_type="text/event-stream",
        lines=tuple(lines),
        event_times_ms=known if len(known) == len(times) else (),
    )
