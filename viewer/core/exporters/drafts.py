# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Large cassette -> its conversations and, on the way, what an exporter writes of each exchange, kept until its turn.

Rule: a draft is a guess. Who writes it has a piece of the file before it, and does not know what stands before and
behind. It is taken where the whole recording asks for this text and has the exchange stand to others as the piece has;
any other text is made when it is asked for, as it ever was. So a file is read once where its pieces tell enough, and
the text never depends on how it was cut.
"""

from __future__ import annotations

import marshal
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple, TypeAlias, overload

from viewer.core.analysis import Exchange
from viewer.core.columns.spooled_bytes import SpooledBytes
from viewer.core.conversations import Conversations
from viewer.core.exporters.api import Composed, ExchangeText, InParts, Stands
from viewer.core.exporters.writing import gated
from viewer.core.formats import collector_paused
from viewer.core.formats.outline.interactions import OutlinedInteractions
from viewer.core.model import Cassette, Interaction
from viewer.core.recording import Exchanges, Recording
from viewer.core.summaries import Look, told_of_pieces, understood
from viewer.core.summary import Linked, Summary, linked, summarise
from viewer.core.transcript.options import ExportOptions

_Texts: TypeAlias = "dict[int, tuple[Stands | None, str | None]]"
"""By place a text, and how its exchange stands in it."""


class Drafts:
    """Drafts of the texts of exchanges, masked. Where the disk is full no more of them are kept."""

    def __init__(self) -> None:
        """None yet."""
        self._spool = SpooledBytes()
        self._ends = array("Q", [0])
        self._last: tuple[int, _Texts] = (-1, {})

    def __len__(self) -> int:
        """How many exchanges came so far, with a draft or without."""
        return len(self._ends) - 1

    def add(self, draft: bytes) -> None:
        """Put what was drafted of the next exchange behind the others; no bytes where nothing was."""
        end = self._ends[-1]
        if draft:
            try:
                end = self._spool.append(draft)
            except OSError:
                end = self._ends[-1]
        self._ends.append(end)

    def text(self, part: ExchangeText) -> str | None:
        """The text of a part, if that was drafted as it is asked for."""
        stands, text = self._of(part.number).get(part.place, (None, None))
        return text if stands == part.stands else None

    def _of(self, number: int) -> _Texts:
        if number != self._last[0]:
            start, end = self._ends[number : number + 2] if number < len(self) else (0, 0)
            found: _Texts = marshal.loads(self._spool.read(start, end)) if start < end else {}  # noqa: S302 - of `_told`
            self._last = number, found
        return self._last[1]

    def keep_first(self, count: int) -> None:
        """Forget the drafts of all exchanges but the first ones."""
        count = min(count, len(self))
        self._ends[count + 1 :] = array("Q", [self._ends[count]]) * (len(self) - count)


NO_DRAFTS = Drafts()
"""For a recording that was understood without any."""


def draft(exporter: InParts, cassette: Cassette, options: ExportOptions, look: Look | None) -> tuple[Recording, Drafts]:
    """Go through a cassette, a large one by worker processes; summaries are made when they are asked for."""
    exchanges = Exchanges(cassette.interactions, partial(understood, look=look))
    threads, drafts, recorder = Conversations(), Drafts(), cassette.recorder
    head = Cassette(cassette.path, recorder, cassette.version, (), "")
    with collector_paused():
        for told in told_of_pieces(cassette, partial(_told, exporter, head, options), _untold, look):
            threads.add(told.linked)
            drafts.add(told.draft)
    drafts.keep_first(_read_alone(cassette) if cassette.recorder == recorder else 0)
    return Recording(cassette, exchanges, _SummariesOnDemand(exchanges), threads), drafts


def _read_alone(cassette: Cassette) -> int:
    """How many interactions are read again as they were, whatever was met behind them."""
    interactions = cassette.interactions
    return interactions.alone if isinstance(interactions, OutlinedInteractions) else len(interactions)


class _SummariesOnDemand(Sequence[Summary]):
    """Summaries for who asks for few of them."""

    def __init__(self, exchanges: Exchanges) -> None:
        self._exchanges = exchanges

    def __len__(self) -> int:
        return len(self._exchanges)

    @overload
    def __getitem__(self, index: int) -> Summary: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Summary, ...]: ...
    def __getitem__(self, index: int | slice) -> Summary | tuple[Summary, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        return summarise(self._exchanges.among_all(range(len(self))[index]))


# --- In a worker ------------------------------------------------------------------------------------------------------


class _Told(NamedTuple):
    """What is told of an exchange."""

    linked: Linked
    draft: bytes = b""


def _untold(exchange: Exchange) -> _Told:
    return _Told(linked(exchange))


def _told(exporter: InParts, head: Cassette, options: ExportOptions, exchanges: Sequence[Exchange]) -> list[_Told]:
    """Write the texts of a piece of a file as if that were all that there is."""
    if not exchanges:
        return []
    first, links = exchanges[0].interaction.index, [linked(exchange) for exchange in exchanges]
    piece, drafts = _piece(head, exchanges, links), defaultdict[int, _Texts](dict)
    for part in exporter.parts(piece, replace(options, interactions=tuple(range(first, first + len(links))))):
        for text in (part,) if isinstance(part, ExchangeText) else part.texts() if isinstance(part, Composed) else ():
            drafts[text.number][text.place] = tuple(text.stands), "".join(gated([text], options.masker))
    return [_Told(link, _packed(drafts.get(number))) for number, link in enumerate(links, first)]


def _packed(texts: _Texts | None) -> bytes:
    return marshal.dumps(texts) if texts else b""


def _piece(head: Cassette, exchanges: Sequence[Exchange], links: Sequence[Linked]) -> Recording:
    """Neighbours as a recording in which they have their numbers, and nothing stands before them."""
    first = exchanges[0].interaction.index
    interactions = _From(first, [exchange.interaction for exchange in exchanges])
    known = Exchanges(interactions, lambda interaction: exchanges[interaction.index - first])
    threads = Conversations()
    threads.skip(first)
    for link in links:
        threads.add(link)
    return Recording(head, known, _SummariesOnDemand(known), threads)


class _From(Sequence[Interaction]):
    """Interactions from a number on; those before are not there."""

    def __init__(self, first: int, items: Sequence[Interaction]) -> None:
        self._first, self._items = first, items

    def __len__(self) -> int:
        return self._first + len(self._items)

    @overload
    def __getitem__(self, index: int) -> Interaction: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Interaction, ...]: ...
    def __getitem__(self, index: int | slice) -> Interaction | tuple[Interaction, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        number = range(len(self))[index] - self._first
        if number < 0:
            raise IndexError(index)
        return self._items[number]
