# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A text stream that masks what is written to it before it goes on, however it was cut into pieces."""

from __future__ import annotations

import io
from typing import TextIO

from viewer.core.secrets.finding import LONGEST_SECRET, WINDOW, find
from viewer.core.secrets.masking import hidden

_BEHIND = 256
"""Characters that stay known of what has gone on: the name of a secret may stand in them."""


class MaskedStream(io.TextIOBase):
    """Holds back what may be the beginning of a secret; `finish` writes the rest."""

    def __init__(self, out: TextIO) -> None:
        """Keep where to write."""
        super().__init__()
        self._out = out
        self._pieces: list[str] = []
        self._length = 0
        self._behind = 0

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, text: str, /) -> int:
        """Take a piece."""
        self._pieces.append(text)
        self._length += len(text)
        if self._length >= WINDOW + LONGEST_SECRET:
            self._pass_on()
        return len(text)

    def finish(self) -> None:
        """Write what was held back."""
        self._pass_on(is_last=True)
        self._out.flush()

    def _pass_on(self, *, is_last: bool = False) -> None:
        """Write all, or as many windows as are whole: what is held back is not looked through before its turn.

        A few characters less or more go on where a secret would be cut.
        """
        text = "".join(self._pieces)
        end = len(text) if is_last else (len(text) - LONGEST_SECRET) // WINDOW * WINDOW
        at = self._behind
        for one in find(text, end):
            if one.start >= end:
                break
            if one.end > at:
                start = max(one.start, at)
                self._out.write(text[at:start])
                if start == one.start:
                    self._out.write(hidden(text, one))
                at = one.end
        end = max(at, end)
        self._out.write(text[at:end])
        rest = text[max(0, end - _BEHIND) :]
        self._pieces, self._length, self._behind = [rest], len(rest), min(_BEHIND, end)
