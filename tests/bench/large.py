# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: S311 - no random number here is a secret
"""The real window on a file of any size: shown at once, read in the background, walked through meanwhile.

`python -m tests.bench.large FILE`; a small file gives the floor.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from pathlib import Path

from tests.bench.heart import turn, turn_until
from tests.bench.process import memory_mb, report, since_start_s
from tests.bench.window import Bench

_SELECTED = 40
_BROWSED = 1000
_LONGEST_S = 900.0


def main(path: Path) -> None:
    """Open it, wait until all is known, select here and there."""
    bench = Bench(path)
    chance, window = random.Random(5), bench.window
    turn_until(lambda: window.sidebar.model.count()[1] > 0 and bench.commands.recording is not None)
    window.grab()
    first = since_start_s()
    bench.heart.reset()
    began = time.perf_counter()
    turn_until(lambda: _is_known(bench, path), _LONGEST_S)
    known, gap = time.perf_counter() - began, bench.heart.gap
    count = window.sidebar.model.count()[1]
    took: list[float] = []
    for _ in range(min(_SELECTED, count)):
        number = chance.randrange(count)
        turn(0.02)
        start = time.perf_counter()
        window.sidebar.select(path, number)
        window.grab()
        took.append((time.perf_counter() - start) * 1000)
    for _ in range(min(_BROWSED, count)):
        window.sidebar.select(path, chance.randrange(count))
        turn(0.001)
    report(
        first=first,
        known=known,
        interactions=count,
        select=(statistics.median(took), max(took)),
        gap=(gap.wall, gap.cpu),
        memory=memory_mb(),
    )


def _is_known(bench: Bench, path: Path) -> bool:
    document = bench.commands._documents.get(path)
    return document is not None and document.recording is not None and document.share_read is None


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
