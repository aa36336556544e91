# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which file line holds which character of a YAML scalar's text, in each of the five styles (YAML 1.2, 7.3 and 8.1).

Rule: the text itself is not needed; the file is walked as libyaml walks it, counting what that adds to the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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

    def __init__(self) -> None:
        self.offset, self.line = 0, 0
        self.offsets, self.lines = [0], [0]

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


def lines_of(source: str, start: int, end: int, style: str) -> Lines:
    """The lines of the scalar at characters `start` to `end` of `source`, any tag and anchor before it included.

    The style `text` is that of a file that is neither YAML nor JSON: its characters stand for themselves.
    """
    walk = _Walk()
    if style == "text":
        for found in _BREAK.finditer(source, start, end):
            walk.offset = found.end() - start - len(found[0])
            walk.line_break(found[0], len(found[0]))
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
    indent = _indent(source, start, begin, source[header.end() : end])
    breaks: list[str] = []
    at, led_by_blank = header.end(), True  # nothing joins the first line
    for found in [*_BREAK.finditer(source, at, end), None]:
        stop = found.start() if found else end
        if stop - at > indent:
            blank = source[at + indent] in " \t"
            walk.folded(breaks, joins=source[begin] == ">" and not blank and not led_by_blank)
            breaks, led_by_blank = [], blank
            walk.text(stop - at - indent)
        if found:
            breaks.append(found[0])
            at = found.end()
    walk.folded(breaks, joins=False)


def _indent(source: str, start: int, begin: int, block: str) -> int:
    """Columns that belong to a block scalar and not to its text (YAML 1.2, 8.1.1.1)."""
    explicit = re.match(r"[|>][+-]?([1-9])", source[begin : begin + 3])
    if explicit:
        return _parent_indent(source, start) + int(explicit[1])
    lines = _BREAK.split(block)
    filled = next((line for line in lines if line.strip(" ")), None)
    if filled is None:
        return max(map(len, lines))
    return len(filled) - len(filled.lstrip(" "))


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
