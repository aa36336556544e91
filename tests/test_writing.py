# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A large recording is written by worker processes: what they make together is what one process writes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from viewer import writing

_CASSETTE = Path(__file__).resolve().parents[1] / "resources" / "samples" / "agent-tools.yaml"

# In a process of its own: one that has threads, as this may, makes no copies. A line for each exporter.
_BOTH_WAYS = """
import io, pathlib, sys, time
from viewer import writing
from viewer.core import recording
from viewer.core.exporters import EXPORTERS, ExportOptions, InParts

shared = []
write_shared = writing._write_shared
writing._write_shared = lambda parts, _, *rest: (shared.append(len(parts)), write_shared(parts, 2, *rest))
writing.WORTH_SHARING, writing.count = 0, lambda: 2
found = recording.load(pathlib.Path(sys.argv[1]))
for exporter in EXPORTERS:
    together, alone = io.StringIO(), io.StringIO()
    end = time.monotonic() + 10
    while not writing.can_copy() and time.monotonic() < end:  # threads of the pool before may still be ending
        time.sleep(0.01)
    writing.write(exporter, found, together, ExportOptions())
    exporter.write(found, alone, ExportOptions())
    assert bool(shared) == isinstance(exporter, InParts), exporter.name
    print(exporter.name, "shared" if shared else "alone", together.getvalue() == alone.getvalue() != "")
    shared.clear()
"""


def test_workers_write_what_one_process_writes() -> None:
    run = [sys.executable, "-c", _BOTH_WAYS, str(_CASSETTE)]
    done = subprocess.run(run, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = done.stdout.splitlines()
    assert all(line.endswith("True") for line in told), told
    assert {line.split()[0] for line in told if "shared" in line} == {"markdown", "html", "json", "jsonl", "curl"}


def test_pieces_are_all_parts_in_order() -> None:
    made = [number for first, stop in writing._pieces(10, 4) for number in range(first, stop)]
    assert made == list(range(10))
