# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A cassette understood as a whole: a summary of every interaction, how they belong together, and each when asked for.

Rule: a summary is kept of every interaction, the exchange itself only while it is used: `Exchanges` makes them when
they are asked for and keeps as many as fit into its budget.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Protocol, overload, runtime_checkable

from viewer.core import formats, timeline
from viewer.core.analysis import Exchange, analyse
from viewer.core.conversations import Conversations, converse
from viewer.core.decoding_budget import DecodingBudget, undecoded
from viewer.core.errors import Problem, ProblemCounts, count_problems
from viewer.core.formats import collector_paused
from viewer.core.messages import ToolCallResponse
from viewer.core.model import Cassette, Interaction
from viewer.core.secrets.masking import Masker
from viewer.core.spooled_summaries import Pack, SpooledSummaries, briefs, tally_of
from viewer.core.summaries import Look, looked_at, summaries, understood
from viewer.core.summary import MOST_SEARCHED_FOR_SECRETS, Summary, held_bytes, secrets_of, summarise
from viewer.core.tally import Tally
from viewer.core.timeline import Pacing
from viewer.core.tool_results import ToolResult
from viewer.dataclass import dataclass

KEPT_BYTES = 16_000_000
"""Bytes of the bodies of the exchanges that a recording keeps; understood they take several times that."""
_KEPT_LEAST, _FAR_TOO_MUCH = 4, 8 * KEPT_BYTES
"""So many are kept even if they are larger, unless they are very much larger."""


@runtime_checkable
class Keeping(Protocol):
    """Interactions that keep some of what was read."""

    def keep_at_most(self, stored: int) -> None:
        """Keep no more than these bytes."""


class Exchanges(Sequence[Exchange]):
    """The exchanges of a recording, in order of the file: each is understood when it is asked for, in any thread."""

    def __init__(
        self, interactions: Sequence[Interaction], understand: Callable[[Interaction], Exchange] = analyse
    ) -> None:
        """`understand` makes the exchange of an interaction; it never raises."""
        self._interactions, self._understand = interactions, understand
        self._kept: OrderedDict[int, Exchange] = OrderedDict()
        self._bytes, self._most = 0, KEPT_BYTES
        self._lock = Lock()
        self.refused: set[int] = set()
        """Those whose packed bodies stand for more than the decoding budget of all allows; empty to have them all."""

    def __len__(self) -> int:
        """The number of interactions."""
        return len(self._interactions)

    @overload
    def __getitem__(self, index: int) -> Exchange: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Exchange, ...]: ...
    def __getitem__(self, index: int | slice) -> Exchange | tuple[Exchange, ...]:
        """An exchange, or several."""
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        number = index + len(self) if index < 0 else index
        with self._lock:
            if number in self._kept:
                self._kept.move_to_end(number)
                return self._kept[number]
        made = self._understand(self._interactions[number])
        with self._lock:
            return self._keep(number, made)

    def __iter__(self) -> Iterator[Exchange]:
        """All of them, each made in its turn, as far as a decoding budget allows; these are not kept."""
        budget = DecodingBudget()
        for number, interaction in enumerate(self._interactions):
            if budget.refuses(interaction):
                yield self._understand(undecoded(interaction))
                continue
            with self._lock:
                known = self._kept.get(number)
            yield budget.spend(known if known is not None else self._understand(interaction))

    def among_all(self, number: int) -> Exchange:
        """An exchange as one of all of them: without its packed bodies where the budget refused those."""
        if number in self.refused:
            return self._understand(undecoded(self._interactions[number]))
        return self[number]

    def has(self, number: int) -> bool:
        """Whether an exchange is there already, so that asking for it costs nothing."""
        with self._lock:
            return number in self._kept

    @property
    def kept(self) -> tuple[Exchange, ...]:
        """Those that are there, in order of the file."""
        with self._lock:
            return tuple(exchange for _, exchange in sorted(self._kept.items()))

    def keep(self, number: int, exchange: Exchange) -> None:
        """Keep an exchange that was made elsewhere."""
        with self._lock:
            self._keep(number, exchange)

    def keep_at_most(self, stored: int) -> None:
        """Keep no more than these bytes, of what the file holds too: for who asks for each of them once."""
        with self._lock:
            self._most = stored
            self._forget_more()
        if isinstance(self._interactions, Keeping):
            self._interactions.keep_at_most(stored)

    def then(self, change: Callable[[Exchange], Exchange]) -> Exchanges:
        """The same exchanges, each changed when it is asked for; those that are kept are changed now."""
        understand = self._understand
        changed = Exchanges(self._interactions, lambda interaction: change(understand(interaction)))
        changed.refused = self.refused
        with self._lock:
            kept = list(self._kept.items())
        for number, exchange in kept:
            changed.keep(number, change(exchange))
        return changed

    def _keep(self, number: int, made: Exchange) -> Exchange:
        """Under the lock: keep what was made, unless another thread was faster; forget what was unused for longest."""
        if number in self._kept:
            return self._kept[number]
        self._kept[number] = made
        self._bytes += held_bytes(made)
        self._forget_more()
        return made

    def _forget_more(self) -> None:
        while self._bytes > self._most and len(self._kept) > (_KEPT_LEAST if self._bytes < _FAR_TOO_MUCH else 1):
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= held_bytes(dropped)


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A cassette, its exchanges and what is known of each without it, in order of the file, and its conversations."""

    cassette: Cassette
    exchanges: Exchanges
    summaries: Sequence[Summary]
    threads: Conversations

    @property
    def briefs(self) -> Sequence[Summary]:
        """The summaries, of a large file without what was said: sooner there."""
        return briefs(self.summaries)

    @property
    def tally(self) -> Tally:
        """What is counted of the summaries."""
        return tally_of(self.summaries)

    @property
    def trouble(self) -> str:
        """Why the summaries of a large file are kept in memory; empty where they are not."""
        return self.summaries.trouble if isinstance(self.summaries, SpooledSummaries) else ""

    @property
    def problems(self) -> Iterator[Problem]:
        """Every problem: the file's own first, then those of each interaction in order."""
        yield from self.cassette.problems
        for summary in self.briefs:
            yield from summary.problems

    @property
    def counts(self) -> ProblemCounts:
        """How many problems there are, the file's own too."""
        return count_problems(self.cassette.problems) + self.tally.severities

    def on_line(self, line: int) -> int:
        """The interaction that a line of the file belongs to: the last one that begins on it or before, else 0."""
        return max((summary.index for summary in self.briefs if (summary.line or 0) <= line), default=0)

    def response(self, result: ToolResult) -> ToolCallResponse:
        """What a tool answered, as a later request reports it."""
        return result.part_in(self.exchanges[result.exchange])


