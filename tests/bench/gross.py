# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`./run bench --gross`: fails where something takes more than twice as long as it did, beside its floor.

Seconds of a processor, as ratios to a floor in the same process or right beside it: so a slow machine, or one that does
other things too, changes little. It is no measurement: what it lets pass may still be slower than it was.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.cassettes import make_large
from tests.bench.process import measure

_SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "agent-tools.yaml"
_EVENTS = 20_000
_PIPELINE_BYTES = 4_000_000
_PAIRS = 3
_GROSS = 2.0

RECORDED = {
    "reading an interaction, beside libyaml": 8.0,
    "understanding it": 7.2,
    "summing it up": 5.0,
    "finding its texts": 1.7,
    "a stream, beside its JSON": 1.6,
    "a stream twice as long": 2.0,
    "a start, beside a bare window": 2.9,
}
"""What was measured on two cores on 2026-11-29."""


def main() -> int:
    """Measure, and tell beside what was recorded; 1 where something is grossly over that."""
    over = []
    with tempfile.TemporaryDirectory(prefix="cassette-viewer-bench-") as name:
        for what, ratio in _ratios(Path(name)):
            is_over = ratio > _GROSS * RECORDED[what]
            sys.stdout.write(f"{'!' if is_over else ' '} {what:44} {ratio:6.1f}   was {RECORDED[what]:.1f}\n")
            over += [what] if is_over else []
    return 1 if over else 0


def _ratios(folder: Path) -> Iterator[tuple[str, float]]:
    found = measure("pipeline", str(make_large(folder / "pipeline.yaml", "go-vcr", _PIPELINE_BYTES)), home=folder)
    yield "reading an interaction, beside libyaml", found["read"] / found["floor"]
    yield "understanding it", found["understand"] / found["floor"]
    yield "summing it up", found["sum_up"] / found["floor"]
    yield "finding its texts", found["text"] / found["floor"]
    once, twice = (measure("streams", str(count), home=folder) for count in (_EVENTS, 2 * _EVENTS))
    yield "a stream, beside its JSON", once["seconds"] / once["floor"]
    yield "a stream twice as long", twice["seconds"] / once["seconds"]
    pairs = [(measure("bare", home=folder), measure("start", str(_SAMPLE), home=folder)) for _ in range(_PAIRS + 1)][
        1:
    ]  # the first compiles
    yield "a start, beside a bare window", statistics.median(ours["cpu"] / bare["cpu"] for bare, ours in pairs)


if __name__ == "__main__":
    sys.exit(main())
