# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A side of a row -> the lines of it that differ, each cut into what is the same and what is not.

Rule: what is left out is told by an ellipsis. A long line is shown around what differs in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.compare.comparison import Side
from viewer.core.compare.words import Span

Piece = tuple[str, bool]
"""A stretch of a line, and whether it is not on the other side."""

_CONTEXT = 60
_LONGEST = 400
_MOST_LINES = 40
_LEFT_OUT = "…"


def changed_lines(side: Side) -> Iterator[list[Piece]]:
    """The lines that differ; all lines of a text that has no counterpart."""
    at, lines, is_left_out = 0, 0, False
    spans = side.changed or ((0, len(side.text)),)
    for line in side.text.split("\n"):
        inside = [(max(s - at, 0), min(e - at, len(line))) for s, e in spans if s <= at + len(line) and e > at]
        inside = [(start, end) for start, end in inside if start < end]
        if inside and lines < _MOST_LINES:
            yield list(_pieces(line, inside))
            lines, is_left_out = lines + 1, False
        elif not is_left_out and (side.changed or lines >= _MOST_LINES):
            yield [(_LEFT_OUT, False)]
            is_left_out = True
        at += len(line) + 1


def _pieces(line: str, spans: list[Span]) -> Iterator[Piece]:
    """A line in pieces; of a long one what is the same is cut, and what differs too where that is long."""
    is_long, at = len(line) > _LONGEST, 0
    for start, end in spans:
        yield from _same(line[at:start], is_first=at == 0, is_long=is_long)
        differs = line[start:end]
        yield differs if len(differs) <= _LONGEST else differs[:_LONGEST] + _LEFT_OUT, True
        at = end
    rest = line[at:]
    if rest:
        yield rest if not is_long or len(rest) <= _CONTEXT else rest[:_CONTEXT] + _LEFT_OUT, False


def _same(text: str, *, is_first: bool, is_long: bool) -> Iterator[Piece]:
    if not text:
        return
    if not is_long or len(text) <= _CONTEXT * (1 if is_first else 2):
        yield text, False
    elif is_first:
        yield _LEFT_OUT + text[-_CONTEXT:], False
    else:
        yield text[:_CONTEXT] + _LEFT_OUT + text[-_CONTEXT:], False
