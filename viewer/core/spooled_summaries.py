# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The summaries of a large file: packed, on the disk, and a few of them at hand.

The packs lie in a temporary file of this process alone, which has no name where the system allows it and ends with the
process. They are pickled: nothing else ever keeps, shares or reads them, and texts come back as they went, lone
surrogates too. (The index has a codec of its own: it masks, and what it reads may be hostile.) Where the disk is full
or read-only the packs stay in memory, which takes a twentieth of what the summaries would take.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from operator import attrgetter
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from viewer.core.errors import Problem
from viewer.core.links import Links
from viewer.core.summary import Marks, Summary
from viewer.core.tally import Tally

if TYPE_CHECKING:
    from viewer.core.columns.spooled_bytes import SpooledBytes

_PACK_MOST, _PACK_BYTES = 64, 256_000
_KEPT_BYTES = 4_000_000
"""Bytes of packs, as they are unpacked, whose summaries are kept: these take some times that."""
_KEPT_LEAST = 2


class Pack(NamedTuple):
    """Some summaries in order, as bytes: what was said apart, which only a search looks at, and is most of them."""

    entries: int
    characters: int
    """Of all that was said."""
    size: int
    """Bytes of `facts` before they are compressed."""
    facts: bytes
    texts: bytes

    @classmethod
    def of(cls, summaries: Sequence[Summary]) -> Pack:
        """Pack some summaries."""
        texts = [summary.text for summary in summaries]
        facts = _pickled([(_own(of), _of_links(of.links), _of_marks(of.marks)) for of in summaries])
        said = zlib.compress(_pickled(texts), 1)
        return cls(len(summaries), sum(map(len, texts)), len(facts), zlib.compress(facts, 1), said)


# Fields in their order: as plain tuples they are pickled and read in a fifth of the time that the objects take.
_own = attrgetter(*(field.name for field in fields(Summary) if field.name not in ("links", "marks", "text")))
_of_links = attrgetter(*(field.name for field in fields(Links)))
_of_marks = attrgetter(*(field.name for field in fields(Marks)))
_all_but_text = attrgetter(*(field.name for field in fields(Summary) if field.name != "text"))


def _facts_in(packed: bytes) -> list[Summary]:
    """The summaries without what was said."""
    return [Summary(*(*own, Links(*links), Marks(*marks), "")) for own, links, marks in _unpickled(packed)]


def _whole(facts: Sequence[Summary], texts: Sequence[str]) -> list[Summary]:
    """The summaries with what was said; `dataclasses.replace` takes five times as long."""
    return [Summary(*(*_all_but_text(fact), text)) for fact, text in zip(facts, texts, strict=True)]


def _pickled(values: list[Any]) -> bytes:
    import pickle  # noqa: PLC0415 - a first picture is mostly of a small file, which is not packed

    return pickle.dumps(values, pickle.HIGHEST_PROTOCOL)


def _unpickled(data: bytes) -> Any:  # noqa: ANN401 - what was pickled
    import pickle  # noqa: PLC0415

    return pickle.loads(zlib.decompress(data))  # noqa: S301 - by this program


def packs(summaries: Iterable[Summary]) -> Iterator[Pack]:
    """Summaries in packs, each of so many that one can be unpacked in a moment."""
    waiting: list[Summary] = []
    size = 0
    for summary in summaries:
        waiting.append(summary)
        size += len(summary.text)
        if len(waiting) >= _PACK_MOST or size >= _PACK_BYTES:
            yield Pack.of(waiting)
            waiting, size = [], 0
    if waiting:
        yield Pack.of(waiting)


