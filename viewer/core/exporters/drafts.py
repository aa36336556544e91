# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Drafts: texts of exchanges that are written before their turn, and wait for it on the disk.

Rule: a draft is taken for a text that stands to others as it does, and for no other.
"""

from __future__ import annotations

import marshal
import zlib
from array import array
from collections.abc import Iterable
from typing import TypeAlias

from viewer.core.columns.spooled_bytes import SpooledBytes
from viewer.core.exporters.api import ExchangeText, Stands

_Texts: TypeAlias = dict[int, tuple[Stands, bytes]]
"""By place how the exchange stands in a text, and the text, compressed."""


def packed(texts: Iterable[tuple[ExchangeText, str]]) -> bytes:
    """The texts of one exchange, masked, as they are kept."""
    told: _Texts = {
        part.place: (tuple(part.stands), zlib.compress(text.encode("utf-8", "surrogatepass"), 1))
        for part, text in texts
    }
    return marshal.dumps(told)


class Drafts:
    """Drafts of the exchanges of a recording. Where the disk is full no more of them are kept."""

    def __init__(self) -> None:
        """None yet."""
        self._spool = SpooledBytes()
        self._ends = array("Q", [0])
        self._last: tuple[int, _Texts] = (-1, {})

    def __len__(self) -> int:
        """How many exchanges came so far, with drafts or without."""
        return len(self._ends) - 1

    def add(self, drafts: bytes) -> None:
        """Put what was drafted of the next exchange behind the others; no bytes where nothing was."""
        end = self._ends[-1]
        if drafts:
            try:
                end = self._spool.append(drafts)
            except OSError:
                end = self._ends[-1]
        self._ends.append(end)

    def keep_first(self, count: int) -> None:
        """Forget the drafts of all exchanges but the first ones."""
        count = min(count, len(self))
        self._ends[count + 1 :] = array("Q", [self._ends[count]]) * (len(self) - count)

    def __contains__(self, part: ExchangeText) -> bool:
        """Whether a text was drafted as it is asked for."""
        return self._kept(part) is not None

    def text(self, part: ExchangeText) -> str | None:
        """The text of a part, if it was drafted."""
        kept = self._kept(part)
        return zlib.decompress(kept).decode("utf-8", "surrogatepass") if kept is not None else None

    def _kept(self, part: ExchangeText) -> bytes | None:
        kept = self._of(part.number).get(part.place)
        return kept[1] if kept is not None and kept[0] == part.stands else None

    def _of(self, number: int) -> _Texts:
        if number == self._last[0]:  # the texts of an exchange stand close together
            return self._last[1]
        start, end = self._ends[number : number + 2] if number < len(self) else (0, 0)
        if start == end:
            return {}
        found: _Texts = marshal.loads(self._spool.read(start, end))  # noqa: S302 - written by `packed`
        self._last = number, found
        return found


NO_DRAFTS = Drafts()
"""Of a recording that was understood without any."""
