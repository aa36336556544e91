# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A body that a recorder kept in the pieces in which it came, each with its time -> one Body whose events have times.

Rule: an event came with the piece that ends it. Where a piece has no time, none has.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from viewer.core.model import Body
from viewer.core.place import Place

_BLANK = re.compile(rb"(?:\r\n){2,}|\n{2,}|\r{2,}|\Z")
_DATA = re.compile(rb"^data(?::|$)", re.MULTILINE)


def timed_body(pieces: Sequence[bytes], delays_ms: Sequence[float], place: Place | None) -> Body:
    """The pieces joined; `delays_ms` counts each from the one before, the first from the begin of the answer."""
    data = b"".join(pieces)
    if not pieces or len(delays_ms) != len(pieces) or any(delay < 0 for delay in delays_ms):
        return Body(data, place)
    ends, times = list(accumulate(map(len, pieces))), list(accumulate(delays_ms))
    event_times = tuple(times[bisect_left(ends, end)] for end in _event_ends(data))
    return Body(data, place, event_times_ms=event_times)


def _event_ends(data: bytes) -> list[int]:
    """The byte after each server-sent event that has data; its blank line is not waited for."""
    ends, start = [], 0
    for blank in _BLANK.finditer(data):
        if _DATA.search(data[start : blank.start()].replace(b"\r", b"\n")):
            ends.append(blank.start())
        start = blank.end()
    return ends
