# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Findings of a pair of files -> the cells of its row, in words.

Rule: no Qt. A cell tells what changed and nothing else; where nothing did it is empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum

from viewer.core.compare.comparison import Kind, Row
from viewer.core.compare.findings import Findings
from viewer.core.text.printable import one_line
from viewer.dataclass import dataclass

_MOST = 3
_TOOLS = frozenset((Kind.TOOL_DEFINITION, Kind.TOOL_CALL, Kind.TOOL_RESULT))
_MODELS = frozenset((Kind.MODEL, Kind.MODEL_ASKED))
_USED = frozenset((Kind.USAGE, Kind.COST))


class Column(IntEnum):
    """The columns in order."""

    FILE = 0
    VERDICT = 1
    MODEL = 2
    TOOLS = 3
    USED = 4
    CHANGES = 5


TITLES = ("File", "What changed", "Model", "Tools", "Tokens and cost", "Changes")


@dataclass(frozen=True, slots=True)
class FileRow:
    """The cells of a file; `importance` is its place in the order of what a reviewer must not overlook."""

    importance: int
    name: str
    cells: tuple[str, ...]
    changes: int
    is_different: bool

    def key(self, column: Column) -> tuple[int, str | int, int]:
        """What it is sorted by: empty cells stand behind all others, equal ones in order of importance."""
        if column is Column.VERDICT:
            return 0, self.importance, 0
        if column is Column.CHANGES:
            return 0, -self.changes, self.importance
        cell = self.cells[column].casefold()
        return (0 if cell else 1), cell, self.importance


def file_rows(found: Sequence[Findings]) -> tuple[FileRow, ...]:
    """A row for each file, in the same order."""
    return tuple(_row(number, one) for number, one in enumerate(found))


def _row(number: int, found: Findings) -> FileRow:
    rows = [change.row for change in found.changes]
    cells = (
        one_line(found.name),
        one_line(found.error) if found.error is not None else found.verdict,
        _told(_sides(row) for row in rows if row.kind in _MODELS),
        _told(f"{row.sign} {row.name}" for row in rows if row.kind in _TOOLS),
        _told(_sides(row) for row in rows if row.kind in _USED),
        f"{len(rows):,}" if rows else "",
    )
    return FileRow(number, found.name, cells, len(rows), found.is_different)


def _told(words: Iterator[str]) -> str:
    """Each once, the first few of them."""
    told = list(dict.fromkeys(words))
    more = f" and {len(told) - _MOST} more" if len(told) > _MOST else ""
    return ", ".join(told[:_MOST]) + more


def _sides(row: Row) -> str:
    before, after = (one_line(side.text, 60) if side else "nothing" for side in (row.before, row.after))
    return f"{before} → {after}"
