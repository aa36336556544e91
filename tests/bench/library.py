# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The real window on a folder of thousands of cassettes: read, filtered, walked, counted and closed.

`python -m tests.bench.library FOLDER`
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bench.heart import Gap, turn, turn_until
from tests.bench.process import memory_mb, report
from tests.bench.window import Bench

_STEPS = 8


def main(folder: Path) -> None:
    """Do what a user does with a library, and tell how long the window stood still meanwhile."""
    bench = Bench()
    bench.commands.warm_up()
    turn(2.0)
    before, began = memory_mb(), time.perf_counter()
    bench.heart.reset()
    bench.commands.open([folder])
    turn_until(lambda: bench.window.sidebar.model.count()[1] > 0)
    first = time.perf_counter() - began
    turn_until(partial(_is_read, bench), 600.0)
    read = time.perf_counter() - began
    gaps: dict[str, Gap] = {"read": bench.heart.gap}
    sidebar, field = bench.window.sidebar, bench.window.quick_open
    acts: dict[str, Callable[[], object]] = {
        "filter": partial(sidebar.filter.setText, "times 2"),
        "filter, few": partial(sidebar.filter.setText, "times 77?"),
        "no filter": sidebar.filter.clear,
        "overview": partial(sidebar.select, folder, -1),
        **{f"step {number}": partial(sidebar.step, 1) for number in range(_STEPS)},
        "go to anything": bench.commands.actions["quick_open"].trigger,
        "type": partial(field.field.setText, "case 3"),
        "leave": field.leave,
        "read again": bench.commands.actions["reload"].trigger,
    }
    for name, act in acts.items():
        gaps[name] = bench.heart.during(1.5, act)
    memory = memory_mb()
    gaps["close"] = bench.heart.during(2.0, bench.commands.actions["close"].trigger)
    worst = sorted(gaps.items(), key=lambda item: -item[1].wall)
    report(
        first_s=first,
        read_s=read,
        memory=memory,
        more=memory - before,
        gaps=[(name, gap.wall, gap.cpu) for name, gap in worst],
    )


def _is_read(bench: Bench) -> bool:
    """Nobody but the window holds the library: what it lets go of is gone."""
    return not any(library.is_reading for library in bench.commands._libraries)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
