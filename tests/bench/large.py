# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: S311 - no random number here is a secret
"""The real window on a file of any size: shown at once, read in the background, walked through meanwhile.

`python -m tests.bench.large FILE [MEGABYTES]`; a small file gives the floor. With a size only so much of the file is
taken, up to the end of an interaction.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.heart import turn, turn_until
from tests.bench.process import memory_mb, report, since_start_s
from tests.bench.window import Bench

_SELECTED = 40
_BROWSED = 1000
_LONGEST_S = 1800.0
_BLOCK = 1 << 20


def main(path: Path) -> None:
    """Open it, wait until all is known, select here and there; memory is told in bytes an interaction too."""
    bench = Bench(path)
    chance, window = random.Random(5), bench.window
    turn_until(lambda: window.sidebar.model.count()[1] > 0 and bench.commands.recording is not None)
    window.grab()
    first, floor = since_start_s(), memory_mb()
    bench.heart.reset()
    began = time.perf_counter()
    turn_until(lambda: _is_known(bench, path), _LONGEST_S)
    known, gap = time.perf_counter() - began, bench.heart.gap
    count, read = window.sidebar.model.count()[1], memory_mb()
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
    browsed = memory_mb()
    report(
        first=first,
        known=known,
        interactions=count,
        select=(statistics.median(took), max(took)),
        gap=(gap.wall, gap.cpu),
        memory=browsed,
        memory_parts=(floor, read, browsed),
        bytes_an_interaction=[(mb - floor) * 1_048_576 / max(count, 1) for mb in (read, browsed)],
    )


def _is_known(bench: Bench, path: Path) -> bool:
    document = bench.commands._documents.get(path)
    return document is not None and document.recording is not None and document.share_read is None


def beginning(path: Path, megabytes: int, folder: Path) -> Path:
    """A copy of the beginning of a go-vcr file, which ends where an interaction does."""
    cut, left = folder / path.name, megabytes * 1_000_000
    with path.open("rb") as source, cut.open("wb") as copy:
        while left > 0 and (block := source.read(min(_BLOCK, left))):
            left -= len(block)
            copy.write(block if left > 0 else block[: block.rindex(b"\n  - ") + 1])
    return cut


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        given = Path(sys.argv[1]).absolute()
        main(beginning(given, int(sys.argv[2]), Path(made)) if len(sys.argv) > 2 else given)
