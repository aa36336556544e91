# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Measurements in a process of their own: what a run leaves behind must not help or hinder the next."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
_LONGEST_S = 600


def measure(module: str, *arguments: str, home: Path, compiled: bool = True) -> dict[str, Any]:
    """Run `python -m tests.bench.MODULE`; the JSON object on its last line, and the seconds since it was started.

    It sees a home of its own, no display, and the moment of its start in `BENCH_STARTED`. Compiled modules are kept in
    that home, as an installed program has them; else there are none but those that libraries were installed with.
    """
    folders = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
    variables = {**os.environ, **folders, "PYTHONPYCACHEPREFIX": str(home / "pycache"), "QT_QPA_PLATFORM": "offscreen"}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    if not compiled:
        del variables["PYTHONPYCACHEPREFIX"]
        variables["PYTHONDONTWRITEBYTECODE"] = "1"
    variables["BENCH_STARTED"] = repr(time.time())
    command = [sys.executable, "-m", f"tests.bench.{module}", *arguments]
    done = subprocess.run(
        command, cwd=_ROOT, env=variables, capture_output=True, text=True, timeout=_LONGEST_S, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stderr)
        raise SystemExit(f"{' '.join(command)}: exit status {done.returncode}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def report(**measured: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Print what was measured, as the last line."""
    sys.stdout.write(json.dumps(measured) + "\n")
    sys.stdout.flush()


def since_start_s() -> float:
    """Seconds since `measure` started this process."""
    return time.time() - float(os.environ["BENCH_STARTED"])


def memory_mb() -> float:
    """Resident memory of this process in MB; 0 where /proc does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)
