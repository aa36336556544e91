# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassette -> recording -> file, by all processors where it is large.

While the file is read workers write the texts of its exchanges too as far as they know them (`exporters.drafting`).
For what is left other workers, copies of this process that have the recording already, make the parts of the text, in
their order. Where there can be none, and where an exporter does not write in parts, it writes as ever; the text is the
same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from operator import attrgetter
from typing import NamedTuple, TextIO

from viewer.core import recording
from viewer.core.exporters import ExchangeText, Exporter, ExportOptions, InParts, Part
from viewer.core.exporters.drafting import draft
from viewer.core.exporters.drafts import NO_DRAFTS, Drafts
from viewer.core.exporters.writing import gated, write_export
from viewer.core.model import Cassette
from viewer.core.recording import Recording
from viewer.core.summaries import WORTH_SHARING, Look
from viewer.workers import Workers, can_copy, count, is_worker

_PIECE_BYTES = 1_000_000
_PIECE_MOST = 400
_KEPT_BYTES = 1_000_000


class Piece(NamedTuple):
    """Some parts of a text, from number `first` on; `is_drafted` tells that next to nothing is left to be made."""

    first: int
    length: int
    is_drafted: bool


def understand(
    exporter: Exporter, cassette: Cassette, options: ExportOptions, look: Look | None = None
) -> tuple[Recording, Drafts]:
    """A recording of which everything will be written, and what was written of it on the way."""
    if isinstance(exporter, InParts) and _is_shared(cassette) and not isinstance(cassette.interactions, tuple):
        return draft(exporter, cassette, options, look)
    return recording.understand(cassette, look=look), NO_DRAFTS


def write(
    exporter: Exporter, found: Recording, out: TextIO, options: ExportOptions, drafts: Drafts = NO_DRAFTS
) -> None:
    """Write a recording as `write_export` does."""
    if found.cassette.size >= WORTH_SHARING:
        found.exchanges.keep_at_most(_KEPT_BYTES)
    if isinstance(exporter, InParts) and _is_shared(found.cassette) and can_copy():
        _write_shared(partial(exporter.parts, found, options), _piece_length(found), out, options, drafts)
    else:
        write_export(exporter, found, out, options, drafts.text)


def _is_shared(cassette: Cassette) -> bool:
    return cassette.size >= WORTH_SHARING and count() > 1 and not is_worker()


def _piece_length(found: Recording) -> int:
    """Texts of exchanges that a worker makes at once, so that what waits to be written stays small."""
    each = found.cassette.size // max(len(found.exchanges), 1)
    return min(max(_PIECE_BYTES // max(each, 1), 1), _PIECE_MOST)


def _write_shared(
    parts: Callable[[], Iterator[Part]], length: int, out: TextIO, options: ExportOptions, drafts: Drafts
) -> None:
    global _writing  # noqa: PLW0603 - copies of this process take it along, so it need not be sent to them
    workers, _writing = Workers(), _Writing(parts, options, drafts)
    try:
        pieces = _pieces(parts(), length, drafts)
        out.writelines(workers.map(_text, pieces, is_here=attrgetter("is_drafted")))
        out.flush()
    finally:
        workers.close()
        _writing = None


def _pieces(parts: Iterable[Part], length: int, drafts: Drafts) -> Iterator[Piece]:
    """All parts in pieces of so many texts of exchanges, behind the last of which each is cut, as the gate does."""
    first = number = texts = 0
    is_drafted = True
    for number, part in enumerate(parts, 1):
        if isinstance(part, ExchangeText):
            texts += 1
            is_drafted = is_drafted and part in drafts
        else:
            is_drafted = is_drafted and isinstance(part, str)
        if texts == length:
            yield Piece(first, number - first, is_drafted)
            first, texts, is_drafted = number, 0, True
    if first < number:
        yield Piece(first, number - first, is_drafted)


class _Writing:
    """What is being written: whoever makes pieces of it makes them in their order."""

    def __init__(self, parts: Callable[[], Iterator[Part]], options: ExportOptions, drafts: Drafts) -> None:
        self._parts, self._masker, self._drafts = parts, options.masker, drafts
        self._rest, self._at = parts(), 0

    def text(self, piece: Piece) -> str:
        """The text of a piece, masked."""
        if piece.first < self._at:
            self._rest, self._at = self._parts(), 0
        ahead, self._at = piece.first - self._at, piece.first + piece.length
        return "".join(gated(islice(self._rest, ahead, ahead + piece.length), self._masker, self._drafts.text))


_writing: _Writing | None = None


def _text(piece: Piece) -> str:
    """In a worker, or here: the text of some parts."""
    return _writing.text(piece) if _writing is not None else ""