class SpooledSummaries(Sequence[Summary]):
    """Summaries of which new ones may come, added by one thread and read by any."""

    def __init__(self, folder: str | None = None, *, on_disk: bool = True) -> None:
        """`folder` is where the file lies, the system's folder for such files where none is given."""
        self._folder, self._on_disk = folder, on_disk
        self._lock = RLock()
        self._firsts, self._sizes = array("Q"), array("Q")
        self._starts = array("Q", [0])
        """Where the facts and the texts of each pack begin in the file, in turn, and where the last ones end."""
        self._spool: SpooledBytes | None = None
        self._in_memory: dict[int, tuple[bytes, bytes]] = {}
        self._waiting: list[Summary] = []
        self._amended: dict[int, Summary] = {}
        self._kept: OrderedDict[int, list[Summary]] = OrderedDict()
        self._kept_bytes = 0
        self._said: tuple[int, list[str]] = (-1, [])
        self._tally = Tally()
        self.trouble = ""
        """Why what came is kept in memory; empty where it lies on the disk."""

    def __reduce__(self) -> tuple[Callable[[list[Pack]], SpooledSummaries], tuple[list[Pack]]]:
        """Sent to another process they travel packed, and stay in its memory: the file is this one's."""
        return _received, (list(packs(self)),)

    @property
    def tally(self) -> Tally:
        """What was counted."""
        return self._tally

    def __len__(self) -> int:
        """How many came so far."""
        return len(self._tally.streams)

    @overload
    def __getitem__(self, index: int) -> Summary: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Summary, ...]: ...
    def __getitem__(self, index: int | slice) -> Summary | tuple[Summary, ...]:
        """A summary, or several."""
        if isinstance(index, slice):
            numbers = range(*index.indices(len(self)))
            if numbers.step == 1:
                return tuple(self.stretch(numbers.start, numbers.stop))
            return tuple(self[number] for number in numbers)
        number = range(len(self))[index]
        with self._lock:
            brief = self.brief(number)
            if number >= self._packed:
                return brief
            pack = self._pack_of(number)
            if self._said[0] != pack:
                self._said = pack, self._texts(pack)
            return _whole((brief,), (self._said[1][number - self._firsts[pack]],))[0]

    def __iter__(self) -> Iterator[Summary]:
        """Every summary, those that come meanwhile too."""
        return self.stretch(0)

    def brief(self, number: int) -> Summary:
        """A summary, without what was said where that has to be looked up."""
        with self._lock:
            if number in self._amended:
                return self._amended[number]
            if number >= self._packed:
                return self._waiting[number - self._packed]
            pack = self._pack_of(number)
            return self._at_hand(pack)[number - self._firsts[pack]]

    def stretch(self, first: int, stop: int | None = None, *, brief: bool = False) -> Iterator[Summary]:
        """Summaries from a number on: one pack after the other is unpacked for it, and not kept."""
        while first < (len(self) if stop is None else min(stop, len(self))):
            for summary in self._beside(first, brief=brief):
                if stop is not None and first >= stop:
                    return
                yield summary
                first += 1

    def add(self, pack: Pack) -> Sequence[Summary]:
        """Put packed summaries behind the others; returns them, without what was said."""
        summaries = _facts_in(pack.facts)
        with self._lock:
            self._flush()
            self._store(pack, len(self))
            self._count(summaries)
            self._tally.characters += pack.characters
        return summaries

    def append(self, summary: Summary) -> None:
        """Put a summary behind the others."""
        with self._lock:
            self._waiting.append(summary)
            self._count((summary,))
            if len(self._waiting) >= _PACK_MOST:
                self._flush()

    def amend(self, number: int, problems: tuple[Problem, ...]) -> None:
        """More is known of an interaction: for the few that are looked at before they are understood in full."""
        with self._lock:
            before = self.brief(number)
            after = replace(before, problems=problems)
            if number >= self._packed:
                self._waiting[number - self._packed] = after
            else:
                self._amended[number] = after
            self._tally.amend(number, before, after)

    # --- packs

    @property
    def _packed(self) -> int:
        return len(self) - len(self._waiting)

    def _pack_of(self, number: int) -> int:
        return bisect_right(self._firsts, number) - 1

    def _count(self, summaries: Iterable[Summary]) -> None:
        for summary in summaries:
            self._tally.add(summary)

    def _flush(self) -> None:
        first = self._packed
        for pack in packs(self._waiting):
            self._store(pack, first)
            first += pack.entries
        self._waiting = []

    def _store(self, pack: Pack, first: int) -> None:
        start = self._starts[-1]
        ends = start + len(pack.facts), start + len(pack.facts) + len(pack.texts)
        if not self._on_disk or self.trouble or not self._spooled(pack.facts + pack.texts):
            self._in_memory[len(self._firsts)] = pack.facts, pack.texts
            ends = start, start
        self._firsts.append(first)
        self._starts.extend(ends)
        self._sizes.append(pack.size)

    def _spooled(self, data: bytes) -> bool:
        from viewer.core.columns.spooled_bytes import SpooledBytes  # noqa: PLC0415 - as late as a file is large

        self._spool = self._spool or SpooledBytes(self._folder)
        try:
            self._spool.append(data)
        except OSError as error:
            self.trouble = error.strerror or str(error)
            return False
        return True

    def _beside(self, number: int, *, brief: bool) -> list[Summary]:
        """The rest of the pack that a summary is in, from it on."""
        with self._lock:
            if number >= self._packed:
                return self._waiting[number - self._packed :]
            pack = self._pack_of(number)
            first, found = self._firsts[pack], self._kept.get(pack) or self._facts(pack)
            if self._amended:
                found = [self._amended.get(at, summary) for at, summary in enumerate(found, first)]
            texts = None if brief else self._texts(pack)
        return (found if texts is None else _whole(found, texts))[number - first :]

    def _at_hand(self, pack: int) -> list[Summary]:
        if pack in self._kept:
            self._kept.move_to_end(pack)
            return self._kept[pack]
        self._kept[pack] = found = self._facts(pack)
        self._kept_bytes += self._sizes[pack]
        while self._kept_bytes > _KEPT_BYTES and len(self._kept) > _KEPT_LEAST:
            dropped, _ = self._kept.popitem(last=False)
            self._kept_bytes -= self._sizes[dropped]
        return found

    def _facts(self, pack: int) -> list[Summary]:
        return _facts_in(self._data(pack, 0))

    def _texts(self, pack: int) -> list[str]:
        found: list[str] = _unpickled(self._data(pack, 1))
        return found

    def _data(self, pack: int, part: int) -> bytes:
        if self._spool is None or pack in self._in_memory:
            return self._in_memory[pack][part]
        at = 2 * pack + part
        return self._spool.read(self._starts[at], self._starts[at + 1])


