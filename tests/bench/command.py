# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A command on a file: seconds, seconds of processors, memory of all of its processes. `WORD ...`: what to run."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.bench.process import report

_LOOK_EVERY_S = 0.2


def main(words: list[str]) -> None:
    """Run it, and look at its processes meanwhile."""
    began, peak = time.perf_counter(), 0.0
    running = subprocess.Popen([sys.executable, "-m", "viewer", *words], stdout=subprocess.DEVNULL)
    while running.poll() is None:
        peak = max(peak, sum(map(_own_mb, _family(running.pid))))
        time.sleep(_LOOK_EVERY_S)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    report(seconds=time.perf_counter() - began, cpu=used.ru_utime + used.ru_stime, memory=peak)


def _family(process: int) -> list[int]:
    """A process and those that it started."""
    found = [process]
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            children = (task / "children").read_text().split()
            found += [below for child in children for below in _family(int(child))]
    return found


def _own_mb(process: int) -> float:
    """Memory of a process; what several share is counted once in all (proc(5), Pss)."""
    with suppress(OSError):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
    return 0.0


if __name__ == "__main__":
    main(sys.argv[1:])
