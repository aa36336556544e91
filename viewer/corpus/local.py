# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Inputs shared among the processors of this machine; their results come in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from viewer.corpus.inputs import Input
from viewer.corpus.tabulate import FileResult
from viewer.workers import Workers, count

_WORTH_SHARING = 8_000_000
"""Bytes below which starting other processes takes longer than the work."""


def results(work: Callable[[Input], FileResult], inputs: Sequence[Input]) -> Iterator[FileResult]:
    """What comes of each input; of a few small files in this process."""
    number = min(count(), len(inputs))
    if number < 2 or not _is_much(inputs):
        yield from map(work, inputs)
        return
    workers = Workers(number)
    try:
        yield from workers.map(work, inputs)
    finally:
        workers.close()


def _is_much(inputs: Sequence[Input]) -> bool:
    """Whether there is much to read; a file that is gone will be told about when its turn comes."""
    total = 0
    for given in inputs:
        if not given.is_url and given.text is None:
            with suppress(OSError, ValueError):
                total += Path(given.at).stat().st_size
    return total >= _WORTH_SHARING
