# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Findings as plain lines, stable so that they can be compared themselves; in colours for a terminal.

Without colours words that differ stand in `[-…-]` and `{+…+}`, as git's word diff has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from viewer.core.compare.comparison import Row, Side
from viewer.core.compare.findings import Change, Findings, of_sections, shared
from viewer.core.compare.reports.excerpts import changed_lines
from viewer.core.text.printable import name, one_line
from viewer.core.text.quantities import plural

_RED, _GREEN, _BOLD, _DIM, _OFF = "\x1b[31m", "\x1b[32m", "\x1b[1m", "\x1b[2m", "\x1b[0m"
_LONGEST_VALUE = 200
_SHORT = 60


def write_text(found: Sequence[Findings], out: TextIO, *, in_color: bool = False) -> None:
    """Write what is different, a block for each file; files that are the same are counted."""
    writer = _Writer(in_color=in_color)
    for one in found:
        out.writelines(f"{line}\n" for line in writer.file(one))
    if len(found) > 1:
        out.writelines(f"{line}\n" for line in writer.summary(found))


class _Writer:
    def __init__(self, *, in_color: bool) -> None:
        self._in_color = in_color

    def file(self, found: Findings) -> Iterator[str]:
        """The lines about one pair of files; none where they are the same."""
        title = name(found.name)
        if found.error is not None:
            yield f"{self._in(_BOLD, title)}: {one_line(found.error)}"
            return
        if not found.is_different:
            return
        count = f"{plural(len(found.changes), 'change')} in " if found.changes else ""
        yield f"{self._in(_BOLD, title)}: {count}{found.verdict}"
        for section, changes in of_sections(found.changes):
            if section:
                yield f"  {self._in(_BOLD, section)}"
            for change in changes:
                yield from self._change(change)
        if found.noise:
            told = ", ".join(f"{noise} {count}" for noise, count in found.noise.items())
            yield self._in(_DIM, f"  ignored: {told}")
        if found.is_coarse:
            yield self._in(
                _DIM, "  too large to be compared word by word everywhere: more may be the same than is told"
            )

    def summary(self, found: Sequence[Findings]) -> Iterator[str]:
        """What many files have in common, and how many differ."""
        for gist, count in shared(found):
            yield f"{plural(count, 'file')}: {gist}"
        different = sum(one.is_different or one.error is not None for one in found)
        cosmetic = sum(not one.is_different and bool(one.noise) for one in found)
        same = len(found) - different - cosmetic
        yield f"{plural(len(found), 'file')}: {different} different, {cosmetic} cosmetic only, {same} the same"

    def _change(self, change: Change) -> Iterator[str]:
        row = change.row
        head = f"    {row.sign} {row.label}{_lines(row)}"
        if row.paths:
            yield head
            for path in row.paths:
                yield from self._values(path.path or "(all of it)", path.before, path.after)
        elif _is_short(row):
            sides = [self._side(side, color, "", "") for side, color in ((row.before, _RED), (row.after, _GREEN))]
            yield f"{head}: {' → '.join(told for told in sides if told is not None)}"
        else:
            yield head
            yield from self._excerpt(row.before, "-", _RED, "[-", "-]")
            yield from self._excerpt(row.after, "+", _GREEN, "{+", "+}")

    def _values(self, path: str, before: str | None, after: str | None) -> Iterator[str]:
        told = [None if value is None else one_line(value, _LONGEST_VALUE) for value in (before, after)]
        if told[0] is not None and told[1] is not None:
            yield f"      {path}: {self._in(_RED, told[0])} → {self._in(_GREEN, told[1])}"
        elif told[0] is not None:
            yield f"      - {path}: {self._in(_RED, told[0])}"
        elif told[1] is not None:
            yield f"      + {path}: {self._in(_GREEN, told[1])}"

    def _excerpt(self, side: Side | None, sign: str, color: str, begin: str, end: str) -> Iterator[str]:
        if side is None:
            return
        if self._in_color or not side.changed:
            begin = end = ""
        for pieces in changed_lines(side):
            line = "".join(f"{begin}{self._in(color, text)}{end}" if differs else text for text, differs in pieces)
            yield f"      {sign} {line}"

    def _side(self, side: Side | None, color: str, begin: str, end: str) -> str | None:
        return None if side is None else f"{begin}{self._in(color, side.text)}{end}"

    def _in(self, color: str, text: str) -> str:
        return f"{color}{text}{_OFF}" if self._in_color else text


def _is_short(row: Row) -> bool:
    sides = [side.text for side in (row.before, row.after) if side is not None]
    return all(len(text) <= _SHORT and "\n" not in text for text in sides) or row.before is None is row.after


def _lines(row: Row) -> str:
    lines = [str(side.line) if side.line else "?" for side in (row.before, row.after) if side is not None]
    return f" (line {' → '.join(lines)})" if any(line != "?" for line in lines) else ""
