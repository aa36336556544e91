# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Large cassette -> its conversations and, on the way, drafts of what an exporter writes of each exchange.

Rule: a draft is a guess. Who writes it has a piece of the file before it, and does not know what stands before and
behind. It is taken where the whole recording asks for this text and has the exchange stand to others as the piece has;
any other text is made when it is asked for, as it ever was. So a file is read once where its pieces tell enough, and
the text never depends on how it was cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple, overload

from viewer.core.analysis import Exchange
from viewer.core.conversations import Conversations
from viewer.core.exporters.api import ExchangeText, InParts, exchange_texts
from viewer.core.exporters.drafts import Drafts, packed
from viewer.core.exporters.writing import gated
from viewer.core.formats import collector_paused
from viewer.core.formats.outline.interactions import OutlinedInteractions
from viewer.core.model import Cassette, Interaction
from viewer.core.recording import Exchanges, Recording
from viewer.core.summaries import Look, told_of_pieces, understood
from viewer.core.summary import Linked, Summary, linked, summarise
from viewer.core.transcript.options import ExportOptions


def draft(exporter: InParts, cassette: Cassette, options: ExportOptions, look: Look | None) -> tuple[Recording, Drafts]:
    """Go through a cassette, a large one by worker processes; summaries are made when they are asked for."""
    exchanges = Exchanges(cassette.interactions, partial(understood, look=look))
    threads, drafts, recorder = Conversations(), Drafts(), cassette.recorder
    head = Cassette(cassette.path, recorder, cassette.version, (), "")
    with collector_paused():
        for told in told_of_pieces(cassette, partial(_told, exporter, head, options), _untold, look):
            threads.add(told.linked)
            drafts.add(told.drafts)
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
    drafts: bytes = b""


def _untold(exchange: Exchange) -> _Told:
    return _Told(linked(exchange))


def _told(exporter: InParts, head: Cassette, options: ExportOptions, exchanges: Sequence[Exchange]) -> list[_Told]:
    """Write the texts of a piece of a file as if that were all that there is."""
    if not exchanges:
        return []
    first, links = exchanges[0].interaction.index, [linked(exchange) for exchange in exchanges]
    piece, chosen = _piece(head, exchanges, links), tuple(range(first, first + len(links)))
    drafts: list[list[tuple[ExchangeText, str]]] = [[] for _ in links]
    for part in exporter.parts(piece, replace(options, interactions=chosen)):
        for text in exchange_texts(part):
            drafts[text.number - first].append((text, "".join(gated([text], options.masker))))
    return [_Told(link, packed(texts) if texts else b"") for link, texts in zip(links, drafts, strict=True)]


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
