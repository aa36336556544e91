# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`./run bench`: speed and memory in one table, beside the bars they are held to. `!` marks what is over its bar.

Every measurement has a process of its own. Times depend on the machine and on what else it does: the line on top says
how fast it counted, and the bare window is measured in turn with ours.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench import bench_batch
from tests.bench.cassettes import EVENTS, INTERACTIONS, make_all, make_large, make_library
from tests.bench.process import measure

_RUNS = 5
_LIBRARIES = (1400, 5000)
_SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples"
_FRAME_MS = 16.0
_BARE_WINDOWS = 2.0
"""How much longer than a bare window a start may take."""
_GROWTH = 2.6
_LARGE, _LARGE_BYTES = (("go-vcr", ".yaml"), ("har", ".har")), 100_000_000


def main() -> None:
    """Make the files, measure, print."""
    with tempfile.TemporaryDirectory(prefix="cassette-viewer-bench-") as name:
        folder = Path(name)
        files = make_all(folder)
        core = measure("core", str(files[f"{INTERACTIONS:,} interactions"]), home=folder)
        _say(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, ")
        _say(f"counts to a million in {core['pace']:.0f} ms\n\n")
        for line in _core_lines(core):
            _line(*line)
        for line in _growth_lines(measure("growth", home=folder)):
            _line(*line)
        for line in _start_lines(folder):
            _line(*line)
        for what, path in files.items():
            for line in _window_lines(what, measure("window", str(path), home=folder)):
                _line(*line)
        for line in _all_large_lines(folder):
            _line(*line)
        bench_batch.make(folder / "indexed")
        for line in _index_lines(measure("index", str(folder / "indexed"), home=folder)):
            _line(*line)
        for count in _LIBRARIES:
            library = make_library(folder / f"library{count}", count)
            for line in _library_lines(f"folder of {count:,}", measure("library", str(library), home=folder)):
                _line(*line)


Line = tuple[str, str, str, bool]
"""What was measured, the figure, the bar, and whether the figure is over it."""


def _core_lines(core: dict[str, Any]) -> Iterator[Line]:
    yield "fold 100,000 deltas", f"{core['fold']:.0f} ms", "100 ms", core["fold"] > 100
    file = core["files"][0]
    megabytes = file["bytes"] / (1 << 20)
    speed = megabytes / file["read"] * 1000
    yield f"read {INTERACTIONS:,} interactions, {megabytes:.0f} MB", f"{speed:.1f} MB/s", "", False
    yield "understand them", f"{file['understand'] / 1000:.1f} s", "", False
    yield "find their conversations", f"{file['converse']:.0f} ms", "1000 ms", file["converse"] > 1000
    yield "memory with them", f"{file['memory']:.0f} MB", "", False


def _growth_lines(found: dict[str, Any]) -> Iterator[Line]:
    """How many times as long twice as much takes."""
    for what, (size, once, twice) in found.items():
        figure = f"{once:.2f} s, {twice / once:.1f} times that for twice"
        yield f"{size:,} {what}", figure, f"{_GROWTH} times", twice > _GROWTH * once


def _start_lines(folder: Path) -> Iterator[Line]:
    """Ours beside a bare window, measured in turn, after a first run of each that does not count: medians of ratios."""
    sample = str(min(_SAMPLE.glob("*.yaml")))
    for compiled in (True, False):
        runs = [
            (measure("bare", home=folder, compiled=compiled), measure("start", sample, home=folder, compiled=compiled))
            for _ in range(_RUNS + 1)
        ][1:]
        how = "" if compiled else ", compiled anew"
        for what, key, unit, digits in (
            ("start to first picture", "seconds", "s", 2),
            ("memory then", "memory", "MB", 0),
        ):
            bare, ours = (statistics.median(run[side][key] for run in runs) for side in (0, 1))
            ratio = statistics.median(run[1][key] / run[0][key] for run in runs)
            figure = f"{ours:.{digits}f} {unit}, {ratio:.2f} x"
            yield f"{what}{how}", figure, f"2 x a bare window, {bare:.{digits}f} {unit}", ratio > _BARE_WINDOWS


def _window_lines(what: str, found: dict[str, Any]) -> Iterator[Line]:
    yield f"{what}: until it is shown", f"{found['loaded_s']:.2f} s", "", False
    for name, wall, cpu in found["gaps"][:3]:
        yield f"{what}: longest stop, {name}", f"{wall:.0f} ms ({cpu:.0f} computing)", "50 ms", wall > 50
    for name in ("seek", "step"):
        if name in found:
            median, longest = found[name]
            yield (
                f"{what}: {name}",
                f"{median:.1f} ms (longest {longest:.1f})",
                f"{_FRAME_MS:.0f} ms",
                median > _FRAME_MS,
            )
    if "play" in found:
        play = found["play"]
        figure = f"{play['updates']:.0f} updates/s, {play['events']:.0f} events/s"
        yield f"{what}: playing {EVENTS / 40.25:.0f} events/s", figure, "60 updates/s", play["updates"] < 57
    yield f"{what}: memory", f"{found['memory']:.0f} MB", "", False


def _all_large_lines(folder: Path) -> Iterator[Line]:
    floor = measure("large", str(min(_SAMPLE.glob("*.yaml"))), home=folder)
    for recorder, suffix in _LARGE:
        path = make_large(folder / f"large-{recorder}{suffix}", recorder, _LARGE_BYTES)
        what = f"{recorder}, {_LARGE_BYTES / 1e6:.0f} MB"
        yield from _large_lines(what, floor, measure("large", str(path), home=folder))


def _large_lines(what: str, floor: dict[str, Any], found: dict[str, Any]) -> Iterator[Line]:
    """A large file beside the small sample."""
    first, least = found["first"], floor["first"]
    yield (
        f"{what}: start to first picture",
        f"{first:.2f} s",
        f"the sample + 0.5 s, {least + 0.5:.2f} s",
        first > least + 0.5,
    )
    median, longest = found["select"]
    yield f"{what}: select any, painted", f"{median:.0f} ms (longest {longest:.0f})", "100 ms", median > 100
    yield f"{what}: everything known", f"{found['known']:.1f} s", "12 s", found["known"] > 12
    wall, cpu = found["gap"]
    yield f"{what}: longest stop meanwhile", f"{wall:.0f} ms ({cpu:.0f} computing)", "50 ms", cpu > 50
    more = found["memory"] - floor["memory"]
    yield f"{what}: memory above the sample's", f"{more:.0f} MB", "300 MB", more > 300


def _library_lines(what: str, found: dict[str, Any]) -> Iterator[Line]:
    yield f"{what}: until the first is shown", f"{found['first_s']:.2f} s", "", False
    yield f"{what}: until all are read", f"{found['read_s']:.1f} s", "", False
    for name, wall, cpu in found["gaps"][:3]:
        yield f"{what}: longest stop, {name}", f"{wall:.0f} ms ({cpu:.0f} computing)", "50 ms", wall > 50
    yield f"{what}: memory for it", f"{found['more']:.0f} MB", "", False


def _index_lines(found: dict[str, Any]) -> Iterator[Line]:
    what = f"index of {found['files']:,} files, {found['bytes'] / 1e6:.0f} MB"
    yield f"{what}: until all are in it", f"{found['fill'] / 1000:.1f} s", "", False
    yield f"{what}: its own part of that, computing", f"{found['filling_here'] / 1000:.1f} s", "", False
    yield f"{what}: its size", f"{found['index_bytes'] / 1e6:.0f} MB", "", False
    times = found["back"] / found["back_floor"]
    yield f"{what}: all known again", f"{found['back']:.0f} ms ({times:.0f} times the rows)", "1000 ms", times > 60
    for query, took in found["searches"].items():
        yield f"{what}: {query}", f"{took:.0f} ms (floor {found['search_floor']:.1f})", "100 ms", took > 100


def _line(what: str, figure: str, bar: str, is_over: bool) -> None:
    _say(f"{'!' if is_over else ' '} {what:62} {figure:>32}   {bar}\n")


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
