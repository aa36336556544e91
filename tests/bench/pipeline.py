# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One interaction after another of a large go-vcr file: read, understood, summed up, its texts found. `FILE`.

The floor has libyaml go through the same bytes.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

from yaml._yaml import CParser

from tests.bench.process import report
from viewer.core import formats
from viewer.core.analysis import analyse
from viewer.core.searchable import pieces
from viewer.core.second_look import look_closer
from viewer.core.summary import summarise

T = TypeVar("T")
R = TypeVar("R")
_INTERACTIONS = 1000
_TIMES = 3


def main(path: Path) -> None:
    """Microseconds of a processor for each interaction, the best of a few."""
    cassette = formats.read(path)
    while len(cassette.interactions) < _INTERACTIONS and cassette.grow():
        pass
    gc.disable()
    read, interactions = _each(lambda _: list(islice(iter(cassette.interactions), _INTERACTIONS)), [None])
    understand, exchanges = _each(analyse, interactions[0])
    look, looked = _each(look_closer, exchanges)
    sum_up, _ = _each(summarise, looked)
    text, _ = _each(lambda exchange: pieces([exchange]), looked)
    lines = path.read_bytes().split(b"\n  - ")[1 : _INTERACTIONS + 1]
    floor, _ = _each(_parse, lines)
    each = read / _INTERACTIONS
    report(read=each, understand=understand, look=look, sum_up=sum_up, text=text, floor=floor)


def _each(work: Callable[[T], R], items: Sequence[T]) -> tuple[float, list[R]]:
    best, made = float("inf"), []
    for _ in range(_TIMES):
        began = time.process_time()
        made = [work(item) for item in items]
        best = min(best, (time.process_time() - began) / len(items) * 1e6)
    return best, made


def _parse(interaction: bytes) -> None:
    CParser(b"  - " + interaction).raw_parse()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