Progress = Callable[[int, int], None]
"""Told how many interactions are understood, of how many; may raise to give up."""


def begin(cassette: Cassette, look: Look | None = None) -> Recording:
    """A recording of which nothing is known yet: `take` adds to it."""
    exchanges = Exchanges(cassette.interactions, partial(understood, look=look))
    return Recording(cassette, exchanges, SpooledSummaries(), Conversations())


def take(recording: Recording, told: Pack | Summary) -> None:
    """Add what is known of the next interactions to a recording that was begun.

    Other threads look at it meanwhile: conversations never name an interaction of which nothing is known.
    """
    known = recording.summaries
    if not isinstance(known, SpooledSummaries):
        raise TypeError("this recording is complete")
    added: Sequence[Summary] = (told,) if isinstance(told, Summary) else known.add(told)
    if isinstance(told, Summary):
        known.append(told)
    for summary in added:
        recording.threads.add(summary)


def understand(cassette: Cassette, progress: Progress | None = None, look: Look | None = None) -> Recording:
    """Look at every interaction, once more with `look`."""
    if isinstance(cassette.interactions, tuple):
        return _understand_at_once(cassette, progress, look)
    recording = begin(cassette, look)
    with collector_paused():
        for told in summaries(cassette, look):
            take(recording, told)
            if progress is not None:
                progress(len(recording.summaries), len(recording.exchanges))
    return recording


def understand_first(cassette: Cassette, count: int) -> Recording:
    """A recording in which so many interactions are looked at, of a file that was read at once all of them.

    Each exchange is there when it is asked for all the same: for who shows one of very many.
    """
    if isinstance(cassette.interactions, tuple):
        return _understand_at_once(cassette, None, None)
    recording, found = begin(cassette), summaries(cassette)
    while len(recording.summaries) < count and (told := next(found, None)) is not None:
        take(recording, told)
    return recording


