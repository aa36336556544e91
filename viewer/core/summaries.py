# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassette -> the summary of every interaction, in order of the file: of a large one by worker processes.

The file may still be growing: what is found is given to the workers, and the file is looked through as they come to it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from viewer.core.analysis import Exchange, analyse
from viewer.core.decoding_budget import DecodingBudget, undecoded
from viewer.core.errors import Problem
from viewer.core.formats import collector_paused
from viewer.core.model import Cassette, Interaction
from viewer.core.spooled_summaries import Pack, packs
from viewer.core.summary import Summary, held_bytes, stored_bytes, summarise

if TYPE_CHECKING:
    from viewer.core.formats.outline.interactions import OutlinedInteractions
    from viewer.core.formats.outline.parts import Part

Look = Callable[[Exchange], Exchange]
"""Something that adds to an exchange what is known of it, such as `viewer.core.second_look.look_closer`."""

WORTH_SHARING = 8_000_000
"""Bytes of a file below which starting other processes takes longer than reading."""
_PART_BYTES = 1_000_000
_PART_MOST = 200
_BATCH_BYTES, _BATCH_MOST = 200_000, 50
"""Of bodies, and of interactions that a worker understands together: all their events and messages are in memory."""

T = TypeVar("T")
_Told = tuple[int, Sequence[T], list[tuple[int, tuple[Problem, ...]]]]
"""How many interactions were looked at, what is told of them, and by number what is wrong with its part of the file."""
OfPiece = Callable[[Sequence[Exchange]], Sequence[T]]
"""Tells something of each of some neighbours in a file, of which it may compare them; of none it tells nothing."""
Trouble = tuple[int | None, tuple[Problem, ...]]
"""The line on which an interaction begins, and its problems."""


def summaries(cassette: Cassette, look: Look | None = None, first: int = 0) -> Iterator[Pack | Summary]:
    """Summaries from number `first` on, packed where other processes made them.

    `look`, a function of a module, sees each exchange before.
    """
    of_part: Callable[[Part], _Told[Pack | Summary]] = partial(_summaries_of, look)
    of_one: Callable[[Interaction], Pack | Summary] = partial(looked_at, budget=DecodingBudget(), look=look)
    return _gone_through(cassette, of_part, of_one, first)


def troubles(cassette: Cassette, look: Look | None = None) -> Iterator[Trouble]:
    """Of every interaction that has any its problems, and nothing else that a summary would tell: half the work."""
    within = partial(_within, budget=DecodingBudget(), look=look)
    told = _gone_through(cassette, partial(_troubles_of, look), lambda interaction: _trouble(within(interaction)), 0)
    return (found for found in told if found[1])


def told_of_pieces(
    cassette: Cassette, of_piece: OfPiece[T], of_one: Callable[[Exchange], T], look: Look | None = None
) -> Iterator[T]:
    """What `of_piece` tells of each exchange, in order; both are functions of modules.

    `of_one` tells it of one whose neighbours are not at hand, or whose bodies the decoding budget refuses.
    """
    of_part: Callable[[Part], _Told[T]] = partial(_told_of_part, of_piece, of_one, look)
    budget = DecodingBudget()
    return _gone_through(cassette, of_part, lambda interaction: of_one(_within(interaction, budget, look)), 0)


def _gone_through(
    cassette: Cassette, of_part: Callable[[Part], _Told[T]], of_one: Callable[[Interaction], T], first: int
) -> Iterator[T]:
    """What is told of every interaction from number `first` on, in order: of a large file by worker processes."""
    interactions, done = cassette.interactions, first
    if not isinstance(interactions, tuple) and cassette.size >= WORTH_SHARING:
        # Imported here, with what they import: small files need neither.
        from viewer.core.formats.outline.interactions import OutlinedInteractions  # noqa: PLC0415

        if isinstance(interactions, OutlinedInteractions) and not _is_worker():
            for count, found in _shared(interactions, of_part, first):
                done += count
                yield from found
    is_more = True
    while is_more:
        is_more = cassette.grow()  # what is found last is found by the look that finds the end
        while done < len(interactions):
            yield of_one(interactions[done])
            done += 1


