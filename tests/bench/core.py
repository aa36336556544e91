# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The stages below the window: reading, understanding, folding, finding conversations. `FILE ...`: files to read."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tests.bench.process import memory_mb, report
from viewer.core import formats
from viewer.core.conversations import converse
from viewer.core.deltas import TextDelta
from viewer.core.fold import fold
from viewer.core.recording import understand

T = TypeVar("T")
_DELTAS = 100_000
_TIMES = 3


def main(paths: list[Path]) -> None:
    """Measure each stage on each file; times in ms, the best of a few."""
    deltas = [(TextDelta("word "),) for _ in range(_DELTAS)]
    folding = min(_took(lambda: fold(deltas)) for _ in range(_TIMES))
    report(fold=folding, pace=min(_took(_count) for _ in range(_TIMES)), files=[_stages(path) for path in paths])


def _stages(path: Path) -> dict[str, float]:
    reading, cassette = _timed(lambda: formats.read(path))
    understanding, recording = _timed(lambda: understand(cassette))
    return {
        "bytes": path.stat().st_size,
        "read": reading,
        "understand": understanding,
        "converse": _took(lambda: converse(recording.summaries)),
        "memory": memory_mb(),
    }


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    done = work()
    return (time.perf_counter() - began) * 1000, done


def _took(work: Callable[[], object]) -> float:
    return _timed(work)[0]


def _count() -> None:
    """A fixed amount of work, to tell machines apart."""
    for _ in range(1_000_000):
        pass


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