def _understand_at_once(cassette: Cassette, progress: Progress | None, look: Look | None) -> Recording:
    """Of a file that was read at once the exchanges are kept that are made on the way."""
    exchanges = Exchanges(cassette.interactions, partial(understood, look=look))
    found: list[Summary] = []
    with collector_paused():
        for summary in _kept(cassette.interactions, exchanges, look):
            found.append(summary)
            if progress is not None:
                progress(len(found), len(exchanges))
    return Recording(cassette, exchanges, tuple(found), converse(found))


def _kept(interactions: Sequence[Interaction], exchanges: Exchanges, look: Look | None) -> Iterator[Summary]:
    budget = DecodingBudget()
    for number, interaction in enumerate(interactions):
        if budget.refuses(interaction):
            exchanges.refused.add(number)
            yield looked_at(interaction, budget, look)
        else:
            yield summarise(budget.spend(exchanges[number]))


def load(path: Path, progress: Progress | None = None, look: Look | None = None) -> Recording:
    """Read and understand a file; raises CassetteError and nothing else."""
    return understand(formats.read(path), progress, look)


def load_text(name: str, data: bytes, progress: Progress | None = None, look: Look | None = None) -> Recording:
    """Understand what lies in no file; `name` stands for its path. Raises CassetteError and nothing else."""
    return understand(formats.read_probe(formats.Probe(name, data)), progress, look)


def with_look(recording: Recording, look: Look) -> Recording:
    """The recording with what a look adds to its exchanges, and all secrets counted; the same where that adds nothing.

    An exchange that is not there is made for it where it calls tools; not of a file that is read in parts, whose
    summaries were made with a closer look, but for the first ones, which learn of their problems here.
    """
    exchanges = recording.exchanges.then(look)
    seen = {exchange.interaction.index: exchange for exchange in exchanges.kept}
    if isinstance(recording.cassette.interactions, tuple):
        calling = (summary.index for summary in recording.summaries if summary.tools and summary.index not in seen)
        seen |= {number: look(analyse(recording.cassette.interactions[number])) for number in calling}
    secrets = _secrets_of_long_bodies(recording, seen)
    is_whole = len(seen) == len(recording.exchanges) and not secrets
    if is_whole and all(exchange is recording.exchanges[number] for number, exchange in seen.items()):
        return recording
    if isinstance(recording.summaries, SpooledSummaries):
        for number, exchange in seen.items():
            if exchange.problems != recording.briefs[number].problems:
                recording.summaries.amend(number, exchange.problems)
        return replace(recording, exchanges=exchanges)
    summaries = [_with_problems(of, seen.get(of.index)) for of in recording.summaries]
    for number, count in secrets.items():
        summaries[number] = replace(summaries[number], secrets=count)
    return replace(recording, exchanges=exchanges, summaries=tuple(summaries))


def _secrets_of_long_bodies(recording: Recording, seen: Mapping[int, Exchange]) -> dict[int, int]:
    """By interaction how many secrets it holds, where the first look left out a body; none of a file in parts."""
    interactions, counted = recording.cassette.interactions, {}
    long = (summary for summary in recording.summaries if summary.size > MOST_SEARCHED_FOR_SECRETS)
    for summary in long if isinstance(interactions, tuple) else ():
        exchange = seen.get(summary.index) or analyse(interactions[summary.index])
        if (count := secrets_of(exchange, Masker(), whole=True)) != summary.secrets:
            counted[summary.index] = count
    return counted


def _with_problems(summary: Summary, exchange: Exchange | None) -> Summary:
    if exchange is None or summary.problems == exchange.problems:
        return summary
    return replace(summary, problems=exchange.problems)


def repaced(recording: Recording, pacing: Pacing) -> Recording:
    """The same recording, its streams timed at a reader's pacing."""
    return replace(recording, exchanges=recording.exchanges.then(lambda exchange: _repaced(exchange, pacing)))


def _repaced(exchange: Exchange, pacing: Pacing) -> Exchange:
    if not exchange.is_stream:
        return exchange
    line = timeline.repaced(exchange.timeline, exchange.events, exchange.assembly, pacing)
    return exchange if line == exchange.timeline else replace(exchange, timeline=line)
