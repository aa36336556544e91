# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A text as it is shown: masked, control characters made visible, cut into chunks that can be laid out one by one.

Rule: one character shown for each recorded, so an offset means the same in the recording and on the screen.
Everything is made only for the part that is looked at, so a text of 4 MB costs what a page of it costs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from viewer.core.secrets.masking import BULLETS, hidden
from viewer.core.text.invisible_characters import MARK, OVERRIDES

if TYPE_CHECKING:
    from viewer.core.fold import Track
    from viewer.core.secrets.masking import Masker

CHUNK = 2000
"""Characters that are laid out at once: little enough for a step of the stream."""
_LARGE, _LARGE_CHUNK = 400_000, 6000
"""Texts from this length on are cut into longer chunks, so that there are not too many of them."""
_LONGEST_CHUNK = 6000
"""Characters of a paragraph that may be laid out at once rather than cut."""
_SENTENCE_ENDS = (". ", "! ", "? ", "。")
_AROUND = 1 << 14
"""Characters looked at on both sides of a part, so that a secret across its edge is found and base64 is known."""
_WHOLE = 1 << 16
"""A text up to this length is looked at once and as a whole."""

# Control pictures (U+2400) show what would otherwise be invisible; a return before a line feed needs no picture.
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
_CONTROLS |= {0x0D: 0x200B, 0x7F: 0x2421, 0x2028: 0x2424, 0x2029: 0x2424}
_CONTROLS |= dict.fromkeys(OVERRIDES, ord(MARK))
_HALVES = re.compile("[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]")


class TextMark(NamedTuple):
    """Characters that are drawn otherwise: how, or in which colour of syntax."""

    start: int
    end: int
    kind: str


class Source:
    """A text and how to show it; `track` is the part of the answer it is, `recorded` maps an offset back to it."""

    def __init__(
        self, text: str, masker: Masker, *, track: Track | None = None, language: str = "", masked: bool = False
    ) -> None:
        """`language` is `json` for text in syntax colours; `masked` text has been through the masker before."""
        self.raw, self.track, self.language = text, track, language
        self._masker = None if masked or masker.show else masker

    def recorded(self, offset: int) -> int:
        """The offset in the recording of a character shown."""
        return offset

    def shown(self, offset: int) -> int:
        """The offset shown of a character of the recording."""
        return offset

    def step_of(self, offset: int) -> int | None:
        """The step that brought the character shown at `offset`; None where no stream did."""
        return self.track.step_of(self.recorded(offset)) if self.track else None

    def marks_in(self, start: int, end: int) -> list[TextMark]:
        """What is drawn otherwise in some of its characters, counted from there: nothing in most texts."""
        return []

    @cached_property
    def chunk_bounds(self) -> list[int]:
        """Where each chunk begins, after a line break or a space where there is one; last the end of the text."""
        bounds, at = [0], 0
        size = CHUNK if len(self.raw) < _LARGE else _LARGE_CHUNK
        while len(self.raw) - at > size and (at := self._break_before(at, at + size)) < len(self.raw):
            bounds.append(at)
        bounds.append(len(self.raw))
        return bounds

    def _break_before(self, start: int, end: int) -> int:
        """Where to cut: a chunk begins on a line of its own, so at a line break, if need be a little farther on.

        A paragraph too long for one chunk is cut behind a sentence, else behind a word.
        """
        least, most = start + (end - start) // 4, max(end, start + _LONGEST_CHUNK)
        found = self.raw.rfind("\n", least, end)
        if found < 0:
            found = self.raw.find("\n", end, most)
        if found >= 0 or len(self.raw) <= most:
            return found + 1 if found >= 0 else len(self.raw)
        ends = (at + len(mark) for mark in _SENTENCE_ENDS if (at := self.raw.rfind(mark, least, end)) >= 0)
        found = max(ends, default=0) or self.raw.rfind(" ", least, end) + 1
        return found or end

    def chunk_at(self, offset: int) -> int:
        """The number of the chunk that holds a character."""
        return max(0, min(bisect_right(self.chunk_bounds, offset) - 1, len(self.chunk_bounds) - 2))

    def display(self, start: int, end: int) -> str:
        """Characters `start` to `end` as shown."""
        text = self._masked(start, end)
        return _HALVES.sub("\ufffd", text.translate(_CONTROLS))

    @cached_property
    def _all_masked(self) -> str:
        return masked(self.raw, self._masker) if self._masker is not None else self.raw

    def _masked(self, start: int, end: int) -> str:
        if self._masker is None:
            return self.raw[start:end]
        if len(self.raw) <= _WHOLE:
            return self._all_masked[start:end]
        before, after = max(0, start - _AROUND), end + _AROUND
        around = masked(self.raw[before:after], self._masker)
        return around[start - before : end - before]


def masked(text: str, masker: Masker) -> str:
    """The text with its secrets masked after their first characters (seven at most), as long as it was."""
    parts: list[str] = []
    at = 0
    for one in masker.secrets(text):
        shown = hidden(text, one).removesuffix(BULLETS)
        parts += [text[at : one.start], shown.ljust(one.end - one.start, "•")]
        at = one.end
    return "".join([*parts, text[at:]]) if parts else text
