# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One hostile file, tried in a process of its own, and what of the contract it broke.

The contract: an exit status that the command line documents; on standard error one line for each thing that went wrong,
never a traceback or an error of our own; the memory and the time of `limited`; nothing half written.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.inputs import Hostile

_ROOT = Path(__file__).resolve().parents[2]
_STATUSES = ({0, 1, 2}, {0, 2})
_PATIENCE_S = 300
_LONGEST_LINE = 5000
_GIVEN_BACK = {"MALLOC_MMAP_THRESHOLD_": "1000000"}
"""Two commands share a process here: what the first one freed is to be free, wherever small objects came to lie in
glibc's heap. Which modules a release has more must not decide whether the second one fits."""


@dataclass(frozen=True)
class Tried:
    """What came of it."""

    statuses: list[int]
    seconds: float
    faults: list[str]


def tried(hostile: Hostile, size: int, folder: Path) -> Tried:
    """Make the file in a folder, and try it."""
    file, out = folder / f"hostile{hostile.suffix}", folder / "out.json"
    data = hostile.make(size)
    file.write_bytes(data)
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.limited", str(file), str(out)],
        cwd=_ROOT, env={**os.environ, **_GIVEN_BACK}, capture_output=True, timeout=_PATIENCE_S, check=False,
    )  # fmt: skip
    after = os.times()
    seconds = after.children_user + after.children_system - before.children_user - before.children_system
    last = done.stdout.decode().rstrip().rpartition("\n")[2] if done.returncode == 0 else ""
    statuses: list[int] = json.loads(last) if last else []
    faults = list(_faults(done, statuses))
    if file.read_bytes() != data:
        faults.append("the file was changed")
    faults += [f"{path.name} was left" for path in folder.iterdir() if path not in (file, out)]
    out.unlink(missing_ok=True)
    return Tried(statuses, seconds, faults)


def _faults(done: subprocess.CompletedProcess[bytes], statuses: list[int]) -> list[str]:
    found = [f"ended with {done.returncode}"] if done.returncode else []
    found += [f"exit status {got}" for got, right in zip(statuses, _STATUSES, strict=False) if got not in right]
    found += [line[:300] for line in done.stdout.decode("utf-8", "replace").splitlines() if "internal error" in line]
    for line in done.stderr.decode("utf-8", "replace").splitlines():
        is_one_line = line.startswith("cassette-viewer: ") and line.isprintable() and len(line) < _LONGEST_LINE
        if not is_one_line or "internal error" in line:
            found.append(f"standard error: {line[:300]}")
    return found
