# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`./run bench [PART ...]`: speed and memory in one table, beside the bars they are held to; `!` marks what is over.

Every measurement has a process of its own. Times depend on the machine and on what else it does: the line on top says
how fast it counted, and floors are measured in turn with ours. `--gross` instead looks, in under a minute, for what
takes more than twice as long as it did, as a ratio to its floor: `tests/bench/gross.py`.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench import bench_batch, gross
from tests.bench.cassettes import EVENTS, INTERACTIONS, make_all, make_body, make_large, make_library
from tests.bench.process import measure

_RUNS = 5
_LIBRARIES = (1400, 20_000)
_SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples"
_FRAME_MS = 16.0
_BARE_WINDOWS = 2.0
"""How much longer than a bare window a start may take."""
_GROWTH = 2.6
_LARGE = (("go-vcr", ".yaml"), ("vcrpy", ".yaml"), ("har", ".har"))
_LARGE_BYTES, _HUGE_BYTES, _PIPELINE_BYTES, _BODY_BYTES = 100_000_000, 1_000_000_000, 4_000_000, 50_000_000
_STREAMS = ((100_000, 1.0), (1_000_000, 8.0))
_COMMANDS = {
    "check": ["check"],
    "export to jsonl": ["export", "--to", "jsonl"],
    "export to json": ["export", "--to", "json"],
}


def main(words: Sequence[str]) -> int:
    """Make the files of each part, measure, print."""
    if "--gross" in words:
        return gross.main()
    if unknown := [word for word in words if word not in PARTS]:
        _say(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="cassette-viewer-bench-") as name:
        folder = Path(name)
        _say(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, ")
        _say(f"counts to a million in {measure('core', home=folder)['pace']:.0f} ms\n\n")
        for part in words or PARTS:
            for line in PARTS[part](folder):
                _line(*line)
    return 0


Line = tuple[str, str, str, bool]
"""What was measured, the figure, the bar, and whether the figure is over it."""


def _core_part(folder: Path) -> Iterator[Line]:
    core = measure("core", str(_many(folder)), home=folder)
    yield "fold 100,000 deltas", f"{core['fold']:.0f} ms", "100 ms", core["fold"] > 100
    file = core["files"][0]
    megabytes = file["bytes"] / (1 << 20)
    speed = megabytes / file["read"] * 1000
    yield f"read {INTERACTIONS:,} interactions, {megabytes:.0f} MB", f"{speed:.1f} MB/s", "", False
    yield "understand them", f"{file['understand'] / 1000:.1f} s", "", False
    yield "find their conversations", f"{file['converse']:.0f} ms", "1000 ms", file["converse"] > 1000
    yield "memory with them", f"{file['memory']:.0f} MB", "", False


def _many(folder: Path) -> Path:
    return make_all(folder)[f"{INTERACTIONS:,} interactions"]


def _growth_part(folder: Path) -> Iterator[Line]:
    """How many times as long twice as much takes."""
    for what, (size, once, twice) in measure("growth", home=folder).items():
        figure = f"{once:.2f} s, {twice / once:.1f} times that for twice"
        yield f"{size:,} {what}", figure, f"{_GROWTH} times", twice > _GROWTH * once


def _pipeline_part(folder: Path) -> Iterator[Line]:
    """Each interaction of a large file, on the way to its row and into the index."""
    found = measure("pipeline", str(make_large(folder / "pipeline.yaml", "go-vcr", _PIPELINE_BYTES)), home=folder)
    for stage in ("read", "understand", "look", "sum_up", "text"):
        times = found[stage] / found["floor"]
        yield f"an interaction: {stage.replace('_', ' ')}", f"{found[stage]:.0f} µs, {times:.1f} x libyaml", "", False


def _stream_part(folder: Path) -> Iterator[Line]:
    """Streams of very many events, understood."""
    for events, bar in _STREAMS:
        found = measure("streams", str(events), home=folder)
        figure = f"{found['seconds']:.2f} s, {found['seconds'] / found['floor']:.1f} x their JSON"
        yield f"{events:,} events understood", figure, f"{bar:.0f} s", found["seconds"] > bar
        yield f"{events:,} events: memory", f"{found['memory']:.0f} MB", "", False


def _command_part(folder: Path) -> Iterator[Line]:
    """Commands on one large file; the floor is `check` on the sample."""
    path = make_large(folder / "command.yaml", "go-vcr", _LARGE_BYTES)
    floor = measure("command", "check", str(min(_SAMPLE.glob("*.yaml"))), home=folder)
    for what, words in _COMMANDS.items():
        out = ["--output", str(folder / "out")] if words[0] == "export" else []
        found = measure("command", *words, str(path), *out, home=folder)
        named = f"{what} of {_LARGE_BYTES / 1e6:.0f} MB"
        figure = f"{found['seconds']:.1f} s ({found['cpu']:.1f} computing)"
        yield named, figure, f"12 s; of the sample {floor['seconds']:.1f} s", found["seconds"] > 12
        yield f"{named}: memory of all processes", f"{found['memory']:.0f} MB", "400 MB", found["memory"] > 400


def _body_part(folder: Path) -> Iterator[Line]:
    """A body of 50 MB in one line, in the request's pane."""
    found = measure("body", str(make_body(folder / "body.yaml", _BODY_BYTES)), home=folder)
    what = f"JSON of {_BODY_BYTES / 1e6:.0f} MB in one line"
    yield f"{what}: first screen", f"{found['first']:.0f} ms", "100 ms", found["first"] > 100
    for name, key, bar in (("a page further", "scroll", _FRAME_MS), ("find next", "find", 200.0)):
        median, longest = found[key]
        yield f"{what}: {name}", f"{median:.1f} ms (longest {longest:.0f})", f"{bar:.0f} ms", median > bar
    for name, key in (("until it stands", "gap"), ("finding", "find_gap")):
        wall, cpu = found[key]
        yield f"{what}: longest stop, {name}", f"{wall:.0f} ms ({cpu:.0f} computing)", "50 ms", cpu > 50


def _start_part(folder: Path) -> Iterator[Line]:
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
            ("computing until then", "cpu", "s", 2),
            ("memory then", "memory", "MB", 0),
        ):
            bare, ours = (statistics.median(run[side][key] for run in runs) for side in (0, 1))
            ratio = statistics.median(run[1][key] / run[0][key] for run in runs)
            figure = f"{ours:.{digits}f} {unit}, {ratio:.2f} x"
            yield f"{what}{how}", figure, f"2 x a bare window, {bare:.{digits}f} {unit}", ratio > _BARE_WINDOWS


