# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where a thing stands in the cassette file.

A recorded body is one scalar of the file. `Place` remembers that scalar, so that a byte of the body can be
traced to its line: a token knows its stream event, the event its bytes, the bytes their line.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from functools import lru_cache

from viewer.core.text import scalar_lines
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """A scalar as written in the file: characters `start` to `end` of `source`, and its YAML style.

    `style` is one of `'` `"` `|` `>` or empty for plain, and `text` for characters that stand for themselves.
    """

    source: str = field(repr=False)
    start: int
    end: int
    style: str


@dataclass(frozen=True, slots=True)
class Place:
    """A 1-based line of the file, and for text that may run over several lines the scalar that holds it."""

    line: int
    scalar: Scalar | None = None

    def line_at(self, offset: int) -> int:
        """The file line that holds character `offset` of the text stored here."""
        if self.scalar is None:
            return self.line
        offsets, lines = _lines_of(self.scalar) if offset else _first_lines_of(self.scalar)
        return self.line + lines[max(bisect_right(offsets, offset) - 1, 0)]


def _first_lines_of(scalar: Scalar) -> scalar_lines.Lines:
    return scalar_lines.lines_of(scalar.source, scalar.start, scalar.end, scalar.style, until=0)


@lru_cache(maxsize=512)
def _lines_of(scalar: Scalar) -> scalar_lines.Lines:
    return scalar_lines.lines_of(scalar.source, scalar.start, scalar.end, scalar.style)
