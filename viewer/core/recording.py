# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A cassette understood as a whole: its exchanges and their conversations. What is shown, and what exporters write."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from viewer.core import formats, timeline
from viewer.core.analysis import Exchange, analyse
from viewer.core.conversations import Conversations, converse
from viewer.core.errors import Problem
from viewer.core.model import Cassette
from viewer.core.timeline import Pacing


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A cassette, one Exchange per interaction in order of the file, and how they belong together."""

    cassette: Cassette
    exchanges: tuple[Exchange, ...]
    threads: Conversations

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem: the file's own first, then those of each interaction in order."""
        return (*self.cassette.problems, *(p for exchange in self.exchanges for p in exchange.problems))


def understand(cassette: Cassette, progress: Callable[[int, int], None] | None = None) -> Recording:
    """Analyse every interaction; `progress(done, all)` is called after each and may raise to give up."""
    exchanges: list[Exchange] = []
    with _aside_from_the_collector():
        for interaction in cassette.interactions:
            exchanges.append(analyse(interaction))
            if progress is not None:
                progress(len(exchanges), len(cassette.interactions))
        return Recording(cassette, tuple(exchanges), converse(exchanges))


def load(path: Path, progress: Callable[[int, int], None] | None = None) -> Recording:
    """Read and understand a file; raises CassetteError and nothing else."""
    with _aside_from_the_collector():
        return understand(formats.read(path), progress)


def repaced(recording: Recording, pacing: Pacing) -> Recording:
    """The same recording, its streams timed at a reader's pacing."""
    return replace(recording, exchanges=tuple(_repaced(exchange, pacing) for exchange in recording.exchanges))


def _repaced(exchange: Exchange, pacing: Pacing) -> Exchange:
    if not exchange.is_stream:
        return exchange
    line = timeline.repaced(exchange.timeline, exchange.events, exchange.assembly, pacing)
    return exchange if line == exchange.timeline else replace(exchange, timeline=line)


def load_text(name: str, data: bytes, progress: Callable[[int, int], None] | None = None) -> Recording:
    """Understand what lies in no file; `name` stands for its path. Raises CassetteError and nothing else."""
    with _aside_from_the_collector():
        return understand(formats.read_probe(formats.Probe(name, data)), progress)


@contextmanager
def _aside_from_the_collector() -> Iterator[None]:
    """Build many objects that the cyclic garbage collector never needs to look at.

    There are no cycles in a recording: reference counts free it. Were it left to the collector, that would walk through
    all of it again and again while it is built, and once more at any moment later, while every thread stands still.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()