def _window_part(folder: Path) -> Iterator[Line]:
    for what, path in make_all(folder).items():
        yield from _window_lines(what, measure("window", str(path), home=folder))


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


def _large_part(folder: Path, size: int = _LARGE_BYTES) -> Iterator[Line]:
    floor = measure("large", str(min(_SAMPLE.glob("*.yaml"))), home=folder)
    for recorder, suffix in _LARGE:
        path = make_large(folder / f"large-{recorder}{suffix}", recorder, size)
        yield from _large_lines(
            f"{recorder}, {size / 1e6:,.0f} MB", size, floor, measure("large", str(path), home=folder)
        )
        path.unlink()


def _large_lines(what: str, size: int, floor: dict[str, Any], found: dict[str, Any]) -> Iterator[Line]:
    """A large file beside the small sample."""
    first, least = found["first"], floor["first"]
    bar = 12 * max(size / _LARGE_BYTES, 1)
    yield (
        f"{what}: start to first picture",
        f"{first:.2f} s",
        f"the sample + 0.5 s, {least + 0.5:.2f} s",
        first > least + 0.5,
    )
    median, longest = found["select"]
    yield f"{what}: select any, painted", f"{median:.0f} ms (longest {longest:.0f})", "100 ms", median > 100
    yield f"{what}: everything known", f"{found['known']:.1f} s", "12 s for 100 MB", found["known"] > bar
    wall, cpu = found["gap"]
    yield f"{what}: longest stop meanwhile", f"{wall:.0f} ms ({cpu:.0f} computing)", "50 ms", cpu > 50
    more = found["memory"] - floor["memory"]
    yield f"{what}: memory above the sample's", f"{more:.0f} MB", "300 MB", more > 300


def _library_part(folder: Path) -> Iterator[Line]:
    for count in _LIBRARIES:
        library = make_library(folder / f"library{count}", count)
        yield from _library_lines(f"folder of {count:,}", measure("library", str(library), home=folder))


def _library_lines(what: str, found: dict[str, Any]) -> Iterator[Line]:
    yield f"{what}: until the first is shown", f"{found['first_s']:.2f} s", "", False
    yield f"{what}: until all are read", f"{found['read_s']:.1f} s", "", False
    for name, wall, cpu in found["gaps"][:3]:
        yield f"{what}: longest stop, {name}", f"{wall:.0f} ms ({cpu:.0f} computing)", "50 ms", wall > 50
    yield f"{what}: memory for it", f"{found['more']:.0f} MB", "", False


def _index_part(folder: Path) -> Iterator[Line]:
    bench_batch.make(folder / "indexed")
    home = folder / "index-home"  # the index of other parts would be in it too
    home.mkdir()
    found = measure("index", str(folder / "indexed"), home=home)
    what = f"index of {found['files']:,} files, {found['bytes'] / 1e6:.0f} MB"
    yield f"{what}: until all are in it", f"{found['fill'] / 1000:.1f} s", "", False
    yield f"{what}: its own part of that, computing", f"{found['filling_here'] / 1000:.1f} s", "", False
    yield f"{what}: its size", f"{found['index_bytes'] / 1e6:.0f} MB", "", False
    times = found["back"] / found["back_floor"]
    yield f"{what}: all known again", f"{found['back']:.0f} ms ({times:.0f} times the rows)", "1000 ms", times > 60
    for query, took in found["searches"].items():
        yield f"{what}: {query}", f"{took:.0f} ms (floor {found['search_floor']:.1f})", "100 ms", took > 100


PARTS: dict[str, Callable[[Path], Iterator[Line]]] = {
    "core": _core_part,
    "growth": _growth_part,
    "pipeline": _pipeline_part,
    "streams": _stream_part,
    "start": _start_part,
    "window": _window_part,
    "body": _body_part,
    "large": _large_part,
    "huge": partial(_large_part, size=_HUGE_BYTES),
    "commands": _command_part,
    "index": _index_part,
    "library": _library_part,
}


def _line(what: str, figure: str, bar: str, is_over: bool) -> None:
    _say(f"{'!' if is_over else ' '} {what:62} {figure:>32}   {bar}\n")


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