def _received(sent: list[Pack]) -> SpooledSummaries:
    made = SpooledSummaries(on_disk=False)
    for pack in sent:
        made.add(pack)
    return made


class Briefs(Sequence[Summary]):
    """The same summaries without what was said: quickly there, whatever that was."""

    def __init__(self, spooled: SpooledSummaries) -> None:
        """Of these summaries."""
        self.whole = spooled

    def __len__(self) -> int:
        """How many came so far."""
        return len(self.whole)

    @overload
    def __getitem__(self, index: int) -> Summary: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Summary, ...]: ...
    def __getitem__(self, index: int | slice) -> Summary | tuple[Summary, ...]:
        """A summary, or several."""
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        return self.whole.brief(range(len(self))[index])

    def __iter__(self) -> Iterator[Summary]:
        """Every summary, those that come meanwhile too."""
        return self.whole.stretch(0, brief=True)


def briefs(summaries: Sequence[Summary]) -> Sequence[Summary]:
    """The summaries, of a large file without what was said."""
    return Briefs(summaries) if isinstance(summaries, SpooledSummaries) else summaries


def whole(summaries: SpooledSummaries | Briefs) -> SpooledSummaries:
    """The summaries with what was said."""
    return summaries.whole if isinstance(summaries, Briefs) else summaries


def spooled(summaries: Iterable[Summary], *, on_disk: bool = True) -> SpooledSummaries:
    """Summaries that are at hand, packed: in memory where a file for them is too much."""
    found = SpooledSummaries(on_disk=on_disk)
    for summary in summaries:
        found.append(summary)
    return found


def tally_of(summaries: Sequence[Summary]) -> Tally:
    """What is counted of summaries: of a large file it is there already."""
    if isinstance(summaries, SpooledSummaries | Briefs):
        return whole(summaries).tally
    found = Tally()
    for summary in summaries:
        found.add(summary)
    return found


def calls_of(summaries: Sequence[Summary], number: int) -> int:
    """How many tool calls an answer has."""
    if isinstance(summaries, SpooledSummaries | Briefs):
        return whole(summaries).tally.calls[number]
    return len(summaries[number].tools)