def _shared(
    interactions: OutlinedInteractions, of_part: Callable[[Part], _Told[T]], first: int
) -> Iterator[tuple[int, Sequence[T]]]:
    """What workers tell, and of how many, up to an interaction that does not stand by itself."""
    from viewer.core.formats.outline.parts import IrregularError  # noqa: PLC0415
    from viewer.workers import Workers  # noqa: PLC0415

    workers = Workers()
    try:
        for count, found, notes in workers.map(of_part, _parts(interactions, first)):
            for index, of_file in notes:
                interactions.note(index, of_file)
            yield count, found
    except IrregularError as error:
        interactions.settle(error.index)
    except OSError:
        pass  # the interactions say why they cannot be read any more
    finally:
        workers.close()


def looked_at(interaction: Interaction, budget: DecodingBudget, look: Look | None = None) -> Summary:
    """The summary of one interaction among many, decoded as far as the budget allows."""
    return summarise(_within(interaction, budget, look))


def _trouble(exchange: Exchange) -> Trouble:
    place = exchange.interaction.place
    return place.line if place else None, exchange.problems


def _within(interaction: Interaction, budget: DecodingBudget, look: Look | None) -> Exchange:
    """The exchange of an interaction, of packed bodies only as far as the budget allows."""
    if budget.refuses(interaction):
        return understood(undecoded(interaction), look)
    return budget.spend(understood(interaction, look))


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


def _summaries_of(look: Look | None, part: Part) -> _Told[Pack]:
    """In a worker: what there is to know of a part; raises IrregularError, and OSError where the file is another."""
    count, found, notes = _of_part(summarise, look, part)
    return count, list(packs(found)), notes


def _troubles_of(look: Look | None, part: Part) -> _Told[Trouble]:
    """In a worker: the problems of a part; raises likewise."""
    return _of_part(_trouble, look, part)


def _told_of_part(of_piece: OfPiece[T], of_one: Callable[[Exchange], T], look: Look | None, part: Part) -> _Told[T]:
    """In a worker: what is told of a part, of as many neighbours at once as may be understood together."""
    told, piece, size = list[T](), list[Exchange](), 0
    notes: list[tuple[int, tuple[Problem, ...]]] = []
    budget = DecodingBudget()
    with collector_paused():
        for reading in list(part.read()):  # all before any is understood: a tenth less work than in turns
            is_refused = budget.refuses(reading.interaction)
            exchange = _within(reading.interaction, budget, look)
            if is_refused or size > _PART_BYTES:
                told += of_piece(piece)
                piece, size = [], 0
            if is_refused:
                told.append(of_one(exchange))
            else:
                piece.append(exchange)
                size += len(exchange.request.data) + len(exchange.response.data)
            if reading.of_file:
                notes.append((reading.interaction.index, reading.of_file))
        told += of_piece(piece)
    return len(told), told, notes


def _of_part(tell: Callable[[Exchange], T], look: Look | None, part: Part) -> _Told[T]:
    """What is told of each exchange of a part; many take one step of the pipeline before any takes the next.

    That is a fifth less work than one by one: the step's code and tables stay where the processor has them at hand.
    """
    found, budget = list[T](), DecodingBudget()
    notes: list[tuple[int, tuple[Problem, ...]]] = []
    with collector_paused():
        for readings in _batches(part.read(), lambda reading: stored_bytes(reading.interaction)):
            notes += [(reading.interaction.index, reading.of_file) for reading in readings if reading.of_file]
            within = partial(_within, budget=budget, look=look)
            for exchanges in _batches((within(reading.interaction) for reading in readings), held_bytes):
                found += map(tell, exchanges)
    return len(found), found, notes


def _batches(items: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """Some of them at a time: so many, or as many as have so many bytes."""
    batch, held = list[T](), 0
    for item in items:
        batch.append(item)
        held += size(item)
        if len(batch) >= _BATCH_MOST or held >= _BATCH_BYTES:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch
