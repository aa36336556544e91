# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassette -> the summary of every interaction, in order of the file: of a large one by worker processes.

The file may still be growing: what is found is given to the workers, and the file is looked through as they come to it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from viewer.core.analysis import Exchange, analyse
from viewer.core.decoding_budget import DecodingBudget, undecoded
from viewer.core.errors import Problem
from viewer.core.formats import collector_paused
from viewer.core.model import Cassette, Interaction
from viewer.core.spooled_summaries import Pack, packs
from viewer.core.summary import Summary, summarise

if TYPE_CHECKING:
    from viewer.core.formats.outline.interactions import OutlinedInteractions
    from viewer.core.formats.outline.parts import Part

Look = Callable[[Exchange], Exchange]
"""Something that adds to an exchange what is known of it, such as `viewer.core.second_look.look_closer`."""

WORTH_SHARING = 8_000_000
"""Bytes of a file below which starting other processes takes longer than reading."""
_PART_BYTES = 1_000_000
_PART_MOST = 200

_Told = tuple[list[Pack], list[tuple[int, tuple[Problem, ...]]]]
"""Summaries, and by number of an interaction what was found to be wrong with its part of the file."""


def summaries(cassette: Cassette, look: Look | None = None, first: int = 0) -> Iterator[Pack | Summary]:
    """Summaries from number `first` on, packed where other processes made them.

    `look`, a function of a module, sees each exchange before.
    """
    interactions, done, budget = cassette.interactions, first, DecodingBudget()
    if not isinstance(interactions, tuple) and cassette.size >= WORTH_SHARING:
        # Imported here, with what they import: small files need neither.
        from viewer.core.formats.outline.interactions import OutlinedInteractions  # noqa: PLC0415

        if isinstance(interactions, OutlinedInteractions) and not _is_worker():
            for found in _shared(interactions, look, first):
                done += found.entries
                yield found
    is_more = True
    while is_more:
        is_more = cassette.grow()  # what is found last is found by the look that finds the end
        while done < len(interactions):
            yield looked_at(interactions[done], budget, look)
            done += 1


def _shared(interactions: OutlinedInteractions, look: Look | None, first: int) -> Iterator[Pack]:
    """Summaries as workers make them, up to an interaction that does not stand by itself."""
    from viewer.core.formats.outline.parts import IrregularError  # noqa: PLC0415
    from viewer.workers import Workers  # noqa: PLC0415

    workers = Workers()
    try:
        for found, notes in workers.map(partial(_of_part, look), _parts(interactions, first)):
            for index, of_file in notes:
                interactions.note(index, of_file)
            yield from found
    except IrregularError as error:
        interactions.settle(error.index)
    except OSError:
        pass  # the interactions say why they cannot be read any more
    finally:
        workers.close()


def looked_at(interaction: Interaction, budget: DecodingBudget, look: Look | None = None) -> Summary:
    """The summary of one interaction among many, decoded as far as the budget allows."""
    if budget.refuses(interaction):
        return summarise(understood(undecoded(interaction), look))
    return summarise(budget.spend(understood(interaction, look)))


def understood(interaction: Interaction, look: Look | None = None) -> Exchange:
    """The exchange of an interaction, as a look leaves it."""
    exchange = analyse(interaction)
    return exchange if look is None else look(exchange)


def _is_worker() -> bool:
    """Whether this process is a helper itself, which has no helpers."""
    multiprocessing = sys.modules.get("multiprocessing.process")
    return multiprocessing is not None and multiprocessing.parent_process() is not None


def _parts(interactions: OutlinedInteractions, first: int) -> Iterator[Part]:
    """All that is found from number `first` on, in pieces; looks for more when there is none left."""
    is_more = True
    while is_more:
        is_more = interactions.grow()  # what is found last is found by the look that finds the end
        while (part := interactions.part(first, _stop(interactions, first))) is not None:
            first += len(part)
            yield part


def _stop(interactions: OutlinedInteractions, first: int) -> int:
    """Where a piece ends that has enough bytes for a worker, or enough interactions."""
    starts, stop = interactions.outline.starts, first + 1
    while stop < len(starts) - 1 and stop - first < _PART_MOST and starts[stop] - starts[first] < _PART_BYTES:
        stop += 1
    return stop


def _of_part(look: Look | None, part: Part) -> _Told:
    """In a worker: what there is to know of a part; raises IrregularError, and OSError where the file is another."""
    found, budget = list[Summary](), DecodingBudget()
    notes: list[tuple[int, tuple[Problem, ...]]] = []
    with collector_paused():
        for reading in part.read():
            found.append(looked_at(reading.interaction, budget, look))
            if reading.of_file:
                notes.append((reading.interaction.index, reading.of_file))
    return list(packs(found)), notes
