# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where a thing stands in the cassette file.

A recorded body is one scalar of the file. `Place` remembers that scalar, so that a byte of the body can be
traced to its line: a token knows its stream event, the event its bytes, the bytes their line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """A scalar as written in the file: characters `start` to `end` of `source`, and its YAML style.

    `style` is one of `'` `"` `|` `>` or empty for plain, and `json` for a JSON string.
    """

    source: str
    start: int
    end: int
    style: str


@dataclass(frozen=True, slots=True)
class Place:
    """A 1-based line of the file, and for text that runs over several lines the scalar that holds it."""

    line: int
    scalar: Scalar | None = None

    def line_at(self, offset: int) -> int:
        """The file line that holds character `offset` of the text stored here."""
        if self.scalar is None or offset <= 0:
            return self.line + (self.scalar is not None and self.scalar.style in ("|", ">"))
        offsets, lines = _line_map(self.scalar)
        at = bisect_right(offsets, offset) - 1
        return self.line + lines[max(at, 0)]


@lru_cache(maxsize=32)
def _line_map(scalar: Scalar) -> tuple[list[int], list[int]]:
    """Text offsets at which a file line begins, and that line relative to the scalar's first."""
    if scalar.style == "|":
        return _literal_map(scalar)
    if scalar.style in ("'", '"', ""):
        return _flow_map(scalar)
    # Folded scalars (`>`) are not written by any recorder seen; their first line is the honest answer.
    return [0], [1 if scalar.style == ">" else 0]


def _literal_map(scalar: Scalar) -> tuple[list[int], list[int]]:
    """Literal block: every line of the file is a line of the text, less the block's indentation."""
    raw = scalar.source[scalar.start : scalar.end]
    header = _BREAK.search(raw)
    if header is None:
        return [0], [0]
    body = _BREAK.split(raw[header.end() :])
    indent = _literal_indent(raw[: header.start()], body)
    offsets, lines, offset = [], [], 0
    for number, line in enumerate(body, start=1):
        offsets.append(offset)
        lines.append(number)
        offset += max(len(line) - indent, 0) + 1
    return offsets, lines


def _literal_indent(header: str, body: list[str]) -> int:
    """Columns that belong to the block and not to its text (YAML 1.2, 8.1.1.1).

    An explicit indicator (`|2-`) counts from the parent's indentation, which the block's first line tells too,
    unless that line starts with spaces of its own: the smallest indentation of a filled line is then the block's.
    """
    filled = [len(line) - len(line.lstrip(" ")) for line in body if line.strip()]
    if not filled:
        return 0
    return min(filled) if any(c.isdigit() for c in header) else filled[0]


# One unit of text in a flow scalar: an escaped line break, a run of line breaks, an escape, or plain text.
_DOUBLE = re.compile(
    r"(?P<joined>\\(?:\r\n|\r|\n)[ \t]*)|(?P<fold>[ \t]*(?:\r\n|\r|\n)(?:[ \t]*(?:\r\n|\r|\n))*[ \t]*)"
    r"|(?P<escape>\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.))|(?P<text>[^\\\r\n \t]+|[ \t]+|\\)",
    re.DOTALL,
)
_SINGLE = re.compile(
    r"(?P<fold>[ \t]*(?:\r\n|\r|\n)(?:[ \t]*(?:\r\n|\r|\n))*[ \t]*)|(?P<escape>'')|(?P<text>[^'\r\n \t]+|[ \t]+|')"
)


def _flow_map(scalar: Scalar) -> tuple[list[int], list[int]]:
    """Quoted and plain scalars: line breaks are folded, so the text is walked unit by unit (YAML 1.2, 7.3)."""
    quoted = scalar.style in ("'", '"')
    raw = scalar.source[scalar.start + quoted : scalar.end - quoted]
    offsets, lines, offset, line = [0], [0], 0, 0
    for unit in (_DOUBLE if scalar.style == '"' else _SINGLE).finditer(raw):
        kind, text = unit.lastgroup, unit.group()
        if kind in ("joined", "fold"):
            breaks = len(_BREAK.findall(text))
            line += breaks
            offset += 0 if kind == "joined" else max(breaks - 1, 1)
            offsets.append(offset)
            lines.append(line)
        else:
            offset += 1 if kind == "escape" else len(text)
    return offsets, lines
