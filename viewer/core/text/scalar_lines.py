# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which file line holds which character of a YAML scalar's text, in each of the five styles (YAML 1.2, 7.3 and 8.1).

Rule: the text itself is not needed; the file is walked as libyaml walks it, counting what that adds to the text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from viewer.late_pattern import late_pattern

Lines: TypeAlias = tuple[list[int], list[int]]
"""Text offsets at which another file line begins, and that line, counted from the scalar's first."""

# libyaml reads YAML 1.1, where NEL, LS and PS break lines too. An editor counts only the first three.
_BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
_FILE_BREAKS = frozenset({"\r\n", "\r", "\n"})
_UNFOLDED_BREAKS = frozenset({"\u2028", "\u2029"})
_FOLD = late_pattern(rf"(?:{_BREAK.pattern})[ \t]*(?:(?:{_BREAK.pattern})[ \t]*)*")
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_ESCAPE = late_pattern(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_INDICATORS = re.compile(r" *(?:[-?:] +)*")


class _Walk:
    """Counts characters of text and lines of the file, and notes where they change together."""

    def __init__(self, until: int) -> None:
        self._until = until
        self.offset, self.line = 0, 0
        self.offsets, self.lines = [0], [0]

    @property
    def is_far_enough(self) -> bool:
        """Whether what follows is behind all that is asked for."""
        return self.offset > self._until

    def text(self, length: int) -> None:
        """So many characters of text stand on this line."""
        self.offset += length

    def line_break(self, which: str, characters: int) -> None:
        """A break in the file, which becomes so many characters of text."""
        self.offset += characters
        self.line += which in _FILE_BREAKS
        self.offsets.append(self.offset)
        self.lines.append(self.line)

    def folded(self, breaks: Sequence[str], *, joins: bool = True) -> None:
        """Breaks between two lines: one alone becomes a space, the first of several nothing, where they join."""
        for number, which in enumerate(breaks):
            vanishes = joins and number == 0 and len(breaks) > 1 and which not in _UNFOLDED_BREAKS
            self.line_break(which, 0 if vanishes else 1)


def lines_of(source: str, start: int, end: int, style: str, until: int = sys.maxsize) -> Lines:
    """The lines of the scalar at characters `start` to `end` of `source`, any tag and anchor before it included.

    The style `text` is that of a file that is neither YAML nor JSON: its characters stand for themselves. Behind
    character `until` of the text nothing is looked for: most want to know where a text begins, and it may be long.
    """
    walk = _Walk(until)
    if style == "text":
        for found in _BREAK.finditer(source, start, end):
            walk.offset = found.end() - start - len(found[0])
            walk.line_break(found[0], len(found[0]))
            if walk.is_far_enough:
                break
        return walk.offsets, walk.lines
    properties = _PROPERTIES.match(source, start, end)
    begin = properties.end() if properties else start
    for found in _BREAK.finditer(source, start, begin):
        walk.line_break(found[0], 0)
    if style in ("|", ">"):
        _walk_block(walk, source, (start, begin, end))
    elif source.find("\n", begin, end) >= 0 or source.find("\r", begin, end) >= 0:
        quoted = style in ("'", '"')
        _walk_flow(walk, source[begin + quoted : end - quoted], style)
    return walk.offsets, walk.lines


def _walk_block(walk: _Walk, source: str, span: tuple[int, int, int]) -> None:
    """A literal or folded scalar: every line less its indentation, the breaks between lines folded or kept."""
    start, begin, end = span
    header = _BREAK.search(source, begin, end)
    if header is None:
        return
    walk.line_break(header[0], 0)
    indent = _indent(source, (start, begin, header.end(), end))
    breaks: list[str] = []
    led_by_blank = True  # nothing joins the first line
    for at, stop, which in _lines(source, header.end(), end):
        if stop - at > indent:
            blank = source[at + indent] in " \t"
            walk.folded(breaks, joins=source[begin] == ">" and not blank and not led_by_blank)
            breaks, led_by_blank = [], blank
            walk.text(stop - at - indent)
            if walk.is_far_enough:
                return
        if which:
            breaks.append(which)
    walk.folded(breaks, joins=False)


def _lines(source: str, at: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Where each line begins and ends, and the break behind it; the last one has none."""
    for found in _BREAK.finditer(source, at, end):
        yield at, found.start(), found[0]
        at = found.end()
    yield at, end, ""


def _indent(source: str, span: tuple[int, int, int, int]) -> int:
    """Columns that belong to a block scalar and not to its text (YAML 1.2, 8.1.1.1)."""
    start, begin, first, end = span
    explicit = re.match(r"[|>][+-]?([1-9])", source[begin : begin + 3])
    if explicit:
        return _parent_indent(source, start) + int(explicit[1])
    longest = 0
    for at, stop, _ in _lines(source, first, end):
        line = source[at:stop]
        if line.strip(" "):
            return len(line) - len(line.lstrip(" "))
        longest = max(longest, len(line))
    return longest


def _parent_indent(source: str, start: int) -> int:
    """The column of the key or dash on the line before the scalar; 0 at the root."""
    line_start = max(source.rfind("\n", 0, start), source.rfind("\r", 0, start)) + 1
    indicators = _INDICATORS.match(source, line_start, start)
    after = indicators.end() if indicators else line_start
    if after < start:
        return after - line_start
    return len(source[line_start:start].rstrip()) - 1 if after > line_start else 0


def _walk_flow(walk: _Walk, raw: str, style: str) -> None:
    """A plain or quoted scalar: blanks around a break are dropped, an escaped break is none."""
    at = 0
    for found in _FOLD.finditer(raw):
        if walk.is_far_enough:
            return
        segment = raw[at : found.start()]
        is_escaped = style == '"' and _ends_in_escape(segment)
        breaks = _BREAK.findall(found[0])
        if is_escaped:
            walk.text(_text_length(segment[:-1], style))
            walk.line_break(breaks[0], 0)
            walk.folded(breaks[1:], joins=False)
        else:
            walk.text(_text_length(_without_blanks(segment, style), style))
            walk.folded(breaks)
        at = found.end()


def _ends_in_escape(segment: str) -> bool:
    return (len(segment) - len(segment.rstrip("\\"))) % 2 == 1


def _without_blanks(segment: str, style: str) -> str:
    """The segment without the blanks at its end; one that is escaped stays."""
    stripped = segment.rstrip(" \t")
    if style == '"' and len(stripped) < len(segment) and _ends_in_escape(stripped):
        return segment[: len(stripped) + 1]
    return stripped


def _text_length(segment: str, style: str) -> int:
    """Characters of text that a piece of a line stands for."""
    if style == '"':
        return len(_ESCAPE.sub("x", segment)) if "\\" in segment else len(segment)
    return len(segment) - segment.count("''") if style == "'" else len(segment)
